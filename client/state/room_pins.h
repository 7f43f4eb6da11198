// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"
#include "client/net/connection.h"
#include "client/state/people.h"
#include "client/state/try_later.h"

namespace salon::client {

//! What is pinned in the room that is open: asked for when it is opened and after each hello, kept
//! true by its events in between. Without a connection, what was known or is cached.
class RoomPins : public QObject {
    Q_OBJECT
public:
    enum class Source {
        Nobody, //!< not asked for, or on its way
        Cache, //!< of what is kept on this computer
        Server,
    };
    //! A message of the room in its present form; null when it is not at hand.
    using Find = std::function<const protocol::Message *(RoomId, Seq)>;

    RoomPins(Connection &connection, LogCache &cache, People &people, Find find,
             QObject *parent = nullptr);

    void openAccount(const StoreAccount &account) { m_account = account; }
    //! Of this room from now on; asks again where nothing is known.
    void open(RoomId room);
    void close();
    //! After hello, or behind a gap: what was pinned meanwhile was not told.
    void askAgain();
    void apply(const protocol::RoomEvent &event);

    RoomId room() const { return m_room; }
    //! The one pinned last first.
    const QList<protocol::Message> &messages() const { return m_messages; }
    Source source() const { return m_source; }
    //! Why the server did not tell.
    const std::optional<Error> &failure() const { return m_failure; }

Q_SIGNALS:
    void changed();

private:
    static constexpr qsizetype kMost = 1'000;

    void ask(std::optional<Seq> after, const protocol::PinPage &soFar);
    void answered(const protocol::PinPage &page);
    void failed(const Error &error);
    void askCache();
    bool take(const protocol::RoomEvent &event);
    bool add(const protocol::RoomEvent &event);

    Connection &m_connection;
    LogCache &m_cache;
    People &m_people;
    const Find m_find;
    StoreAccount m_account;
    RoomId m_room;
    QList<protocol::Message> m_messages;
    Seq m_asOf = 0; //!< what happened up to here is in them
    Source m_source = Source::Nobody;
    std::optional<Error> m_failure;
    qint64 m_asked = 0; //!< an answer to an earlier question is for nobody
    bool m_isAsking = false;
    QList<protocol::RoomEvent> m_since; //!< that changed messages since it was asked
    TryLater m_later;
};

} // namespace salon::client
