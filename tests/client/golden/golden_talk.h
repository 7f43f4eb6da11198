// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/ui/timeline/fake_timeline_model.h"

namespace salon::test {

//! Rows that four people say one after the other; the first of them is oneself.
class GoldenTalk {
public:
    client::TimelineRow &say(qint64 by, int minute, const QString &text)
    {
        static const QStringList kNames{QStringLiteral("Ada Lovelace"),
                                        QStringLiteral("Grace Hopper"), QStringLiteral("مريم حداد"),
                                        QStringLiteral("Linus")};
        client::TimelineRow row = client::message(static_cast<qint64>(m_rows.size()) + 1, text, by);
        row.author = kNames[by - 1];
        row.at = client::noon() + minute * 60'000;
        row.isOwn = by == 1;
        m_rows.push_back(row);
        return m_rows.back();
    }
    static void call(client::TimelineRow &row, const QString &name, bool isForMe)
    {
        const auto at = static_cast<int>(row.text.indexOf(QLatin1Char('@') + name));
        row.mentions.append({at, at + 1 + static_cast<int>(name.size()), name, isForMe});
        row.isForMe = row.isForMe || isForMe;
    }
    static void answer(client::TimelineRow &row, const client::TimelineRow &to)
    {
        row.quote = client::RowQuote{to.seq, to.by, to.author, to.text, to.mentions};
    }
    const std::vector<client::TimelineRow> &rows() const { return m_rows; }
    const client::TimelineRow &row(size_t index) const { return m_rows[index]; }

private:
    std::vector<client::TimelineRow> m_rows;
};

} // namespace salon::test
