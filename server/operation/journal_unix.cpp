// SPDX-License-Identifier: MIT
#include "server/operation/journal.h"
#include <QByteArray>
#include <sys/stat.h>
#include <unistd.h>

namespace salon::server {

bool isStderrJournal()
{
    struct stat status = {};
    const QByteArray stream = qgetenv("JOURNAL_STREAM");
    if (stream.isEmpty() || ::fstat(STDERR_FILENO, &status) != 0)
        return false;
    return stream
        == QByteArray::number(qulonglong(status.st_dev)) + ':'
        + QByteArray::number(qulonglong(status.st_ino));
}

} // namespace salon::server
