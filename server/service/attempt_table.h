// SPDX-License-Identifier: MIT
#pragma once
#include <QHash>
#include <QString>
#include <QtGlobal>
#include <algorithm>
#include <optional>
#include <vector>

namespace salon::server {

//! How many wrong attempts are borne, and what comes after. Times in milliseconds.
struct AttemptRule {
    qint64 allowed = 5; //!< wrong attempts in a window
    qint64 windowMs = 15 * 60'000; //!< from the first wrong one
    qint64 firstBlockMs = 30'000; //!< doubles with each further wrong attempt
    qint64 longestBlockMs = 15 * 60'000;
};

//! Counts wrong attempts by key, for a bounded number of keys. An attempt counts from its
//! beginning, so that many at once gain nothing. Times are of a steady clock. For one thread.
class AttemptTable {
public:
    AttemptTable(AttemptRule rule, qsizetype capacity) : m_rule(rule), m_capacity(capacity) { }

    //! Nothing when an attempt may begin, else after how many milliseconds.
    std::optional<qint64> wait(const QString &key, qint64 now) const;
    void begin(const QString &key, qint64 now);
    void endWrong(const QString &key, qint64 now);
    //! The attempt was right (`forgive`: the earlier wrong ones are forgotten) or never made.
    void endOtherwise(const QString &key, bool forgive);
    qsizetype size() const { return m_entries.size(); }

private:
    struct Entry {
        qint64 windowStart = 0;
        qint64 wrong = 0;
        qint64 inFlight = 0;
        qint64 blocks = 0; //!< how often it was blocked since it was last forgotten
        qint64 blockedUntil = 0;
        qint64 last = 0;
    };

    bool isForgotten(const Entry &entry, qint64 now) const;
    void makeRoom(qint64 now);

    AttemptRule m_rule;
    qsizetype m_capacity;
    QHash<QString, Entry> m_entries;
};

} // namespace salon::server
