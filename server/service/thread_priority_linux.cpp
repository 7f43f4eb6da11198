// SPDX-License-Identifier: MIT
#include "server/service/thread_priority.h"
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace salon::server {

void lowerThreadPriority()
{
    // QThread::setPriority does nothing under Linux's default scheduler; a nice value is per
    // thread.
    const auto thread = id_t(::syscall(SYS_gettid));
    ::setpriority(PRIO_PROCESS, thread, 10);
}

} // namespace salon::server
