// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"

#include <QDate>

namespace salon::client {

//! The local day of a moment. Remembers the day that was asked for last, since neighbours are
//! mostly of one day and the time zone is slow to ask.
class LocalDays {
public:
    QDate dayOf(Timestamp at);

private:
    QDate m_day;
    Timestamp m_begin = 0;
    Timestamp m_end = 0;
};

//! What stands above the text of a row.
struct RowDecoration {
    bool hasDayLine = false;
    bool hasUnreadLine = false;
    bool hasAuthor = false;
    friend bool operator==(const RowDecoration &, const RowDecoration &) = default;
};

//! Messages of one author, of one day, less than 7 minutes apart and without a line between them
//! (a day's, what is unread, a pin's) stand under one name.
RowDecoration decorationOf(const TimelineModel &model, int index, int unreadIndex, LocalDays &days);

} // namespace salon::client
