// SPDX-License-Identifier: MIT
#include "client/app/client_app.h"
#include "client/app/start_problem.h"
#include "client/app/start_report.h"
#include "client/net/system_proxy.h"
#include "client/platform/fonts_ahead.h"
#include "client/platform/single_instance.h"
#include "client/ui/failure_catalogue.h"
#include "client/ui/message_link.h"
#include "client/ui/server_address.h"
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr int kFailed = 1;

int fail(const QString &why)
{
    std::fprintf(stderr, "salon: %s\n", qPrintable(why));
    return kFailed;
}

//! Says it in a window too: who started Salon from a menu sees no terminal.
int failVisibly(salon::client::LocalFailure failure, const QString &profile)
{
    const auto problem = salon::client::errorSentence(failure);
    const int code = fail(u"%1: %2"_s.arg(profile, problem.text()));
    salon::client::StartProblem dialog(problem, profile);
    dialog.show();
    QApplication::exec();
    return code;
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
    std::optional<salon::client::FontsAhead> fonts(std::in_place);
    QApplication application(argc, argv);
    fonts.reset();
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
    const QCommandLineOption failures(u"print-failures"_s,
                                      u"Print the manual's page of what can go wrong."_s);
    parser.addOptions({profile, server, user, password, failures});
    parser.addPositionalArgument(u"link"_s, u"A message to show: salon://SERVER/ROOM/MESSAGE."_s,
                                 u"[link]"_s);
    parser.process(application);
    if (parser.isSet(failures)) {
        std::fputs(salon::client::failureCatalogueMarkdown().toUtf8().constData(), stdout);
        return 0;
    }

    salon::client::ClientApp::Wish wish{{}, parser.value(user), {}};
    if (parser.isSet(server)) {
        const auto address = salon::client::serverFromTyping(parser.value(server));
        if (!address)
            return fail(u"--server: %1 is not an address"_s.arg(parser.value(server)));
        wish.server = *address;
    }
    using salon::client::MessageLink;
    const QString address = parser.positionalArguments().value(0);
    const auto link = MessageLink::parse(address);
    if (parser.positionalArguments().size() > 1 || (!address.isEmpty() && !link))
        return fail(u"%1 is not the address of a message"_s.arg(address));
    QString folder = parser.value(profile);
    if (folder.isEmpty())
        folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    using salon::client::LocalFailure, salon::client::SingleInstance;
    if (!QDir().mkpath(folder))
        return failVisibly(LocalFailure::ProfileNotMade, folder);
    SingleInstance instance(folder);
    if (!instance.claim(link ? link->toString() : QString())) {
        switch (instance.problem()) {
        case SingleInstance::Problem::None:
            return 0; // the other one came to the front
        case SingleInstance::Problem::NotWritable:
            return failVisibly(LocalFailure::ProfileNotWritable, folder);
        case SingleInstance::Problem::NoAnswer:
            return failVisibly(LocalFailure::ProfileInUse, folder);
        }
    }

    if (parser.isSet(password))
        wish.password = passwordFromInput();
    salon::client::useSystemProxy();
    salon::client::ClientApp app(folder);
    QObject::connect(&instance, &SingleInstance::raiseRequested, &app,
                     &salon::client::ClientApp::raise);
    QObject::connect(&instance, &SingleInstance::openRequested, &app,
                     &salon::client::ClientApp::openAddress);
    if (link)
        app.openAddress(link->toString());
    salon::client::StartReport::beginIfWanted();
    app.start(wish);
    return QApplication::exec();
}
