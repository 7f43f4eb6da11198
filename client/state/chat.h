// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "client/net/connection.h"
#include "client/state/cached_rooms.h"
#include "client/state/people.h"
#include "client/state/presence_state.h"
#include "client/state/quoted_messages.h"
#include "client/state/read_markers.h"
#include "client/state/room_history.h"
#include "client/state/room_pins.h"
#include "client/state/sending_pause.h"
#include "client/state/stage_times.h"
#include "client/state/wanted_changes.h"

namespace salon::client {

//! How much of one's own is not with the server.
struct OutboxCount {
    qsizetype waiting = 0;
    qsizetype refused = 0; //!< for good, until its author decides
    std::optional<Timestamp> oldest; //!< of what waits
};

//! What waited in a room that one is no longer in.
struct LeftBehind {
    QString room; //!< its name; empty where nobody knows it any more
    qsizetype messages = 0; //!< not sent, and kept as failed
    qsizetype changes = 0; //!< of messages: neither sent nor kept
};

//! Everything that is true of one account now: its connection, rooms, people, logs, timelines,
//! outbox and drafts. The one place where events change it. What was true when the program last
//! ran is shown before the server is asked.
class Chat : public QObject {
    Q_OBJECT
public:
    template <class T>
    using Told = std::function<void(const Result<T> &)>;

    Chat(const QString &folder, QObject *parent = nullptr);

    //! Opens the account; where it is open already, only the connection is opened anew: after a
    //! session ended, all that is shown, unsent or drafted stays for the same account.
    void open(const QUrl &server, const QString &token, UserId self);
    //! Forgets the account. What is unsent and drafted stays on the disk.
    void close();
    //! As on a deliberate log-out: also deletes what was kept for reading without a connection.
    void closeAndForget();
    Connection &connection() { return m_connection; }
    RoomsState &rooms() { return m_rooms; }
    PresenceState &presence() { return m_presence; }
    UserId self() const { return m_self; }
    //! Whether what the disk has of the account was read: see opened().
    bool isOpen() const { return m_isOpen; }
    QString nameOf(UserId user) const { return m_people.nameOf(user); }
    const protocol::User *person(UserId user) const { return m_people.find(user); }
    //! Asks who that is, unless it is known; namesChanged() follows.
    void askName(UserId user) { m_people.ask(user); }
    QList<protocol::User> knownPeople() const { return m_people.known(); }

    //! The room's timeline; loads it, where one stopped reading, when it was not open before.
    Timeline *openRoom(RoomId room);
    void loadOlder(RoomId room) { m_history.loadOlder(room); }
    void loadNewer(RoomId room) { m_history.loadNewer(room); }
    //! Goes on from where the timeline is to its newest messages.
    void loadLatest(RoomId room) { m_history.loadLatest(room); }
    //! Brings the open room's rows around a message: see RoomHistory.
    void loadAround(RoomId room, Seq seq, Landing landing, RoomHistory::Arrived arrived)
    {
        m_history.loadAround(room, seq, landing, std::move(arrived));
    }
    //! Where the room opens, when its rows are there.
    ReadingPlace openingPlace(RoomId room) const;
    //! Where in the open room somebody is. Rows around it stay in memory, and it opens there again.
    void setReading(RoomId room, const ReadingPlace &place);
    //! Nobody looks at the room any more.
    void closeRoom(RoomId room) { m_history.closeRoom(room); }
    //! Everything up to that message was seen.
    void markRead(RoomId room, Seq seq);
    //! Somebody says that the room, or every room, is read to its end.
    void markAllRead(RoomId room);
    void markAllRead();
    //! The message and all after it are unread again, on every device.
    void markUnread(RoomId room, Seq seq);
    ReadMarkers &markers() { return m_markers; }
    //! For each of the times, which never go back, the first message at or after it; 0 for none.
    struct Moments {
        QList<Seq> first;
        bool isWhole = true; //!< else only what is cached was looked at
    };
    void findMoments(RoomId room, const QList<Timestamp> &times, Told<Moments> told);
    void createRoom(const protocol::CreateRoom &room, Told<protocol::RoomReply> told);
    //! The room of just these and oneself.
    void openDirect(const QList<UserId> &users, Told<protocol::RoomReply> told);
    void invite(RoomId room, UserId user, Told<protocol::Done> told);
    //! Everybody who can be written to.
    void listUsers(Told<protocol::UserPage> told);
    void joinRoom(RoomId room, Told<protocol::RoomReply> told);
    void leaveRoom(RoomId room, Told<protocol::Done> told);
    void setTopic(RoomId room, const QString &topic, Told<protocol::Done> told);
    //! For everybody and for good: sent as soon as that can be. Until then keepMessage() takes it
    //! back, and wanted() tells what becomes of it.
    void deleteMessage(RoomId room, Seq seq);
    void keepMessage(RoomId room, Seq seq);
    void listVersions(RoomId room, Seq seq, Told<protocol::VersionsReply> told);
    void listThread(RoomId room, Seq seq, Told<protocol::ThreadReply> told);
    //! Adds one's reaction, or takes it back: shown once it is on disk, sent when that can be. What
    //! becomes of it is told by wanted().
    void react(RoomId room, Seq seq, const QString &emoji, bool isAdded);
    //! What one wants to become of messages, and the server does not know yet.
    WantedChanges &wanted() { return m_wanted; }
    //! Pins it for everybody in the room, or takes its pin away: as react().
    void pin(RoomId room, Seq seq, bool isPinned);
    //! What is pinned in the room that it was opened for.
    RoomPins &pins() { return m_pins; }
    //! The message, where it is at hand; else it is asked for, and quoted() tells of its coming.
    const protocol::Message *message(RoomId room, Seq seq);
    QuotedMessages &quoted() { return m_quoted; }
    void listPublicRooms(Told<protocol::RoomListReply> told);
    void listMembers(RoomId room, Told<protocol::MemberPage> told);

