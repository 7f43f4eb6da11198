// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/timeline_style.h"

#include <QRectF>
#include <vector>

class QPainter;

namespace salon::client {

//! The reactions below a message, in as many lines as they need, and behind them the way to add
//! another one.
class ReactionChips {
public:
    ReactionChips(const QList<RowReaction> &reactions, int width, const TimelineStyle &style);

    //! Guessed for rows that were never laid out: one line, or none.
    static int guessedHeight(const TimelineRow &row, const TimelineStyle &style)
    {
        return row.reactions.isEmpty() ? 0 : 2 * style.chipGap + style.chip;
    }
    int height() const { return m_height; }
    //! Those of the reactions in their order; the last is for another one.
    const std::vector<QRectF> &rects() const { return m_rects; }
    void draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const;

private:
    QList<RowReaction> m_reactions;
    std::vector<QRectF> m_rects; //!< from the top left corner of the chips
    int m_height = 0;
};

} // namespace salon::client
