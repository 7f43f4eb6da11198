// SPDX-License-Identifier: MIT
#include "tests/support/process_meter.h"
#include <QDir>
#include <QFile>
#include <filesystem>
#include <iterator>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace salon::test {

namespace {

QString tasksOf(qint64 pid)
{
    return u"/proc/%1/task"_s.arg(pid == 0 ? u"self"_s : QString::number(pid));
}

std::vector<int> allowedProcessors()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    ::sched_getaffinity(0, sizeof set, &set);
    std::vector<int> allowed;
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (CPU_ISSET(i, &set))
            allowed.push_back(i);
    }
    return allowed;
}

} // namespace

qint64 cpuNanoseconds(qint64 pid)
{
    qint64 sum = 0;
    const QDir tasks(tasksOf(pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(tasks.filePath(task + u"/schedstat"_s));
        if (file.open(QIODevice::ReadOnly))
            sum += file.readAll().split(' ').first().toLongLong();
    }
    return sum;
}

qint64 residentBytes(qint64 pid)
{
    QFile file(u"/proc/%1/statm"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

qint64 writeCalls(qint64 pid)
{
    QFile file(u"/proc/%1/io"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    const QByteArray before = "\nsyscw: ";
    const qsizetype at = text.indexOf(before);
    if (at < 0)
        return 0;
    const qsizetype from = at + before.size();
    return text.mid(from, text.indexOf('\n', from) - from).toLongLong();
}

int descriptorCount(qint64 pid)
{
    // Not QDir, which would look at each of them.
    std::error_code error;
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/fd", error);
    return error ? 0 : int(std::distance(begin(all), end(all)));
}

void keepOnProcessor(qint64 pid, int number)
{
    // Asked once, before this process is bound itself.
    static const std::vector<int> allowed = allowedProcessors();
    if (allowed.size() < 2)
        return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(size_t(allowed[size_t(number) % allowed.size()]), &set);
    const QDir tasks(tasksOf(pid));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        ::sched_setaffinity(task.toInt(), sizeof set, &set);
}

} // namespace salon::test
