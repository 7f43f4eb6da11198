// SPDX-License-Identifier: MIT
#include "client/app/client_app.h"
#include "client/app/start_report.h"
#include "client/platform/single_instance.h"
#include "client/ui/server_address.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr int kFailed = 1;

int fail(const QString &why)
{
    std::fprintf(stderr, "salon: %s\n", qPrintable(why));
    return kFailed;
}

QString passwordFromInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    QByteArray line = input.readLine();
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"salon"_s);
    QApplication::setApplicationDisplayName(u"Salon"_s);
    QApplication::setApplicationVersion(QStringLiteral(SALON_VERSION));
    QApplication::setDesktopFileName(u"salon"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Group chat that people run themselves: the desktop client."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption profile(u"profile"_s, u"Keep session, outbox and drafts here."_s,
                                     u"DIR"_s);
    const QCommandLineOption server(u"server"_s, u"Address of the server."_s, u"URL"_s);
    const QCommandLineOption user(u"user"_s, u"Name of the account."_s, u"NAME"_s);
    const QCommandLineOption password(u"password-stdin"_s,
                                      u"Read the password from standard input."_s);
    parser.addOptions({profile, server, user, password});
    parser.process(application);

    salon::client::ClientApp::Wish wish{{}, parser.value(user), {}};
    if (parser.isSet(server)) {
        const auto address = salon::client::serverFromTyping(parser.value(server));
        if (!address)
            return fail(u"--server: %1 is not an address"_s.arg(parser.value(server)));
        wish.server = *address;
    }
    QString folder = parser.value(profile);
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    if (!QDir().mkpath(folder))
        return fail(u"the profile %1 cannot be made"_s.arg(folder));
    salon::client::SingleInstance instance(folder);
    if (!instance.claim())
        return instance.problem().isEmpty() ? 0 : fail(instance.problem());

    if (parser.isSet(password))
        wish.password = passwordFromInput();
    salon::client::ClientApp app(folder);
    QObject::connect(&instance, &salon::client::SingleInstance::raiseRequested, &app,
                     &salon::client::ClientApp::raise);
    salon::client::StartReport::beginIfWanted();
    app.start(wish);
    return QApplication::exec();
}
