// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include "tests/support/socket_swarm.h"
#include <QHash>
#include <vector>

namespace salon::test {

//! An account of the replay, with its session.
struct Person {
    QString account;
    UserId id;
    QByteArray token;
    bool keepsTexts = false; //!< a watcher: remembers all that it sees
};

//! A message as a watcher saw it.
struct Seen {
    qint64 n = 0;
    UserId by;
    QString key;
    QString text;
    std::optional<Seq> replyTo = {};
    friend bool operator==(const Seen &, const Seen &) = default;
};

//! What one member has seen of a room.
struct RoomView {
    Seq next = 0; //!< the seq that must come next
    std::vector<Seen> messages; //!< of a watcher
};

//! A message to be sent, and what the server answered.
struct Posting {
    RoomId room;
    size_t person = 0;
    QString key;
    QString text;
    std::optional<size_t> answers = {}; //!< the posting before it that it replies to
    std::optional<protocol::Posted> answer = {};
};

//! Everybody's connections: hello, sending in order, and a check of every single delivery. Any
//! break of the rules (a hole, a double, an error answer) is kept in `faults`.
class Replay {
public:
    Replay(quint16 port, std::vector<Person> people);

    //! Connects all and says hello; then asks for what was missed since the last time.
    bool connectAll();
    //! Sends postings of each room in order, rooms side by side, until `enough()` or all are
    //! answered. The next author of a room waits for the answer to the one before.
    bool send(std::vector<Posting> &postings, const std::function<bool()> &enough);
    //! Waits until everybody has seen each of their rooms up to its last event.
    bool settle();
    //! The server was killed: what is under way has an unknown outcome.
    void disconnectAll();

    const RoomView &view(size_t person, RoomId room) const
    {
        return m_views[person].constFind(room).value();
    }
    size_t answered() const { return m_answered; }
    size_t deliveries() const { return m_deliveries; }
    QStringList faults;

private:
    struct RoomQueue {
        std::vector<size_t> postings;
        size_t next = 0;
        size_t underWay = 0;
    };

    bool connectSome(size_t first, size_t last);
    bool catchUp();
    void sendNext(std::vector<Posting> &postings, RoomQueue &queue);
    void receive(size_t person, QByteArrayView text);
    void receiveReply(size_t person, const wire::Frame &frame);
    void receiveHello(size_t person, const wire::JsonValue &data);
    void receiveSync(size_t person, const wire::JsonValue &data);
    void receiveEvent(size_t person, const wire::JsonValue &frame);
    void keep(size_t person, RoomView &view, const wire::JsonValue &frame);
    void fault(const QString &what);

    quint16 m_port;
    std::vector<Person> m_people;
    std::vector<QHash<RoomId, RoomView>> m_views;
    std::vector<bool> m_greeted;
    QHash<RoomId, Seq> m_heads; //!< highest seq that anybody was told of
    QHash<RoomId, RoomQueue> m_queues;
    std::vector<Posting> *m_postings = nullptr;
    size_t m_answered = 0;
    size_t m_greetings = 0;
    size_t m_syncs = 0;
    size_t m_deliveries = 0;
    bool m_expectClose = false;
    wire::JsonParser m_parser;
    SocketSwarm m_swarm;
};

} // namespace salon::test
