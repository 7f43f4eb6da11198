// SPDX-License-Identifier: MIT
#include "server/app/commands.h"
#include "server/app/core_dump.h"
#include "server/operation/log.h"
#include <QCoreApplication>
#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

int main(int argc, char **argv)
{
#ifdef Q_OS_UNIX
    umask(077); // whatever is made is for the owner alone
#endif
    salon::server::forbidCoreDumps();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("salond"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SALON_VERSION));
    salon::server::Log::takeOverQtMessages();
    return salon::server::runCommand(QCoreApplication::arguments());
}
