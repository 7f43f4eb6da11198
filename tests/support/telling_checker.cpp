// SPDX-License-Identifier: MIT
#include "tests/support/history_index.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

class TellingChecker {
public:
    TellingChecker(const RoomLogs &logs, const HistoryIndex &index) : m_logs(logs), m_index(index)
    {
    }

    Verdict run(const History &history)
    {
        for (const ClientHistory &client : history.clients()) {
            checkPushes(client);
            checkReceipts(client);
            checkForms(client);
            checkHeads(client);
        }
        return std::move(m_verdict);
    }

private:
    void find(Violation violation, const QString &what)
    {
        m_verdict.findings.append({violation, what});
    }

    void checkPushes(const ClientHistory &client);
    void checkReceipts(const ClientHistory &client);
    void checkReceipt(const Receipt &receipt, const QString &what);
    void checkForms(const ClientHistory &client);
    void checkHeads(const ClientHistory &client);

    const RoomLogs &m_logs;
    const HistoryIndex &m_index;
    QHash<std::pair<qint64, Seq>, LogEntry> m_seen; //!< with the text that is gone from the log
    Verdict m_verdict;
};

//! The server pushes the events of a room in order and without a hole on each connection.
void TellingChecker::checkPushes(const ClientHistory &client)
{
    QHash<std::pair<int, qint64>, Seq> lasts;
    for (const Receipt &receipt : client.receipts) {
        if (receipt.source != Source::Push)
            continue;
        const Seq seq = receipt.entry.seq;
        Seq &last = lasts[{receipt.connection, receipt.room.value}];
        const QString what = u"%1, connection %2: %3 was pushed after %4"_s.arg(client.name)
                                 .arg(receipt.connection)
                                 .arg(namedPlace(receipt.room, seq))
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

void TellingChecker::checkReceipts(const ClientHistory &client)
{
    QHash<RoomId, QSet<Seq>> held;
    for (const Receipt &receipt : client.receipts) {
        checkReceipt(receipt, client.name + u": "_s + namedPlace(receipt.room, receipt.entry.seq));
        held[receipt.room].insert(receipt.entry.seq);
    }
    for (const RoomId room : client.follows) {
        for (const LogEntry &entry : m_logs.value(room)) {
            if (!held[room].contains(entry.seq))
                find(Violation::Lost,
                     client.name + u": "_s + namedPlace(room, entry.seq)
                         + u" is in the log and was never seen"_s);
        }
    }
}

void TellingChecker::checkReceipt(const Receipt &receipt, const QString &what)
{
    const LogEntry *entry = m_index.at(receipt.room, receipt.entry.seq);
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
    if (m_index.wasDeleted(receipt.room, message, receipt.askedAt))
        find(Violation::Leaked, what + u" was told with its text after it was deleted"_s);
}

void TellingChecker::checkForms(const ClientHistory &client)
{
    for (const FormSeen &seen : client.forms) {
        const protocol::Message &message = seen.message;
        const QString what = client.name + u": "_s + namedPlace(message.room, message.seq);
        const MessageForms &forms = m_index.forms(message.room);
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
        if (isEmptied && m_index.wasDeleted(message.room, message.seq, seen.askedAt))
            find(Violation::Leaked, what + u" was shown with its text after it was deleted"_s);
    }
}

void TellingChecker::checkHeads(const ClientHistory &client)
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

} // namespace

Verdict checkedTellings(const History &history, const RoomLogs &logs, const HistoryIndex &index)
{
    return TellingChecker(logs, index).run(history);
}

} // namespace salon::test
