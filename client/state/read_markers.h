// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"
#include "client/state/rooms_state.h"
#include <QSet>

namespace salon::client {

//! How far one has read in each room, and the only place that counts what is unread: the messages
//! up to the room's head less those up to the marker. The marker belongs to the account; the
//! server's word on it comes with a counter, and the highest counter wins. What was read here and
//! is not answered yet counts as read already.
class ReadMarkers : public QObject {
    Q_OBJECT
public:
    //! Does a change once the list of rooms is whole.
    using WhenListed = std::function<void(std::function<void()> change)>;

    ReadMarkers(Connection &connection, RoomsState &rooms, WhenListed whenListed);

    //! A row as the server tells it becomes what is shown.
    protocol::Room told(const protocol::Room &row);
    //! The room has this new message.
    void count(protocol::Room &row, const protocol::Message &message, bool isOwn);
    //! The server moved the marker.
    void apply(const protocol::ReadState &state);

    //! Everything up to `seq`, which is message number `n` of the room, was seen: forward only.
    void read(RoomId room, Seq seq, qint64 n);
    //! Sends what the server does not know yet: after each hello.
    void sendWanted();
    void remove(RoomId room);
    void clear();

private:
    struct Marker {
        Seq seq = 0;
        qint64 n = 0; //!< of the last message up to it
        qint64 counter = 0;
        qint64 mentions = 0; //!< after it
        friend bool operator==(const Marker &, const Marker &) = default;
    };
    struct Wanted {
        Seq seq = 0;
        qint64 n = 0;
        friend bool operator==(const Wanted &, const Wanted &) = default;
    };
    protocol::Room shown(protocol::Room row) const;
    void show(RoomId room);
    void send(RoomId room, const Wanted &wanted);
    void answered(RoomId room, const Wanted &wanted, const Result<protocol::ReadState> &state);

    Connection &m_connection;
    RoomsState &m_rooms;
    WhenListed m_whenListed;
    QHash<RoomId, Marker> m_markers; //!< as the server knows them
    QHash<RoomId, Wanted> m_wanted; //!< that it does not know yet
};

} // namespace salon::client
