// SPDX-License-Identifier: MIT
#include "server/service/durable_file.h"
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
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

//! What stands at a path, whatever is put there.
class Replaced {
public:
    explicit Replaced(const QString &path)
        : m_descriptor(::open(QFile::encodeName(path).constData(),
                              O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
    {
    }
    ~Replaced()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    Q_DISABLE_COPY_MOVE(Replaced)

    void giveBack() const
    {
        constexpr off_t kBit = 1 << 20; // bytes
        constexpr useconds_t kRest = 5'000; // microseconds
        struct stat file = {};
        if (m_descriptor < 0 || ::fstat(m_descriptor, &file) != 0 || file.st_nlink > 0 || !isOurs())
            return;
        for (off_t rest = file.st_size - kBit; rest > 0; rest -= kBit) {
            if (::ftruncate(m_descriptor, rest) != 0)
                return;
            ::usleep(kRest);
        }
    }

private:
    //! Nobody else has it open; somebody may be reading an older backup.
    bool isOurs() const
    {
#ifdef F_SETLEASE
        // Given to none while others have the file open; and given back, for its end is a signal.
        return ::fcntl(m_descriptor, F_SETLEASE, F_WRLCK) == 0
            && ::fcntl(m_descriptor, F_SETLEASE, F_UNLCK) == 0;
#else
        return false;
#endif
    }

    int m_descriptor;
};

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
    const Replaced replaced(to);
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return failure(u"make"_s, to);
    TRY(syncFile(QFileInfo(to).absolutePath()));
    replaced.giveBack();
    return {};
}

} // namespace salon::server
