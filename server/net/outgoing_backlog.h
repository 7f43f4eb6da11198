// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"

namespace salon::server {

class Poller;

//! The time in which a peer does not take all that was sent to it: from the turn whose bytes did
//! not fit until the last of them is gone, or the peer is. Timed as a stage of its own, for the
//! request that began it as well: that one is not over before. No memory but two pointers when
//! there is none.
class OutgoingBacklog {
public:
    OutgoingBacklog() = default;
    ~OutgoingBacklog() { end(); }
    Q_DISABLE_COPY_MOVE(OutgoingBacklog)

    //! What the current request sends now is the first that waits.
    void mayBegin() { m_cause = RequestTrace::current(); }
    //! It did not fit; of the poller's turn in which it was sent.
    void begin(const Poller &poller);
    void end(); //!< nothing waits any more

private:
    struct Running {
        RequestTracePtr cause;
        RequestTrace::Time since;
    };
    const RequestTrace *m_cause = nullptr; // compared only: it may be gone after the turn
    std::unique_ptr<Running> m_running;
};

} // namespace salon::server
