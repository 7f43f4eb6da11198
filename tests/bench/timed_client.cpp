// SPDX-License-Identifier: MIT
#include "tests/bench/timed_client.h"
#include "shared/protocol/session_messages.h"
#include <QDeadlineTimer>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace salon::bench {

static constexpr int kPatienceMs = 30'000;

TimedClient::TimedClient()
{
    m_swarm.onText = [this](size_t, QByteArrayView text) {
        if (text.startsWith(R"({"type":"reply")"))
            m_isAnswered = true;
        else if (text.startsWith(R"({"type":"error")"))
            m_fault = QString::fromUtf8(text);
    };
    m_swarm.onClosed = [this](size_t, int code) { m_fault = u"disconnected with %1"_s.arg(code); };
}

Result<> TimedClient::connect(quint16 port, const QByteArray &token)
{
    if (!m_swarm.connectTo(port, token))
        return Error::internal(u"nobody listens on the port"_s);
    for (const QDeadlineTimer deadline(kPatienceMs); !m_swarm.isUpgraded(0);) {
        if (deadline.hasExpired() || !m_fault.isEmpty())
            return Error::internal(u"not let in: "_s + m_fault);
        m_swarm.turn(20);
    }
    return {};
}

Result<> TimedClient::open(quint16 port, const QByteArray &token)
{
    TRY(connect(port, token));
    TRY(hello());
    return {};
}

Result<double> TimedClient::hello()
{
    return ask(protocol::Hello{.protocol = {}, .client = {u"bench"_s, u"1"_s}, .token = {}});
}

Result<double> TimedClient::exchange(const QByteArray &frame)
{
    m_isAnswered = false;
    const QDeadlineTimer deadline(kPatienceMs);
    QElapsedTimer timer;
    timer.start();
    m_swarm.send(0, frame);
    while (!m_isAnswered && m_fault.isEmpty() && !deadline.hasExpired())
        m_swarm.turn(100);
    if (m_isAnswered)
        return double(timer.nsecsElapsed()) / 1e6;
    return Error::internal(u"no answer: "_s + m_fault);
}

} // namespace salon::bench
