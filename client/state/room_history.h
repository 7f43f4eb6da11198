// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/reading_place.h"
#include "client/state/page_source.h"
#include "client/state/reading_places.h"
#include "client/state/rooms_state.h"
#include "client/state/timeline.h"

namespace salon::client {

//! Whether that very message is wanted, or what was said about then.
enum class Landing { OnMessage, Near };

//! The timelines of the rooms that were opened, and the pages that they are made of. An answer
//! reaches the timeline that it was asked for, or nothing.
class RoomHistory : public QObject {
    Q_OBJECT
public:
    using Arrived = std::function<void(const Result<> &)>;

    RoomHistory(Connection &connection, RoomsState &rooms, PageSource &pages,
                const ReadingPlaces &places, QObject *parent = nullptr);

    void open(UserId self) { m_self = self; }
    void close();
    Timeline *timeline(RoomId room) const;
    QList<RoomId> opened() const;

    //! Loads it, where one stopped reading, when it was not open before.
    Timeline *openRoom(RoomId room);
    void setReading(RoomId room, const ReadingPlace &place);
    //! Its timeline rests; of the rooms that were closed longest ago they go, and are loaded again
    //! when they are opened.
    void closeRoom(RoomId room);
    void remove(RoomId room);
    void loadOlder(RoomId room);
    void loadNewer(RoomId room);
    //! Goes on from where the timeline is to its newest messages.
    void loadLatest(RoomId room);
    //! Sees to it that the open timeline has the rows around a message: from the cache, else by one
    //! question; what comes last of this and loadLatest() counts, and nothing when the room is
    //! closed meanwhile. Without them it stays as it is: not_found when there is no such message,
    //! unavailable when nobody could be asked.
    void loadAround(RoomId room, Seq seq, Landing landing, Arrived arrived);

    //! After hello: what could not be loaded before is loaded now.
    void loadMissing();
    //! After the first hello since rooms were shown from the cache alone: where messages came
    //! meanwhile and nobody scrolled, one is where one stopped reading.
    void openAgain();
    void apply(const protocol::RoomEvent &event);
    //! Whoever reads in the middle stays there; at the end the newest page is shown.
    void skip(const protocol::RoomSync &answer);
    //! The server has another log now.
    void forget(RoomId room);
    void touch(const QList<protocol::User> &users);

Q_SIGNALS:
    void timelineMade(salon::client::Timeline *timeline);
    //! The timeline shows where one stopped reading, as when the room is opened.
    void openedAgain(salon::RoomId room);
    //! A page of the room could not be had; asked again when it is opened or scrolled.
    void notLoaded(salon::RoomId room, const salon::Error &error);
    //! The server knows no such room.
    void lost(salon::RoomId room);

private:
    void load(RoomId room);
    protocol::ListMessages firstPage(RoomId room) const;
    void loadWhole(const protocol::ListMessages &page);
    PageSource::Told whole(const protocol::ListMessages &page, bool isAgain = false);
    void loaded(const protocol::ListMessages &page, bool isAgain,
                const Result<protocol::MessagePage> &answer);
    void extendBehind(const Timeline &open);
    void extend(const protocol::ListMessages &page);
    void extended(const protocol::ListMessages &page, const Result<protocol::MessagePage> &answer);
    void drop(RoomId room);
    void refresh(RoomId room);
    void mend(RoomId room);
    void failed(RoomId room, const Error &error);
    Result<> land(RoomId room, const Result<protocol::MessagePage> &page);
    void skipDelayed(RoomId room);
    void giveUpArriving(RoomId room);

    Connection &m_connection;
    RoomsState &m_rooms;
    PageSource &m_pages;
    const ReadingPlaces &m_places;
    UserId m_self;
    std::unordered_map<RoomId, std::unique_ptr<Timeline>> m_timelines;
    QList<RoomId> m_resting; //!< rooms that are closed, those of the latest time last
    //! Pages that are on their way, by what was asked last: an older answer is nobody's.
    QHash<RoomId, qint64> m_loading;
    QHash<RoomId, qint64> m_extending;
    QHash<RoomId, qint64> m_arriving; //!< which of those that are loading loadAround() asked for
    qint64 m_asked = 0;
    //! Whose page is that of openAgain(), and where one was when it was asked for, once that is
    //! told: who is elsewhere since has scrolled.
    QHash<RoomId, ReadingPlace> m_again;
    QSet<RoomId> m_stale; //!< what is shown may have changed
    QHash<RoomId, protocol::RoomSync> m_skipped; //!< while a page was on its way
    TryLater m_later;
};

} // namespace salon::client
