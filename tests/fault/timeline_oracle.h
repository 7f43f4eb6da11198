// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/timeline/timeline_view.h"

#include <optional>
#include <vector>

namespace salon::test {

//! What an event may do to the view.
enum class Effect {
    Rows, //!< rows came, went or changed
    Layout, //!< lines may break elsewhere, the view is of another size, or was left and opened
    Still, //!< not one pixel of one row
    Person, //!< somebody moved the view
};

//! What is seen of a TimelineView, from the boxes that it paints.
struct Sight {
    struct Text {
        qint64 key; //!< the number in the log, or less than 0 for what has none
        int y; //!< of its top
        friend bool operator==(const Text &, const Text &) = default;
    };
    std::vector<Text> texts; //!< from top to bottom
    size_t first = 0; //!< the one that is read
    int offset = 0; //!< of the first character in view, where that text begins above it
    int lineY = 0; //!< where the line with that character stands
    int height = 0; //!< of the viewport
    int spaceAbove = 0; //!< empty, above the first row of all
    int spaceBelow = 0; //!< empty, below the last one's place at the end
    bool isEnd = false; //!< the end of the room is in view
    bool isWhole = false; //!< all rows are in view

    bool isEmpty() const { return texts.empty(); }
    //! The end is where it belongs: it is followed.
    bool follows() const { return isEnd && (spaceBelow == 0 || isWhole); }
    std::optional<int> yOf(qint64 key) const;
    QString text() const;
};

//! The key of a row, the same after a restart.
qint64 keyOf(const client::TimelineRow &row);
Sight sightOf(client::TimelineView &view);

//! Knows what was seen before an event, and what must be seen after it. It reads the boxes alone:
//! how the view remembers its place is not its business.
class TimelineOracle {
public:
    //! To be called before the event.
    void look(client::TimelineView &view);
    //! What does not hold; nothing when all does. `mayReplace`: rows went and others came at once,
    //! so that nobody can say which of them takes the place of the one that is read.
    std::optional<QString> complaint(client::TimelineView &view, Effect effect, bool mayReplace);
    int checked() const { return m_checked; }

private:
    std::optional<QString> moved(client::TimelineView &view, const Sight &now, Effect effect,
                                 bool mayReplace);
    std::optional<QString> followed(const client::TimelineView &view, const Sight &now) const;
    std::optional<QString> scrolled(const Sight &now) const;

    Sight m_before;
    bool m_wasLayout = false; //!< the last event that did anything
    int m_checked = 0;
};

//! What must hold of every sight: rows without a gap or overlap, as far as the view goes; when
//! looked at thoroughly, each with its present text, drawn as it should be.
std::optional<QString> brokenBoxes(client::TimelineView &view, bool isThorough);

} // namespace salon::test
