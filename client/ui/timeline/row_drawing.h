// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/row_parts.h"
#include "client/ui/timeline/timeline_style.h"

class QPainter;

namespace salon::client {

//! On a row that is tinted a frame needs a line to be seen.
void drawShapes(QPainter &painter, QPointF origin, const std::vector<RowShape> &shapes,
                const TimelineStyle &style, bool isTinted);
//! A name that is called, or its part in one line.
struct MentionChip {
    int mention = 0; //!< into the row's
    bool isForMe = false;
    QRectF rect; //!< of its characters
    qreal beside = 2; //!< half of a space: what stands next to it stays apart
};
void drawMentions(QPainter &painter, QPointF origin, const std::vector<MentionChip> &chips,
                  const TimelineStyle &style);

//! Those that copy code.
void drawButtons(QPainter &painter, QPointF origin, const std::vector<RowParts::Button> &buttons,
                 const TimelineStyle &style);
void drawPin(QPainter &painter, QRectF box);
void drawErrorIcon(QPainter &painter, QRectF box, const TimelineStyle &style);

} // namespace salon::client
