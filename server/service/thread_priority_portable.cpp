// SPDX-License-Identifier: MIT
#include "server/service/thread_priority.h"
#include <QThread>

namespace salon::server {

void lowerThreadPriority()
{
    QThread::currentThread()->setPriority(QThread::LowPriority);
}

void preferShortTurns()
{
}

} // namespace salon::server
