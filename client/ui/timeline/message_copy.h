// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"

namespace salon::client {

//! Rows of a timeline, first and last.
struct RowSpan {
    int first = -1;
    int last = -1;
    bool isEmpty() const { return first < 0; }
    bool has(int index) const { return !isEmpty() && index >= first && index <= last; }
    friend bool operator==(const RowSpan &, const RowSpan &) = default;
};

//! "[yyyy-MM-dd HH:mm] Author: text" for each message; further lines of a text are indented.
QString asLog(const TimelineModel &model, RowSpan rows);
//! What was typed, exactly; an empty line between two messages.
QString asMarkdown(const TimelineModel &model, RowSpan rows);

} // namespace salon::client
