// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/act.h"
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
    QString text; //!< of a message or an edit; the emoji of a reaction
    Timestamp at = 0;
    Seq of = 0; //!< the message that it answers or changes
    bool isDeleted = false; //!< its text was taken away since
    std::optional<QList<UserId>> mentions = {};
    std::optional<bool> mentionsRoom = {};
    friend bool operator==(const LogEntry &, const LogEntry &) = default;
};

LogEntry entryOf(const protocol::RoomEvent &event);

//! Each room's log when all is over, in the order in which it was read.
using RoomLogs = QMap<RoomId, QList<LogEntry>>;

//! How a client came to know of an event.
enum class Source { Push, Sync, Page };

//! What a client wanted to do, with all that it was told of it. `step` orders what happened over
//! all clients.
struct Sending {
    RoomId room;
    QString key; //!< of a message; of anything else just a name for this history
    QString text; //!< or the emoji
    Act act = Act::Post;
    Seq of = 0; //!< the message that it answers or changes
    qint64 startedAt = 0; //!< step of the first attempt
    qint64 answeredAt = 0; //!< step of the first acknowledgement, 0 without one
    int attempts = 0;
    QList<protocol::Posted> answers; //!< to a message
    QList<Seq> revs; //!< the answers to a change; 0 where that told none
    QString refusal; //!< an error that says that it is not done
    bool isTooMuch = false; //!< since there would be too many
};

struct Receipt {
    int connection = 0; //!< counts the client's connections
    Source source = Source::Push;
    RoomId room;
    LogEntry entry;
    qint64 askedAt = 0; //!< step of the question; 0 when it was pushed
};

//! A message as a page showed it.
struct FormSeen {
    protocol::Message message;
    qint64 askedAt = 0; //!< step of the question
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
    //! `startedAt`: the step of the first, where that was before this is told.
    void attempt(RoomId room, const QString &key, const QString &text, Act act = Act::Post,
                 Seq of = 0, std::optional<qint64> startedAt = {});
    void acknowledge(const QString &key, const protocol::Posted &answer);
    void acknowledgeChange(const QString &key, Seq rev);
    void refuse(const QString &key, const QString &why, bool isTooMuch = false);
    //! Of what happens now: a question about what is stored goes out, a person enters a text.
    qint64 nextStep() { return ++m_step; }
    void receive(Source source, RoomId room, const LogEntry &entry, qint64 askedAt = 0);
    void see(const protocol::Message &message, qint64 askedAt);
    void hearHead(RoomId room, Seq head) { heads.push_back({room, head}); }

    QString name;
    UserId user;
    //! One thing after the other in each room; else only messages have an order, those of an
    //! outbox.
    bool keepsOrder = true;
    QList<RoomId> follows; //!< rooms whose whole log it must hold in the end
    std::vector<Sending> sendings; //!< in the order of their first attempts
    std::vector<Receipt> receipts; //!< in the order of arrival
    std::vector<FormSeen> forms;
    std::vector<HeadTold> heads;

private:
    Sending *find(const QString &key);
    void answered(Sending &sending);

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
    size_t answered() const; //!< acknowledged, or refused for good
    //! What was acknowledged, by the name of the act.
    QMap<QString, int> acknowledgedActs() const;

private:
    qint64 m_step = 0;
    std::deque<ClientHistory> m_clients; // a reference to one stays good
};

} // namespace salon::test
