// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/ui/timeline/message_copy.h"
#include "client/ui/timeline/row_layout.h"
#include "client/ui/timeline/tracked_row.h"

namespace salon::client {

//! A place between two characters of a message.
struct TextPoint {
    TrackedRow row;
    int offset = 0;
    bool isBefore(const TextPoint &other) const
    {
        return row.index < other.row.index
            || (row.index == other.row.index && offset < other.offset);
    }
};

//! What is selected, over as many messages as one likes. It follows its messages when others come
//! and go.
class TextSelection {
public:
    enum class Unit { Character, Word, Message };

    //! Begins at a point; with a unit of Word or Message all of it is selected at once.
    void begin(const TimelineModel &model, const TextPoint &point, Unit unit);
    //! Moves the other end, by whole units of the kind that it began with.
    void extend(const TimelineModel &model, const TextPoint &point);
    void selectAll(const TimelineModel &model);
    void clear();

    bool hasBegun() const { return m_first.row.isValid(); }
    bool isEmpty() const;
    //! The rows that it touches.
    RowSpan rows() const;
    //! Whole messages were chosen, the last of them that one.
    bool endsWithMessage(int index) const;
    TextRange rangeIn(const TimelineModel &model, int index) const;
    //! What is shown of the selected characters; over several messages each change of author begins
    //! with a line "Author, yyyy-MM-dd HH:mm".
    QString text(const TimelineModel &model) const;

    void rowsInserted(int first, int count);
    void rowsRemoved(int first, int count);

private:
    TextPoint start() const { return m_first.isBefore(m_last) ? m_first : m_last; }
    TextPoint end() const { return m_first.isBefore(m_last) ? m_last : m_first; }

    Unit m_unit = Unit::Character;
    TextPoint m_originStart; // the unit that it began with
    TextPoint m_originEnd;
    TextPoint m_first;
    TextPoint m_last;
};

} // namespace salon::client
