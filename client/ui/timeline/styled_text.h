// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

namespace salon::client {

//! A link, or a word that does something.
QTextCharFormat linkFormat(const TimelineStyle &style);

//! A text of the message in the looks of its runs, not laid out yet.
TextBox styledText(const Markup &markup, const MarkupText &text, const TextStyle &plain,
                   const TimelineStyle &style);

//! A box with a text of the message, in the looks of its runs, and its links as targets. Who calls
//! lays it out. Good until the next box.
TextBox &addStyledText(RowParts &parts, const Markup &markup, const MarkupText &text,
                       const TextStyle &plain, const TimelineStyle &style);

} // namespace salon::client