    //! Stores the message in the outbox, then shows and sends it. `pressedAt` is when the key went
    //! down, by StageTimes::now(). `replyTo` is the message that it answers; 0: none.
    void post(RoomId room, const QString &text, qint64 pressedAt = 0, Seq replyTo = 0);
    //! Sends what is unfinished with that text: it takes its place at once, so that there is never
    //! none of them on disk.
    void postAgain(const QString &key, const QString &text, qint64 pressedAt = 0);
    //! Begins another text for a message of one's own, or goes on with the one that was begun;
    //! `begun` is told its key once it is on disk.
    void beginEdit(RoomId room, Seq seq, const QString &text, std::function<void(QString)> begun);
    void retry(RoomId room, const QString &key);
    void discard(RoomId room, const QString &key);
    void discardAll();
    //! What was refused, or is being written; null when there is none with that key.
    const OutboxRow *unfinished(const QString &key) const;
    //! Of the room, the edit of a message that was begun and neither sent nor given up.
    const OutboxRow *unfinishedEdit(RoomId room) const;
    //! Another text for what is unfinished: kept on disk, blank ones aside; in the timeline from
    //! showUnsentText() on.
    void setUnsentText(const QString &key, const QString &text);
    void showUnsentText(const QString &key);
    //! Why and for how long the server takes no messages just now; 0 ms when it does.
    struct Pause {
        Error why;
        qint64 leftMs = 0;
    };
    Pause pause() const;
    Draft draft(RoomId room) const { return m_drafts.value(room); }
    void setDraft(RoomId room, const Draft &draft);
    //! What is wrong with the disk that the outbox lies on.
    StoreTrouble storeTrouble() const { return m_store.trouble(); }
    //! What is not with the server yet, without a word of it: messages, edits, and what was done
    //! with messages.
    OutboxCount outboxCount() const;
    void setCacheBounds(const LogCache::Bounds &bounds) { m_cache.setBounds(bounds); }
    //! How long one's own messages took on their way.
    StageTimes &stages() { return m_stages; }

Q_SIGNALS:
    //! Something happened in a room: each event once, in the order of the room's log.
    void eventApplied(const salon::protocol::RoomEvent &event);
    //! The rooms are those of the last time; the server was not asked yet.
    void restored();
    //! What the disk has of the account was read; restored() came before it where that are rooms.
    void opened();
    void ready(); //!< signed in over the socket; rooms are current
    //! Messages came since the room was shown from the cache: its timeline begins anew, where one
    //! stopped reading.
    void openedAgain(salon::RoomId room);
    //! What rooms missed is here now.
    void caughtUp();
    void membersChanged(RoomId room);
    void namesChanged();
    //! The outbox could not be written: the text was not taken. Empty when it was that of a
    //! refused message, which still stands there.
    void textNotTaken(RoomId room, const QString &text);
    void storeSetAside(const QString &path);
    //! The outbox and the drafts cannot be read or written.
    void storeFailed(salon::client::StoreTrouble why);
    //! What was cached is lost, and comes again from the server; the old file is `path`.
    void cacheSetAside(const QString &path);
    //! Nothing more is kept for reading offline.
    void cacheStopped(salon::client::LogCache::Stop why);
    //! A page of the room could not be had; asked again when the room is opened or scrolled.
    void messagesNotLoaded(salon::RoomId room, const salon::Error &error);
    //! The server takes no messages just now; what waits is sent again in that time: see pause().
    void sendingPaused(const salon::Error &why, qint64 retryInMs);
    void unsentChanged();
    //! One is no longer in a room where something waited.
    void unsentLeftBehind(const salon::client::LeftBehind &what);

private:
    void connectParts();
    void connectPushes();
    struct Read;
    void takeOwn(const LocalStore::Content &own);
    void restore(const LogCache::Content &content);
    void addRoom(const protocol::Room &room);
    //! A room that was made or joined here: added, then told.
    Told<protocol::RoomReply> addingRoom(Told<protocol::RoomReply> told);
    //! A direct room is called like the people it is with, once they are known.
    protocol::Room titled(protocol::Room room) const;
    void titleRooms();
    void removeRoom(RoomId room);
    //! `name` for what is told of it.
    void removeNamed(RoomId room, const QString &name);
    std::optional<qint64> numberAt(RoomId room, Seq seq) const;
    void findCachedMoments(RoomId room, const QList<Timestamp> &times, const Error &why,
                           Told<Moments> told);
    void listCachedMembers(RoomId room, const Error &why, Told<protocol::MemberPage> told);
    //! Does it once the list of rooms is whole: a change must not be undone by an older row of it.
    void whenListed(std::function<void()> change);
    //! Asks page after page, up to `kMostListed` items; answers once. `after` of the answer is set
    //! when there are more.
    template <class Ask, class Item>
    void askPages(Ask ask, QList<Item> Ask::Reply::*items, Told<typename Ask::Reply> told,
                  typename Ask::Reply soFar = {});

