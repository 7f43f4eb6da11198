// SPDX-License-Identifier: MIT
#include "tests/e2e/replay.h"
#include <QDeadlineTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {

// Below the server's bound of connections that have not said hello.
static constexpr size_t kConnectAtOnce = 50;
static constexpr size_t kInFlight = 8;
static constexpr int kConnectMs = 30'000;
static constexpr int kSendMs = 120'000;
static constexpr qsizetype kMostFaults = 20;

Replay::Replay(quint16 port, std::vector<Person> people)
    : m_port(port), m_people(std::move(people)), m_views(m_people.size())
{
    m_swarm.onText = [this](size_t person, QByteArrayView text) { receive(person, text); };
    m_swarm.onClosed = [this](size_t person, int code) {
        if (!m_expectClose)
            fault(u"%1 was disconnected with %2"_s.arg(m_people[person].account).arg(code));
    };
}

void Replay::fault(const QString &what)
{
    if (faults.size() < kMostFaults)
        faults.append(what);
}

bool Replay::connectAll()
{
    m_swarm.clear();
    m_expectClose = false;
    m_greeted.assign(m_people.size(), false);
    for (size_t first = 0; first < m_people.size(); first += kConnectAtOnce) {
        if (!connectSome(first, std::min(first + kConnectAtOnce, m_people.size())))
            return false;
    }
    return catchUp();
}

bool Replay::connectSome(size_t first, size_t last)
{
    m_greetings = 0;
    for (size_t person = first; person < last; ++person) {
        if (m_swarm.connectTo(m_port, m_people[person].token) != person) {
            fault(u"nobody listens"_s);
            return false;
        }
    }
    const QByteArray hello = wire::requestFrame(
        u"hello", protocol::Hello{.protocol = {}, .client = {u"replay"_s, u"1"_s}, .token = {}});
    const QDeadlineTimer deadline(kConnectMs);
    while (m_greetings < last - first && faults.isEmpty() && !deadline.hasExpired()) {
        m_swarm.turn(20);
        for (size_t person = first; person < last; ++person) {
            if (m_swarm.isUpgraded(person) && !m_greeted[person]) {
                m_greeted[person] = true;
                m_swarm.send(person, hello);
            }
        }
    }
    if (m_greetings < last - first)
        fault(u"%1 of %2 were not greeted"_s.arg(last - first - m_greetings).arg(last - first));
    return faults.isEmpty();
}

bool Replay::catchUp()
{
    m_syncs = 0;
    for (size_t person = 0; person < m_people.size(); ++person) {
        protocol::Sync sync;
        for (auto view = m_views[person].cbegin(); view != m_views[person].cend(); ++view)
            sync.rooms.append({.room = view.key(), .after = view->next - 1});
        m_swarm.send(person, wire::requestFrame(u"sync", sync));
    }
    const QDeadlineTimer deadline(kConnectMs);
    while (m_syncs < m_people.size() && faults.isEmpty() && !deadline.hasExpired())
        m_swarm.turn(20);
    if (m_syncs < m_people.size())
        fault(u"%1 got no answer to session.sync"_s.arg(m_people.size() - m_syncs));
    return faults.isEmpty();
}

void Replay::disconnectAll()
{
    m_expectClose = true;
    m_swarm.clear();
}

bool Replay::send(std::vector<Posting> &postings, const std::function<bool()> &enough)
{
    m_postings = &postings;
    m_queues.clear();
    for (size_t i = 0; i < postings.size(); ++i) {
        if (!postings[i].answer)
            m_queues[postings[i].room].postings.push_back(i);
    }
    m_answered = 0;
    size_t wanted = 0;
    for (const RoomQueue &queue : std::as_const(m_queues))
        wanted += queue.postings.size();
    const QDeadlineTimer deadline(kSendMs);
    while (m_answered < wanted && !enough() && faults.isEmpty()) {
        for (RoomQueue &queue : m_queues)
            sendNext(postings, queue);
        m_swarm.turn(20);
        if (deadline.hasExpired())
            fault(u"%1 of %2 messages were answered in time"_s.arg(m_answered).arg(wanted));
    }
    return faults.isEmpty();
}

void Replay::sendNext(std::vector<Posting> &postings, RoomQueue &queue)
{
    while (queue.next < queue.postings.size() && queue.underWay < kInFlight) {
        const size_t index = queue.postings[queue.next];
        const Posting &posting = postings[index];
        if (queue.underWay > 0 && postings[queue.postings[queue.next - 1]].person != posting.person)
            return;
        std::optional<Seq> replyTo;
        if (posting.answers) {
            if (!postings[*posting.answers].answer)
                return; // its number is not known yet
            replyTo = postings[*posting.answers].answer->seq;
        }
        m_swarm.send(posting.person,
                     wire::requestFrame(QString::number(index),
                                        protocol::PostMessage{.room = posting.room,
                                                              .key = posting.key,
                                                              .text = posting.text,
                                                              .replyTo = replyTo}));
        ++queue.next;
        ++queue.underWay;
    }
}

