// SPDX-License-Identifier: MIT
#include "tests/support/small_disk.h"
#include <QFile>
#include <cerrno>
#include <cstring>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

namespace salon::test {

static Error systemError(const char *what)
{
    return Error::internal(QString::fromLatin1(what) + QStringLiteral(": ")
                           + QString::fromLocal8Bit(std::strerror(errno)));
}

SmallDisk::~SmallDisk()
{
    if (m_isMounted)
        ::umount2(QFile::encodeName(m_folder).constData(), MNT_DETACH);
}

Result<> SmallDisk::mount(qint64 bytes)
{
    // In mounts of our own: nobody else sees it, and it cannot outlive this process.
    if (::unshare(CLONE_NEWNS) != 0)
        return systemError("unshare");
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
        return systemError("mount --make-rprivate");
    const QByteArray options = "size=" + QByteArray::number(bytes);
    if (::mount("tmpfs", QFile::encodeName(m_folder).constData(), "tmpfs", 0, options.constData())
        != 0)
        return systemError("mount tmpfs");
    m_isMounted = true;
    return {};
}

void SmallDisk::fill() const
{
    QFile file(ballast());
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return;
    const QByteArray block(4096, 'x');
    while (file.write(block) == block.size()) { }
}

void SmallDisk::free() const
{
    QFile::remove(ballast());
}

bool limitFileSize(qint64 pid, qint64 bytes)
{
    rlimit limit = {};
    if (::prlimit(pid_t(pid), RLIMIT_FSIZE, nullptr, &limit) != 0)
        return false;
    limit.rlim_cur = bytes < 0 ? limit.rlim_max : rlim_t(bytes);
    return ::prlimit(pid_t(pid), RLIMIT_FSIZE, &limit, nullptr) == 0;
}

} // namespace salon::test