    // chat_sync.cpp
    void greeted(const protocol::HelloReply &hello);
    void listOwnRooms();
    void roomsListed(const QList<protocol::Room> &rooms);
    void leaveUnlisted(const QList<protocol::Room> &before);
    void updateRoom(const protocol::RoomEvent &event);
    void skipTo(const protocol::MessagePage &page);

    // chat_outbox.cpp
    void put(OutboxRow row, qint64 pressedAt, const QString &replaced);
    void storeAgain(const QString &key, const OutboxRow &row, std::function<void()> done);
    const OutboxRow *unsent(const QString &key) const;
    void showUnsent(Timeline &timeline);
    void showUnsent(const OutboxRow &row);
    void sendNext(RoomId room);
    void sendAll();
    void isWithServer(RoomId room, const QString &key);
    void notSent(RoomId room, const QString &key, const Error &why);
    void sent(RoomId room, const QString &key, const Result<protocol::Posted> &answer);
    void fail(OutboxRow &row, const Error &failure);
    void forgetUnsent(RoomId room, const QString &key);
    qsizetype leaveUnsentBehind(RoomId room);
    void wait(const Error &why);

    // chat_edits.cpp
    Seq revOf(RoomId room, Seq seq) const;
    void sendEdit(OutboxRow &row);
    void sendEditOnce(const OutboxRow &row);
    void askWhetherTaken(const OutboxRow &row);
    void editTaken(RoomId room, const QString &key, Seq rev);

    bool maySend(RoomId room, Seq seq) const;
    Timeline *timelineOf(RoomId room) const { return m_history.timeline(room); }

    static constexpr qsizetype kMostListed = 10'000;

    Connection m_connection;
    PresenceState m_presence;
    LocalStore m_store;
    LogCache m_cache;
    RoomsState m_rooms;
    CachedRooms m_cachedRooms;
    People m_people;
    RoomLogs m_logs;
    PageSource m_pages;
    ReadingPlaces m_places;
    RoomHistory m_history;
    QuotedMessages m_quoted;
    RoomPins m_pins;
    StoreAccount m_account;
    UserId m_self;
    bool m_isOpen = false; //!< what the disk has of the account was read
    bool m_isRestored = false; //!< what is shown is from the cache alone
    qint64 m_generation = 0; //!< counts accounts: answers about an earlier one are not for this one
    QString m_epoch; //!< of the server's data, once known
    //! One's rooms are on their way, with the hello or in pages behind it: what is pushed meanwhile
    //! may be newer than they are.
    bool m_isListing = false;
    QList<std::function<void()>> m_afterListing;
    TryLater m_listLater;
    ReadMarkers m_markers;
    WantedChanges m_wanted;
    QList<OutboxRow> m_unsent;
    QSet<RoomId> m_inFlight;
    QHash<RoomId, Draft> m_drafts;
    SendingPause m_pause; //!< until the server takes messages again
    StageTimes m_stages;
};

} // namespace salon::client
