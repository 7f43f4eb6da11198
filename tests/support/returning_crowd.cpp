// SPDX-License-Identifier: MIT
#include "tests/support/returning_crowd.h"
#include <QDeadlineTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {

// As the client's ReconnectPolicy has it.
static constexpr qint64 kFirstMs = 500;
static constexpr qint64 kMostMs = 30'000;
static constexpr quint32 kFirstAddress = 0x7f000101; // 127.0.1.1
static constexpr quint32 kUsable = 254; // of the last byte

ReturningCrowd::ReturningCrowd(quint16 port, QList<Account> accounts, QList<RoomId> rooms,
                               size_t sessions, quint64 seed)
    : m_port(port), m_accounts(std::move(accounts)), m_rooms(std::move(rooms)),
      m_heads(size_t(m_rooms.size())), m_random(seed), m_sessions(sessions)
{
    for (qsizetype i = 0; i < m_rooms.size(); ++i)
        m_places.insert(m_rooms[i], size_t(i));
    for (Session &session : m_sessions)
        session.known.resize(m_heads.size());
    m_time.start();
    m_swarm.onText = [this](size_t line, QByteArrayView text) {
        if (const size_t place = m_sessionOf[line]; m_sessions[place].line == line)
            receive(place, text);
    };
    m_swarm.onClosed = [this](size_t line, int code) {
        Session &session = m_sessions[m_sessionOf[line]];
        if (session.line != line)
            return;
        if (code > 0)
            m_return.errors.append(u"closed with %1"_s.arg(code));
        ++m_return.refused;
        tryLater(session, 0);
    };
}

void ReturningCrowd::tryLater(Session &session, qint64 atLeastMs)
{
    const qint64 whole = std::min(kMostMs, kFirstMs << std::min(session.failures++, 6));
    const qint64 pause = whole / 2 + qint64(m_random() % quint64(whole / 2));
    session.tryAt = m_time.elapsed() + std::max(pause, atLeastMs);
    session.line.reset();
    session.isUpgraded = session.isGreeted = session.isAsking = false;
}

void ReturningCrowd::drop()
{
    m_time.restart();
    m_return = {};
    m_back = 0;
    for (Session &session : m_sessions) {
        if (session.line)
            m_swarm.abandon(*session.line);
        session.failures = 0;
        session.isBack = false;
        tryLater(session, 0);
    }
}

std::optional<ReturningCrowd::Return> ReturningCrowd::comeIn(const QHash<RoomId, Seq> &heads,
                                                             int withinMs)
{
    for (qsizetype i = 0; i < m_rooms.size(); ++i)
        m_heads[size_t(i)] = heads.value(m_rooms[i]);
    const QDeadlineTimer deadline(withinMs);
    while (m_back < m_sessions.size()) {
        if (deadline.hasExpired())
            return {};
        turn(5);
    }
    return m_return;
}

void ReturningCrowd::turnFor(int ms)
{
    const QDeadlineTimer deadline(ms);
    while (!deadline.hasExpired())
        turn(10);
}

void ReturningCrowd::turn(int waitMs)
{
    const qint64 now = m_time.elapsed();
    for (size_t place = 0; place < m_sessions.size(); ++place) {
        Session &session = m_sessions[place];
        if (!session.line && session.tryAt <= now)
            connect(place);
        if (session.line && !session.isUpgraded && m_swarm.isUpgraded(*session.line)) {
            session.isUpgraded = true;
            const protocol::Hello hello{
                .protocol = {}, .client = {u"returning"_s, u"1"_s}, .token = {}};
            m_swarm.send(*session.line, wire::requestFrame(u"hello", hello));
        }
    }
    m_swarm.turn(waitMs);
}

void ReturningCrowd::connect(size_t place)
{
    Session &session = m_sessions[place];
    const auto account = quint32(place % size_t(m_accounts.size()));
    const quint32 from = kFirstAddress + account / kUsable * 256 + account % kUsable;
    session.line = m_swarm.connectTo(m_port, m_accounts[account].token, from);
    if (!session.line) {
        ++m_return.refused;
        return tryLater(session, 0);
    }
    m_sessionOf.resize(std::max(m_sessionOf.size(), *session.line + 1));
    m_sessionOf[*session.line] = place;
}

