// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include <QList>
#include <optional>

namespace salon::client {

//! The places of one room between which somebody jumped, as a browser knows the pages one came
//! from. It ends with the window.
class PlaceTrail {
public:
    static constexpr qsizetype kMost = 100;

    //! One jumps away from there: nothing is ahead any more.
    void leave(const ReadingPlace &from);
    bool hasBack() const { return !m_behind.isEmpty(); }
    bool hasForward() const { return !m_ahead.isEmpty(); }
    //! The place before, for who is at `now`; that one is ahead then.
    std::optional<ReadingPlace> back(const ReadingPlace &now);
    std::optional<ReadingPlace> forward(const ReadingPlace &now);

private:
    QList<ReadingPlace> m_behind; //!< the latest last
    QList<ReadingPlace> m_ahead; //!< the nearest last
};

} // namespace salon::client
