// SPDX-License-Identifier: MIT
#include "client/platform/lock_watch.h"

namespace salon::client {

std::unique_ptr<LockWatch> LockWatch::ofThisPlatform()
{
    return std::make_unique<LockWatch>();
}

} // namespace salon::client
