// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/timings.h"
#include "server/operation/trace_id.h"
#include "shared/base/ids.h"
#include <QExplicitlySharedDataPointer>
#include <QString>
#include <algorithm>

namespace salon::server {

class RequestTrace;
using RequestTracePtr = QExplicitlySharedDataPointer<RequestTrace>;

//! One request on its way through the threads: how long each of its stages took. It is made where
//! the request is read and travels with its jobs; who hands it on works no more for it, so that one
//! thread at a time does. The request is over when nobody holds it: the slow log looks at it then.
class RequestTrace final : public QSharedData {
public:
    using Time = StageClock::Time;

    //! Of what this thread has just read; began with the timer that runs, if any.
    static RequestTracePtr begin();
    //! Of the request that this thread works for now; null when for none.
    static RequestTrace *current() { return s_current; }
    //! The current one, for a job that another thread does: from `now` on this one works no more
    //! for it.
    static RequestTracePtr handOn(Time now);
    //! The job was not taken: the trace is the current one again.
    static void takeBack(const RequestTracePtr &trace) { s_current = trace.get(); }
    //! The current one's id, or a new one.
    static QString currentId();
    //! Without effect when there is no current one. `kind` lives as long as the program.
    static void nameCurrent(std::string_view kind);
    static void nameCurrent(UserId user, SessionId session);

    explicit RequestTrace(Time beganAt);
    ~RequestTrace();
    Q_DISABLE_COPY_MOVE(RequestTrace)

    QString id() const { return traceId(m_number); }
    std::string_view kind() const { return m_kind; }
    UserId user() const { return m_user; }
    SessionId session() const { return m_session; }
    qint64 recipients() const { return m_recipients; }
    //! Connections of this shard that heard of what it did.
    void countRecipients(qint64 count) { m_recipients += count; }

    void add(Stage stage, qint64 nanoseconds) { m_took[size_t(stage)] += float(nanoseconds); }
    //! Of what goes on for it in several places at once: the longest counts.
    void addBeside(Stage stage, qint64 nanoseconds)
    {
        float &took = m_took[size_t(stage)];
        took = std::max(took, float(nanoseconds));
    }
    //! It waited for a thread that did `worked` meanwhile, for other requests: that is what the
    //! wait is charged to, as far as it explains it.
    void waited(Stage stage, qint64 nanoseconds, const Work &worked);
    //! The same for a wait that only one stage of others explains.
    void waitedFor(Stage other, Stage stage, qint64 nanoseconds);
    //! The thread that has read it leaves it for now…
    void leave();
    //! …and takes it up again; `since` is when it could have. Gives the nanoseconds of the wait.
    qint64 takeUp(Time since, Time now);
    Time leftAt() const { return m_leftAt; }
    //! The same request as it goes on in another thread besides: with all that it took up to `now`,
    //! and from then on by itself.
    QExplicitlySharedDataPointer<RequestTrace> branch(Time now) const;
    //! That thread takes it up.
    void arrive(Time now);
    //! Nothing was to be done for it there: the slow log does not look at it.
    void disregard() { m_isDisregarded = true; }

    //! What each stage took of this request's time, waits as waits.
    StageTimes took() const;
    //! The same time by the stage that is to blame: a wait belongs to what others did meanwhile.
    StageTimes charged() const;

private:
    friend class RequestScope;
    static inline constinit thread_local RequestTrace *s_current = nullptr;

    RequestTrace(const RequestTrace &other, Time now);

    // Small, since two processors hand it to each other while hundreds are under way.
    using Nanoseconds = std::array<float, Work::kWidth>;

    quint64 m_number;
    std::string_view m_kind;
    UserId m_user;
    SessionId m_session;
    qint64 m_recipients = 0;
    bool m_isDisregarded = false;
    Time m_beganAt;
    qint64 m_reading = 0; // nanoseconds of the timer that ran when it began
    Time m_leftAt;
    Nanoseconds m_took{};
    Nanoseconds m_shifted{}; // of m_took: what was charged to another stage, and there as a plus
    Work m_atLeave; // what the reading thread had worked by then
};

//! Makes a trace the thread's current one, until the end of the scope; null for work that belongs
//! to no request.
class RequestScope {
public:
    explicit RequestScope(RequestTracePtr trace)
        : m_trace(std::move(trace)), m_before(std::exchange(RequestTrace::s_current, m_trace.get()))
    {
    }
    ~RequestScope() { RequestTrace::s_current = m_before; }
    Q_DISABLE_COPY_MOVE(RequestScope)

protected:
    RequestTracePtr m_trace;

private:
    RequestTrace *m_before;
};

//! The same in the thread that has read the request, for as long as that works for it.
class RequestTurn : public RequestScope {
public:
    using RequestScope::RequestScope;
    ~RequestTurn()
    {
        if (m_trace)
            m_trace->leave();
    }
};

//! `call` as the end of what another thread did for the request, to run in the thread that has read
//! it. From `finishedAt` on it waits for that one.
template <class Call>
auto carriedBack(RequestTracePtr trace, RequestTrace::Time finishedAt, Call call)
{
    return [trace = std::move(trace), finishedAt, call = std::move(call)]() mutable {
        RequestTrace *const taken = trace.get();
        const RequestTurn turn(std::move(trace));
        if (taken)
            Timings::process().record(Stage::AnswerQueue,
                                      taken->takeUp(finishedAt, StageClock::now()));
        call();
    };
}

} // namespace salon::server
