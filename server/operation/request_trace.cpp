// SPDX-License-Identifier: MIT
#include "server/operation/request_trace.h"
#include "server/operation/slow_log.h"
#include <algorithm>
#include <cmath>

namespace salon::server {
namespace {

constexpr qint64 kTooShortToExplain = 100'000; // nanoseconds

qint64 between(RequestTrace::Time from, RequestTrace::Time to)
{
    return (to - from) / std::chrono::nanoseconds(1);
}

} // namespace

RequestTrace::RequestTrace(Time beganAt) : m_number(makeTraceNumber()), m_beganAt(beganAt)
{
}

RequestTrace::~RequestTrace()
{
    if (!m_isDisregarded)
        SlowLog::process().consider(*this, between(m_beganAt, StageClock::now()));
}

RequestTracePtr RequestTrace::begin()
{
    if (!kIsTimed)
        return {};
    const Time now = StageClock::now();
    RequestTracePtr trace(new RequestTrace(now));
    if (const auto running = StageTimer::running(now)) {
        trace->m_beganAt = running->since;
        trace->m_reading = running->nanoseconds;
        trace->add(running->stage, running->nanoseconds);
    }
    return trace;
}

RequestTracePtr RequestTrace::handOn(Time now)
{
    RequestTrace *const trace = std::exchange(s_current, nullptr);
    if (!trace)
        return {};
    // The timer that runs ends when this thread works no more for the request.
    if (const auto running = StageTimer::running(now)) {
        const bool hasRead = running->since == trace->m_beganAt;
        trace->add(running->stage, running->nanoseconds - (hasRead ? trace->m_reading : 0));
    }
    return RequestTracePtr(trace);
}

QString RequestTrace::currentId()
{
    return s_current ? s_current->id() : makeTraceId();
}

void RequestTrace::nameCurrent(std::string_view kind)
{
    if (s_current)
        s_current->m_kind = kind;
}

void RequestTrace::nameCurrent(UserId user, SessionId session)
{
    if (!s_current)
        return;
    s_current->m_user = user;
    s_current->m_session = session;
}

void RequestTrace::waited(Stage stage, qint64 nanoseconds, const Work &worked)
{
    add(stage, nanoseconds);
    if (nanoseconds < kTooShortToExplain)
        return;
    const qint64 all = worked.nanoseconds();
    if (all <= 0)
        return;
    // What was under way when the wait began counts as a whole in `worked`.
    const qint64 explained = std::min(nanoseconds, all);
    const float perUnit = float(explained) / float(worked.sum());
    for (size_t i = 0; i < Work::kWidth; ++i)
        m_shifted[i] += float(qint32(worked.units[i])) * perUnit;
    m_shifted[size_t(stage)] -= float(explained);
}

void RequestTrace::waitedFor(Stage other, Stage stage, qint64 nanoseconds)
{
    add(stage, nanoseconds);
    m_shifted[size_t(other)] += float(nanoseconds);
    m_shifted[size_t(stage)] -= float(nanoseconds);
}

void RequestTrace::leave()
{
    m_leftAt = StageClock::now();
    m_atLeave = StageTimer::ofThread();
}

qint64 RequestTrace::takeUp(Time since, Time now)
{
    const qint64 waitedNs = between(since, now);
    waited(Stage::AnswerQueue, waitedNs,
           waitedNs < kTooShortToExplain ? Work() : StageTimer::ofThread() - m_atLeave);
    return waitedNs;
}

RequestTrace::RequestTrace(const RequestTrace &other, Time now)
    : m_number(other.m_number), m_kind(other.m_kind), m_user(other.m_user),
      m_session(other.m_session), m_beganAt(other.m_beganAt), m_leftAt(now), m_took(other.m_took),
      m_shifted(other.m_shifted)
{
}

RequestTracePtr RequestTrace::branch(Time now) const
{
    return RequestTracePtr(new RequestTrace(*this, now));
}

void RequestTrace::arrive(Time now)
{
    const qint64 waitedNs = between(m_leftAt, now);
    Timings::process().record(Stage::AnswerQueue, waitedNs);
    waited(Stage::AnswerQueue, waitedNs, Work());
}

StageTimes RequestTrace::took() const
{
    StageTimes took;
    for (size_t i = 0; i < kStageCount; ++i)
        took.ns[i] = std::llround(m_took[i]);
    return took;
}

StageTimes RequestTrace::charged() const
{
    StageTimes charged;
    for (size_t i = 0; i < kStageCount; ++i)
        charged.ns[i] = std::max<qint64>(0, std::llround(m_took[i] + m_shifted[i]));
    return charged;
}

} // namespace salon::server
