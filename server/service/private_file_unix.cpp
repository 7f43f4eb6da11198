// SPDX-License-Identifier: MIT
#include "server/service/private_file.h"
#include <QFile>
#include <QFileInfo>
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

//! Best effort: a name that is lost is made anew at the next start.
void syncFolderOf(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

Result<> makePrivateFile(const QString &path, const QByteArray &content)
{
    // Under another name until it is whole: after a power cut it is there with its content, or not.
    const QByteArray name = QFile::encodeName(path);
    const QByteArray draft = name + ".new";
    ::unlink(draft.constData()); // of one that was cut short
    const int descriptor =
        ::open(draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(path, u"make"_s);
    Result<> done;
    if (!writeAll(descriptor, content))
        done = failure(path, u"write"_s);
    else if (::link(draft.constData(), name.constData()) != 0) // fails when the name is taken
        done = failure(path, u"make"_s);
    ::close(descriptor);
    ::unlink(draft.constData());
    if (done)
        syncFolderOf(path);
    return done;
}

bool isOpenToOthers(const QString &path)
{
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0
        && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

} // namespace salon::server
