// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/timeline_style.h"

#include <QDate>
#include <QRectF>

class QPainter;

namespace salon::client {

//! That somebody pinned a message and when, in one quiet line below the message that came before.
class PinLine {
public:
    //! Of another day than `day` it says that, too.
    PinLine(const RowPinLine &line, QDate day, int width, const TimelineStyle &style);

    static int height(const TimelineStyle &style) { return style.pinLine; }
    //! What can be clicked, from the line's top left corner.
    QRectF rect() const { return {0, 0, m_width, m_height}; }
    void draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const;

private:
    QString m_words;
    QString m_time;
    qreal m_timeLeft = 0;
    qreal m_width = 0;
    qreal m_height = 0;
};

} // namespace salon::client
