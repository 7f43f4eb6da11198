// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/text/markup.h"

namespace salon::client {

//! What a message shows, as plain text: with the markers of lists, the signs of quotes, and what
//! the cells of tables say between tabs.
struct ShownText {
    QString text;
    std::vector<int> offsets; //!< of each character in the text as sent; they never fall

    static ShownText of(const Markup &markup);
    static ShownText of(const QString &sent) { return of(markupOf(sent)); }

    //! The shown character that stands for an offset, or the next one that does.
    int indexOf(int offset) const;
    //! What is shown of the characters [start, end) of the text as sent.
    QString part(int start, int end) const;
};

} // namespace salon::client
