// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

namespace salon::client {

//! Puts a block of code below what is there: its background, the first lines or all of them, and
//! the targets that copy and unfold it.
void addCode(RowParts &parts, const MarkupBlock &block, int index, bool isUnfolded, qreal left,
             qreal width, const TimelineStyle &style);

//! Puts text as it was sent below what is there, in the frame that code has.
void addFramed(RowParts &parts, const MarkupText &text, qreal left, qreal width,
               const TimelineStyle &style);

} // namespace salon::client
