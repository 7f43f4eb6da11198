// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/theme.h"

#include <QTextLayout>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace salon::client {

//! Characters [start, end) of a row's text.
struct TextRange {
    int start = 0;
    int end = 0;
    bool isEmpty() const { return end <= start; }
};

//! Text that is laid out at one place of a row. Offsets count in the text as sent; what we say
//! ourselves has none. Points count from the row's top left corner.
class TextBox {
public:
    using Formats = QList<QTextLayout::FormatRange>;
    struct Look {
        TextStyle style;
        Formats formats;
        bool isCode = false; //!< it runs from left to right whatever its letters
    };

    //! Line ends are "\n". `offsets` has one more than the text has characters, or is empty.
    TextBox(const QString &text, std::vector<int> offsets, const Look &look);

    //! Without a width nothing is broken.
    void layOut(std::optional<qreal> width = {}, Qt::Alignment alignment = Qt::AlignLeft);
    void moveTo(QPointF topLeft) { m_rect.moveTo(topLeft); }
    //! What stands left of it belongs to that offset.
    void setBefore(int offset) { m_before = offset; }

    QRectF rect() const { return m_rect; }
    qreal naturalWidth() const { return m_naturalWidth; }
    bool isSent() const { return !m_offsets.empty(); }
    int firstOffset() const { return m_offsets.front(); }
    qreal firstBaseline() const;

    int lineCount() const { return m_layout->lineCount(); }
    qreal lineTop(int line) const;
    qreal lineBottom(int line) const;
    int lineStart(int line) const;
    int linePosition(int line) const { return m_layout->lineAt(line).textStart(); }

    int offsetAt(QPointF point) const;
    //! Positions within the box's text.
    TextRange positionsOf(TextRange offsets) const;
    std::vector<QRectF> rects(TextRange positions) const;

    void draw(QPainter &painter, QPointF origin, TextRange selected, const QColor &selection) const;

private:
    int behindText(const QTextLine &line) const;
    std::vector<QRectF> lineRects(const QTextLine &line, int from, int to) const;

    std::unique_ptr<QTextLayout> m_layout;
    std::vector<int> m_offsets;
    int m_lineHeight;
    QRectF m_rect;
    qreal m_naturalWidth = 0;
    std::optional<int> m_before;
};

} // namespace salon::client
