// SPDX-License-Identifier: MIT
// What the judge compares besides the histories: views of the log, and files.
#include "tests/support/message_forms.h"
#include <QDirIterator>
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

//! The marks of texts that were deleted, of all that was ever sent for those messages.
QSet<QByteArray> deletedMarks(const History &history, const RoomLogs &logs)
{
    QHash<QString, std::pair<qint64, Seq>> places; // of keys
    QSet<std::pair<qint64, Seq>> deleted;
    for (auto log = logs.cbegin(); log != logs.cend(); ++log) {
        for (const LogEntry &entry : log.value()) {
            if (entry.n > 0)
                places.insert(entry.key, {log.key().value, entry.seq});
            else if (entry.kind == "message.deleted"_L1)
                deleted.insert({log.key().value, entry.of});
        }
    }
    QSet<QByteArray> marks;
    for (const ClientHistory &client : history.clients()) {
        for (const Sending &sending : client.sendings) {
            const auto message = makesMessage(sending.act)
                ? places.value(sending.key)
                : std::pair{sending.room.value, sending.of};
            if (deleted.contains(message) && sending.text.startsWith(QLatin1StringView(kMarkBegin)))
                marks.insert(sending.text.left(kMarkSize).toLatin1());
        }
    }
    return marks;
}

Verdict comparedMessages(const QList<protocol::Message> &messages,
                         const QList<protocol::Message> &right, const QString &what)
{
    for (qsizetype i = 0; i < right.size(); ++i) {
        const QByteArray one = wire::encoded(messages[i]);
        const QByteArray other = wire::encoded(right[i]);
        if (one != other)
            return {{{Violation::Altered,
                      what + u": "_s + QString::fromUtf8(one.left(800)) + u" instead of "_s
                          + QString::fromUtf8(other.left(800))}}};
    }
    return {};
}

} // namespace

Verdict shows(RoomId room, const QList<protocol::Message> &messages, const RoomLogs &logs)
{
    const QList<protocol::Message> all = MessageForms(room, logs.value(room)).all();
    const QString where = u"room %1"_s.arg(room.value);
    if (messages.size() > all.size())
        return {{{Violation::Doubled, where + u" shows more than its log has"_s}}};
    return comparedMessages(messages, all.last(messages.size()),
                            where + u" does not show the end of its log"_s);
}

Verdict showsPinned(RoomId room, const QList<protocol::Message> &messages, const RoomLogs &logs)
{
    const auto pinned = MessageForms(room, logs.value(room)).pinned();
    const QString where = u"room %1"_s.arg(room.value);
    if (messages.size() != pinned.size())
        return {{{messages.size() < pinned.size() ? Violation::Lost : Violation::Untrue,
                  where
                      + u" shows %1 messages as pinned, and its log has %2"_s.arg(messages.size())
                            .arg(pinned.size())}}};
    return comparedMessages(messages, pinned, where + u" does not show what its log pins"_s);
}

Verdict leaks(const History &history, const RoomLogs &logs, const QString &folder,
              const QStringList &names)
{
    Verdict verdict;
    const QSet<QByteArray> marks = deletedMarks(history, logs);
    for (QDirIterator it(folder, names, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        qsizetype count = 0;
        for (auto at = bytes.indexOf(kMarkBegin); at >= 0; at = bytes.indexOf(kMarkBegin, at + 1))
            count += marks.contains(bytes.sliced(at, std::min(kMarkSize, bytes.size() - at)));
        if (count > 0)
            verdict.findings.append({Violation::Leaked,
                                     u"%1 has %2 of %3 texts that were deleted"_s.arg(it.fileName())
                                         .arg(count)
                                         .arg(marks.size())});
    }
    return verdict;
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
