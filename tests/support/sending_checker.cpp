// SPDX-License-Identifier: MIT
#include "tests/support/history_index.h"
#include <QSet>
#include <algorithm>
#include <limits>
#include <map>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qint64 kNever = std::numeric_limits<qint64>::max();
using ChangeName = HistoryIndex::ChangeName;

class SendingChecker {
public:
    SendingChecker(const History &history, const RoomLogs &logs, const HistoryIndex &index)
        : m_history(history), m_logs(logs), m_index(index)
    {
    }

    Verdict run()
    {
        for (const ClientHistory &client : m_history.clients()) {
            for (const Sending &sending : client.sendings) {
                if (makesMessage(sending.act))
                    checkPost(client, sending);
                else
                    checkChange(client, sending);
            }
        }
        checkSenders();
        checkOrder();
        checkCauses();
        return std::move(m_verdict);
    }

private:
    void find(Violation violation, const QString &what)
    {
        m_verdict.findings.append({violation, what});
    }

    void checkPost(const ClientHistory &client, const Sending &sending);
    void checkChange(const ClientHistory &client, const Sending &sending);
    void checkRefusal(const ClientHistory &client, const Sending &sending, const QString &what);
    void checkSenders();
    void checkAsked(RoomId room, const LogEntry &entry, const ActRow &row, int count);
    void checkOrder();
    void checkCauses();

    const History &m_history;
    const RoomLogs &m_logs;
    const HistoryIndex &m_index;
    Verdict m_verdict;
};

void SendingChecker::checkPost(const ClientHistory &client, const Sending &sending)
{
    const QString what = client.name + u": message "_s + sending.key;
    const HistoryIndex::Place *place = m_index.stored(client.user, sending.key);
    if (!place && !sending.answers.isEmpty())
        find(Violation::Lost, what + u" was acknowledged and is not in the log"_s);
    if (!place)
        return;
    const LogEntry &entry = *place->entry;
    for (const protocol::Posted &answer : sending.answers) {
        if (answer.seq != entry.seq || answer.n != entry.n || answer.room != place->room)
            find(Violation::Altered,
                 what
                     + u" was acknowledged as %1 and is %2"_s.arg(
                         namedPlace(answer.room, answer.seq), namedPlace(place->room, entry.seq)));
    }
    if (place->room != sending.room || (entry.text != sending.text && !entry.isDeleted)
        || entry.of != sending.of)
        find(Violation::Altered,
             what + u" is stored in another room, with another text or as another answer"_s);
    if (!sending.refusal.isEmpty())
        find(Violation::Untrue,
             what + u" was refused with "_s + sending.refusal + u" and is in the log"_s);
}

//! An acknowledgement says that the message is, after its last change, as was asked; whoever
//! changed it so.
void SendingChecker::checkChange(const ClientHistory &client, const Sending &sending)
{
    const ActRow &row = rowOf(sending.act);
    const QString what = u"%1: %2 of %3"_s.arg(client.name, QString::fromLatin1(row.name),
                                               namedPlace(sending.room, sending.of));
    const MessageForms &forms = m_index.forms(sending.room);
    const auto holds = [&](const protocol::Message &form) {
        return row.holds(form, sending.text, client.user);
    };
    for (const Seq rev : sending.revs) {
        const protocol::Message *form = forms.at(sending.of, rev);
        const auto [from, to] = rev > 0 ? HistoryIndex::Span() : m_index.spanOf(sending);
        if (rev > 0 ? !form || !holds(*form) : !forms.wasSo(sending.of, from, to, holds))
            find(Violation::Lost,
                 what + u" was acknowledged as %1, which is not so in the log"_s.arg(rev));
    }
    if (!sending.refusal.isEmpty())
        checkRefusal(client, sending, what);
}

