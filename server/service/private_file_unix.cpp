// SPDX-License-Identifier: MIT
#include "server/service/private_file.h"
#include <QFile>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error failure(const QString &path, const QString &what)
{
    return Error::internal(u"cannot %1 %2: %3"_s.arg(what, path, qt_error_string(errno)));
}

bool writeAll(int descriptor, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const auto wrote =
            ::write(descriptor, content.constData() + done, size_t(content.size() - done));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        done += qsizetype(wrote);
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

Result<> makePrivateFile(const QString &path, const QByteArray &content)
{
    const QByteArray name = QFile::encodeName(path);
    const int descriptor =
        ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(path, u"make"_s);
    const bool written = writeAll(descriptor, content);
    const Error error = written ? Error() : failure(path, u"write"_s);
    ::close(descriptor);
    if (written)
        return {};
    ::unlink(name.constData());
    return error;
}

bool isOpenToOthers(const QString &path)
{
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0
        && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

} // namespace salon::server
