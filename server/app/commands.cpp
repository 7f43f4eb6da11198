// SPDX-License-Identifier: MIT
#include "server/app/commands.h"
#include "server/app/local_socket.h"
#include "server/app/operator_desk.h"
#include "server/app/process_signals.h"
#include "server/app/server_app.h"
#include "server/app/terminal.h"
#include "server/operation/log.h"
#include "shared/protocol/description.h"
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QProcessEnvironment>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

enum ExitCode { Done = 0, Failed = 1, NotUnderstood = 2 };

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    if (!bytes.endsWith('\n'))
        std::fputc('\n', stdout);
    std::fflush(stdout);
}

int fail(const QString &sentence, ExitCode code = Failed)
{
    std::fprintf(stderr, "salond: %s\n", qPrintable(sentence));
    return code;
}

int fail(const Error &error)
{
    return fail(error.path.isEmpty() ? error.message : error.path + u": "_s + error.message);
}

QByteArray allInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return input.readAll();
}

//! Sends the requests to the salond that serves the folder, or does them with the files; tells each
//! answer.
Result<> askEach(const Settings &settings, const QList<OperatorRequest> &requests,
                 const std::function<void(qsizetype, const OperatorReply &)> &told)
{
    if (Folder::isTaken(settings.folder())) {
        wire::JsonParser parser;
        for (qsizetype i = 0; i < requests.size(); ++i) {
            TRY_ASSIGN(const auto line,
                       LocalSocket::ask(Folder::socketName(settings.folder()),
                                        wire::encoded(requests[i])));
            TRY_ASSIGN(const auto json, parser.parse(line));
            TRY_ASSIGN(const auto reply, wire::decoded<OperatorReply>(json, {}));
            told(i, reply);
        }
        return {};
    }
    ServerApp app(settings);
    TRY(app.start());
    qsizetype next = 0;
    std::function<void()> step = [&] {
        if (next == requests.size())
            return QCoreApplication::exit(0);
        serveOperator(app.dispatcher(), requests[next], [&](const OperatorReply &reply) {
            told(next++, reply);
            QMetaObject::invokeMethod(&app, step, Qt::QueuedConnection);
        });
    };
    QMetaObject::invokeMethod(&app, step, Qt::QueuedConnection);
    QCoreApplication::exec();
    return {};
}

int askOne(const Settings &settings, const OperatorRequest &request)
{
    int code = Done;
    const auto asked = askEach(settings, {request}, [&](qsizetype, const OperatorReply &reply) {
        if (reply.code.isEmpty())
            print(reply.text);
        else
            code = fail(reply.code + u": "_s + reply.text);
    });
    return asked ? code : fail(asked.error());
}

int addMany(const Settings &settings, const QString &file)
{
    QFile source(file);
    const bool isOpen =
        file == "-"_L1 ? source.open(stdin, QIODevice::ReadOnly) : source.open(QIODevice::ReadOnly);
    if (!isOpen)
        return fail(u"%1 cannot be read: %2"_s.arg(file, source.errorString()));
    QList<OperatorRequest> requests;
    QList<int> lines;
    int number = 0;
    int given = 0;
    int refused = 0;
    // By line feed alone: a name may hold what other readers of lines take for an end.
    for (QByteArray line : source.readAll().split('\n')) {
        ++number;
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.isEmpty())
            continue;
        ++given;
        const qsizetype tab = line.indexOf('\t');
        if (tab < 0) {
            std::fprintf(stderr, "line %d: bad_request: expected NAME<TAB>PASSWORD\n", number);
            ++refused;
            continue;
        }
        requests.append({u"user add"_s, QString::fromUtf8(line.left(tab)),
                         QString::fromUtf8(line.mid(tab + 1)), false});
        lines.append(number);
    }
    const auto asked = askEach(settings, requests, [&](qsizetype i, const OperatorReply &reply) {
        if (reply.code.isEmpty())
            return;
        ++refused;
        std::fprintf(stderr, "line %d: %s: %s: %s\n", lines[i], qPrintable(requests[i].name),
                     qPrintable(reply.code), qPrintable(reply.text));
    });
    if (!asked)
        return fail(asked.error());
    print(u"added %1 of %2"_s.arg(given - refused).arg(given));
    return refused ? Failed : Done;
}

int serve(const Settings &settings)
{
    ServerApp app(settings);
    if (auto started = app.start(); !started)
        return fail(started.error());
    LocalSocket socket([&app](const QByteArray &line, LocalSocket::Reply reply) {
        serveOperatorLine(app.dispatcher(), line, std::move(reply));
    });
    if (auto opened = socket.listen(Folder::socketName(settings.folder())); !opened)
        return fail(opened.error());
    if (auto listening = app.listen(); !listening)
        return fail(listening.error());
    onStopSignal(&app, [&app] { app.stop(); });
    QObject::connect(&app, &ServerApp::stopped, &app, [] { QCoreApplication::exit(Done); });
    print(u"salond %1 listens on http://%2:%3"_s
              .arg(QStringLiteral(SALON_VERSION), settings.listenHost)
              .arg(app.port()));
    return QCoreApplication::exec();
}

