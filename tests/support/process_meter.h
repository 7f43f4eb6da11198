// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>

namespace salon::test {

//! Nanoseconds of processor time that the living threads of a process have had, in user space and
//! in the kernel (/proc/PID/task/*/schedstat); 0 when there is no such process.
qint64 cpuNanoseconds(qint64 pid);

//! Memory of a process that is not swapped out, shared pages included; 0 when there is none.
qint64 residentBytes(qint64 pid);

//! How often a process has called write() and its kin, on files and on sockets (/proc/PID/io);
//! send() is not among them.
qint64 writeCalls(qint64 pid);

//! Files and sockets that a process has open.
int descriptorCount(qint64 pid);

//! Keeps all threads of a process (0: this one) on one of the processors that this process was
//! started with. With a single processor nothing happens.
void keepOnProcessor(qint64 pid, int number);

} // namespace salon::test
