// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/presence_settings.h"
#include "server/service/account_service.h"
#include "server/service/room_queries.h"
#include "server/service/room_service.h"
#include "server/store/database.h"

namespace salon::server {

//! What every rule may rely on; the same for all threads, set before they start.
struct ServerFacts {
    QString databasePath;
    QString name;
    QStringList defaultRooms;
    wire::Limits limits;
    PresenceSettings presence;
    qint64 sessionLifeMs = 0;
    const Clock *clock = &Clock::system();
    QString epoch; //!< known when the database is open
};

//! What a rule works with in the writer's transaction.
class WriteContext {
public:
    explicit WriteContext(const ServerFacts &facts);

    Effects takeEffects();

    const ServerFacts &facts;
    Database database;
    AccountStore accounts;
    AccountService accountRules;
    RoomService rooms;
};

//! What a reader works with in its snapshot.
class ReadContext {
public:
    explicit ReadContext(const ServerFacts &facts);

    const ServerFacts &facts;
    Database database;
    AccountStore accounts;
    RoomQueries rooms;
};

} // namespace salon::server
