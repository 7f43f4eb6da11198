// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "client/net/connection.h"
#include "client/state/rooms_state.h"
#include <QSet>

namespace salon::client {

//! How far one has read in each room, and the only place that counts what is unread: the messages
//! up to the room's head less those up to the marker. The marker belongs to the account; the
//! server's word on it comes with a counter, and the highest counter wins. What was read here and
//! is not answered yet counts as read already; it is kept on disk until it is.
class ReadMarkers : public QObject {
    Q_OBJECT
public:
    //! Does a change once the list of rooms is whole.
    using WhenListed = std::function<void(std::function<void()> change)>;
    enum class Why {
        Seen, //!< its row was in view
        Told //!< somebody said that all is read
    };
    static constexpr int kCompareMs = 3 * 60'000; //!< after a change, until it is compared

    ReadMarkers(Connection &connection, LocalStore &store, RoomsState &rooms,
                WhenListed whenListed);
    ~ReadMarkers() override;

    //! Of this account, with what an earlier run could not tell the server.
    void open(const StoreAccount &account, const QHash<RoomId, WantedMarker> &kept);
    void close();

    //! A row as it was when the program last ran becomes what is shown. The server's word of it
    //! takes its place, whatever it is.
    protocol::Room remembered(const protocol::Room &row);
    //! A row as the server tells it becomes what is shown.
    protocol::Room told(const protocol::Room &row);
    //! The room has this new message.
    void count(protocol::Room &row, const protocol::Message &message, bool isOwn);
    //! A text that is unread has changed, or is gone: whom it called before is not known here, so
    //! that the server is asked how many call one now.
    void messageChanged(const protocol::RoomEvent &event);
    //! The room's log went on behind a gap, up to this message: what the gap did to the marker is
    //! not known before the server is asked.
    void skip(protocol::Room &row, const protocol::Message &last);
    //! The marker was moved, here or on another device.
    void moved(const protocol::ReadState &state);

    //! Everything up to `seq`, which is message number `n` of the room, was read: forward only.
    //! What is Seen does not count in a room whose marker was set back, until it is opened again.
    void read(RoomId room, Seq seq, qint64 n, Why why);
    //! Sets the marker before the message `seq`, number `n`.
    void setBack(RoomId room, Seq seq, qint64 n);
    //! Somebody opens the room.
    void visit(RoomId room) { m_held.remove(room); }
    //! Sends what the server does not know yet: after each hello.
    void sendWanted();
    //! Asks the server whether it counts the same, about rooms that changed since the last time.
    void compare();
    void setCompareEvery(int milliseconds) { m_compareTimer.setInterval(milliseconds); }
    void remove(RoomId room);

private:
    struct Marker {
        Seq seq = 0;
        qint64 n = 0; //!< of the last message up to it
        qint64 counter = 0;
        qint64 mentions = 0; //!< after it
        Seq head = 0; //!< of the room when it moved: what one posted up to there is in it
    };
    static Marker markerOf(const protocol::Room &row);
    protocol::Room shown(protocol::Room row) const;
    void show(RoomId room);
    bool apply(const protocol::ReadState &state);
    void hold(RoomId room, Seq before, Seq now);
    void changed(RoomId room);

    void want(RoomId room, const WantedMarker &wanted);
    void drop(RoomId room);
    void keep(RoomId room);
    void keepAll();
    bool isWanted(RoomId room, const WantedMarker &wanted) const;
    void send(RoomId room, const WantedMarker &wanted);
    void answered(RoomId room, const WantedMarker &wanted,
                  const Result<protocol::ReadState> &state);

    void ask(const QList<RoomId> &rooms);
    void compared(const protocol::DigestReply &reply);
    void askAgain();

    Connection &m_connection;
    LocalStore &m_store;
    RoomsState &m_rooms;
    WhenListed m_whenListed;
    StoreAccount m_account;
    QHash<RoomId, Marker> m_markers; //!< as the server knows them
    QHash<RoomId, WantedMarker> m_wanted; //!< that it does not know yet
    QSet<RoomId> m_remembered; //!< whose marker is that of an earlier run
    QSet<RoomId> m_kept; //!< of those, the ones on disk
    QSet<RoomId> m_held; //!< set back while open: what is in view there does not count as read
    QTimer m_sendAgain;
    QSet<RoomId> m_changed; //!< since they were compared
    QSet<RoomId> m_skipped; //!< rooms with a gap that may have moved the marker
    QHash<RoomId, qint64> m_doubted; //!< counters that the server told and no push has brought
    QSet<RoomId> m_recounted; //!< whose mentions are asked for in a moment
    QTimer m_compareTimer;
};

} // namespace salon::client
