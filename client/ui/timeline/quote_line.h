// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/timeline_style.h"

#include <QRectF>

class QPainter;

namespace salon::client {

//! The message that a row answers, in one line above its text: who, and how it begins. As high when
//! it is not known yet, so that its coming moves nothing.
class QuoteLine {
public:
    QuoteLine(const RowQuote &quote, int width, const TimelineStyle &style);

    static int height(const TimelineStyle &style) { return style.quoteLine; }
    //! What can be clicked, from the top left corner of the column.
    QRectF rect() const { return {0, 0, m_width, m_height}; }
    void draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const;

private:
    QString m_author;
    QString m_text;
    UserId m_by;
    qreal m_authorWidth = 0;
    qreal m_width = 0;
    qreal m_height = 0;
};

} // namespace salon::client
