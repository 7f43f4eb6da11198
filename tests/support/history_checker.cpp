// SPDX-License-Identifier: MIT
#include "tests/support/history_checker.h"
#include <QSet>
#include <algorithm>
#include <limits>
#include <map>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qsizetype kMostTold = 20;
constexpr qint64 kNever = std::numeric_limits<qint64>::max();
using SenderKey = std::pair<qint64, QString>;

class Checker {
public:
    Checker(const History &history, const RoomLogs &logs) : m_history(history), m_logs(logs) { }

    Verdict run()
    {
        for (auto log = m_logs.cbegin(); log != m_logs.cend(); ++log)
            checkLog(log.key(), log.value());
        for (const ClientHistory &client : m_history.clients()) {
            checkSendings(client);
            checkPushes(client);
            checkReceipts(client);
            checkHeads(client);
        }
        checkSenders();
        checkCauses();
        return std::move(m_verdict);
    }

private:
    struct Place {
        RoomId room;
        const LogEntry *entry = nullptr;
    };

    void find(Violation violation, const QString &what)
    {
        m_verdict.findings.append({violation, what});
    }

    void checkLog(RoomId room, const QList<LogEntry> &log);
    void checkSendings(const ClientHistory &client);
    void checkPushes(const ClientHistory &client);
    void checkReceipts(const ClientHistory &client);
    void checkHeads(const ClientHistory &client);
    void checkSenders();
    void checkCauses();

    const Place *stored(UserId by, const QString &key) const
    {
        const auto place = m_byKey.constFind({by.value, key});
        return place == m_byKey.cend() ? nullptr : &*place;
    }
    const LogEntry *at(RoomId room, Seq seq) const
    {
        return m_bySeq.value(room).value(seq, nullptr);
    }

    const History &m_history;
    const RoomLogs &m_logs;
    QHash<SenderKey, Place> m_byKey;
    QHash<RoomId, QHash<Seq, const LogEntry *>> m_bySeq;
    Verdict m_verdict;
};

QString named(RoomId room, Seq seq)
{
    return u"room %1, seq %2"_s.arg(room.value).arg(seq);
}

void Checker::checkLog(RoomId room, const QList<LogEntry> &log)
{
    Seq last = 0;
    qint64 lastNumber = 0;
    Timestamp lastTime = 0;
    for (const LogEntry &entry : log) {
        const QString where = named(room, entry.seq);
        if (m_bySeq[room].contains(entry.seq))
            find(Violation::Doubled, where + u" stands twice in the log"_s);
        else if (entry.seq < last)
            find(Violation::Reordered, where + u" stands behind a later one in the log"_s);
        else if (entry.seq != last + 1)
            find(Violation::Gap, where + u" follows %1 in the log"_s.arg(last));
        last = std::max(last, entry.seq);
        if (entry.at < lastTime)
            find(Violation::WentBack,
                 where + u" is %1 ms older than the one before it"_s.arg(lastTime - entry.at));
        lastTime = std::max(lastTime, entry.at);
        m_bySeq[room].insert(entry.seq, &entry);
        if (entry.n == 0)
            continue;
        if (entry.n != lastNumber + 1)
            find(Violation::Gap, where + u" has number %1 after %2"_s.arg(entry.n).arg(lastNumber));
        lastNumber = entry.n;
        const SenderKey key{entry.by.value, entry.key};
        if (m_byKey.contains(key))
            find(Violation::Doubled, where + u" has a key that stood there before: "_s + entry.key);
        else
            m_byKey.insert(key, {room, &entry});
    }
}

void Checker::checkSendings(const ClientHistory &client)
{
    for (const Sending &sending : client.sendings) {
        const QString what = client.name + u": message "_s + sending.key;
        const Place *place = stored(client.user, sending.key);
        if (!place && !sending.answers.isEmpty())
            find(Violation::Lost, what + u" was acknowledged and is not in the log"_s);
        for (const protocol::Posted &answer : sending.answers) {
            if (!place)
                break;
            if (answer.seq != place->entry->seq || answer.n != place->entry->n
                || answer.room != place->room)
                find(
                    Violation::Altered,
                    what
                        + u" was acknowledged as %1 and is %2"_s.arg(
                            named(answer.room, answer.seq), named(place->room, place->entry->seq)));
        }
        if (place && (place->room != sending.room || place->entry->text != sending.text))
            find(Violation::Altered, what + u" is stored in another room or with another text"_s);
        if (place && !sending.refusal.isEmpty())
            find(Violation::Untrue,
                 what + u" was refused with "_s + sending.refusal + u" and is in the log"_s);
    }
}

//! The server pushes the events of a room in order and without a hole on each connection.
void Checker::checkPushes(const ClientHistory &client)
{
    QHash<std::pair<int, qint64>, Seq> lasts;
    for (const Receipt &receipt : client.receipts) {
        if (receipt.source != Source::Push)
            continue;
        const Seq seq = receipt.entry.seq;
        Seq &last = lasts[{receipt.connection, receipt.room.value}];
        const QString what = u"%1, connection %2: %3 was pushed after %4"_s.arg(client.name)
                                 .arg(receipt.connection)
                                 .arg(named(receipt.room, seq))
                                 .arg(last);
        if (last > 0 && seq == last)
            find(Violation::Doubled, what);
        else if (seq < last)
            find(Violation::Reordered, what);
        else if (last > 0 && seq != last + 1)
            find(Violation::Gap, what);
        last = std::max(last, seq);
    }
}

