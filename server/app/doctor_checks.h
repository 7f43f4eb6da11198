// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/settings.h"
#include "shared/base/clock.h"
#include <QDateTime>

//! What `salond doctor` looks at. Each check looks for itself, whether a salond runs or not, and
//! changes nothing.
namespace salon::server {

enum class Verdict { Ok, Warn, Fail };

struct Finding {
    QString check; //!< one word
    Verdict verdict = Verdict::Ok;
    QString says; //!< what was found
    QString todo = {}; //!< what to do about it; empty when it is fine
};

using Findings = QList<Finding>;

//! Below `fail` nothing can be relied on; below (or above) `warn` it soon cannot.
struct DiskBounds {
    qint64 spaceFail = 100LL * 1024 * 1024;
    qint64 spaceWarn = 1024LL * 1024 * 1024;
    qint64 syncWarnUs = 30'000; //!< of the median
    qint64 syncFailUs = 1'000'000;
};

//! The data folder and what lies in it: there, writable, one owner's, closed to others.
Findings checkFolder(const QString &folder);
//! Free space, and how long a small write takes until it is on the disk.
Findings checkDisk(const QString &folder, const DiskBounds &bounds);
//! The year, the time of new files, and the latest event of the database.
Findings checkClock(const QString &folder, const Clock &clock);
//! The engine's own check, foreign keys, and whether each room's log reaches its head.
Findings checkDatabase(const QString &folder);
//! The configured certificate: readable, its key's, in time, of a known issuer; the key private.
Findings checkCertificate(const Settings &settings, const QDateTime &now);
//! Whether somebody serves the folder, and what its port answers, and over TLS whether with the
//! configured certificate; else whether the port is free.
Findings checkServer(const Settings &settings);

} // namespace salon::server
