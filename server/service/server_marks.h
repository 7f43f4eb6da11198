// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

//! Words that the database keeps about the server itself.
namespace salon::server {

class Database;

//! Tells clients whether these are still the data that they know; made when there is none.
Result<QString> epochOf(Database &database);
//! Clients forget what they know of the rooms: the data went back in time, or changed by other ways
//! than events.
Result<> renewEpoch(Database &database);

//! Whether a server began to serve and did not say that it ended well.
Result<bool> isMarkedAsServing(Database &database);
//! Writes something that is new each time: whether anything can be stored.
Result<> tryToStore(Database &database, qint64 now);
Result<> markAsServing(Database &database, bool isServing);

} // namespace salon::server
