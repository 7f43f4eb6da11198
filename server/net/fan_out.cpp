// SPDX-License-Identifier: MIT
#include "server/net/fan_out.h"
#include "server/net/websocket_channel.h"
#include "server/operation/request_trace.h"
#include <algorithm>

namespace salon::server {
namespace {

// Copying is for small frames; and a socket's limits are looked at block by block.
constexpr qsizetype kMostInBlock = 64 * 1024;

} // namespace

void FanOut::add(Recipient *recipient)
{
    const UserId user = recipient->caller().user;
    auto account = m_accounts.find(user);
    if (account == m_accounts.end())
        account =
            m_accounts.insert(user, {m_shared.memberships.roomsOf(user, m_membershipNumber), {}});
    account->connections.append(recipient);
    ++m_count;
    m_presences.opened(recipient->caller());
    for (const RoomId room : account->rooms)
        m_online[room].recipients.insert(recipient);
}

void FanOut::remove(Recipient *recipient, Presences::Departure departure)
{
    const UserId user = recipient->caller().user;
    const auto account = m_accounts.find(user);
    if (account == m_accounts.end() || !account->connections.removeOne(recipient))
        return;
    --m_count;
    m_presences.closed(recipient->caller(), departure);
    for (const RoomId room : account->rooms)
        leave(room, recipient);
    if (account->connections.isEmpty())
        m_accounts.erase(account);
}

void FanOut::leave(RoomId room, Recipient *recipient)
{
    const auto online = m_online.find(room);
    if (online == m_online.end())
        return;
    online->recipients.remove(recipient);
    if (online->recipients.isEmpty())
        m_online.erase(online);
}

// Who connects here later learns the same from Memberships.
void FanOut::applyJoined(const Effects::Membership &joined)
{
    const auto account = m_accounts.find(joined.user);
    if (account == m_accounts.end())
        return;
    const auto place = std::ranges::lower_bound(account->rooms, joined.room);
    if (place == account->rooms.end() || *place != joined.room)
        account->rooms.insert(place, joined.room);
    for (Recipient *recipient : account->connections)
        m_online[joined.room].recipients.insert(recipient);
}

void FanOut::applyLeft(const Effects::Membership &left)
{
    const auto account = m_accounts.find(left.user);
    if (account == m_accounts.end())
        return;
    std::erase(account->rooms, left.room);
    for (Recipient *recipient : account->connections)
        leave(left.room, recipient);
}

void FanOut::apply(const Effects &effects)
{
    StageTimer timer(Stage::FanOut);
    const bool mayWait = m_isGathering && effects.hasOnlyEvents();
    if (!mayWait)
        deliverAllGathered();
    if (effects.membershipNumber > 0)
        m_membershipNumber = effects.membershipNumber;
    for (const auto &push : effects.toAll)
        toEverybody(push);
    for (const auto &joined : effects.joined)
        applyJoined(joined);
    for (const auto &push : effects.userPushes)
        toUser(push);
    for (const auto &left : effects.left)
        applyLeft(left);
    for (const auto &event : effects.events)
        toRoom(event, mayWait);
    for (const auto &typing : effects.typing)
        toTypistsRoom(typing);
    for (const auto &[session, code] : effects.ended) {
        QList<Recipient *> ended;
        for (const auto &account : m_accounts) {
            for (Recipient *recipient : account.connections) {
                if (recipient->caller().session == session)
                    ended.append(recipient);
            }
        }
        for (Recipient *recipient : ended)
            recipient->end(code);
    }
}

void FanOut::toRoom(const Effects::Event &event, bool mayWait)
{
    const auto online = m_online.find(event.room);
    if (online == m_online.end())
        return;
    if (RequestTrace *trace = RequestTrace::current())
        trace->countRecipients(online->recipients.size());
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(event.frame);
    if (mayWait && event.later.isEmpty())
        return gather(event.room, *online, prepared);
    deliverGathered(*online);
    const QByteArray forLater =
        event.later.isEmpty() ? QByteArray() : WebSocketChannel::prepareTextFrame(event.forLater);
    for (Recipient *recipient : std::as_const(online->recipients)) {
        const bool isLater =
            !event.later.isEmpty() && event.later.contains(recipient->caller().user);
        recipient->deliver(isLater ? forLater : prepared);
    }
}

void FanOut::gather(RoomId room, Online &online, const QByteArray &frame)
{
    m_holdRequest();
    if (online.waiting.size() + frame.size() > kMostInBlock)
        deliverGathered(online);
    if (!online.waiting.isEmpty()) {
        online.waiting += frame;
        return;
    }
    online.waiting = frame;
    online.cause = RequestTracePtr(RequestTrace::current());
    m_waiting.push_back(room);
}

void FanOut::deliverAllGathered()
{
    if (m_waiting.empty())
        return;
    // For all of them: each has waited for it as long.
    const RequestScope ofNone({});
    StageTimer timer(Stage::FanOut);
    for (const RoomId room : m_waiting) {
        if (const auto online = m_online.find(room); online != m_online.end())
            deliverGathered(*online);
    }
    m_waiting.clear();
}

void FanOut::deliverGathered(Online &online)
{
    if (online.waiting.isEmpty())
        return;
    const QByteArray block = std::exchange(online.waiting, {});
    const RequestScope scope(std::exchange(online.cause, {}));
    for (Recipient *recipient : std::as_const(online.recipients))
        recipient->deliver(block);
}

void FanOut::toTypistsRoom(const Effects::Typing &typing)
{
    const auto online = m_online.constFind(typing.room);
    if (online == m_online.constEnd())
        return;
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(typing.frame);
    for (Recipient *recipient : std::as_const(online->recipients)) {
        if (recipient->caller().user != typing.by)
            recipient->offer(prepared);
    }
}

bool FanOut::offer(const Caller &to, const QByteArray &frame)
{
    const auto account = m_accounts.constFind(to.user);
    if (account == m_accounts.constEnd())
        return true;
    for (Recipient *recipient : account->connections) {
        if (recipient->caller().connection == to.connection)
            return recipient->offer(WebSocketChannel::prepareTextFrame(frame));
    }
    return true;
}

void FanOut::toUser(const Effects::UserPush &push)
{
    const auto account = m_accounts.constFind(push.user);
    if (account == m_accounts.constEnd())
        return;
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(push.frame);
    for (Recipient *recipient : account->connections) {
        if (recipient->caller().connection != push.except)
            recipient->deliver(prepared);
    }
}

void FanOut::toEverybody(const Effects::ToAll &push)
{
    const QByteArray prepared = WebSocketChannel::prepareTextFrame(push.frame);
    for (auto account = m_accounts.cbegin(); account != m_accounts.cend(); ++account) {
        if (account.key() == push.except)
            continue;
        for (Recipient *recipient : account->connections)
            recipient->deliver(prepared);
    }
}

} // namespace salon::server
