// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/fenwick_tree.h"
#include "client/ui/timeline/row_cache.h"
#include "client/ui/timeline/row_grouping.h"
#include "client/ui/timeline/tracked_row.h"
#include "client/ui/timeline/unread_line.h"

#include <QSize>
#include <vector>

namespace salon::client {

//! One row in the viewport; pixels from the viewport's top.
struct RowBox {
    int index = 0;
    int y = 0;
    int height = 0;
    int textY = 0; //!< top of its text
    RowDecoration decoration;

    int bottom() const { return y + height; }
};

//! Where every row stands. One row is the anchor: its text stays at its pixel whatever happens
//! around it, and all others are measured from there. Rows that were never seen have a guessed
//! height, so a better guess moves the scroll bar and never the text. While the end is in view and
//! nothing newer is missing, the end is what stays.
class TimelineGeometry {
public:
    static constexpr int kEndGap = 8; //!< below the last row

    explicit TimelineGeometry(const TimelineStyle &style) : m_style(style) { }

    //! Opens a room: at the unread line when there is one (a third down), else at the end.
    void open(const TimelineModel *model);
    //! The first look was painted: from now on the anchor rules.
    void opened();
    bool isOpening() const { return m_isOpening; }

    void setViewport(QSize size);
    void styleChanged(); //!< another text size: everything is measured anew
    void colorsChanged() { m_cache.clear(); }

    // What the model says, in its order.
    void rowsInserted(int first, int count);
    void rowsAboutToBeRemoved(int first, int count);
    void rowsRemoved(int first, int count);
    void rowsChanged(int first, int last);
    void rowsReordered();
    void boundsChanged();

    void scrollBy(qint64 pixels); //!< positive: towards the end
    void scrollTo(qint64 y);
    void scrollToEnd();
    void showRow(int index); //!< scrolls as little as it takes

    //! The rows in the viewport, from top to bottom.
    const std::vector<RowBox> &boxes();
    const RowBox *boxOf(int index);
    const RowLayout &layout(int index);
    RowDecoration decoration(int index);

    qint64 top(); //!< of the viewport, in pixels from the first row
    qint64 contentHeight() const { return m_heights.total() + kEndGap; }
    bool isAtEnd();
    bool sticksToEnd() const { return m_sticks; }
    int rowCount() const { return m_heights.size(); }
    int columnWidth() const { return m_style.columnWidth(m_size.width()); }
    const UnreadLine &unreadLine() const { return m_unread; }
    TrackedRow anchor() const { return m_anchor; }
    //! The row that stays where it is while the size changes: the anchor from before the first of
    //! these changes.
    TrackedRow heldRow() const { return m_held; }
    const RowCache &cache() const { return m_cache; }

private:
    void settle();
    void placeOpening();
    void placeEnd();
    int fillFrom(int index, int y);
    void chooseAnchor();
    void holdAnchor();
    void scrolled();
    void setAnchor(int index, int textY);
    RowBox measured(int index, int y);
    int textOffset(const RowDecoration &decoration) const;
    int guess(int index);
    void guessAll();
    void unreadLineMoved(int before);

    const TimelineStyle &m_style;
    const TimelineModel *m_model = nullptr;
    QSize m_size;
    FenwickTree m_heights;
    RowCache m_cache;
    LocalDays m_days;
    UnreadLine m_unread;
    TrackedRow m_anchor;
    int m_anchorTextY = 0;
    TrackedRow m_held; // the anchor of the first of several changes of size, while it is in view
    int m_heldTextY = 0;
    Seq m_anchorSeq = 0;
    std::vector<RowBox> m_boxes;
    bool m_isDirty = true;
    bool m_isOpening = false;
    bool m_sticks = false;
    bool m_isAtEnd = false;
    double m_characterWidth = 8;
};

} // namespace salon::client
