// SPDX-License-Identifier: MIT
#include "client/platform/window_thread.h"
#include <QCoreApplication>
#include <QThread>

namespace salon::client {

[[maybe_unused]] static bool isWindowsThread()
{
    const auto *application = QCoreApplication::instance();
    return application && application->thread() == QThread::currentThread();
}

void mayBlock([[maybe_unused]] const char *what)
{
    Q_ASSERT_X(!isWindowsThread(), what, "a window must not wait for it");
}

void mayBlockOutsideOfTheLoop([[maybe_unused]] const char *what)
{
    Q_ASSERT_X(!isWindowsThread() || QThread::currentThread()->loopLevel() == 0, what,
               "a window must not wait for it");
}

} // namespace salon::client
