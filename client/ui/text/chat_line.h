// SPDX-License-Identifier: MIT
#pragma once
#include <QStringView>
#include <vector>

namespace salon::client {

//! One line of a message, as far as its first characters tell what it is.
struct ChatLine {
    int start = 0;
    int end = 0; //!< before its line end
    int lead = 0; //!< blanks that it begins with
    int quotes = 0; //!< how many ">" stand behind them
    int indent = 0; //!< blanks behind those
    int content = 0; //!< offset of what comes then
    int item = 0; //!< offset behind the markers of lists, or `content`

    bool isBlank() const { return content == end; }
    bool isItem() const { return item != content; }
};

std::vector<ChatLine> chatLines(QStringView text);

//! A line that opens or closes a block of code: which sign, how often; 0 times when it is none.
struct Fence {
    QChar sign;
    int length = 0;
    bool isBare = false; //!< nothing stands behind it, so it may close one
};
Fence fenceOf(QStringView text, const ChatLine &line);

//! "|---|:--:|": the line below the head of a table.
bool isTableRule(QStringView text, const ChatLine &line);
//! The line consists of `sign` and blanks at its end; how many of the sign, else 0.
int onlyOf(QStringView text, const ChatLine &line, QChar sign);

} // namespace salon::client
