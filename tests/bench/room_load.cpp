// SPDX-License-Identifier: MIT
#include "tests/bench/room_load.h"
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::bench {

namespace {

// Below the server's bound of connections that have not said hello.
constexpr size_t kConnectAtOnce = 50;
constexpr int kPatienceMs = 30'000;
constexpr qint64 kTypingEveryMs = 3'000;

//! A text as people write it, of so many bytes.
QString textOf(qsizetype bytes)
{
    const auto words = u"the last build is green again, so we can look at the other two today. "_s;
    return words.repeated(bytes / words.size() + 1).left(bytes);
}

QString keyOf(quint64 number)
{
    return u"5a10a000-0000-4000-%1-%2"_s.arg(0x8000 | (number >> 48 & 0x3fff), 4, 16, QChar(u'0'))
        .arg(number & 0xffff'ffff'ffff, 12, 16, QChar(u'0'));
}

} // namespace

RoomLoad::RoomLoad(quint16 port, std::vector<LoadMember> members, qsizetype textBytes)
    : m_port(port), m_members(std::move(members)), m_underWay(m_members.size()),
      m_text(textOf(textBytes)), m_lastKey(QRandomGenerator::global()->generate64())
{
    m_swarm.onText = [this](size_t member, QByteArrayView text) { receive(member, text); };
    m_swarm.onClosed = [this](size_t, int code) {
        m_fault = "disconnected with " + QByteArray::number(code);
    };
}

Result<> RoomLoad::fault() const
{
    if (m_fault.isEmpty())
        return {};
    return Error::internal(QString::fromUtf8(m_fault));
}

Result<> RoomLoad::connect()
{
    const QByteArray hello = wire::requestFrame(
        u"hello", protocol::Hello{.protocol = {}, .client = {u"bench"_s, u"1"_s}, .token = {}});
    const QDeadlineTimer deadline(kPatienceMs);
    for (size_t first = 0; first < m_members.size(); first += kConnectAtOnce) {
        const size_t last = std::min(first + kConnectAtOnce, m_members.size());
        std::vector<size_t> waiting;
        for (size_t member = first; member < last; ++member) {
            if (m_swarm.connectTo(m_port, m_members[member].token) != member)
                return Error::internal(u"nobody listens on the port"_s);
            waiting.push_back(member);
        }
        while (m_greeted < qint64(last) && m_fault.isEmpty()) {
            if (deadline.hasExpired())
                return Error::internal(u"not all were greeted in time"_s);
            m_swarm.turn(20);
            std::erase_if(waiting, [&](size_t member) {
                const bool isOpen = m_swarm.isUpgraded(member);
                if (isOpen)
                    m_swarm.send(member, hello);
                return isOpen;
            });
        }
    }
    return fault();
}

Result<> RoomLoad::usePresence()
{
    QHash<RoomId, QList<UserId>> people;
    for (const LoadMember &member : m_members)
        people[member.room].append(member.user);
    for (size_t member = 0; member < m_members.size(); ++member)
        m_swarm.send(
            member,
            wire::requestFrame(u"watch", protocol::WatchPresence{people[m_members[member].room]}));
    const QDeadlineTimer deadline(kPatienceMs);
    while (m_following < qint64(m_members.size()) && m_fault.isEmpty()) {
        if (deadline.hasExpired())
            return Error::internal(u"not all follow the others in time"_s);
        m_swarm.turn(20);
    }
    m_time.start();
    for (size_t member = 0; member < m_members.size(); ++member)
        m_typingDue.push_back(QRandomGenerator::global()->bounded(kTypingEveryMs));
    return fault();
}

void RoomLoad::startTyping()
{
    for (size_t member = 0; member < m_typingDue.size(); ++member) {
        if (!m_members[member].sends || m_time.elapsed() < m_typingDue[member])
            continue;
        m_typingDue[member] = m_time.elapsed() + kTypingEveryMs;
        m_swarm.send(member,
                     wire::requestFrame(u"typing %1"_s.arg(m_time.elapsed()),
                                        protocol::StartTyping{m_members[member].room}));
    }
}

Result<> RoomLoad::run(int inFlight, int milliseconds)
{
    m_inFlight = inFlight;
    m_answered = m_delivered = m_deliveredBytes = m_typingHeard = 0;
    for (size_t member = 0; member < m_members.size(); ++member) {
        while (m_members[member].sends && m_underWay[member] < inFlight)
            post(member);
    }
    const QDeadlineTimer end(milliseconds);
    while (m_fault.isEmpty() && !end.hasExpired()) {
        startTyping();
        m_swarm.turn(5);
    }
    m_inFlight = 0;
    if (m_answered == 0 && m_fault.isEmpty())
        return Error::internal(u"no message was answered"_s);
    return fault();
}

Result<> RoomLoad::settle()
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (m_fault.isEmpty() && std::ranges::any_of(m_underWay, [](int n) { return n > 0; })) {
        if (deadline.hasExpired())
            return Error::internal(u"not all messages were answered in time"_s);
        m_swarm.turn(5);
    }
    const auto quiet = [this] { return std::exchange(m_deliveredBytes, 0) == 0; };
    do {
        m_swarm.turn(50);
    } while (m_fault.isEmpty() && !quiet());
    return fault();
}

void RoomLoad::post(size_t member)
{
    ++m_underWay[member];
    const quint64 key = ++m_lastKey;
    m_swarm.send(member,
                 wire::requestFrame(QString::number(key & 0xffff'ffff),
                                    protocol::PostMessage{.room = m_members[member].room,
                                                          .key = keyOf(key),
                                                          .text = m_text,
                                                          .replyTo = {}}));
}

// Decodes nothing, to leave the processor to the server; the tests look closer.
void RoomLoad::receive(size_t member, QByteArrayView text)
{
    if (text.startsWith(R"({"type":"message.posted")")) {
        ++m_delivered;
        m_deliveredBytes += text.size();
    } else if (text.startsWith(R"({"type":"reply","id":"hello")")) {
        ++m_greeted;
    } else if (text.startsWith(R"({"type":"reply","id":"watch")")) {
        ++m_following;
    } else if (text.startsWith(R"({"type":"typing.started")")) {
        ++m_typingHeard;
    } else if (text.startsWith(R"({"type":"reply","id":"typing)")
               || text.startsWith(R"({"type":"presence.changed")")) {
        return; // nobody waits for them
    } else if (text.startsWith(R"({"type":"reply")")) {
        ++m_answered;
        --m_underWay[member];
        if (m_underWay[member] < m_inFlight)
            post(member);
    } else {
        m_fault = text.toByteArray();
    }
}

} // namespace salon::bench
