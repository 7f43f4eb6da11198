// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"

#include <QDate>

namespace salon::client {

//! "Today", "Yesterday", "Monday, 3 March", with the year when it is another one.
QString dayName(QDate day, QDate today);
//! "HH:mm" in local time.
QString clockTime(Timestamp at);
//! The same behind a short date.
QString dayAndTime(Timestamp at);
//! Day and time in full, for a tooltip.
QString fullTime(Timestamp at);
//! "Author, time: text" and how the sending went, for a screen reader.
QString spokenRow(const TimelineRow &row);

} // namespace salon::client
