// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/account_store.h"
#include "server/store/database.h"
#include "server/store/log_store.h"
#include "server/store/migrator.h"
#include "server/store/room_store.h"
#include "server/store/transaction.h"
#include <QTemporaryDir>
#include <QTest>

//! Ends the test function with the error's words when a Result is one.
#define VERIFY_RESULT(expression)                                                                  \
    do {                                                                                           \
        const auto &verified_ = (expression);                                                      \
        QVERIFY2(verified_, verified_ ? "" : qPrintable(verified_.error().toString()));            \
    } while (false)

namespace salon::server {

constexpr qint64 kNoLimit = 1'000'000;
constexpr Timestamp kNow = 1'790'000'000'000;

//! A database of its own in a real file, at the newest schema, with all stores on it.
class StoreOnDisk {
public:
    StoreOnDisk() : accounts(database), rooms(database), log(database)
    {
        opened = database.open(path(), Database::Access::ReadWrite);
        if (opened)
            opened = migrate(database);
    }

    QString path() const { return m_folder.filePath(QStringLiteral("salon.db")); }

    //! An account; its name is its key.
    UserId user(const QString &name)
    {
        const auto added = accounts.add({.name = name, .keys = {name}, .createdAt = kNow});
        return added ? *added : UserId{};
    }

    //! A public room with its first event, as a rule makes it.
    RoomId room(const QString &name, UserId owner)
    {
        const auto added =
            rooms.add({.name = name, .kind = QStringLiteral("public")}, {name}, kNow);
        if (!added || !event(*added, owner, QStringLiteral("room.created"))
            || !rooms.addMember(*added, owner, QStringLiteral("owner"), 1, 0))
            return {};
        return *added;
    }

    Result<LogStore::Place> event(RoomId in, UserId by, const QString &kind, Timestamp at = kNow)
    {
        TRY_ASSIGN(const auto place, log.take(in, false, at));
        TRY(log.append({in, place.seq, kind, place.at, by, "{}"}));
        return place;
    }

    Result<LogStore::Place> join(RoomId in, UserId user)
    {
        TRY_ASSIGN(const auto place, event(in, user, QStringLiteral("member.joined")));
        TRY(rooms.addMember(in, user, QStringLiteral("member"), place.seq, place.n));
        return place;
    }

    Result<LogStore::Place> post(RoomId in, UserId by, const QString &key, const QString &text,
                                 Timestamp at = kNow)
    {
        TRY_ASSIGN(const auto place, log.take(in, true, at));
        TRY(log.append(
            {in, place.seq, QStringLiteral("message.posted"), place.at, by, text.toUtf8()}));
        TRY(log.addMessage({in, place.seq, place.n, place.seq, place.at, by, key, text, {}}));
        return place;
    }

private:
    QTemporaryDir m_folder;

public:
    Database database;
    AccountStore accounts;
    RoomStore rooms;
    LogStore log;
    Result<> opened;
};

} // namespace salon::server
