// SPDX-License-Identifier: MIT
// Preloaded into salond: a disk that takes SLOW_DISK_MS for each sync.
#include <cstdlib>
#include <ctime>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

void delay()
{
    const char *text = std::getenv("SLOW_DISK_MS");
    const long ms = text ? std::strtol(text, nullptr, 10) : 0;
    timespec time{ms / 1000, ms % 1000 * 1'000'000};
    while (::nanosleep(&time, &time) != 0) { }
}

} // namespace

extern "C" int fsync(int descriptor)
{
    delay();
    return int(::syscall(SYS_fsync, descriptor));
}

extern "C" int fdatasync(int descriptor)
{
    delay();
    return int(::syscall(SYS_fdatasync, descriptor));
}
