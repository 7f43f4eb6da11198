// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/pin_line.h"
#include "client/ui/timeline/quote_line.h"
#include "client/ui/timeline/reaction_chips.h"
#include "client/ui/timeline/row_drawing.h"
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

#include <optional>

class QPainter;

namespace salon::client {

//! The text of one message laid out in a column; above it what it answers, and below it that it was
//! edited, who reacted, and why it was not sent; before it that it is pinned. At the end what was
//! pinned next. The origin is
//! the top left corner of the column; what stands above the text (day, author) is not part of it.
//! Offsets count in the text as sent.
class RowLayout {
public:
    RowLayout(const TimelineRow &row, int width, const TimelineStyle &style,
              const UnfoldedBlocks &unfolded = {});

    int height() const { return m_height; }
    //! Of the message, without what was pinned after it.
    int messageHeight() const { return m_messageHeight; }
    int width() const { return m_width; }

    //! The cursor position nearest to a point.
    int offsetAt(QPointF point) const;
    //! The target under a point: on its characters, not beside them.
    std::optional<int> targetAt(QPointF point) const;
    const std::vector<RowTarget> &targets() const { return m_parts.targets; }
    //! Which of the row's mentions is under a point.
    std::optional<int> mentionAt(QPointF point) const;
    //! Where a target is drawn, one rectangle a line.
    std::vector<QRectF> targetRects(int target) const;
    //! Where the characters of the range are drawn, one rectangle a line.
    std::vector<QRectF> rangeRects(TextRange range) const;
    //! The first character of the line at height `y`.
    int lineStartAt(int y) const;
    //! Where the line with that character begins and ends.
    int lineTop(int offset) const { return lineOf(offset).first; }
    int lineBottom(int offset) const { return lineOf(offset).second; }
    //! Baseline of the first line.
    qreal firstBaseline() const;

    //! Draws in the painter's pen; what one may do with code only where `showsButtons`.
    void draw(QPainter &painter, QPointF origin, TextRange selected, const TimelineStyle &style,
              bool showsButtons = false) const;

private:
    void addQuote(const TimelineRow &row, const TimelineStyle &style);
    void addReactions(const TimelineRow &row, const TimelineStyle &style);
    void addText(const TimelineRow &row, const TimelineStyle &style,
                 const UnfoldedBlocks &unfolded);
    void addEdited(const TimelineStyle &style);
    void addPin();
    void addFailure(const TimelineRow &row, const TimelineStyle &style);
    void addDeletion(const TimelineStyle &style);
    void addPinLines(const TimelineRow &row, const TimelineStyle &style);
    void addOurs(const QString &text, const TextBox::Look &look, int indent);
    void placeMentions();
    std::pair<int, int> lineOf(int offset) const;

    RowParts m_parts;
    std::vector<MentionChip> m_mentions;
    std::optional<QuoteLine> m_quote;
    std::optional<ReactionChips> m_chips;
    qreal m_chipsY = 0;
    std::vector<PinLine> m_pinLines;
    int m_width = 0;
    int m_height = 0;
    int m_messageHeight = 0;
    qreal m_failureY = -1;
    std::optional<QRectF> m_pin; //!< beside the text's first line
};

} // namespace salon::client
