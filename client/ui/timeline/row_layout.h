// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/quote_line.h"
#include "client/ui/timeline/reaction_chips.h"
#include "client/ui/timeline/timeline_style.h"

#include <QTextLayout>
#include <QUrl>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace salon::client {

//! What can be clicked, or reached with Tab, within a row.
struct RowTarget {
    enum class Kind { Link, Edit, Retry, Delete, Quote, Versions, Reaction, AddReaction };
    Kind kind = Kind::Link;
    QUrl url = {}; //!< of a Link
    QString emoji = {}; //!< of a Reaction
};

//! Characters [start, end) of a row's text.
struct TextRange {
    int start = 0;
    int end = 0;
    bool isEmpty() const { return end <= start; }
};

//! The text of one message laid out in a column; above it what it answers, and below it that it was
//! edited, who reacted, and why it was not sent. The origin is
//! the top left corner of the column; what stands above the text (day, author) is not part of it.
//! Offsets count in the text as sent.
class RowLayout {
public:
    RowLayout(const TimelineRow &row, int width, const TimelineStyle &style);

    int height() const { return m_height; }
    int width() const { return m_width; }

    //! The cursor position nearest to a point.
    int offsetAt(QPointF point) const;
    //! The target under a point: on its characters, not beside them.
    std::optional<int> targetAt(QPointF point) const;
    const std::vector<RowTarget> &targets() const { return m_targets; }
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

    //! Draws in the painter's pen.
    void draw(QPainter &painter, QPointF origin, TextRange selected,
              const TimelineStyle &style) const;

private:
    struct Paragraph {
        std::unique_ptr<QTextLayout> layout;
        int start = 0; // of its first character in the text as sent; -1 for what we say below it
        qreal y = 0;
        qreal height = 0;
        int end() const { return start + static_cast<int>(layout->text().size()); }
    };
    struct Box { // of a target that is no part of a paragraph
        int target = 0;
        QRectF rect;
    };
    struct Place { // of a target, within one paragraph
        int target = 0;
        size_t paragraph = 0;
        int start = 0;
        int length = 0;
    };

    void addQuote(const TimelineRow &row, const TimelineStyle &style);
    void addReactions(const TimelineRow &row, const TimelineStyle &style);
    void addText(const TimelineRow &row, const TimelineStyle &style);
    void addEdited(const TimelineStyle &style);
    void addFailure(const TimelineRow &row, const TimelineStyle &style);
    void addParagraph(const QString &text, int start, const QFont &font, int lineHeight,
                      const QList<QTextLayout::FormatRange> &formats, int indent);
    std::pair<int, int> lineOf(int offset) const;
    static std::vector<QRectF> rects(const Paragraph &paragraph, int start, int end);

    std::vector<Paragraph> m_paragraphs;
    std::vector<RowTarget> m_targets;
    std::vector<Place> m_places;
    std::vector<Box> m_boxes;
    std::optional<QuoteLine> m_quote;
    std::optional<ReactionChips> m_chips;
    int m_chipsY = 0;
    int m_width = 0;
    int m_height = 0;
    qreal m_failureY = -1;
};

} // namespace salon::client
