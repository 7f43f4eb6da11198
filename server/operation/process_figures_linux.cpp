// SPDX-License-Identifier: MIT
#include "server/operation/process_figures.h"
#include <QDir>
#include <QFile>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

double seconds(const timeval &time)
{
    return double(time.tv_sec) + double(time.tv_usec) / 1e6;
}

} // namespace

ProcessFigures ProcessFigures::now()
{
    ProcessFigures figures;
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        figures.cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    QFile statm(u"/proc/self/statm"_s); // proc(5): total, then resident, in pages
    if (statm.open(QIODevice::ReadOnly)) {
        const QByteArrayList fields = statm.readAll().split(' ');
        if (fields.size() > 1)
            figures.residentBytes = fields[1].toLongLong() * sysconf(_SC_PAGESIZE);
    }
    const QDir descriptors(u"/proc/self/fd"_s);
    if (descriptors.exists())
        figures.openDescriptors =
            descriptors.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
        figures.mostDescriptors = qint64(limit.rlim_cur);
    return figures;
}

} // namespace salon::server
