// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"
#include <deque>
#include <functional>

namespace salon::server {

//! Lets sessions in a few at a time, in the order in which they came, so that thousands that come
//! back at once do not keep everybody else's requests waiting. For the I/O thread.
class HelloPace {
public:
    struct Settings {
        int atOnce = 16; //!< that are read or answered
        int waitMs = 8'000; //!< after which one is sent away, to come again later
    };
    enum class Turn { Now, TooLate };
    //! True when it takes its place, until left(); false when it does not (any more) want one.
    using Take = std::function<bool(Turn turn)>;

    explicit HelloPace(const Settings &settings) : m_settings(settings) { }

    //! `take` is called once: now, or when it is its turn, or when it has waited too long.
    void enter(qint64 steadyMs, Take take);
    //! A place is free again.
    void left();
    //! Sends away who has waited too long.
    void expire(qint64 steadyMs);
    size_t waiting() const { return m_waiting.size(); }
    //! When to come again, for one that was sent away: `random` in [0, 1) spreads them.
    qint64 retryAfterMs(double random) const;

private:
    struct Waiting {
        Take take;
        qint64 since;
        RequestTracePtr trace;
        RequestTrace::Time queuedAt;
    };
    static bool call(Waiting waiting, Turn turn);
    void next();

    Settings m_settings;
    std::deque<Waiting> m_waiting;
    int m_taken = 0;
    bool m_isCalling = false;
};

} // namespace salon::server