void SendingChecker::checkRefusal(const ClientHistory &client, const Sending &sending,
                                  const QString &what)
{
    // What was tried before may have been done, and the message deleted since.
    if (sending.attempts == 1 && m_index.placeOf(client, sending) > 0)
        find(Violation::Untrue,
             what + u" was refused with "_s + sending.refusal + u" and is in the log"_s);
    const auto [from, to] = m_index.spanOf(sending);
    if (sending.isTooMuch
        && (sending.act != Act::Pin
            || m_index.forms(sending.room).mostPinned(from, to) < kMostPins))
        find(Violation::Untrue, what + u" was refused as too much, and was not"_s);
}

//! What is stored of a known sender was sent.
void SendingChecker::checkSenders()
{
    QSet<HistoryIndex::SenderKey> sent;
    QSet<qint64> senders;
    for (const ClientHistory &client : m_history.clients()) {
        senders.insert(client.user.value);
        for (const Sending &sending : client.sendings)
            sent.insert({client.user.value, sending.key});
    }
    const auto &messages = m_index.messages();
    for (auto place = messages.cbegin(); place != messages.cend(); ++place) {
        if (senders.contains(place.key().first) && !sent.contains(place.key()))
            find(Violation::Untrue,
                 u"nobody sent what is stored as "_s + namedPlace(place->room, place->entry->seq));
    }
    for (auto log = m_logs.cbegin(); log != m_logs.cend(); ++log) {
        std::map<std::tuple<qint64, Act, Seq, QString>, int> stored;
        for (const LogEntry &entry : log.value()) {
            const auto row = std::ranges::find(
                kActs, entry.kind, [](const ActRow &act) { return QLatin1StringView(act.event); });
            if (entry.of > 0 && entry.n == 0 && senders.contains(entry.by.value))
                checkAsked(log.key(), entry, *row,
                           ++stored[{entry.by.value, row->act, entry.of, entry.text}]);
        }
    }
}

//! An event that changed a message, the so manieth that is the same.
void SendingChecker::checkAsked(RoomId room, const LogEntry &entry, const ActRow &row, int count)
{
    const QString where = namedPlace(room, entry.seq);
    if (!m_index.isAsked(entry.by, room, row.act, entry.of))
        return find(Violation::Untrue, u"nobody asked for what is stored as "_s + where);
    // A text that two devices gave in turn may stand there again; a lost answer is why.
    const ChangeName name{entry.by.value, room.value, row.act, entry.of, entry.text};
    if (row.act != Act::Edit && count > m_index.asked(name))
        find(Violation::Doubled, where + u" was done more often than it was asked for"_s);
}

//! A sender's own order holds in each room.
void SendingChecker::checkOrder()
{
    for (const ClientHistory &client : m_history.clients()) {
        QHash<RoomId, Seq> lasts; // another device of the same account has an order of its own
        for (const Sending &sending : client.sendings) {
            const Seq seq = m_index.placeOf(client, sending);
            if (seq == 0 || !(client.keepsOrder || makesMessage(sending.act)))
                continue;
            Seq &last = lasts[sending.room];
            if (seq < last)
                find(Violation::Reordered,
                     u"%1: %2 was sent after %3"_s.arg(client.name, namedPlace(sending.room, seq),
                                                       namedPlace(sending.room, last)));
            last = std::max(last, seq);
        }
    }
}

//! What was acknowledged before another was begun stands before it. A key that several clients
//! have (copies of one outbox) is one message.
void SendingChecker::checkCauses()
{
    struct Span {
        qint64 startedAt = kNever;
        qint64 answeredAt = kNever;
    };
    QHash<RoomId, std::map<Seq, Span>> rooms;
    for (const ClientHistory &client : m_history.clients()) {
        for (const Sending &sending : client.sendings) {
            const Seq seq = m_index.placeOf(client, sending);
            if (seq == 0)
                continue;
            Span &span = rooms[sending.room][seq];
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
                     namedPlace(room.key(), span->first)
                         + u" was begun after a later one was acknowledged"_s);
            firstAnswer = std::min(firstAnswer, span->second.answeredAt);
        }
    }
}

} // namespace

Verdict checkedSendings(const History &history, const RoomLogs &logs, const HistoryIndex &index)
{
    return SendingChecker(history, logs, index).run();
}

} // namespace salon::test
