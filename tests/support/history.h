// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include <QHash>
#include <QMap>
#include <deque>
#include <vector>

namespace salon::test {

//! One line of a room's log, as a client was told of it or as it is stored.
struct LogEntry {
    Seq seq = 0;
    QString kind;
    UserId by;
    qint64 n = 0; //!< of a message, else 0
    QString key;
    QString text;
    Timestamp at = 0;
    friend bool operator==(const LogEntry &, const LogEntry &) = default;
};

LogEntry entryOf(const protocol::RoomEvent &event);
LogEntry entryOf(const protocol::Message &message);

//! Each room's log when all is over, in the order in which it was read.
using RoomLogs = QMap<RoomId, QList<LogEntry>>;

//! How a client came to know of an event.
enum class Source { Push, Sync, Page };

//! A message that a client wanted to send, with all that it was told of it. `step` orders what
//! happened over all clients.
struct Sending {
    RoomId room;
    QString key;
    QString text;
    qint64 startedAt = 0; //!< step of the first attempt
    qint64 answeredAt = 0; //!< step of the first acknowledgement, 0 without one
    QList<protocol::Posted> answers;
    QString refusal; //!< code of an error that says that it is not stored
};

struct Receipt {
    int connection = 0; //!< counts the client's connections
    Source source = Source::Push;
    RoomId room;
    LogEntry entry;
};

//! A room's head that a client was told of, in the order of telling.
struct HeadTold {
    RoomId room;
    Seq head = 0;
};

//! What one client sent and was told.
class ClientHistory {
public:
    ClientHistory(QString clientName, qint64 &step) : name(std::move(clientName)), m_step(step) { }

    void beginConnection() { ++m_connection; }
    void attempt(RoomId room, const QString &key, const QString &text);
    void acknowledge(const QString &key, const protocol::Posted &answer);
    void refuse(const QString &key, const QString &code);
    void receive(Source source, RoomId room, const LogEntry &entry);
    void hearHead(RoomId room, Seq head) { heads.push_back({room, head}); }

    QString name;
    UserId user;
    QList<RoomId> follows; //!< rooms whose whole log it must hold in the end
    std::vector<Sending> sendings; //!< in the order of their first attempts
    std::vector<Receipt> receipts; //!< in the order of arrival
    std::vector<HeadTold> heads;

private:
    Sending *find(const QString &key);

    qint64 &m_step;
    int m_connection = 0;
    QHash<QString, size_t> m_places; //!< of sendings, by key
};

//! Everybody's histories of a run.
class History {
public:
    ClientHistory &add(const QString &name) { return m_clients.emplace_back(name, m_step); }
    const std::deque<ClientHistory> &clients() const { return m_clients; }
    std::deque<ClientHistory> &clients() { return m_clients; }

    size_t acknowledged() const;

private:
    qint64 m_step = 0;
    std::deque<ClientHistory> m_clients; // a reference to one stays good
};

} // namespace salon::test
