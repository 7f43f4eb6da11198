// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_event.h"
#include <map>

namespace salon::client {

//! How far one has come in a room's log. Events are given out in the order of their numbers, each
//! once; one that comes too early is held until the hole before it is filled.
class EventOrder {
public:
    static constexpr size_t kMostHeld = 1000;

    Seq known() const { return m_known; } //!< everything up to here was given out
    Seq newest() const { return m_newest; } //!< highest number that was seen
    bool isStarted() const { return m_isStarted; }
    //! Events before one that was seen are missing: ask for those after known().
    bool hasHole() const { return m_isStarted && m_newest > m_known; }
    qsizetype heldCount() const { return qsizetype(m_held.size()); }

    //! All up to `seq` is known: returns what was held and follows.
    QList<protocol::RoomEvent> start(Seq seq);
    //! The events that are next, now that this one is there; nothing before start().
    QList<protocol::RoomEvent> take(const protocol::RoomEvent &event);
    //! It exists, and is not held: the hole shows that it is missing.
    void note(Seq seq);
    //! What comes after `seq` is to be had again; what was held is not kept.
    void rewind(Seq seq);
    //! Another log begins: nothing of this one is true there.
    void clear();

private:
    QList<protocol::RoomEvent> release();

    std::map<Seq, protocol::RoomEvent> m_held;
    Seq m_known = 0;
    Seq m_newest = 0;
    bool m_isStarted = false;
};

} // namespace salon::client
