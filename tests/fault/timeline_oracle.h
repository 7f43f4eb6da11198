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
        qint64 id; //!< of the row; another one after a restart
        Seq seq; //!< 0 while it is unsent
        int y; //!< of its top
        bool isOf(const client::TimelineRow &row) const;
        friend bool operator==(const Text &, const Text &) = default;
    };
    std::vector<Text> texts; //!< from top to bottom
    size_t first = 0; //!< the one that is read
    int offset = 0; //!< of the first line in view, where that text begins above it
    int offsetEnd = 0; //!< of that line
    int lineY = 0; //!< where it stands
    int height = 0; //!< of the viewport
    int column = 0; //!< width that lines are broken for
    int spaceAbove = 0; //!< empty, above the first row of all
    int spaceBelow = 0; //!< empty, below the last one's place at the end
    bool isEnd = false; //!< the end of the room is in view
    bool isWhole = false; //!< all rows are in view

    bool isEmpty() const { return texts.empty(); }
    //! The end is where it belongs: it is followed.
    bool follows() const { return isEnd && (spaceBelow == 0 || isWhole); }
    QString text() const;
};

Sight sightOf(client::TimelineView &view);

//! Knows what was seen before an event, and what must be seen after it. It reads the boxes alone:
//! how the view remembers its place is not its business.
class TimelineOracle {
public:
    //! To be called before the event.
    void look(client::TimelineView &view);
    //! What does not hold; nothing when all does. `areMany`: it may have been several events, so
    //! that nobody can say which row took the place of one that went, whether newer ones were
    //! missing for a while, or whether lines broke elsewhere.
    std::optional<QString> complaint(client::TimelineView &view, Effect effect,
                                     bool areMany = false);
    int checked() const { return m_checked; }

private:
    std::optional<QString> moved(client::TimelineView &view, const Sight &before, const Sight &now,
                                 Effect effect, bool areMany);
    std::optional<QString> followed(const client::TimelineView &view, const Sight &now) const;
    std::optional<QString> scrolled(const Sight &now) const;

    Sight m_before;
    Sight m_kept; //!< the same, with what is read as long as only the layout changes
    bool m_wasLayout = false; //!< the last event that did anything
    bool m_isUnsure = false; //!< something happened after it that changed nothing in view
    int m_checked = 0;
};

//! What must hold of every sight: rows without a gap or overlap, as far as the view goes; when
//! looked at thoroughly, each with its present text, drawn as it should be.
std::optional<QString> brokenBoxes(client::TimelineView &view, bool isThorough);

} // namespace salon::test
