// SPDX-License-Identifier: MIT
#include "client/ui/windows/main_window.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QStandardPaths>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

QString passwordFromInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    QByteArray line = input.readAll();
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"salon"_s);
    QApplication::setApplicationVersion(QStringLiteral(SALON_VERSION));
    QApplication::setStyle(u"Fusion"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Group chat that people run themselves: the desktop client."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(u"profile"_s, u"Keep session, outbox and drafts here."_s, u"DIR"_s);
    const QCommandLineOption server(u"server"_s, u"Address of the server."_s, u"URL"_s);
    const QCommandLineOption user(u"user"_s, u"Name of the account."_s, u"NAME"_s);
    const QCommandLineOption password(u"password-stdin"_s, u"Read the password from standard input."_s);
    parser.addOptions({profile, server, user, password});
    parser.process(application);

    QString folder = parser.value(profile);
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (!QDir().mkpath(folder)) {
        std::fprintf(stderr, "salon: the profile %s cannot be made\n", qPrintable(folder));
        return 1;
    }
    QLockFile lock(folder + u"/salon.lock"_s);
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0)) {
        std::fprintf(stderr, "salon: the profile %s is open in another window\n", qPrintable(folder));
        return 1;
    }
    salon::client::MainWindow window(folder, QUrl(parser.value(server)), parser.value(user));
    window.show();
    window.start(parser.isSet(password) ? passwordFromInput() : QString());
    return QApplication::exec();
}
