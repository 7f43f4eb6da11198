// SPDX-License-Identifier: MIT
#include "server/net/fan_out.h"
#include "server/net/websocket_channel.h"
#include "server/operation/request_trace.h"

namespace salon::server {

void FanOut::add(Recipient *recipient)
{
    const UserId user = recipient->caller().user;
    m_connections[user].append(recipient);
    ++m_count;
    for (const RoomId room : m_roomsOf.value(user))
        m_online[room].insert(recipient);
}

void FanOut::remove(Recipient *recipient)
{
    const UserId user = recipient->caller().user;
    const auto connections = m_connections.find(user);
    if (connections == m_connections.end() || !connections->removeOne(recipient))
        return;
    --m_count;
    if (connections->isEmpty())
        m_connections.erase(connections);
    for (const RoomId room : m_roomsOf.value(user)) {
        const auto online = m_online.find(room);
        if (online == m_online.end())
            continue;
        online->remove(recipient);
        if (online->isEmpty())
            m_online.erase(online);
    }
}

void FanOut::apply(const Effects &effects)
{
    StageTimer timer(Stage::FanOut);
    for (const auto &push : effects.toAll)
        toEverybody(push);
    for (const auto &[room, user] : effects.joined) {
        m_roomsOf[user].insert(room);
        for (Recipient *recipient : m_connections.value(user))
            m_online[room].insert(recipient);
    }
    for (const auto &push : effects.userPushes)
        toUser(push);
    for (const auto &[room, user] : effects.left) {
        m_roomsOf[user].remove(room);
        for (Recipient *recipient : m_connections.value(user))
            m_online[room].remove(recipient);
    }
    for (const auto &[room, frame] : effects.events) {
        const auto online = m_online.constFind(room);
        if (online == m_online.constEnd())
            continue;
        const QByteArray prepared = WebSocketChannel::prepareTextFrame(frame);
        for (Recipient *recipient : *online)
            recipient->deliver(prepared);
        if (RequestTrace *trace = RequestTrace::current())
            trace->countRecipients(online->size());
    }
    for (const auto &[session, code] : effects.ended) {
        QList<Recipient *> ended;
        for (const auto &connections : m_connections) {
            for (Recipient *recipient : connections) {
                if (recipient->caller().session == session)
                    ended.append(recipient);
            }
        }
        for (Recipient *recipient : ended)
            recipient->end(code);
    }
}

void FanOut::toUser(const Effects::UserPush &push)
{
    const auto connections = m_connections.constFind(push.user);
    if (connections == m_connections.constEnd())
        return;
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(push.frame);
    for (Recipient *recipient : *connections) {
        if (recipient->caller().connection != push.except)
            recipient->deliver(prepared);
    }
}

void FanOut::toEverybody(const Effects::ToAll &push)
{
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(push.frame);
    for (auto user = m_connections.cbegin(); user != m_connections.cend(); ++user) {
        if (user.key() == push.except)
            continue;
        for (Recipient *recipient : *user)
            recipient->deliver(prepared);
    }
}

} // namespace salon::server
