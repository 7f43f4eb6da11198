// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/cache_database.h"
#include "client/cache/stretch.h"
#include "shared/protocol/room_messages.h"

namespace salon::client {

//! The stretches of the cached logs and the messages in them, by the number that a log has in the
//! file. A failure is the database's.
class CachedLogs {
public:
    //! What somebody said of a log: all of it from `first` to `last`.
    struct Part {
        Seq first = 0;
        Seq last = 0;
        QList<protocol::Message> messages;
    };

    explicit CachedLogs(CacheDatabase &database) : m_database(database) { }

    //! Must be called after the file was opened, and after a rollback.
    void count();
    qint64 messages() const { return m_messages; } //!< in all logs

    //! What contradicts itself is not taken; what contradicts the cache takes its place.
    void add(qint64 log, const Part &part);
    std::optional<protocol::Message> find(qint64 log, Seq seq);
    //! Changes the message if it is there in an older form.
    void update(qint64 log, const protocol::Message &message);
    //! Takes away what is there of this part of the log.
    void forget(qint64 log, Seq from, Seq to);
    bool has(qint64 log, Seq seq);
    qint64 messagesOf(qint64 log);
    //! Takes the oldest messages away, up to so many; what holds none any more goes as a whole.
    void dropOldest(qint64 log, qint64 most);
    //! Nothing of it is found any more.
    void dropAll(qint64 log);
    //! See LogCache::page(); without names. `known` is the highest seq that is known to exist,
    //! `first` the lowest that one may read.
    std::optional<protocol::MessagePage> page(qint64 log, Seq known, Seq first,
                                              const protocol::ListMessages &request);

    //! See LogCache::pins().
    QList<protocol::Message> pins(qint64 log);
    //! See LogCache::moments().
    QList<Seq> moments(qint64 log, const QList<Timestamp> &times);

private:
    // cached_moments.cpp
    std::optional<protocol::Message> firstFrom(qint64 log, Seq seq);
    std::optional<protocol::Message> firstSince(qint64 log, Timestamp time, Seq from, Seq behind);

    // cached_logs.cpp
    void put(qint64 log, const protocol::Message &message);
    void replace(qint64 log, const QList<Stretch> &stretches, const Stretch &by);
    void takeAnew(qint64 log, const QList<Stretch> &wrong, const Part &part, const Stretch &by);
    bool hasOnly(qint64 log, const Part &part);
    QList<Stretch> stretches(qint64 log, Seq from, Seq to, qint64 most);
    qint64 nBefore(qint64 log, Seq seq, Seq first);
    qint64 nFrom(qint64 log, Seq seq, Seq last);

    // cached_page.cpp
    void take(qint64 log, const QSqlQuery &row, QList<protocol::Message> &messages, qint64 &budget);
    QList<protocol::Message> before(qint64 log, const Stretch &in, Seq seq, qint64 limit,
                                    qint64 &budget);
    QList<protocol::Message> from(qint64 log, const Stretch &in, Seq seq, qint64 limit,
                                  qint64 &budget);
    QList<protocol::Message> asked(qint64 log, const Stretch &in, Seq begin,
                                   const protocol::ListMessages &request);

    CacheDatabase &m_database;
    qint64 m_messages = 0;
};

} // namespace salon::client
