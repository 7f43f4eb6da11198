// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/fenwick_tree.h"
#include "client/ui/timeline/row_cache.h"
#include "client/ui/timeline/timeline_anchor.h"
#include "client/ui/timeline/unread_line.h"

#include <QSize>
#include <optional>
#include <vector>

namespace salon::client {

//! Where every row stands, measured from the anchor. Rows that were never seen have a guessed
//! height, so a better guess moves the scroll bar and never the text. What would move the text to
//! fill an empty space (rows went above the first, the viewport grew beyond the last) leaves that
//! space until a person scrolls.
class TimelineGeometry {
public:
    static constexpr int kEndGap = 8; //!< below the last row

    explicit TimelineGeometry(const TimelineStyle &style) : m_style(style) { }

    //! Opens a room: at the unread line when there is one (a third down), else at `place`.
    void open(const TimelineModel *model, const ReadingPlace &place = {});
    //! A look was painted: once there were messages of the log in it, the anchor rules.
    void opened();
    bool isOpening() const { return m_anchor.isOpening(); }
    //! Where a person is; nothing while nobody has seen the room.
    std::optional<ReadingPlace> place();

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
    void showThirdDown(int index); //!< as far as the rows that are there allow
    void goTo(const ReadingPlace &place);
    void showRow(int index); //!< scrolls as little as it takes
    //! Shows a block of code of that row to its end, or no longer. The row stays where it begins.
    void toggleFold(int index, int block);

    //! The rows in the viewport, from top to bottom.
    const std::vector<RowBox> &boxes();
    const RowBox *boxOf(int index);
    const RowLayout &layout(int index);
    RowDecoration decoration(int index);

    qint64 top(); //!< of the viewport, in pixels from the first row
    qint64 contentHeight() const { return m_heights.total() + kEndGap; }
    bool isAtEnd();
    bool sticksToEnd() const { return m_anchor.sticksToEnd(); }
    int rowCount() const { return m_heights.size(); }
    int columnWidth() const { return m_style.columnWidth(m_size.width()); }
    const UnreadLine &unreadLine() const { return m_unread; }
    TrackedRow anchor() const { return m_anchor.row(); }
    const RowCache &cache() const { return m_cache; }

private:
    //! How far the first row may stand below the top, and the last one above the end.
    struct Reach {
        int top;
        int end;
    };
    Reach naturalReach() const { return {0, m_size.height() - kEndGap}; }
    Reach presentReach();
    void settle();
    void settleWithin(const Reach &reach);
    void stand();
    void placeOpening();
    void placeAnchor();
    void placeText();
    void placeEnd();
    void keepWithin(const Reach &reach);
    void fillFrom(int index, int y);
    bool isLastInView() const;
    bool isTight() const;
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
    std::unordered_map<qint64, UnfoldedBlocks> m_unfolded; // by row id
    LocalDays m_days;
    UnreadLine m_unread;
    TimelineAnchor m_anchor;
    std::vector<RowBox> m_boxes;
    bool m_isDirty = true;
    bool m_isAtEnd = false;
    double m_characterWidth = 8;
};

} // namespace salon::client
