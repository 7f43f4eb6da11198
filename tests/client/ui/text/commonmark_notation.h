// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"

#include <QStringList>
#include <vector>

namespace salon::client {

//! What can be compared of a message and of the HTML that CommonMark makes of it: its blocks with
//! the quotes and lists that they are in, and the looks and link of each character. Blanks at the
//! ends of lines and the dress of markers are left out.
QStringList commonNotation(const Markup &markup);

struct HtmlNotation {
    QStringList blocks;
    bool hasHtml = false; //!< tags that CommonMark only passes on
};
HtmlNotation commonNotation(const QString &html);

} // namespace salon::client
