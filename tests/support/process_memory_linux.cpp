// SPDX-License-Identifier: MIT
#include "tests/support/process_memory.h"
#include <QFile>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace salon::test {

std::optional<int> countInMemory(qint64 pid, const QByteArray &bytes)
{
    QFile maps(u"/proc/%1/maps"_s.arg(pid));
    QFile memory(u"/proc/%1/mem"_s.arg(pid));
    if (!maps.open(QIODevice::ReadOnly)
        || !memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    int count = 0;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        // "7f0c1000-7f0c2000 rw-p …"
        const qsizetype dash = line.indexOf('-');
        const qsizetype space = line.indexOf(' ');
        if (dash < 0 || line.mid(space + 1, 2) != "rw")
            continue;
        const qint64 from = line.left(dash).toLongLong(nullptr, 16);
        const qint64 to = line.mid(dash + 1, space - dash - 1).toLongLong(nullptr, 16);
        if (!memory.seek(from))
            continue;
        const QByteArray area = memory.read(to - from); // short where pages cannot be read
        count += int(area.count(bytes));
    }
    return count;
}

std::optional<qint64> residentBytes()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
    QFile sizes(u"/proc/self/statm"_s); // in pages: of the address space, in memory, …
    if (!sizes.open(QIODevice::ReadOnly))
        return {};
    return sizes.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

} // namespace salon::test
