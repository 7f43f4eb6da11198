// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

struct RestorePlan {
    QString file; //!< the backup
    QString databasePath; //!< where the database shall be; its folder must be taken
    bool mayReplace = false;
    bool keepsSessions = false; //!< also those that were ended after the backup was taken
    Timestamp now = 0;
};

struct Restored {
    Timestamp latestEvent = 0; //!< of the backup; 0 when it has none
    QString keptAs; //!< where the database is that was there before; empty when there was none
};

//! Puts a checked copy of the backup in the database's place, with a new epoch, so that clients
//! forget what came after it, and without live sessions. A database that was there is kept beside
//! it under another name. After an error everything is as it was.
Result<Restored> restore(const RestorePlan &plan);

} // namespace salon::server
