// SPDX-License-Identifier: MIT
#include "server/app/folder.h"
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

QString lockPath(const QString &folder)
{
    return folder + u"/salond.lock"_s;
}

} // namespace

Folder::Folder(const QString &path) : m_path(path), m_lock(lockPath(path))
{
    m_lock.setStaleLockTime(0);
}

Result<std::unique_ptr<Folder>> Folder::take(const QString &path)
{
    const QString whole = QDir(path).absolutePath();
    const bool isNew = !QFileInfo::exists(whole);
    if (!QDir().mkpath(whole))
        return Error(ErrorCode::Unavailable, u"the data folder %1 cannot be made"_s.arg(whole));
    if (isNew) {
        QFile::setPermissions(
            whole, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    std::unique_ptr<Folder> folder(new Folder(whole));
    if (folder->m_lock.tryLock(0))
        return folder;
    if (folder->m_lock.error() == QLockFile::LockFailedError) {
        qint64 pid = 0;
        QString host;
        QString program;
        folder->m_lock.getLockInfo(&pid, &host, &program);
        return Error(
            ErrorCode::Conflict,
            u"the data folder %1 is in use by another salond (process %2)"_s.arg(whole).arg(pid));
    }
    return Error(ErrorCode::Unavailable, u"the data folder %1 is not writable"_s.arg(whole));
}

bool Folder::isTaken(const QString &path)
{
    QLockFile lock(lockPath(QDir(path).absolutePath()));
    lock.setStaleLockTime(0);
    return !lock.tryLock(0) && lock.error() == QLockFile::LockFailedError;
}

QString Folder::socketName(const QString &path)
{
    const QString whole = QDir(path).absolutePath() + u"/salond.sock"_s;
    constexpr qsizetype kLongestSocketPath = 100; // sockaddr_un holds 108 bytes
    if (whole.toUtf8().size() <= kLongestSocketPath)
        return whole;
    const QByteArray hash = QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256);
    return u"salond-"_s + QString::fromLatin1(hash.toHex().left(32));
}

} // namespace salon::server
