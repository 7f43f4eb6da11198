// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

namespace salon::client {

//! How wide columns are that would like to be as wide as given, with `room` for all of them: none
//! wider than it likes, and the wide ones alike. Empty when there is no room for so many.
std::vector<qreal> columnWidths(const std::vector<qreal> &wanted, qreal room);

//! Puts a table below what is there; one with too many columns for the width as it was written.
void addTable(RowParts &parts, const Markup &markup, const MarkupBlock &block, const QString &sent,
              qreal left, qreal width, const TimelineStyle &style);

} // namespace salon::client
