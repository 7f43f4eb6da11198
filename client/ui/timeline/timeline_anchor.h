// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include "client/model/timeline_model.h"
#include "client/ui/timeline/row_box.h"
#include "client/ui/timeline/row_layout.h"
#include "client/ui/timeline/tracked_row.h"

#include <functional>
#include <vector>

namespace salon::client {

//! Owns the position of the view: the text that is being read, and the pixel at which it stays.
//! Only a person moves it; rows that come, go, grow or are laid out anew are placed around it. At
//! the end of the room the end is what stays. It outlives an empty model: when rows come back, it
//! is found again by its place in the log.
class TimelineAnchor {
public:
    //! A room is opened, at `place` unless the caller puts it elsewhere while isOpening().
    void open(const ReadingPlace &place);
    //! The first look was painted.
    void opened();
    bool isOpening() const { return m_isOpening; }

    bool isSet() const { return m_row.isValid(); }
    TrackedRow row() const { return m_row; }
    int index() const { return m_row.index; }
    int textY() const { return m_textY; }
    //! The end of the room is what stays.
    bool sticksToEnd() const { return m_sticks; }
    //! The end is in view: what comes after it is followed as soon as it would lie outside.
    bool followsEnd() const { return m_follows; }
    //! Where this is, for the next time; of a place without a message of the log the nearest one.
    ReadingPlace place() const;

    // A person moves it.
    void scrolled();
    void move(int pixels);
    void put(const TimelineModel &model, int index, int textY);
    void stickToEnd();

    // What the model says, in its order. Boxes are those of before.
    void rowsInserted(int first, int count);
    void rowsAboutToBeRemoved(const TimelineModel &model, const std::vector<RowBox> &boxes,
                              int first, int count);
    void rowsRemoved(int first, int count);
    void reordered(const TimelineModel &model);
    //! There is none left.
    void rowsGone();
    //! Goes to its place in the log after rowsGone() or open(), or next to it. False when there is
    //! nowhere to go.
    bool findAgain(const TimelineModel &model);

    using LayoutOf = std::function<const RowLayout &(int index)>;
    //! Lines may break elsewhere from now on, or the viewport is of another size.
    void layoutChanges();
    //! To be called before others are placed around it: of a text that begins above the view, the
    //! first line in view is what stays when lines broke elsewhere, and not the text's top.
    void followLine(const LayoutOf &layoutOf);
    //! Its text may have become so short that it ends above the view: the next one stays where it
    //! was, then. Without one in view, it begins at the top.
    void endsAbove(const TimelineModel &model);
    //! The boxes stand: the first text in view is what is read from now on. While lines break
    //! elsewhere, again and again as at a window's edge, it stays the one of before.
    void settle(const TimelineModel &model, const std::vector<RowBox> &boxes, int height,
                const LayoutOf &layoutOf);
    //! To be told after settle(): whether the end of the room is in view, and where it should be.
    void setEnd(bool isInView, bool isTight);

private:
    void handOver(const TimelineModel &model, int index, int textY);
    bool isInView(const RowBox &box, int height, const RowLayout &layout) const;
    void take(const TimelineModel &model, const RowBox &box, const RowLayout &layout);

    TrackedRow m_row;
    TrackedRow m_next; // the one below it in view, or itself; none where it was just put
    int m_nextY = 0; // where its text stays when it takes over
    Seq m_seq = 0; // of the row, or the last one before it that has one
    int m_textY = 0;
    int m_offset = 0; // of the first character in view, of a text that begins above it
    int m_lineY = 0; // where its line stands
    ReadingPlace m_lost; // where to go when there are rows again
    bool m_isRewrapped = false; // since the boxes stood
    bool m_isOpening = false;
    bool m_sticks = false;
    bool m_follows = false;
};

} // namespace salon::client
