// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include "client/model/timeline_model.h"
#include "client/ui/timeline/row_box.h"
#include "client/ui/timeline/row_layout.h"
#include "client/ui/timeline/tracked_row.h"

#include <functional>
#include <optional>
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

    bool isSet() const { return m_spot.row.isValid(); }
    TrackedRow row() const { return m_spot.row; }
    int index() const { return m_spot.row.index; }
    int textY() const { return m_spot.textY; }
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
    //! findAgain() will lead there.
    void seek(const ReadingPlace &place);

    // What the model says, in its order. Boxes are those of before.
    void rowsInserted(int first, int count);
    void rowsAboutToBeRemoved(const TimelineModel &model, const std::vector<RowBox> &boxes,
                              int first, int count);
    void rowsRemoved(int first, int count);
    //! Some look otherwise now, or there are others beyond the ends.
    void rowsChanged() { readFirst(); }
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
    //! elsewhere, again and again as at a window's edge, it stays the one of before until anything
    //! else happens.
    void settle(const TimelineModel &model, const std::vector<RowBox> &boxes, int height,
                const LayoutOf &layoutOf);
    //! To be told after settle(): whether the end of the room is in view, and where it should be.
    void setEnd(bool isInView, bool isTight);

private:
    //! A text and the pixel at which it stays.
    struct Spot {
        TrackedRow row;
        Seq seq = 0; // of the row, or the last one before it that has one
        int textY = 0;
        int offset = 0; // of the first character in view, of a text that begins above it
        int lineY = 0; // where its line stands
        TrackedRow next; // the one below it in view, or itself; none where it was just put
        int nextY = 0; // where its text stays when it takes over

        void inserted(int first, int count);
        void removed(int first, int count);
    };
    static Spot spotAt(const TimelineModel &model, int index, int textY);
    Spot spotIn(const TimelineModel &model, const std::vector<RowBox> &boxes, size_t at,
                const LayoutOf &layoutOf) const;
    void readFirst();
    void handOver(const TimelineModel &model, int index, int textY);
    bool isBehindText(const TimelineModel &model) const;
    bool isInView(const RowBox &box, int height, const RowLayout &layout) const;

    Spot m_spot;
    std::optional<Spot> m_first; // in view, where m_spot is not because lines broke elsewhere
    ReadingPlace m_lost; // where to go when there are rows again
    bool m_isRewrapped = false; // since the boxes stood
    bool m_isOpening = false;
    bool m_sticks = false;
    bool m_follows = false;
};

} // namespace salon::client
