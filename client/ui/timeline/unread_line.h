// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"

namespace salon::client {

//! Where the line "New" stands: decided once, when a room is opened, from its read marker, and kept
//! until the room is left. While the rows around the marker are not loaded yet the decision waits.
class UnreadLine {
public:
    //! A room was opened; `model` may still be empty.
    void open(const TimelineModel &model);
    void close();
    //! Rows came, went or moved. True when the line came, went or moved to another row.
    bool update(const TimelineModel &model);

    //! Row above which the line is drawn, or -1.
    int index() const { return m_index; }
    //! The message below it, also while that is not loaded; 0 without a line.
    Seq first() const { return m_state == State::Known ? m_first : 0; }

private:
    void decide(const TimelineModel &model);

    enum class State { Closed, Waiting, Nothing, Known };
    State m_state = State::Closed;
    Seq m_marker = 0;
    Seq m_first = 0;
    int m_index = -1;
};

} // namespace salon::client
