// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_grouping.h"

#include <QDateTime>

namespace salon::client {
namespace {

constexpr Timestamp kGroupSpan = 7 * 60 * 1000;

} // namespace

QDate LocalDays::dayOf(Timestamp at)
{
    if (m_day.isValid() && at >= m_begin && at < m_end)
        return m_day;
    m_day = QDateTime::fromMSecsSinceEpoch(at).date();
    m_begin = m_day.startOfDay().toMSecsSinceEpoch();
    m_end = m_day.addDays(1).startOfDay().toMSecsSinceEpoch();
    return m_day;
}

RowDecoration decorationOf(const TimelineModel &model, int index, int unreadIndex, LocalDays &days)
{
    RowDecoration result;
    result.hasUnreadLine = index == unreadIndex;
    if (index == 0) {
        result.hasDayLine = true;
        result.hasAuthor = true;
        return result;
    }
    const TimelineRow &row = model.row(index);
    const TimelineRow &before = model.row(index - 1);
    result.hasDayLine = days.dayOf(before.at) != days.dayOf(row.at);
    result.hasAuthor = result.hasDayLine || result.hasUnreadLine || !before.pinLines.isEmpty()
        || row.by != before.by || qAbs(row.at - before.at) >= kGroupSpan;
    return result;
}

} // namespace salon::client