void Checker::checkReceipts(const ClientHistory &client)
{
    QHash<RoomId, QSet<Seq>> held;
    for (const Receipt &receipt : client.receipts) {
        const LogEntry *entry = at(receipt.room, receipt.entry.seq);
        const QString what = client.name + u": "_s + named(receipt.room, receipt.entry.seq);
        if (!entry)
            find(Violation::Lost, what + u" was seen and is not in the log"_s);
        else if (*entry != receipt.entry)
            find(Violation::Altered, what + u" was seen with another content"_s);
        held[receipt.room].insert(receipt.entry.seq);
    }
    for (const RoomId room : client.follows) {
        for (const LogEntry &entry : m_logs.value(room)) {
            if (!held[room].contains(entry.seq))
                find(Violation::Lost,
                     client.name + u": "_s + named(room, entry.seq)
                         + u" is in the log and was never seen"_s);
        }
    }
}

void Checker::checkHeads(const ClientHistory &client)
{
    QHash<RoomId, Seq> highest;
    for (const HeadTold &told : client.heads) {
        Seq &known = highest[told.room];
        if (told.head < known)
            find(Violation::WentBack,
                 u"%1: the head of room %2 went from %3 to %4"_s.arg(client.name)
                     .arg(told.room.value)
                     .arg(known)
                     .arg(told.head));
        known = std::max(known, told.head);
    }
}

//! A sender's own order holds in each room; and what is stored of a known sender was sent.
void Checker::checkSenders()
{
    QSet<SenderKey> sent;
    QSet<qint64> senders;
    QMap<std::pair<qint64, qint64>, Seq> lasts;
    for (const ClientHistory &client : m_history.clients()) {
        senders.insert(client.user.value);
        lasts.clear(); // another device of the same account has an order of its own
        for (const Sending &sending : client.sendings) {
            sent.insert({client.user.value, sending.key});
            const Place *place = stored(client.user, sending.key);
            if (!place)
                continue;
            Seq &last = lasts[{client.user.value, place->room.value}];
            if (place->entry->seq < last)
                find(Violation::Reordered,
                     u"%1: %2 was sent after %3"_s.arg(client.name,
                                                       named(place->room, place->entry->seq),
                                                       named(place->room, last)));
            last = std::max(last, place->entry->seq);
        }
    }
    for (auto place = m_byKey.cbegin(); place != m_byKey.cend(); ++place) {
        if (senders.contains(place.key().first) && !sent.contains(place.key()))
            find(Violation::Untrue,
                 u"nobody sent what is stored as "_s + named(place->room, place->entry->seq));
    }
}

//! What was acknowledged before another was begun stands before it. A key that several clients
//! have (copies of one outbox) is one message.
void Checker::checkCauses()
{
    struct Span {
        qint64 startedAt = kNever;
        qint64 answeredAt = kNever;
    };
    QHash<RoomId, std::map<Seq, Span>> rooms;
    for (const ClientHistory &client : m_history.clients()) {
        for (const Sending &sending : client.sendings) {
            const Place *place = stored(client.user, sending.key);
            if (!place)
                continue;
            Span &span = rooms[place->room][place->entry->seq];
            span.startedAt = std::min(span.startedAt, sending.startedAt);
            if (sending.answeredAt > 0)
                span.answeredAt = std::min(span.answeredAt, sending.answeredAt);
        }
    }
    for (auto room = rooms.cbegin(); room != rooms.cend(); ++room) {
        // From the newest on: none may have been acknowledged before an earlier one was begun.
        qint64 firstAnswer = kNever;
        for (auto span = room->crbegin(); span != room->crend(); ++span) {
            if (span->second.startedAt > firstAnswer)
                find(Violation::Reordered,
                     named(room.key(), span->first)
                         + u" was begun after a later one was acknowledged"_s);
            firstAnswer = std::min(firstAnswer, span->second.answeredAt);
        }
    }
}

} // namespace

QString violationName(Violation violation)
{
    switch (violation) {
    case Violation::Lost:
        return u"lost"_s;
    case Violation::Doubled:
        return u"doubled"_s;
    case Violation::Reordered:
        return u"reordered"_s;
    case Violation::Gap:
        return u"gap"_s;
    case Violation::Altered:
        return u"altered"_s;
    case Violation::Untrue:
        return u"untrue"_s;
    case Violation::WentBack:
        return u"went back"_s;
    case Violation::Miscounted:
        return u"miscounted"_s;
    }
    return {};
}

qsizetype Verdict::count(Violation violation) const
{
    return std::ranges::count(findings, violation, &Finding::violation);
}

QString Verdict::text() const
{
    QStringList lines;
    for (const Finding &finding : findings.first(std::min(findings.size(), kMostTold)))
        lines.append(violationName(finding.violation) + u": "_s + finding.what);
    if (findings.size() > kMostTold)
        lines.append(u"and %1 more"_s.arg(findings.size() - kMostTold));
    return lines.join(u'\n');
}

Verdict checked(const History &history, const RoomLogs &logs)
{
    return Checker(history, logs).run();
}

Verdict compared(const RoomLogs &one, const RoomLogs &other)
{
    Verdict verdict;
    for (const RoomId room : (one.keys() + other.keys())) {
        if (one.value(room) != other.value(room))
            verdict.findings.append(
                {Violation::Altered,
                 u"two readings of room %1 differ: %2 and %3 events"_s.arg(room.value)
                     .arg(one.value(room).size())
                     .arg(other.value(room).size())});
    }
    return verdict;
}

} // namespace salon::test