bool Replay::settle()
{
    const auto behind = [this] {
        for (const auto &views : m_views) {
            for (auto view = views.cbegin(); view != views.cend(); ++view) {
                if (view->next <= m_heads.value(view.key()))
                    return true;
            }
        }
        return false;
    };
    const QDeadlineTimer deadline(kConnectMs);
    while (behind() && faults.isEmpty()) {
        m_swarm.turn(20);
        if (deadline.hasExpired())
            fault(u"not everybody saw everything in time"_s);
    }
    m_swarm.turn(200); // what is too much comes now
    return faults.isEmpty();
}

void Replay::receive(size_t person, QByteArrayView text)
{
    const auto frame = wire::readFrame(m_parser, text);
    if (!frame)
        return fault(u"unreadable frame: "_s + frame.error().toString());
    if (frame->type == "reply"_L1)
        return receiveReply(person, *frame);
    if (frame->type == "error"_L1) {
        const auto member = frame->body.member("error");
        const auto error = member ? wire::decodeError(*member) : std::nullopt;
        return fault(u"%1, request %2: %3"_s.arg(m_people[person].account, frame->id,
                                                 error ? error->toString() : QString()));
    }
    if (frame->body.member("seq"))
        receiveEvent(person, frame->body);
}

void Replay::receiveReply(size_t person, const wire::Frame &frame)
{
    const auto data = wire::frameData(frame);
    if (!data)
        return fault(u"reply without data"_s);
    if (frame.id == "hello"_L1)
        return receiveHello(person, *data);
    if (frame.id == "sync"_L1)
        return receiveSync(person, *data);
    const auto posted = wire::decoded<protocol::Posted>(*data, {});
    const size_t index = frame.id.toULongLong();
    if (!posted || index >= m_postings->size())
        return fault(u"unreadable answer to posting "_s + frame.id);
    Posting &posting = (*m_postings)[index];
    if (posting.answer || posted->room != posting.room)
        fault(u"posting %1 was answered twice or for another room"_s.arg(index));
    posting.answer = *posted;
    ++m_answered;
    --m_queues[posting.room].underWay;
    Seq &head = m_heads[posting.room];
    head = std::max(head, posted->seq);
}

void Replay::receiveHello(size_t person, const wire::JsonValue &data)
{
    const auto hello = wire::decoded<protocol::HelloReply>(data, {});
    if (!hello)
        return fault(u"hello: "_s + hello.error().toString());
    ++m_greetings;
    m_people[person].id = hello->user.id;
    for (const protocol::Room &room : hello->rooms) {
        if (!m_views[person].contains(room.id))
            m_views[person].insert(room.id, {.next = room.head + 1, .messages = {}});
        Seq &head = m_heads[room.id];
        head = std::max(head, room.head);
    }
}

void Replay::receiveSync(size_t person, const wire::JsonValue &data)
{
    ++m_syncs;
    const auto rooms = data.member("rooms");
    const auto more = data.member("more");
    if (!rooms || !more || more->size() > 0)
        return fault(u"session.sync did not answer all at once"_s);
    rooms->forEach([&](qsizetype, const wire::JsonValue &room) {
        if (const auto events = room.member("events")) {
            events->forEach([&](qsizetype, const wire::JsonValue &event) {
                receiveEvent(person, event);
                return true;
            });
        } else {
            fault(u"session.sync answered with a gap or an error"_s);
        }
        return true;
    });
}

void Replay::receiveEvent(size_t person, const wire::JsonValue &frame)
{
    ++m_deliveries;
    const auto room = frame.member("room");
    const auto seq = frame.member("seq");
    RoomId id;
    Error error;
    if (!room || !seq || !wire::Codec<RoomId>::decode(*room, id, {}, error) || !seq->integer())
        return fault(u"an event without room or seq"_s);
    const auto view = m_views[person].find(id);
    if (view == m_views[person].end())
        return fault(
            u"%1 got an event of a room that is not theirs"_s.arg(m_people[person].account));
    // Pushed before the sync was answered, and then part of the answer: known by its number.
    if (*seq->integer() < view->next && m_syncs < m_people.size())
        return;
    if (*seq->integer() != view->next)
        return fault(u"%1 expected seq %2 in room %3 and got %4"_s.arg(m_people[person].account)
                         .arg(view->next)
                         .arg(id.value)
                         .arg(*seq->integer()));
    ++view->next;
    Seq &head = m_heads[id];
    head = std::max(head, *seq->integer());
    if (m_people[person].keepsTexts)
        keep(person, *view, frame);
}

void Replay::keep(size_t person, RoomView &view, const wire::JsonValue &frame)
{
    const auto event = wire::decoded<protocol::RoomEvent>(frame, {});
    if (!event)
        return fault(u"%1: %2"_s.arg(m_people[person].account, event.error().toString()));
    if (const auto message = event->message())
        view.messages.push_back(
            {message->n, message->by, message->key, message->text, message->replyTo});
}

} // namespace salon::test
