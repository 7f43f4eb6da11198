// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "client/net/connection.h"
#include "client/state/rooms_state.h"
#include "client/state/timeline.h"
#include <QSet>
#include <unordered_map>

namespace salon::client {

//! Everything that is true of one account now: its connection, rooms, people, timelines, outbox and drafts. The one
//! place where events change it.
class Chat : public QObject {
    Q_OBJECT
public:
    template <class T>
    using Told = std::function<void(const Result<T> &)>;

    Chat(const QString &folder, QObject *parent = nullptr);

    void open(const QUrl &server, const QString &token, UserId self);
    void close();
    Connection &connection() { return m_connection; }
    RoomsState &rooms() { return m_rooms; }
    UserId self() const { return m_self; }
    QString nameOf(UserId user) const;

    //! The room's timeline; loads it when it was not open before.
    Timeline *openRoom(RoomId room);
    void loadOlder(RoomId room);
    void markRead(RoomId room, Seq seq);
    void createRoom(const QString &name, const QString &topic, Told<protocol::RoomReply> told);
    void joinRoom(RoomId room, Told<protocol::RoomReply> told);
    void leaveRoom(RoomId room, Told<protocol::Done> told);
    void setTopic(RoomId room, const QString &topic, Told<protocol::Done> told);
    void listPublicRooms(Told<protocol::RoomListReply> told);
    void listMembers(RoomId room, Told<protocol::MemberPage> told);

    //! Stores the message in the outbox, then shows and sends it.
    void post(RoomId room, const QString &text);
    void retry(RoomId room, const QString &key);
    void discard(RoomId room, const QString &key);
    QString draft(RoomId room) const { return m_drafts.value(room); }
    void setDraft(RoomId room, const QString &text);

Q_SIGNALS:
    void ready();                               //!< signed in over the socket; rooms are current
    void membersChanged(RoomId room);
    void namesChanged();
    //! The outbox could not be written: the text was not taken.
    void textNotTaken(RoomId room, const QString &text);
    void storeSetAside(const QString &path);
    //! A page of the room could not be had; asked again when the room is opened or scrolled.
    void messagesNotLoaded(salon::RoomId room, const salon::Error &error);

private:
    struct Unsent {
        OutboxRow row;
        bool isFailed = false;
    };
    void greeted(const protocol::HelloReply &hello);
    void receive(const protocol::RoomEvent &event);
    void updateRoom(const protocol::RoomEvent &event);
    void sync(RoomId room);
    void synced(const protocol::RoomSync &answer);
    void learn(const QList<protocol::User> &users);
    void askName(UserId user);
    void setReadState(const protocol::ReadState &state);
    void sendRead(RoomId room, Seq seq);

    // chat_outbox.cpp
    void showUnsent(Timeline &timeline);
    void sendNext(RoomId room);
    void sent(RoomId room, const QString &key, const Result<protocol::Posted> &answer);
    void wait(qint64 milliseconds);

    Connection m_connection;
    LocalStore m_store;
    RoomsState m_rooms;
    UserId m_self;
    QHash<UserId, protocol::User> m_users;
    QSet<UserId> m_asked;
    std::unordered_map<RoomId, std::unique_ptr<Timeline>> m_timelines;
    QSet<RoomId> m_syncing;
    QSet<RoomId> m_loadingOlder;
    QHash<RoomId, Seq> m_readSent;
    QList<Unsent> m_unsent;
    QSet<RoomId> m_inFlight;
    QHash<RoomId, QString> m_drafts;
    QTimer m_pause;                             //!< until the server takes messages again
};

} // namespace salon::client
