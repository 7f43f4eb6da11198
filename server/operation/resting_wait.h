// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/free_memory.h"
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace salon::server {

//! Waits for work, as std::condition_variable::wait() does. A thread that has none for half a
//! second gives back the memory that the work before has left, and sleeps on.
template <class IsWanted>
void waitAndRest(std::condition_variable &wake, std::unique_lock<std::mutex> &lock,
                 IsWanted isWanted)
{
    constexpr std::chrono::milliseconds kRestAfter{500};
    if (wake.wait_for(lock, kRestAfter, isWanted))
        return;
    lock.unlock();
    returnMemoryOfThread();
    lock.lock();
    wake.wait(lock, isWanted);
}

} // namespace salon::server
