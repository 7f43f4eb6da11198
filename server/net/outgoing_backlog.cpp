// SPDX-License-Identifier: MIT
#include "server/net/outgoing_backlog.h"
#include "server/net/poller.h"

namespace salon::server {

void OutgoingBacklog::begin(const Poller &poller)
{
    if (!m_running)
        m_running =
            std::make_unique<Running>(Running{poller.flushedRequest(m_cause), StageClock::now()});
}

void OutgoingBacklog::end()
{
    m_cause = nullptr;
    const auto running = std::exchange(m_running, nullptr);
    if (!running)
        return;
    const auto lasted = StageClock::now() - running->since;
    const qint64 nanoseconds = lasted / std::chrono::nanoseconds(1);
    Timings::process().record(Stage::Drain, nanoseconds);
    if (running->cause)
        running->cause->addBeside(Stage::Drain, nanoseconds);
}

} // namespace salon::server
