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

template <class Call>
Result<> withDescriptor(const QString &path, Call call)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool isDone = descriptor >= 0 && call(descriptor) == 0;
    const auto result = isDone ? Result<>() : Result<>(failure(u"write"_s, path));
    if (descriptor >= 0)
        ::close(descriptor);
    return result;
}

} // namespace

Result<> syncFile(const QString &path)
{
    return withDescriptor(path, [](int descriptor) { return ::fsync(descriptor); });
}

Result<> writeOut(const QString &path)
{
#ifdef SYNC_FILE_RANGE_WRITE
    return withDescriptor(path, [](int descriptor) {
        return ::sync_file_range(descriptor, 0, 0,
                                 SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE
                                     | SYNC_FILE_RANGE_WAIT_AFTER);
    });
#else
    return syncFile(path);
#endif
}

Result<> moveFile(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failure(u"make"_s, to);
    return syncFile(QFileInfo(to).absolutePath());
}

} // namespace salon::server
