// SPDX-License-Identifier: MIT
#include "server/service/thread_priority.h"
#include <cstdint>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace salon::server {
namespace {

//! As sched_setattr(2) reads it; not every C library has its struct.
struct Scheduling {
    std::uint32_t size = sizeof(Scheduling);
    std::uint32_t policy = SCHED_OTHER;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0; //!< nanoseconds; of a turn, since Linux 6.12
    std::uint64_t deadline = 0;
    std::uint64_t period = 0;
};

constexpr std::uint64_t kShortestTurn = 100'000; // nanoseconds: the kernel takes no less
constexpr int kGivesWay = 10;

id_t currentThread()
{
    return id_t(::syscall(SYS_gettid));
}

//! Kernels that are older than the length of a turn take no notice of it.
void setTurn(std::uint64_t nanoseconds)
{
    Scheduling wanted;
    wanted.nice = ::getpriority(PRIO_PROCESS, currentThread());
    wanted.runtime = nanoseconds;
    ::syscall(SYS_sched_setattr, 0, &wanted, 0U);
}

} // namespace

void lowerThreadPriority()
{
    // QThread::setPriority does nothing under Linux's default scheduler; a nice value is per
    // thread.
    ::setpriority(PRIO_PROCESS, currentThread(), kGivesWay);
    setTurn(0); // the usual one, whatever the thread has inherited
}

void preferShortTurns()
{
    setTurn(kShortestTurn);
}

} // namespace salon::server
