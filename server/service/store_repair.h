// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/store_check.h"

namespace salon::server {

struct RepairReport {
    CheckReport before;
    QList<CheckFinding> left; //!< of those
};

//! Makes the views anew from the log where the full check finds them different, in one transaction,
//! with a new epoch so that clients forget the wrong ones. The log and a room whose log is not
//! whole stay as they are; so does everything when the file itself is damaged. For a database that
//! nobody serves.
Result<RepairReport> repairStore(Database &database);

} // namespace salon::server
