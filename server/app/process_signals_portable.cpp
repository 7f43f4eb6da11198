// SPDX-License-Identifier: MIT
#include "server/app/process_signals.h"
#include <QTimer>
#include <csignal>

namespace salon::server {
namespace {

volatile std::sig_atomic_t g_asked = 0;

void remember(int)
{
    g_asked = 1;
}

} // namespace

void onSignals(QObject *context, SignalHandlers handlers)
{
    constexpr int kLookMs = 200;
    auto *timer = new QTimer(context);
    QObject::connect(timer, &QTimer::timeout, context, [timer, stop = std::move(handlers.stop)] {
        if (!g_asked)
            return;
        timer->stop();
        stop();
    });
    timer->start(kLookMs);
    std::signal(SIGTERM, remember);
    std::signal(SIGINT, remember);
}

} // namespace salon::server
