// SPDX-License-Identifier: MIT
#include "tests/support/history_checker.h"
#include "tests/support/message_forms.h"
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
using ChangeName = std::tuple<qint64, qint64, Act, Seq, QString>; // account, room and so on

class Checker {
public:
    Checker(const History &history, const RoomLogs &logs) : m_history(history), m_logs(logs) { }

    Verdict run()
    {
        for (auto log = m_logs.cbegin(); log != m_logs.cend(); ++log)
            checkLog(log.key(), log.value());
        learnDeletions();
        for (const ClientHistory &client : m_history.clients()) {
            checkSendings(client);
            checkPushes(client);
            checkReceipts(client);
            checkForms(client);
            checkHeads(client);
        }
        checkSenders();
        checkOrder();
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
    void learnDeletions();
    void checkSendings(const ClientHistory &client);
    void checkPost(const ClientHistory &client, const Sending &sending);
    void checkChange(const ClientHistory &client, const Sending &sending);
    void checkPushes(const ClientHistory &client);
    void checkReceipts(const ClientHistory &client);
    void checkReceipt(const Receipt &receipt, const QString &what);
    void checkForms(const ClientHistory &client);
    void checkHeads(const ClientHistory &client);
    void checkSenders();
    void checkOrder();
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

    //! Where it stands in the log, 0 when it is not there or nobody can say which event it is.
    Seq placeOf(const ClientHistory &client, const Sending &sending) const;
    //! Its deletion was acknowledged before that step.
    bool wasDeleted(RoomId room, Seq message, qint64 step) const
    {
        const qint64 at = m_deletions.value({room.value, message}, kNever);
        return at < step;
    }

    const History &m_history;
    const RoomLogs &m_logs;
    QHash<SenderKey, Place> m_byKey;
    QHash<RoomId, MessageForms> m_forms;
    QHash<std::pair<qint64, Seq>, qint64> m_deletions; //!< step at which one was acknowledged
    QHash<std::pair<qint64, Seq>, LogEntry> m_seen; //!< with the text that is gone from the log
    std::map<ChangeName, int> m_asked; //!< how often something was asked for, by all of an account
    QHash<RoomId, QHash<Seq, const LogEntry *>> m_bySeq;
    Verdict m_verdict;
};

ChangeName nameOf(UserId user, const Sending &sending)
{
    return {user.value, sending.room.value, sending.act, sending.of, sending.text};
}

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
    m_forms.insert(room, MessageForms(room, log));
    m_verdict.findings += m_forms[room].findings();
}

void Checker::learnDeletions()
{
    for (const ClientHistory &client : m_history.clients()) {
        for (const Sending &sending : client.sendings) {
            if (makesMessage(sending.act))
                continue;
            ++m_asked[nameOf(client.user, sending)];
            if (sending.act != Act::Delete || sending.answeredAt == 0)
                continue;
            const std::pair message{sending.room.value, sending.of};
            m_deletions[message] = std::min(m_deletions.value(message, kNever), sending.answeredAt);
        }
    }
}

void Checker::checkSendings(const ClientHistory &client)
{
    for (const Sending &sending : client.sendings) {
        if (makesMessage(sending.act))
            checkPost(client, sending);
        else
            checkChange(client, sending);
    }
}

