// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "client/net/connection.h"
#include "client/state/sending_pause.h"
#include <QSet>

namespace salon::client {

//! What one wants to become of messages, beside their texts: reactions, pins and deletions that the
//! server has not answered yet. Each is on disk before it is shown, and shown over what the log
//! says, which stays as it is. Without a connection, or when the server cannot just now, it waits;
//! in a room they go out one after the other, in the order in which they were wanted.
class WantedChanges : public QObject {
    Q_OBJECT
public:
    //! Whether something about that message may go out now.
    using MaySend = std::function<bool(RoomId, Seq)>;
    static constexpr int kSettleMs = 5'000; //!< at most, from an answer to its event
    static constexpr int kSoonMs = 1'000; //!< what is answered by then shows no sign of waiting

    WantedChanges(Connection &connection, LocalStore &store, MaySend maySend);

    //! Of this account, with what an earlier run could not send.
    void open(const StoreAccount &account, const QList<WantedChange> &kept);
    void close();
    //! The server's data are these now: what was wanted in others has no message any more.
    void setEpoch(const QString &epoch);

    //! Keeps it, shows it and sends it. What takes back something that was never sent, or a
    //! deletion, makes it forgotten instead.
    void want(WantedChange change);
    //! Sends what waits, a pause or not: once it is known which rooms there are.
    void sendAll();
    void send(RoomId room);
    //! What happened in the log.
    void apply(const protocol::RoomEvent &event);
    //! Forgets what was wanted there.
    void remove(RoomId room);
    void removeAll();

    //! The message as it will be.
    protocol::Message shown(protocol::Message message) const;
    //! Whether it waits to be deleted, as a person is to see.
    bool isToBeDeleted(RoomId room, Seq seq) const;
    //! What is shown of it in the room, in the order in which it was wanted.
    QList<WantedChange> shownIn(RoomId room) const;
    //! Rooms in which something waits.
    QSet<RoomId> rooms() const;
    qsizetype count() const; //!< that waits
    //! That waits there, and longer than for an answer that is on its way.
    qsizetype waitingIn(RoomId room) const;
    std::optional<Timestamp> oldest() const; //!< of what waits
    //! Why and for how long nothing is sent just now.
    const SendingPause &pause() const { return m_pause; }

Q_SIGNALS:
    //! The message is to look different.
    void changed(salon::RoomId room, salon::Seq seq);
    void countChanged();
    //! It goes out, perhaps not for the first time.
    void sent(const salon::client::WantedChange &change);
    //! It is kept, and there is no answer to be had now.
    void waits(const salon::client::WantedChange &change);
    //! The server has it, as `rev` of the message; 0 where that is not told.
    void done(const salon::client::WantedChange &change, salon::Seq rev);
    //! The server does not take it; what the log says is shown.
    void refused(const salon::client::WantedChange &change, const salon::Error &why);
    //! It was taken back before it was sent, another wish took its place, or its room is gone.
    void dropped(const salon::client::WantedChange &change);
    //! It could not be written, and is neither shown nor sent.
    void notKept(const salon::client::WantedChange &change);
    //! The server takes nothing just now; it is asked again in that time.
    void paused(const salon::Error &why, qint64 retryInMs);

private:
    struct Entry {
        qint64 id = 0;
        WantedChange change;
        bool isShown = false; //!< it is on disk, or with the server
        bool hasNoDisk = false; //!< it could not be written, and is on its way to the server
        bool wasSent = false; //!< it or what it took the place of: the server may have that
        bool hasWaited = false; //!< for an answer, and longer than a moment
        bool isHeld = false; //!< it is being taken back
        Seq seen = 0; //!< of its event, when that comes before its answer
        bool isDone = false; //!< only its event is missing
        Seq rev = 0; //!< of that; 0: not known
    };

    Entry *find(qint64 id);
    Entry *findWaiting(const WantedChange &change);
    void put(const WantedChange &change, const std::optional<Entry> &before);
    void setWaiting(qint64 id);
    void putDone(qint64 id, const std::optional<Entry> &before, bool isStored);
    void takeBack(Entry &entry);
    void giveUp(qint64 id, const std::optional<Entry> &before = {});
    void sendWaiting();
    bool isTheirTurn(const WantedChange &change) const;
    void ask(const Entry &entry);
    void answered(qint64 id, RoomId room, const Result<Seq> &rev);
    void acknowledged(Entry &entry, Seq rev);
    void failed(Entry &entry, const Error &why);
    void wait(const Error &why);
    void erase(qint64 id);
    void messageDeleted(const protocol::RoomEvent &event);
    //! Forgets those, on disk too, and tells.
    void drop(const std::function<bool(const Entry &)> &is, const std::optional<Error> &why);

    Connection &m_connection;
    LocalStore &m_store;
    const MaySend m_maySend;
    StoreAccount m_account;
    QString m_epoch;
    QList<Entry> m_entries; //!< in the order in which they were wanted
    QHash<RoomId, qint64> m_inFlight; //!< ids
    qint64 m_lastId = 0;
    SendingPause m_pause; //!< until the server takes something again
};

} // namespace salon::client
