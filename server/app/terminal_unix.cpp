// SPDX-License-Identifier: MIT
#include "server/app/terminal.h"
#include <QFile>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace salon::server {

std::optional<QString> askSecretly(const QString &question)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    if (terminal < 0)
        return {};
    termios before = {};
    if (::tcgetattr(terminal, &before) != 0) {
        ::close(terminal);
        return {};
    }
    termios quiet = before;
    quiet.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(terminal, TCSAFLUSH, &quiet);
    QFile device;
    if (!device.open(terminal, QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        ::close(terminal);
        return {};
    }
    device.write(question.toLocal8Bit());
    QByteArray line = device.readLine(4096);
    device.write("\n");
    ::tcsetattr(terminal, TCSAFLUSH, &before);
    ::close(terminal);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromLocal8Bit(line);
}

bool isOutputTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1 && qgetenv("TERM") != "dumb";
}

} // namespace salon::server
