// SPDX-License-Identifier: MIT
#include "tests/bench/sign_in.h"
#include "shared/protocol/session_messages.h"
#include "shared/wire/envelope.h"
#include <QDeadlineTimer>

using namespace Qt::StringLiterals;

namespace salon::bench {

Result<> signIn(test::SocketSwarm &swarm, quint16 port, const QList<QByteArray> &tokens)
{
    constexpr int kPatienceMs = 60'000;
    qsizetype answered = 0, closed = 0;
    swarm.onText = [&](size_t, QByteArrayView text) {
        answered += text.startsWith(R"({"type":"reply")") ? 1 : 0;
    };
    swarm.onClosed = [&](size_t, int) { ++closed; };
    const QByteArray hello = wire::requestFrame(
        u"0", protocol::Hello{.protocol = {}, .client = {u"bench"_s, u"1"_s}, .token = {}});
    const QDeadlineTimer deadline(kPatienceMs);
    for (const QByteArray &token : tokens) {
        const auto client = swarm.connectTo(port, token);
        if (!client)
            return Error::internal(u"a connection was refused"_s);
        const qsizetype before = answered;
        swarm.send(*client, hello);
        while (answered == before && closed == 0 && !deadline.hasExpired())
            swarm.turn(10);
    }
    swarm.onText = {};
    swarm.onClosed = {};
    if (closed > 0 || answered != tokens.size())
        return Error::internal(u"a client was not let in"_s);
    return {};
}

} // namespace salon::bench
