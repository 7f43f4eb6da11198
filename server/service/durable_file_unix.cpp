// SPDX-License-Identifier: MIT
#include "server/service/durable_file.h"
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Of the last system call.
Error failure(const QString &what, const QString &path)
{
    const Reason reason =
        errno == ENOSPC || errno == EDQUOT ? Reason::StorageFull : Reason::StorageFailed;
    return {ErrorCode::Unavailable, reason,
            u"cannot %1 %2: %3"_s.arg(what, path, qt_error_string(errno))};
}

} // namespace

Result<> syncFile(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool isSynced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const auto result = isSynced ? Result<>() : Result<>(failure(u"write"_s, path));
    if (descriptor >= 0)
        ::close(descriptor);
    return result;
}

Result<> moveFile(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failure(u"make"_s, to);
    return syncFile(QFileInfo(to).absolutePath());
}

} // namespace salon::server
