// SPDX-License-Identifier: MIT
#include "tests/support/crowd.h"
#include <QUuid>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {

static QString freshKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

CrowdMember::CrowdMember(Account account, ClientHistory &history, QList<RoomId> rooms)
    : m_account(std::move(account)), m_history(history)
{
    m_history.follows = rooms;
    for (const RoomId room : rooms)
        m_held.insert(room, {});
    m_sinceAnswer.start();
}

void CrowdMember::post(RoomId room, const QString &text)
{
    m_waiting[room].push_back({.deed = {.key = freshKey(), .text = text}});
}

void CrowdMember::act(RoomId room, quint64 dice, const QString &text, const QString &name)
{
    m_waiting[room].push_back(
        {.deed = {.key = freshKey(), .text = text}, .dice = dice, .name = name, .isChosen = false});
}

bool CrowdMember::hasUnsent() const
{
    return std::ranges::any_of(m_waiting, [](const auto &queue) { return !queue.empty(); });
}

bool CrowdMember::isComplete() const
{
    return !m_isSyncing && !m_mustSync && std::ranges::all_of(m_held, [](const HeldRoom &held) {
        return held.next > held.wanted;
    });
}

void CrowdMember::beginConnection(Send send)
{
    m_send = std::move(send);
    m_history.beginConnection();
    ask(wire::requestFrame(
        u"hello", protocol::Hello{.protocol = {}, .client = {u"crowd"_s, u"1"_s}, .token = {}}));
}

void CrowdMember::ask(const QByteArray &frame)
{
    m_sinceAnswer.restart();
    m_send(frame);
}

void CrowdMember::endConnection()
{
    m_send = {};
    m_isGreeted = m_isSyncing = false;
    m_underWay.clear(); // each outcome is unknown: sent again with its key
}

void CrowdMember::goOn()
{
    if (!m_isGreeted)
        return;
    const bool misses =
        std::ranges::any_of(m_held, [](const HeldRoom &held) { return held.next <= held.wanted; });
    if (!m_isSyncing && (m_mustSync || (misses && !m_held.isEmpty()))) {
        protocol::Sync sync;
        for (auto held = m_held.cbegin(); held != m_held.cend(); ++held)
            sync.rooms.append({.room = held.key(), .after = held->next - 1});
        m_isSyncing = true;
        m_mustSync = false;
        m_askedAt = m_history.nextStep();
        ask(wire::requestFrame(u"sync", sync));
    }
    if (m_pauseMs > 0 && !m_pause.hasExpired(m_pauseMs))
        return;
    m_pauseMs = 0;
    for (auto queue = m_waiting.cbegin(); queue != m_waiting.cend(); ++queue)
        sendNext(queue.key());
}

void CrowdMember::sendNext(RoomId room)
{
    auto &queue = m_waiting[room];
    if (queue.empty() || m_underWay.values().contains(room))
        return;
    Waiting &next = queue.front();
    if (!std::exchange(next.isChosen, true))
        next.deed = m_held[room].messages.make(next.dice, next.deed.key, next.deed.text, next.name);
    const Deed &deed = next.deed;
    const QString id = u"p%1"_s.arg(++m_lastId);
    m_underWay.insert(id, room);
    m_history.attempt(room, deed.key, deed.text, deed.act, deed.of);
    ask(rowOf(deed.act).request(id, room, deed));
}

void CrowdMember::receive(QByteArrayView text)
{
    const auto frame = wire::readFrame(m_parser, text);
    if (!frame) {
        complaints.append(u"unreadable frame: "_s + frame.error().toString());
    } else if (frame->type == "reply"_L1) {
        receiveReply(*frame);
    } else if (frame->type == "error"_L1) {
        receiveError(*frame);
    } else if (frame->body.member("seq")) {
        if (const auto event = wire::decoded<protocol::RoomEvent>(frame->body, {}))
            take(Source::Push, event->room, *event);
        else
            complaints.append(u"unreadable event: "_s + event.error().toString());
    }
}

void CrowdMember::receiveReply(const wire::Frame &frame)
{
    m_sinceAnswer.restart();
    const auto data = wire::frameData(frame);
    if (!data)
        return complaints.append(u"a reply without data"_s);
    if (frame.id == "hello"_L1)
        return receiveHello(*data);
    if (frame.id == "sync"_L1)
        return receiveSync(*data);
    if (frame.id == "events"_L1)
        return receiveEvents(*data);
    receiveAnswer(frame, *data);
}

void CrowdMember::receiveAnswer(const wire::Frame &frame, const wire::JsonValue &data)
{
    if (!m_underWay.contains(frame.id))
        return complaints.append(u"an answer to nothing: "_s + frame.id);
    auto &queue = m_waiting[m_underWay.take(frame.id)];
    const Deed deed = queue.front().deed;
    queue.pop_front();
    if (makesMessage(deed.act)) {
        const auto posted = wire::decoded<protocol::Posted>(data, {});
        if (!posted)
            return complaints.append(u"no answer to a message"_s);
        m_history.acknowledge(deed.key, *posted);
    } else {
        const auto changed = wire::decoded<protocol::MessageChanged>(data, {});
        m_history.acknowledgeChange(deed.key, changed ? changed->rev : 0);
    }
}

