// SPDX-License-Identifier: MIT
#include "tests/support/room_logs.h"
#include "tests/support/http_client.h"
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <memory>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

//! A connection for reading that ends with this object.
class Reading {
public:
    explicit Reading(const QString &file)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        m_isOpen = database.open();
    }
    ~Reading() { QSqlDatabase::removeDatabase(m_name); }
    Q_DISABLE_COPY_MOVE(Reading)

    Result<> each(const QString &sql, const std::function<void(const QSqlQuery &)> &row) const
    {
        QSqlQuery query(QSqlDatabase::database(m_name, false));
        query.setForwardOnly(true);
        if (!m_isOpen || !query.exec(sql))
            return Error::internal(sql + u": "_s + query.lastError().text());
        while (query.next())
            row(query);
        return {};
    }

private:
    QString m_name = QUuid::createUuid().toString();
    bool m_isOpen = false;
};

Result<LogEntry> storedEntry(const QSqlQuery &row)
{
    const QString kind = row.value(2).toString();
    wire::JsonParser parser;
    TRY_ASSIGN(const auto json, parser.parse(row.value(4).toByteArray()));
    TRY_ASSIGN(auto data, protocol::decodedData(kind.toStdString(), json));
    return entryOf(protocol::RoomEvent{{row.value(0).toLongLong()},
                                       row.value(1).toLongLong(),
                                       row.value(5).toLongLong(),
                                       {row.value(3).toLongLong()},
                                       std::move(data)});
}

//! Rows that the views have and the log has not, or the other way round.
constexpr auto kDifferences = R"(
SELECT 'head of room ' || id FROM rooms
    WHERE head <> (SELECT coalesce(max(seq), 0) FROM events WHERE room_id = rooms.id)
UNION ALL SELECT 'message ' || room_id || '/' || seq || ' without event' FROM messages
    WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.room_id = messages.room_id
        AND e.seq = messages.seq AND e.kind = 'message.posted' AND e.by_user = messages.by_user
        AND json_extract(CAST(e.data AS TEXT), '$.key') = messages.key)
UNION ALL SELECT 'event ' || room_id || '/' || seq || ' without message' FROM events
    WHERE kind = 'message.posted' AND NOT EXISTS (SELECT 1 FROM messages m
        WHERE m.room_id = events.room_id AND m.seq = events.seq))";

} // namespace

Result<RoomLogs> toldLogs(quint16 port, const QByteArray &token, const QList<RoomId> &rooms)
{
    HttpClient http(port);
    http.setToken(token);
    RoomLogs logs;
    for (const RoomId room : rooms) {
        QList<LogEntry> &log = logs[room];
        Seq head = 1;
        while (log.isEmpty() || log.constLast().seq < head) {
            TRY_ASSIGN(
                const auto page,
                http.call("/api/room.events",
                          protocol::ListEvents{.room = room,
                                               .after = log.isEmpty() ? 0 : log.constLast().seq}));
            if (page.events.isEmpty())
                return Error::internal(u"an empty page before the head of the log"_s);
            for (const protocol::RoomEvent &event : page.events)
                log.append(entryOf(event));
            head = page.head;
        }
    }
    return logs;
}

Result<QList<protocol::Message>> toldMessages(quint16 port, const QByteArray &token, RoomId room)
{
    HttpClient http(port);
    http.setToken(token);
    QList<protocol::Message> messages;
    protocol::ListMessages request;
    request.room = room;
    for (request.after = 0;;) {
        TRY_ASSIGN(const auto page, http.call("/api/room.messages", request));
        messages += page.messages;
        if (!page.hasAfter || page.messages.isEmpty())
            return messages;
        request.after = page.to;
    }
}

Result<QList<protocol::Message>> toldPins(quint16 port, const QByteArray &token, RoomId room)
{
    HttpClient http(port);
    http.setToken(token);
    QList<protocol::Message> messages;
    protocol::ListPins request{.room = room};
    do {
        TRY_ASSIGN(const auto page, http.call("/api/room.pins", request));
        messages += page.messages;
        request.after = page.after;
    } while (request.after);
    return messages;
}

Result<RoomLogs> storedLogs(const QString &dataFolder)
{
    const Reading database(dataFolder + u"/salon.db"_s);
    QStringList faults;
    const auto note = [&](const QSqlQuery &row) {
        if (row.value(0).toString() != "ok"_L1)
            faults.append(row.value(0).toString());
    };
    TRY(database.each(u"PRAGMA integrity_check"_s, note));
    TRY(database.each(u"PRAGMA foreign_key_check"_s, note));
    TRY(database.each(QString::fromLatin1(kDifferences), note));
    if (!faults.isEmpty())
        return Error::internal(faults.join(u'\n'));
    RoomLogs logs;
    QStringList unreadable;
    TRY(database.each(u"SELECT room_id, seq, kind, by_user, data, at FROM events "
                      "ORDER BY room_id, seq"_s,
                      [&](const QSqlQuery &row) {
                          const auto entry = storedEntry(row);
                          if (entry)
                              logs[RoomId{row.value(0).toLongLong()}].append(*entry);
                          else
                              unreadable.append(entry.error().toString());
                      }));
    return unreadable.isEmpty() ? Result<RoomLogs>(logs) : Error::internal(unreadable.join(u'\n'));
}

} // namespace salon::test