void Checker::checkPost(const ClientHistory &client, const Sending &sending)
{
    const QString what = client.name + u": message "_s + sending.key;
    const Place *place = stored(client.user, sending.key);
    if (!place && !sending.answers.isEmpty())
        find(Violation::Lost, what + u" was acknowledged and is not in the log"_s);
    if (!place)
        return;
    const LogEntry &entry = *place->entry;
    for (const protocol::Posted &answer : sending.answers) {
        if (answer.seq != entry.seq || answer.n != entry.n || answer.room != place->room)
            find(Violation::Altered,
                 what
                     + u" was acknowledged as %1 and is %2"_s.arg(named(answer.room, answer.seq),
                                                                  named(place->room, entry.seq)));
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
void Checker::checkChange(const ClientHistory &client, const Sending &sending)
{
    const ActRow &row = rowOf(sending.act);
    const QString what = u"%1: %2 of %3"_s.arg(client.name, QString::fromLatin1(row.name),
                                               named(sending.room, sending.of));
    const MessageForms &forms = m_forms[sending.room];
    const auto holds = [&](const protocol::Message &form) {
        return row.holds(form, sending.text, client.user);
    };
    for (const Seq rev : sending.revs) {
        const protocol::Message *form = forms.at(sending.of, rev);
        if (rev > 0 ? !form || !holds(*form) : std::ranges::none_of(forms.of(sending.of), holds))
            find(Violation::Lost,
                 what + u" was acknowledged as %1, which is not so in the log"_s.arg(rev));
    }
    // What was tried before may have been done, and the message deleted since.
    if (!sending.refusal.isEmpty() && sending.attempts == 1 && placeOf(client, sending) > 0)
        find(Violation::Untrue,
             what + u" was refused with "_s + sending.refusal + u" and is in the log"_s);
}

Seq Checker::placeOf(const ClientHistory &client, const Sending &sending) const
{
    if (makesMessage(sending.act)) {
        const Place *place = stored(client.user, sending.key);
        return place && place->room == sending.room ? place->entry->seq : 0;
    }
    if (m_asked.at(nameOf(client.user, sending)) > 1)
        return 0;
    Seq found = 0;
    for (const protocol::Message &form : m_forms.value(sending.room).of(sending.of)) {
        const LogEntry *entry = at(sending.room, form.rev);
        if (!entry || entry->by != client.user
            || entry->kind != QLatin1StringView(rowOf(sending.act).event)
            || (sending.act != Act::Delete && entry->text != sending.text))
            continue;
        found = entry->seq;
    }
    return found;
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
        checkReceipt(receipt, client.name + u": "_s + named(receipt.room, receipt.entry.seq));
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

void Checker::checkReceipt(const Receipt &receipt, const QString &what)
{
    const LogEntry *entry = at(receipt.room, receipt.entry.seq);
    if (!entry)
        return find(Violation::Lost, what + u" was seen and is not in the log"_s);
    if (!entry->isDeleted || receipt.entry.isDeleted) {
        if (*entry != receipt.entry)
            find(Violation::Altered, what + u" was seen with another content"_s);
        return;
    }
    // It had a text then.
    LogEntry empty = receipt.entry;
    empty.text.clear();
    empty.mentions.reset();
    empty.mentionsRoom.reset();
    empty.isDeleted = true;
    const std::pair place{receipt.room.value, entry->seq};
    if (!m_seen.contains(place))
        m_seen.insert(place, receipt.entry);
    if (*entry != empty || m_seen.value(place) != receipt.entry)
        find(Violation::Altered, what + u" was seen with another content"_s);
    const Seq message = entry->n > 0 ? entry->seq : entry->of;
    if (wasDeleted(receipt.room, message, receipt.askedAt))
        find(Violation::Leaked, what + u" was told with its text after it was deleted"_s);
}

void Checker::checkForms(const ClientHistory &client)
{
    for (const FormSeen &seen : client.forms) {
        const protocol::Message &message = seen.message;
        const QString what = client.name + u": "_s + named(message.room, message.seq);
        const MessageForms &forms = m_forms[message.room];
        const protocol::Message *form = forms.at(message.seq, message.rev);
        if (!form) {
            find(Violation::Lost,
                 what + u" was seen as of %1, which did not change it"_s.arg(message.rev));
            continue;
        }
        const bool isEmptied = forms.isDeleted(message.seq) && !message.isDeleted();
        const bool isSame = isEmptied
            ? wire::encoded(withoutText(*form)) == wire::encoded(withoutText(message))
            : wire::encoded(*form) == wire::encoded(message);
        if (!isSame)
            find(Violation::Altered, what + u" was seen in another form than the log makes"_s);
        if (isEmptied && wasDeleted(message.room, message.seq, seen.askedAt))
            find(Violation::Leaked, what + u" was shown with its text after it was deleted"_s);
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

//! What is stored of a known sender was sent, and not more often.
void Checker::checkSenders()
{
    QSet<SenderKey> sent;
    QSet<qint64> senders;
    std::map<std::tuple<qint64, qint64, QString, Seq>, int> edits;
    for (const ClientHistory &client : m_history.clients()) {
        senders.insert(client.user.value);
        for (const Sending &sending : client.sendings) {
            sent.insert({client.user.value, sending.key});
            if (!makesMessage(sending.act))
                ++edits[{client.user.value, sending.room.value,
                         QString::fromLatin1(rowOf(sending.act).event), sending.of}];
        }
    }
    for (auto place = m_byKey.cbegin(); place != m_byKey.cend(); ++place) {
        if (senders.contains(place.key().first) && !sent.contains(place.key()))
            find(Violation::Untrue,
                 u"nobody sent what is stored as "_s + named(place->room, place->entry->seq));
    }
    std::map<ChangeName, int> stored;
    for (auto log = m_logs.cbegin(); log != m_logs.cend(); ++log) {
        for (const LogEntry &entry : log.value()) {
            if (entry.n > 0 || entry.of == 0 || !senders.contains(entry.by.value))
                continue;
            const QString where = named(log.key(), entry.seq);
            if (edits[{entry.by.value, log.key().value, entry.kind, entry.of}] == 0) {
                find(Violation::Untrue, u"nobody asked for what is stored as "_s + where);
                continue;
            }
            const auto row = std::ranges::find(
                kActs, entry.kind, [](const ActRow &act) { return QLatin1StringView(act.event); });
            const ChangeName name{entry.by.value, log.key().value, row->act, entry.of, entry.text};
            // A text that two devices gave in turn may stand there again; a lost answer is why.
            if (row->act == Act::Edit)
                continue;
            if (++stored[name] > m_asked[name])
                find(Violation::Doubled, where + u" was done more often than it was asked for"_s);
        }
    }
}

//! A sender's own order holds in each room.
void Checker::checkOrder()
{
    for (const ClientHistory &client : m_history.clients()) {
        QHash<RoomId, Seq> lasts; // another device of the same account has an order of its own
        for (const Sending &sending : client.sendings) {
            const Seq seq = placeOf(client, sending);
            if (seq == 0 || !(client.keepsOrder || makesMessage(sending.act)))
                continue;
            Seq &last = lasts[sending.room];
            if (seq < last)
                find(Violation::Reordered,
                     u"%1: %2 was sent after %3"_s.arg(client.name, named(sending.room, seq),
                                                       named(sending.room, last)));
            last = std::max(last, seq);
        }
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
            const Seq seq = placeOf(client, sending);
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
    case Violation::Leaked:
        return u"leaked"_s;
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

} // namespace salon::test
