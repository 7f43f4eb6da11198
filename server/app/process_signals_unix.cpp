// SPDX-License-Identifier: MIT
#include "server/app/process_signals.h"
#include <QSocketNotifier>
#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::server {
namespace {

// A handler may only do what is safe in a signal: it writes a byte that the event loop reads.
std::array<int, 2> g_pipe{-1, -1};

void writeNumber(int signal)
{
    const char byte = char(signal);
    [[maybe_unused]] const auto written = ::write(g_pipe[0], &byte, 1);
}

} // namespace

void onSignals(QObject *context, SignalHandlers handlers)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, g_pipe.data()) != 0)
        return;
    auto *notifier = new QSocketNotifier(g_pipe[1], QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context,
                     [handlers = std::move(handlers)] {
                         char byte = 0;
                         if (::read(g_pipe[1], &byte, 1) == 1)
                             byte == SIGHUP ? handlers.reload() : handlers.stop();
                     });
    struct sigaction action = {};
    action.sa_handler = writeNumber;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGHUP, &action, nullptr);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, nullptr);
    sigaction(SIGXFSZ, &action, nullptr);
}

} // namespace salon::server
