// SPDX-License-Identifier: MIT
// Commands that need no running server: it is one of them that starts it.
#include "server/app/command_completion.h"
#include "server/app/command_help.h"
#include "server/app/command_manual.h"
#include "server/app/command_table.h"
#include "server/app/folder.h"
#include "server/app/local_socket.h"
#include "server/app/operator_desk.h"
#include "server/app/process_signals.h"
#include "server/app/server_app.h"
#include "server/description/description.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Where it serves and, when nobody has an account yet, how the first one is made.
void sayHello(ServerApp &app)
{
    QString text = u"salond %1 listens on %2://%3\n"_s.arg(QStringLiteral(SALON_VERSION),
                                                           app.scheme(), app.address());
    if (app.hasNoAccount()) {
        text +=
            u"Nobody has an account here yet. Whoever gives this set-up code to Salon within "
            "an hour makes the first one:\n\n    %1\n\n"_s.arg(app.dispatcher().makeSetupCode());
    }
    print(text);
}

int serve(const CommandCall &call)
{
    const Settings &settings = call.settings;
    ServerApp app(settings);
    if (auto started = app.start(); !started)
        return fail(started.error());
    LocalSocket socket([&app](const QByteArray &line, std::function<void(QByteArray)> reply) {
        serveOperatorLine(app, line, std::move(reply));
    });
    if (auto opened = socket.listen(Folder::socketName(settings.folder())); !opened)
        return fail(opened.error());
    if (auto listening = app.listen(); !listening)
        return fail(listening.error());
    onSignals(&app, {.stop = [&app] { app.stop(); }, .reload = [&app] { app.reloadTls(); }});
    QObject::connect(&app, &ServerApp::stopped, &app, [] { QCoreApplication::exit(Done); });
    sayHello(app);
    return QCoreApplication::exec();
}

int checkConfig(const CommandCall &)
{
    print(u"the configuration is fine"_s);
    return Done;
}

int printConfig(const CommandCall &call)
{
    const bool isMarkdown = call.option(u"format"_s) == "markdown"_L1;
    print(isMarkdown ? settingsMarkdown() : printSettings(call.settings));
    return Done;
}

int describe(const CommandCall &call)
{
    const QString format = call.option(u"format"_s);
    print(QString::fromUtf8(format == "openapi"_L1        ? openApi()
                                : format == "asyncapi"_L1 ? asyncApi()
                                : format == "markdown"_L1 ? protocolMarkdown()
                                                          : jsonSchema()));
    return Done;
}

int help(const CommandCall &call)
{
    const QString words = call.arguments.join(u' ');
    const QString text = words.isEmpty() ? helpOfAll() : helpOf(words);
    if (text.isEmpty())
        return fail(u"unknown command \"%1\"; see salond --help"_s.arg(words), NotUnderstood);
    print(text);
    return Done;
}

int manual(const CommandCall &call)
{
    const bool isMarkdown = call.option(u"format"_s) == "markdown"_L1;
    print(isMarkdown ? manualMarkdown() : manualPage());
    return Done;
}

int completion(const CommandCall &call)
{
    const QString shell = call.arguments.first();
    print(shell == "bash"_L1      ? bashCompletion()
              : shell == "zsh"_L1 ? zshCompletion()
                                  : fishCompletion());
    return Done;
}

//! Commands that say something of the commands themselves.
QList<CommandRow> metaCommands()
{
    return {
        {.words = u"help"_s,
         .summary = u"Print the help of all commands, or of one."_s,
         .arguments =
             {{.name = u"COMMAND"_s, .help = u"Its words."_s, .isOptional = true, .repeats = true}},
         .examples = {{u"salond help user add"_s, u"Says how accounts are made."_s}},
         .needs = Needs::Nothing,
         .run = help},
        {.words = u"man"_s,
         .summary = u"Print the manual of all commands."_s,
         .options = {{.name = u"format"_s,
                      .value = u"FORMAT"_s,
                      .help = u"A page for man, or Markdown."_s,
                      .choices = {u"roff"_s, u"markdown"_s}}},
         .examples = {{u"salond man | man -l -"_s, u"Reads it where it is not installed."_s}},
         .needs = Needs::Nothing,
         .run = manual},
        {.words = u"completion"_s,
         .summary = u"Print what a shell needs to complete the commands."_s,
         .arguments = {{.name = u"SHELL"_s,
                        .help = u"Which."_s,
                        .choices = {u"bash"_s, u"zsh"_s, u"fish"_s}}},
         .examples = {{u"source <(salond completion bash)"_s, u"Completes in this bash."_s}},
         .needs = Needs::Nothing,
         .run = completion},
    };
}

} // namespace

QList<CommandRow> basicCommands()
{
    const OptionRow listen{.name = u"listen"_s,
                           .value = u"HOST:PORT"_s,
                           .help = u"Listen here; port 0 is any free one."_s};
    const QList<CommandRow> rows{
        {.words = u"serve"_s,
         .summary = u"Serve until SIGTERM or Ctrl+C."_s,
         .options = {listen},
         .examples = {{u"salond serve --data /srv/salon"_s, u"Serves from this folder."_s}},
         .exits = {{Done, u"stopped as it was told to"_s}},
         .run = serve},
        {.words = u"check-config"_s,
         .summary = u"Say whether the configuration can be used."_s,
         .options = {listen},
         .examples = {{u"salond check-config --config /etc/salond.toml"_s,
                       u"Names file, line and key of the first mistake."_s}},
         .run = checkConfig},
        {.words = u"print-config"_s,
         .summary = u"Print every key of the configuration."_s,
         .more = u"toml, the default, has the values in force and can be read back; markdown is a "
                 "page on what each key means, may be, and is unless it is set."_s,
         .options = {listen,
                     {.name = u"format"_s,
                      .value = u"FORMAT"_s,
                      .help = u"TOML, or Markdown."_s,
                      .choices = {u"toml"_s, u"markdown"_s}}},
         .examples = {{u"salond print-config > salond.toml"_s,
                       u"Begins a configuration with the defaults."_s}},
         .run = printConfig},
        {.words = u"describe"_s,
         .summary = u"Print what is said on the wire, for those who write clients."_s,
         .more =
             u"json-schema, the default, has every frame and body; openapi what goes over HTTP, "
             "with paths, answers and errors; asyncapi the WebSocket; markdown is a page to "
             "read."_s,
         .options = {{.name = u"format"_s,
                      .value = u"FORMAT"_s,
                      .help = u"JSON Schema 2020-12, OpenAPI 3.1, AsyncAPI 3.0, or Markdown."_s,
                      .choices = {u"json-schema"_s, u"openapi"_s, u"asyncapi"_s, u"markdown"_s}}},
         .examples = {{u"salond describe --format openapi > openapi.json"_s,
                       u"Keeps the description of all that goes over HTTP."_s}},
         .needs = Needs::Nothing,
         .run = describe},
    };
    return rows + metaCommands();
}

} // namespace salon::server
