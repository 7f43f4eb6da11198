// SPDX-License-Identifier: MIT
#include "server/dispatch/hello_pace.h"

namespace salon::server {

void HelloPace::enter(qint64 steadyMs, Take take)
{
    if (m_waiting.empty() && m_taken < m_settings.atOnce) {
        ++m_taken; // it may be over before the call returns
        if (!take(Turn::Now))
            --m_taken;
        return;
    }
    const auto now = StageClock::now();
    m_waiting.push_back({std::move(take), steadyMs, RequestTrace::handOn(now), now});
}

void HelloPace::left()
{
    --m_taken;
    next();
}

void HelloPace::next()
{
    // Who takes a place may give it back at once: then the loop below goes on with the next.
    if (std::exchange(m_isCalling, true))
        return;
    while (!m_waiting.empty() && m_taken < m_settings.atOnce) {
        Waiting first = std::move(m_waiting.front());
        m_waiting.pop_front();
        ++m_taken;
        if (!call(std::move(first), Turn::Now))
            --m_taken;
    }
    m_isCalling = false;
}

void HelloPace::expire(qint64 steadyMs)
{
    while (!m_waiting.empty() && steadyMs - m_waiting.front().since >= m_settings.waitMs) {
        Waiting first = std::move(m_waiting.front());
        m_waiting.pop_front();
        call(std::move(first), Turn::TooLate);
    }
}

qint64 HelloPace::retryAfterMs(double random) const
{
    return m_settings.waitMs / 2 + qint64(double(m_settings.waitMs) * random);
}

// It waited as its own request, whoever's answer has made room for it.
bool HelloPace::call(Waiting waiting, Turn turn)
{
    RequestTrace *const trace = waiting.trace.get();
    const RequestTurn scope(std::move(waiting.trace));
    if (trace) {
        const auto now = StageClock::now();
        trace->waited(Stage::Queue, (now - waiting.queuedAt) / std::chrono::nanoseconds(1), {});
        trace->takeUp(now, now);
    }
    return waiting.take(turn);
}

} // namespace salon::server
