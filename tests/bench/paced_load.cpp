// SPDX-License-Identifier: MIT
#include "tests/bench/paced_load.h"
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include "tests/bench/sign_in.h"
#include <QDeadlineTimer>
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr int kPatienceMs = 30'000;
constexpr qint64 kMillisecond = 1'000'000;

//! A UUID whose last part is the number.
QString keyOf(quint64 series, size_t number)
{
    return u"%1-0000-4000-8000-%2"_s.arg(series & 0xffff'ffff, 8, 16, QChar(u'0'))
        .arg(number, 12, 16, QChar(u'0'));
}

//! The number in the key of a message.posted; nothing where there is none.
std::optional<size_t> numberIn(QByteArrayView text)
{
    constexpr QByteArrayView kBefore(R"("key":")");
    constexpr qsizetype kKeySize = 36, kNumberSize = 12;
    const qsizetype at = text.indexOf(kBefore);
    if (at < 0 || text.size() < at + kBefore.size() + kKeySize)
        return {};
    bool isNumber = false;
    const auto number = text.sliced(at + kBefore.size() + kKeySize - kNumberSize, kNumberSize)
                            .toByteArray()
                            .toULongLong(&isNumber, 16);
    return isNumber ? std::optional(size_t(number)) : std::nullopt;
}

} // namespace

PacedLoad::PacedLoad(quint16 port, std::vector<LoadMember> members, qsizetype textBytes)
    : m_port(port), m_members(std::move(members)), m_text(textBytes, u'x'),
      m_series(QRandomGenerator::global()->generate())
{
    for (size_t member = 0; member < m_members.size(); ++member) {
        Room &room = m_rooms[m_members[member].room];
        ++room.members;
        if (m_members[member].sends)
            room.senders.push_back(member);
    }
}

Result<> PacedLoad::connect()
{
    QList<QByteArray> tokens;
    for (const LoadMember &member : m_members)
        tokens.append(member.token);
    TRY(signIn(m_swarm, m_port, tokens));
    m_swarm.onText = [this](size_t, QByteArrayView text) { receive(text); };
    m_swarm.onClosed = [this](size_t, int code) {
        m_fault = "disconnected with " + QByteArray::number(code);
    };
    return {};
}

Result<std::vector<double>> PacedLoad::run(int perSecond, int milliseconds)
{
    const size_t count = size_t(perSecond) * size_t(milliseconds) / 1000;
    ++m_series;
    m_messages.clear();
    m_messages.reserve(count);
    m_arrived = 0;
    m_clock.start();
    auto room = m_rooms.begin();
    for (size_t i = 0; i < count && m_fault.isEmpty(); ++i) {
        const qint64 due = qint64(i) * 1000 * kMillisecond / perSecond;
        const auto left = [&] { return due - m_clock.nsecsElapsed(); };
        for (qint64 wait = left(); wait > 0; wait = left())
            m_swarm.turn(int(wait / kMillisecond) + 1);
        post(room->second, room->first);
        if (++room == m_rooms.end())
            room = m_rooms.begin();
    }
    const QDeadlineTimer deadline(kPatienceMs);
    while (m_arrived < count && m_fault.isEmpty() && !deadline.hasExpired())
        m_swarm.turn(20);
    if (!m_fault.isEmpty())
        return Error::internal(QString::fromUtf8(m_fault));
    if (m_arrived < count)
        return Error::internal(u"only %1 of %2 messages reached all"_s.arg(m_arrived).arg(count));
    std::vector<double> times;
    for (const Message &message : m_messages)
        times.push_back(message.took);
    return times;
}

void PacedLoad::post(Room &room, RoomId id)
{
    const size_t number = m_messages.size();
    const size_t sender = room.senders[room.next++ % room.senders.size()];
    const QByteArray frame = wire::requestFrame(
        QString::number(number),
        protocol::PostMessage{
            .room = id, .key = keyOf(m_series, number), .text = m_text, .replyTo = {}});
    m_messages.push_back({m_clock.nsecsElapsed(), room.members});
    m_swarm.send(sender, frame);
    m_swarm.turn(0); // out with it
}

void PacedLoad::receive(QByteArrayView text)
{
    if (text.startsWith(R"({"type":"error")"))
        m_fault = text.toByteArray();
    if (!text.startsWith(R"({"type":"message.posted")"))
        return;
    const auto number = numberIn(text);
    if (!number || *number >= m_messages.size()) {
        m_fault = "not of this run: " + text.toByteArray();
        return;
    }
    Message &message = m_messages[*number];
    if (--message.missing > 0)
        return;
    message.took = double(m_clock.nsecsElapsed() - message.sentAt) / double(kMillisecond);
    ++m_arrived;
}

} // namespace salon::bench
