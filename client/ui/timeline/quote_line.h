// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/row_drawing.h"
#include "client/ui/timeline/text_box.h"
#include "client/ui/timeline/timeline_style.h"

#include <QRectF>

class QPainter;

namespace salon::client {

//! The message that a row answers, in one line above its text: who, and how it begins, with what it
//! calls on chips. As high when it is not known yet, so that its coming moves nothing.
class QuoteLine {
public:
    QuoteLine(const RowQuote &quote, int width, const TimelineStyle &style);

    static int height(const TimelineStyle &style) { return style.quoteLine; }
    //! What can be clicked, from the top left corner of the column.
    QRectF rect() const { return {0, 0, m_width, m_height}; }
    void draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const;

private:
    void addText(const RowQuote &quote, qreal left, int width, const TimelineStyle &style);

    QString m_author;
    std::optional<TextBox> m_text;
    std::vector<MentionChip> m_chips;
    UserId m_by;
    qreal m_authorWidth = 0;
    qreal m_width = 0;
    qreal m_height = 0;
};

} // namespace salon::client
