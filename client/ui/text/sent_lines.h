// SPDX-License-Identifier: MIT
#pragma once
#include <QStringView>

namespace salon::client {

// Lines of a text as it was sent, by offsets in it.
int lineStart(QStringView sent, int offset);
int lineEnd(QStringView sent, int offset);

//! What stands before the text of a quote's line.
bool isQuoteSign(QChar c);
//! The line draws a rule, wherever it stands.
bool isRule(QStringView line);
//! Lines without text, also within quotes, from one offset to another.
int blankLines(QStringView sent, int from, int to);

} // namespace salon::client