struct Options {
    QCommandLineParser parser;
    QCommandLineOption config{u"config"_s, u"Read this TOML file."_s, u"FILE"_s};
    QCommandLineOption data{u"data"_s, u"Keep everything in this folder."_s, u"DIR"_s};
    QCommandLineOption listen{u"listen"_s, u"Listen here; port 0 is any free one."_s,
                              u"HOST:PORT"_s};
    QCommandLineOption passwordStdin{u"password-stdin"_s,
                                     u"Read the password from standard input."_s};
    QCommandLineOption from{
        u"from"_s, u"Add one account a line, NAME<TAB>PASSWORD; \"-\" is standard input."_s,
        u"FILE"_s};
    QCommandLineOption format{u"format"_s, u"json-schema"_s, u"FORMAT"_s, u"json-schema"_s};
    QCommandLineOption json{u"json"_s, u"Print JSON."_s};

    Options()
    {
        parser.setApplicationDescription(
            u"Group chat that people run themselves: the server.\n\n"
            "Commands:\n"
            "  serve                      serve until SIGTERM or Ctrl+C\n"
            "  check-config               say whether the configuration can be used\n"
            "  print-config               print every key with its value in force\n"
            "  user add NAME              make an account (password by prompt or "
            "--password-stdin)\n"
            "  user add --from FILE       make many\n"
            "  user list                  list the accounts\n"
            "  user set-password NAME     set a password and end all sessions\n"
            "  user disable NAME          refuse the account and end all sessions\n"
            "  describe                   print the protocol as JSON Schema\n"
            "  timings                    print which module takes the time\n\n"
            "Exit codes: 0 done, 1 failed, 2 not understood."_s);
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({config, data, listen, passwordStdin, from, format, json});
        parser.addPositionalArgument(u"command"_s, u"One of those above."_s);
    }
};

Result<Settings> settingsOf(const Options &options)
{
    TRY_ASSIGN(auto settings,
               loadSettings(options.parser.value(options.config),
                            QProcessEnvironment::systemEnvironment().toStringList()));
    if (options.parser.isSet(options.data))
        settings.dataFolder = options.parser.value(options.data);
    if (options.parser.isSet(options.listen))
        TRY(settings.setListen(options.parser.value(options.listen), u"--listen"_s));
    TRY_ASSIGN(const auto levels, LogLevels::parse(settings.logLevels));
    Log::process().setLevels(levels);
    return settings;
}

std::optional<QString> password(const Options &options)
{
    if (!options.parser.isSet(options.passwordStdin))
        return askSecretly(u"Password: "_s);
    QByteArray line = allInput();
    if (const qsizetype end = line.indexOf('\n'); end >= 0)
        line.truncate(end);
    if (line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

int user(const Options &options, const Settings &settings, const QStringList &words)
{
    const QString verb = words.value(1);
    if (verb == "add"_L1 && options.parser.isSet(options.from) && words.size() == 2)
        return addMany(settings, options.parser.value(options.from));
    if (verb == "list"_L1 && words.size() == 2)
        return askOne(settings, {u"user list"_s, {}, {}, false});
    const bool takesPassword = verb == "add"_L1 || verb == "set-password"_L1;
    if (words.size() != 3 || (!takesPassword && verb != "disable"_L1))
        return fail(
            u"expected: user add|set-password|disable NAME, user add --from FILE, user list"_s,
            NotUnderstood);
    OperatorRequest request{u"user "_s + verb, words[2], {}, false};
    if (takesPassword) {
        const auto secret = password(options);
        if (!secret)
            return fail(u"no terminal to ask for the password on; use --password-stdin"_s);
        request.password = *secret;
    }
    return askOne(settings, request);
}

} // namespace

int runCommand(const QStringList &arguments)
{
    Options options;
    if (!options.parser.parse(arguments))
        return fail(options.parser.errorText(), NotUnderstood);
    if (options.parser.isSet(u"help"_s)) {
        print(options.parser.helpText());
        return Done;
    }
    if (options.parser.isSet(u"version"_s)) {
        print(u"salond "_s + QStringLiteral(SALON_VERSION));
        return Done;
    }
    const QStringList words = options.parser.positionalArguments();
    const QString command = words.value(0);
    if (command == "describe"_L1) {
        if (options.parser.value(options.format) != "json-schema"_L1)
            return fail(u"expected --format json-schema"_s, NotUnderstood);
        print(QString::fromUtf8(protocol::jsonSchema()));
        return Done;
    }
    const QStringList known{u"serve"_s, u"check-config"_s, u"print-config"_s, u"user"_s,
                            u"timings"_s};
    if (!known.contains(command) || (command != "user"_L1 && words.size() > 1))
        return fail(u"unknown command; see salond --help"_s, NotUnderstood);
    const auto settings = settingsOf(options);
    if (!settings)
        return fail(settings.error());
    if (command == "serve"_L1)
        return serve(*settings);
    if (command == "print-config"_L1) {
        print(printSettings(*settings));
        return Done;
    }
    if (command == "check-config"_L1) {
        print(u"the configuration is fine"_s);
        return Done;
    }
    if (command == "user"_L1)
        return user(options, *settings, words);
    if (!Folder::isTaken(settings->folder()))
        return fail(u"no salond serves %1: timings are of a running one"_s.arg(settings->folder()));
    return askOne(*settings, {u"timings"_s, {}, {}, options.parser.isSet(options.json)});
}

} // namespace salon::server
