// SPDX-License-Identifier: MIT
// The doctor's checks of the data folder, its disk and the clock.
#include "server/app/doctor_checks.h"
#include "server/app/folder.h"
#include "server/operation/text_table.h"
#include "server/service/private_file.h"
#include "server/store/database.h"
#include "server/store/overview_store.h"
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStorageInfo>
#include <QUuid>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kClockSlackMs = 60'000;

//! Files that hold messages, hashes of passwords, or keys.
QStringList secretFiles(const QString &folder)
{
    QStringList found;
    for (const auto &name : {u"salon.db"_s, u"salon.db-wal"_s, u"salon.db-shm"_s, u"token.key"_s,
                             u"metrics.token"_s}) {
        if (QFileInfo::exists(folder + u'/' + name))
            found.append(folder + u'/' + name);
    }
    return found;
}

Finding ownersOf(const QString &folder)
{
    const QFileInfo whole(folder);
    for (const QString &path : secretFiles(folder)) {
        const QFileInfo file(path);
        if (file.ownerId() != whole.ownerId())
            return {
                u"owner"_s, Verdict::Fail,
                u"%1 belongs to %2, the folder to %3"_s.arg(path, file.owner(), whole.owner()),
                u"chown -R %1 %2, and run salond as this user only"_s.arg(whole.owner(), folder)};
        if (!file.isReadable() || !file.isWritable())
            return {u"owner"_s, Verdict::Fail, path + u" cannot be read and written here"_s,
                    u"run salond as %1"_s.arg(file.owner())};
    }
    return {u"owner"_s, Verdict::Ok, u"folder and files belong to one user"_s};
}

Finding privacyOf(const QString &folder)
{
    for (const QString &path : secretFiles(folder)) {
        if (isOpenToOthers(path))
            return {u"privacy"_s, Verdict::Fail, path + u" is open to other users"_s,
                    u"chmod 600 "_s + path};
    }
    if (isOpenToOthers(folder))
        return {u"privacy"_s, Verdict::Warn, folder + u" is open to other users"_s,
                u"chmod 700 "_s + folder};
    return {u"privacy"_s, Verdict::Ok, u"closed to other users"_s};
}

//! Microseconds that a small file takes until it is on the disk, each time; empty when it cannot.
QList<qint64> syncTimes(const QString &folder)
{
    constexpr int kTimes = 20;
    QList<qint64> times;
    for (int i = 0; i < kTimes; ++i) {
        const QString path = folder + u"/doctor-"_s + QUuid::createUuid().toString(QUuid::Id128);
        QElapsedTimer timer;
        timer.start();
        const bool written = bool(makePrivateFile(path, QByteArray(4096, 'd')));
        const qint64 took = timer.nsecsElapsed() / 1000;
        QFile::remove(path);
        if (!written)
            return {};
        times.append(took);
    }
    std::ranges::sort(times);
    return times;
}

Finding syncOf(const QString &folder, const DiskBounds &bounds)
{
    const QList<qint64> times = syncTimes(folder);
    if (times.isEmpty())
        return {u"sync"_s, Verdict::Fail, u"nothing can be written to "_s + folder,
                u"see that the disk is not full and not mounted read-only"_s};
    const qint64 median = times.at(times.size() / 2);
    const Verdict verdict = median > bounds.syncFailUs ? Verdict::Fail
        : median > bounds.syncWarnUs                   ? Verdict::Warn
                                                       : Verdict::Ok;
    const QString says = u"a small write is on the disk after %1 ms (median of %2; longest %3 ms)"_s
                             .arg(double(median) / 1000, 0, 'f', 1)
                             .arg(times.size())
                             .arg(double(times.last()) / 1000, 0, 'f', 1);
    return {u"sync"_s, verdict, says,
            verdict == Verdict::Ok
                ? QString()
                : u"every message waits for this: move the folder to a faster disk"_s};
}

//! The newest event's time; 0 when there is none or it cannot be read.
Timestamp latestEvent(const QString &folder)
{
    const QString path = Folder::databasePath(folder);
    Database database;
    if (!QFileInfo::exists(path) || !database.open(path, Database::Access::ReadOnly))
        return 0;
    const auto latest = OverviewStore(database).latestEvent();
    return latest ? *latest : 0;
}

//! How far the time of a new file is from the clock.
qint64 fileClockOff(const QString &folder)
{
    const QString path = folder + u"/doctor-"_s + QUuid::createUuid().toString(QUuid::Id128);
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    if (!makePrivateFile(path, "d"))
        return 0;
    const qint64 written = QFileInfo(path).lastModified().toMSecsSinceEpoch();
    QFile::remove(path);
    return std::abs(written - before);
}

} // namespace

Findings checkFolder(const QString &folder)
{
    const QFileInfo whole(folder);
    if (!whole.exists())
        return {{u"folder"_s, Verdict::Warn, folder + u" does not exist yet"_s,
                 u"nothing, if this is the first start: salond serve makes it; else see --data"_s}};
    if (!whole.isDir())
        return {{u"folder"_s, Verdict::Fail, folder + u" is not a folder"_s,
                 u"name another one by server.data or --data"_s}};
    if (!whole.isReadable() || !whole.isWritable() || !whole.isExecutable())
        return {{u"folder"_s, Verdict::Fail, folder + u" cannot be written by this user"_s,
                 u"run salond as %1"_s.arg(whole.owner())}};
    return {{u"folder"_s, Verdict::Ok, folder}, ownersOf(folder), privacyOf(folder)};
}

Findings checkDisk(const QString &folder, const DiskBounds &bounds)
{
    const QStorageInfo disk(folder);
    const qint64 free = disk.bytesAvailable();
    const Verdict verdict = free < bounds.spaceFail ? Verdict::Fail
        : free < bounds.spaceWarn                   ? Verdict::Warn
                                                    : Verdict::Ok;
    const Finding space{
        u"space"_s, verdict, u"%1 free on %2"_s.arg(readableBytes(free), disk.rootPath()),
        verdict == Verdict::Ok ? QString() : u"make room: salond stores nothing when it is full"_s};
    return {space, syncOf(folder, bounds)};
}

Findings checkClock(const QString &folder, const Clock &clock)
{
    const QString todo = u"set the clock, and let it be kept by NTP"_s;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(clock.now()).toUTC();
    const QString said = readableDate(clock.now());
    if (now.date().year() < 2024 || now.date().year() > 2100)
        return {{u"clock"_s, Verdict::Fail, u"it cannot be %1"_s.arg(said), todo}};
    const Timestamp latest = latestEvent(folder);
    if (latest > clock.now() + kClockSlackMs)
        return {{u"clock"_s, Verdict::Warn,
                 u"it is %1, but there are messages of %2"_s.arg(said, readableDate(latest)),
                 todo}};
    if (fileClockOff(folder) > kClockSlackMs)
        return {{u"clock"_s, Verdict::Warn, u"new files in %1 have another time"_s.arg(folder),
                 u"set the clock of the machine that holds the disk"_s}};
    return {{u"clock"_s, Verdict::Ok, said}};
}

} // namespace salon::server
