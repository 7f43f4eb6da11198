// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>

namespace salon::server {

class Database;

//! The rooms' logs, and the messages in their present form. Lists end at `limit` rows, or with the
//! row whose data or text makes them larger than `maxSize` bytes of JSON or UTF-16 units: never
//! empty for being large.
class LogStore {
public:
    struct Place {
        Seq seq = 0;
        qint64 n = 0; //!< messages of the room, this one counted
        Timestamp at = 0; //!< `now`, or later when the room's last event was
    };

    explicit LogStore(Database &database) : m_database(database) { }

    //! Takes the room's next place; the database hands the number out.
    Result<Place> take(RoomId room, bool isMessage, Timestamp now);
    Result<> append(const EventRow &event);
    Result<> addMessage(const MessageRow &message);
    //! All that can change: text, mentions, reactions, its pin, and when and whether it was
    //! changed.
    Result<> changeMessage(const MessageRow &message);
    //! Other data for an event that is there: what was deleted goes from the log, too.
    Result<> replaceData(RoomId room, Seq seq, const QByteArray &data);

    Result<std::optional<MessageRow>> findByKey(UserId by, const QString &key);
    Result<bool> isMessage(RoomId room, Seq seq);
    Result<MessageRow> message(RoomId room, Seq seq); //!< or NotFound
    Result<EventRow> event(RoomId room, Seq seq); //!< or NotFound
    Result<QList<EventRow>> events(RoomId room, Seq after, qint64 limit, qint64 maxSize);
    //! The `limit` nearest below `before`, oldest first.
    Result<QList<MessageRow>> messagesBefore(RoomId room, Seq before, qint64 limit, qint64 maxSize);
    Result<QList<MessageRow>> messagesAfter(RoomId room, Seq after, qint64 limit, qint64 maxSize);
    //! Messages from `from` up to `upTo`, which is at most `changedAfter`, that changed in
    //! (`changedAfter`, `changedTo`].
    Result<QList<MessageRow>> touched(RoomId room, Seq upTo, Seq changedAfter, Seq changedTo,
                                      qint64 limit, qint64 maxSize, Seq from = 1);
    //! The chain of answers that the message is in, from its first message on that is not before
    //! `from`.
    Result<QList<MessageRow>> thread(RoomId room, Seq seq, qint64 limit, Seq from = 1);
    //! Messages from `from` on whose pin has a lower number than `before`, the highest first.
    Result<QList<MessageRow>> pins(RoomId room, Seq before, qint64 limit, qint64 maxSize,
                                   Seq from = 1);
    Result<qint64> countPins(RoomId room);
    //! n of the last message at or before `seq`; 0 when there is none.
    Result<qint64> numberAt(RoomId room, Seq seq);
    //! A message and when it was posted; none has seq 0.
    struct Moment {
        Seq seq = 0;
        Timestamp at = 0;
    };
    //! The first message in [from, to] at or after `time`, when all before `from` are older: a few
    //! steps down an index, since a room's clock never goes back.
    Result<Moment> firstSince(RoomId room, Timestamp time, Seq from, Seq to);
    //! Rooms whose head is not their last event's seq, or n not their last message's, after an
    //! unclean stop. A few steps down an index for each room.
    Result<QList<RoomId>> roomsWithWrongHead();

private:
    Result<> addMentions(RoomId room, Seq seq);
    Result<Moment> firstFrom(RoomId room, Seq seq);

    Database &m_database;
};

} // namespace salon::server
