// SPDX-License-Identifier: MIT
#include "client/platform/lock_watch.h"

namespace salon::client {

void LockWatch::setLocked(bool isLocked)
{
    if (std::exchange(m_isLocked, isLocked) != isLocked)
        Q_EMIT changed(isLocked);
}

} // namespace salon::client
