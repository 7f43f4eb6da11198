// SPDX-License-Identifier: MIT
#include "tests/support/history_checker.h"
#include "tests/support/history_index.h"
#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qsizetype kMostTold = 20;

//! Whether the logs are such as a server makes, whoever wrote into them.
class LogChecker {
public:
    Verdict run(const RoomLogs &logs, const HistoryIndex &index)
    {
        for (auto log = logs.cbegin(); log != logs.cend(); ++log) {
            checkLog(log.key(), log.value());
            m_verdict.findings += index.forms(log.key()).findings();
        }
        return std::move(m_verdict);
    }

private:
    void find(Violation violation, const QString &what)
    {
        m_verdict.findings.append({violation, what});
    }
    void checkLog(RoomId room, const QList<LogEntry> &log);
    void checkMessage(RoomId room, const LogEntry &entry, qint64 lastNumber);

    QSet<HistoryIndex::SenderKey> m_keys;
    Verdict m_verdict;
};

void LogChecker::checkLog(RoomId room, const QList<LogEntry> &log)
{
    QSet<Seq> seqs;
    Seq last = 0;
    qint64 lastNumber = 0;
    Timestamp lastTime = 0;
    for (const LogEntry &entry : log) {
        const QString where = namedPlace(room, entry.seq);
        if (seqs.contains(entry.seq))
            find(Violation::Doubled, where + u" stands twice in the log"_s);
        else if (entry.seq < last)
            find(Violation::Reordered, where + u" stands behind a later one in the log"_s);
        else if (entry.seq != last + 1)
            find(Violation::Gap, where + u" follows %1 in the log"_s.arg(last));
        seqs.insert(entry.seq);
        last = std::max(last, entry.seq);
        if (entry.at < lastTime)
            find(Violation::WentBack,
                 where + u" is %1 ms older than the one before it"_s.arg(lastTime - entry.at));
        lastTime = std::max(lastTime, entry.at);
        if (entry.n > 0)
            checkMessage(room, entry, std::exchange(lastNumber, entry.n));
    }
}

void LogChecker::checkMessage(RoomId room, const LogEntry &entry, qint64 lastNumber)
{
    const QString where = namedPlace(room, entry.seq);
    if (entry.n != lastNumber + 1)
        find(Violation::Gap, where + u" has number %1 after %2"_s.arg(entry.n).arg(lastNumber));
    const HistoryIndex::SenderKey key{entry.by.value, entry.key};
    if (m_keys.contains(key))
        find(Violation::Doubled, where + u" has a key that stood there before: "_s + entry.key);
    m_keys.insert(key);
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
    const HistoryIndex index(history, logs);
    Verdict verdict = LogChecker().run(logs, index);
    verdict.findings += checkedTellings(history, logs, index).findings;
    verdict.findings += checkedSendings(history, logs, index).findings;
    return verdict;
}

} // namespace salon::test
