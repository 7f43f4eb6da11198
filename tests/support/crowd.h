// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/envelope.h"
#include "tests/support/history.h"
#include "tests/support/socket_swarm.h"
#include <QElapsedTimer>
#include <functional>
#include <memory>

namespace salon::test {

struct Account {
    QString name;
    QByteArray token;
};

//! What one client of a Crowd holds of a room.
struct HeldRoom {
    Seq next = 1; //!< all before it is held
    Seq wanted = 0; //!< the highest seq that it was told of
    QSet<Seq> ahead; //!< came before what is missing
    KnownMessages messages;
};

//! A client that keeps the protocol's promises of its own side: a key of its own for each message,
//! one request at a time in each room until it is answered, the same again on each new connection,
//! and a question for each hole that it notices. Keeps a record of all.
class CrowdMember {
public:
    CrowdMember(Account account, ClientHistory &history, QList<RoomId> rooms);

    using Send = std::function<void(const QByteArray &)>;
    void post(RoomId room, const QString &text);
    //! Something of the mix, chosen when its turn comes: a text, or what becomes of a message.
    //! `name` is somebody to call.
    void act(RoomId room, quint64 dice, const QString &text, const QString &name);
    void beginConnection(Send send);
    void endConnection();
    void receive(QByteArrayView text);
    //! Asks for what is missing and sends what waits, once it is greeted.
    void goOn();
    //! Asks what it has missed though it noticed nothing.
    void askAgain() { m_mustSync = true; }

    bool isConnected() const { return bool(m_send); }
    bool isGreeted() const { return m_isGreeted; }
    bool isWaiting() const { return m_isSyncing || !m_underWay.isEmpty() || !m_isGreeted; }
    bool hasUnsent() const;
    bool isComplete() const; //!< holds all that it was told of
    const HeldRoom &held(RoomId room) const { return m_held.find(room).value(); }
    const Account &account() const { return m_account; }
    //! Since it asked, or was answered.
    qint64 unansweredMs() const { return m_sinceAnswer.elapsed(); }
    ClientHistory &history() { return m_history; }
    QStringList complaints; //!< what no server of ours should say

private:
    struct Waiting {
        Deed deed;
        quint64 dice = 0;
        QString name;
        bool isChosen = true;
    };

    void ask(const QByteArray &frame);
    void receiveReply(const wire::Frame &frame);
    void receiveError(const wire::Frame &frame);
    void receiveHello(const wire::JsonValue &data);
    void receiveSync(const wire::JsonValue &data);
    void receiveEvents(const wire::JsonValue &data);
    void receiveAnswer(const wire::Frame &frame, const wire::JsonValue &data);
    void take(Source source, RoomId room, const protocol::RoomEvent &event);
    void fillGap(RoomId room);
    void sendNext(RoomId room);

    Account m_account;
    ClientHistory &m_history;
    Send m_send;
    wire::JsonParser m_parser;
    QElapsedTimer m_sinceAnswer; //!< or since the last question
    QElapsedTimer m_pause; //!< since the server asked to wait
    qint64 m_pauseMs = 0;
    bool m_isGreeted = false;
    bool m_isSyncing = false;
    bool m_mustSync = false;
    qint64 m_lastId = 0;
    qint64 m_askedAt = 0; //!< step of the question about what is missing
    QMap<RoomId, HeldRoom> m_held;
    QMap<RoomId, std::deque<Waiting>> m_waiting;
    QHash<QString, RoomId> m_underWay; //!< request id of what is done in the room
};

//! Several of them over real sockets, in the thread of the caller.
class Crowd {
public:
    Crowd(quint16 port, const QList<Account> &accounts, const QList<RoomId> &rooms,
          History &history);

    size_t size() const { return m_members.size(); }
    CrowdMember &member(size_t place) { return *m_members[place]; }
    //! Waits at most so long for what comes; connects again who is not connected.
    void turn(int waitMs);
    void turnFor(int ms);
    bool hasUnsent() const; //!< somebody waits to send, or for an answer
    //! Goes on until all is answered and everybody holds the same. How long it took, in ms; nothing
    //! when not in time.
    std::optional<qint64> settle(int withinMs);
    //! Once it is settled: the last event of each room.
    QHash<RoomId, Seq> heads() const;
    //! A line on which nothing is answered for so long is given up.
    void setPatience(int ms) { m_patienceMs = ms; }
    size_t connections() const { return m_swarm.size(); }
    QStringList complaints() const;
    //! What each still waits for; empty when nobody does.
    QString unsettled() const;

private:
    void connectAgain(size_t place);
    bool isSettled() const;

    quint16 m_port;
    int m_patienceMs = 3'000;
    std::vector<std::unique_ptr<CrowdMember>> m_members;
    std::vector<std::optional<size_t>> m_lines; //!< place in the swarm, by member
    std::vector<bool> m_isUpgraded;
    std::vector<QElapsedTimer> m_sinceTry;
    QHash<size_t, size_t> m_memberOf;
    SocketSwarm m_swarm;
};

} // namespace salon::test
