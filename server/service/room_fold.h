// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/audit_store.h"
#include "shared/protocol/room_event.h"
#include <map>
#include <set>

namespace salon::server {

//! What a room's log says of the room, taken event by event from the first, and what is wrong with
//! the log itself.
class RoomFold {
public:
    struct Faults {
        Tally gaps; //!< numbers that no event has
        Tally unreadable; //!< of no known kind, or with data that the kind has not
        Tally misnumbered; //!< messages that do not have the next n
        Tally backwards; //!< earlier than the event before
        Tally strangers; //!< by an account that is not there
    };

    //! `markers` are places of which numberAt() is asked afterwards.
    explicit RoomFold(std::set<Seq> markers) : m_markers(std::move(markers)) { }

    //! `isKnown`: whether its author has an account.
    void take(const EventRow &event, bool isKnown);

    const Faults &faults() const { return m_faults; }
    bool hasBegin() const { return m_hasBegin; } //!< its first event made the room
    //! Without any fault: only then the views can be made anew from it.
    bool isWhole() const;
    const RoomView &view() const { return m_view; }
    //! By account. The marker is the earliest that the log allows.
    const std::map<qint64, MemberView> &members() const { return m_members; }
    //! The message that the last event made.
    const std::optional<MessageRow> &message() const { return m_message; }
    //! The last event, where it changes a message.
    const std::optional<protocol::RoomEvent> &change() const { return m_change; }
    //! Messages up to a marker; nothing for one beyond the log.
    std::optional<qint64> numberAt(Seq marker) const;

private:
    void count(const EventRow &event, bool isKnown);
    void leave(UserId user);

    std::set<Seq> m_markers;
    std::map<Seq, qint64> m_numbers;
    Faults m_faults;
    RoomView m_view;
    std::map<qint64, MemberView> m_members;
    std::optional<MessageRow> m_message;
    std::optional<protocol::RoomEvent> m_change;
    bool m_hasBegin = false;
};

} // namespace salon::server