void CrowdMember::receiveError(const wire::Frame &frame)
{
    m_sinceAnswer.restart();
    const auto member = frame.body.member("error");
    const auto error = member ? wire::decodeError(*member) : std::nullopt;
    const bool isAct = m_underWay.contains(frame.id);
    const RoomId room = m_underWay.take(frame.id);
    if (!error)
        return complaints.append(u"an unreadable error"_s);
    const bool mayBeAskedAgain = error->code == ErrorCode::Unavailable
        || error->code == ErrorCode::Stopping || error->code == ErrorCode::RateLimited;
    if (frame.id == "sync"_L1 || frame.id == "events"_L1) {
        m_isSyncing = false;
        m_mustSync = true;
    }
    m_pause.restart();
    m_pauseMs = std::max<qint64>(50, error->retryAfterMs.value_or(0));
    if (mayBeAskedAgain)
        return;
    // By its author, meanwhile; or others have pinned as many as the room may have.
    const bool isTooMuch = error->code == ErrorCode::TooLarge;
    if (!isAct
        || (error->reason != Reason::MessageDeleted
            && !(isTooMuch && m_waiting[room].front().deed.act == Act::Pin)))
        complaints.append(frame.id + u": "_s + error->toString());
    if (isAct) {
        m_history.refuse(m_waiting[room].front().deed.key, error->toString(), isTooMuch);
        m_waiting[room].pop_front();
    }
}

void CrowdMember::receiveHello(const wire::JsonValue &data)
{
    const auto hello = wire::decoded<protocol::HelloReply>(data, {});
    if (!hello)
        return complaints.append(u"hello: "_s + hello.error().toString());
    m_history.user = hello->user.id;
    m_isGreeted = true;
    m_mustSync = true;
    for (const protocol::Room &room : hello->rooms) {
        m_history.hearHead(room.id, room.head);
        if (m_held.contains(room.id))
            m_held[room.id].wanted = std::max(m_held[room.id].wanted, room.head);
    }
}

void CrowdMember::receiveSync(const wire::JsonValue &data)
{
    m_isSyncing = false;
    const auto sync = wire::decoded<protocol::SyncReply>(data, {});
    if (!sync)
        return complaints.append(u"session.sync: "_s + sync.error().toString());
    m_mustSync = m_mustSync || !sync->more.isEmpty();
    for (const protocol::RoomSync &room : sync->rooms) {
        if (room.error)
            complaints.append(u"session.sync: "_s + room.error->code);
        if (room.reset)
            complaints.append(u"the log of room %1 is shorter than before"_s.arg(room.room.value));
        for (const protocol::RoomEvent &event : room.events.value_or(QList<protocol::RoomEvent>()))
            take(Source::Sync, room.room, event);
        if (!room.page)
            continue;
        m_history.hearHead(room.room, room.page->asOf);
        for (const protocol::Message &message : room.page->messages)
            m_history.see(message, m_askedAt);
        HeldRoom &held = m_held[room.room];
        held.wanted = std::max(held.wanted, room.page->asOf);
        fillGap(room.room);
    }
}

//! A gap that somebody scrolls to.
void CrowdMember::fillGap(RoomId room)
{
    if (m_isSyncing)
        return;
    m_isSyncing = true;
    m_askedAt = m_history.nextStep();
    ask(wire::requestFrame(u"events",
                           protocol::ListEvents{.room = room, .after = m_held[room].next - 1}));
}

void CrowdMember::receiveEvents(const wire::JsonValue &data)
{
    m_isSyncing = false;
    const auto page = wire::decoded<protocol::EventPage>(data, {});
    if (!page)
        return complaints.append(u"room.events: "_s + page.error().toString());
    m_history.hearHead(page->room, page->head);
    for (const protocol::RoomEvent &event : page->events)
        take(Source::Page, page->room, event);
    if (m_held[page->room].next <= page->head)
        fillGap(page->room);
    else
        m_mustSync = true; // the other rooms
}

void CrowdMember::take(Source source, RoomId room, const protocol::RoomEvent &event)
{
    m_history.receive(source, room, entryOf(event), source == Source::Push ? 0 : m_askedAt);
    const auto found = m_held.find(room);
    if (found == m_held.end())
        return complaints.append(u"an event of a room that it is not in"_s);
    HeldRoom &held = *found;
    held.wanted = std::max(held.wanted, event.seq);
    if (event.seq < held.next || held.ahead.contains(event.seq))
        return;
    held.messages.take(event, m_history.user);
    held.ahead.insert(event.seq);
    while (held.ahead.remove(held.next))
        ++held.next;
}

} // namespace salon::test