void ReturningCrowd::receive(size_t place, QByteArrayView text)
{
    m_return.bytes += text.size();
    const auto frame = wire::readFrame(m_parser, text);
    if (!frame)
        return m_return.errors.append(frame.error().toString());
    if (frame->type == "error"_L1)
        return receiveError(place, *frame);
    Session &session = m_sessions[place];
    if (frame->type != "reply"_L1) {
        const auto room = frame->body.member("room");
        const auto seq = frame->body.member("seq");
        if (!room || !seq)
            return;
        const auto digits = room->string().value_or(std::string_view());
        const RoomId id{QByteArrayView(digits.data(), qsizetype(digits.size())).toLongLong()};
        if (!take(session, id, seq->integer().value_or(0)) && session.isGreeted)
            ask(place);
        return lookIfBack(session);
    }
    const auto data = wire::frameData(*frame);
    if (!data)
        return m_return.errors.append(u"a reply without data"_s);
    if (frame->id == "hello"_L1)
        receiveHello(place, *data);
    else
        receiveSync(place, *data);
}

//! Whether nothing is missing before it.
bool ReturningCrowd::take(Session &session, RoomId room, Seq seq)
{
    const auto place = m_places.constFind(room);
    if (place == m_places.cend())
        return true;
    Seq &known = session.known[*place];
    if (seq == known + 1)
        known = seq;
    return seq <= known;
}

void ReturningCrowd::receiveHello(size_t place, const wire::JsonValue &data)
{
    const auto hello = wire::decoded<protocol::HelloReply>(data, {});
    if (!hello)
        return m_return.errors.append(u"hello: "_s + hello.error().toString());
    m_sessions[place].isGreeted = true;
    ask(place);
}

void ReturningCrowd::ask(size_t place)
{
    Session &session = m_sessions[place];
    if (session.isAsking)
        return;
    session.isAsking = true;
    protocol::Sync sync;
    for (qsizetype i = 0; i < m_rooms.size(); ++i)
        sync.rooms.append({.room = m_rooms[i], .after = session.known[size_t(i)]});
    m_swarm.send(*session.line, wire::requestFrame(u"sync", sync));
}

void ReturningCrowd::receiveSync(size_t place, const wire::JsonValue &data)
{
    const auto sync = wire::decoded<protocol::SyncReply>(data, {});
    if (!sync)
        return m_return.errors.append(u"session.sync: "_s + sync.error().toString());
    Session &session = m_sessions[place];
    session.isAsking = false;
    for (const protocol::RoomSync &room : sync->rooms) {
        if (room.error || room.reset)
            m_return.errors.append(u"room %1 cannot be resumed"_s.arg(room.room.value));
        for (const auto &event : room.events.value_or(QList<protocol::RoomEvent>())) {
            if (!take(session, room.room, event.seq))
                ++m_return.holes;
        }
    }
    session.failures = 0;
    lookIfBack(session);
    if (!sync->more.isEmpty())
        ask(place);
}

void ReturningCrowd::lookIfBack(Session &session)
{
    if (session.isBack || !session.isGreeted || session.isAsking
        || !std::ranges::equal(session.known, m_heads, std::ranges::greater_equal()))
        return;
    session.isBack = true;
    m_return.lastMs = m_time.elapsed();
    if (++m_back == m_sessions.size() / 2)
        m_return.halfMs = m_return.lastMs;
}

//! The client goes away and comes back; a person is told unless the server only asks to wait.
void ReturningCrowd::receiveError(size_t place, const wire::Frame &frame)
{
    const auto member = frame.body.member("error");
    const auto error = member ? wire::decodeError(*member) : std::nullopt;
    if (!error || !error->retryAfterMs)
        m_return.errors.append(error ? error->toString() : u"an unreadable error"_s);
    ++m_return.refused;
    Session &session = m_sessions[place];
    m_swarm.abandon(*session.line);
    tryLater(session, error ? error->retryAfterMs.value_or(0) : 0);
}

} // namespace salon::test
