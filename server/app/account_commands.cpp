// SPDX-License-Identifier: MIT
// Commands about accounts: what is asked here, and what the server does.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_client.h"
#include "server/app/operator_desk.h"
#include "server/app/server_app.h"
#include "server/app/terminal.h"
#include "server/operation/text_table.h"
#include <QFile>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

std::optional<QString> password(const CommandCall &call)
{
    if (!call.has(u"password-stdin"_s))
        return askSecretly(u"Password: "_s);
    QByteArray line = allInput();
    if (const qsizetype end = line.indexOf('\n'); end >= 0)
        line.truncate(end);
    if (line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

//! One account, its password by prompt or from standard input.
int withPassword(const CommandCall &call)
{
    const auto secret = password(call);
    if (!secret)
        return fail(u"no terminal to ask for the password on; use --password-stdin"_s);
    OperatorRequest request = call.request();
    request.arguments.append({u"password"_s, *secret});
    return askAndPrint(call.settings, request);
}

struct NewAccounts {
    QList<OperatorRequest> requests;
    QList<int> lines; //!< of each request, in the file
    int given = 0;
    int refused = 0;
};

NewAccounts accountsIn(const QByteArray &text)
{
    NewAccounts accounts;
    int number = 0;
    // By line feed alone: a name may hold what other readers of lines take for an end.
    for (QByteArray line : text.split('\n')) {
        ++number;
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.isEmpty())
            continue;
        ++accounts.given;
        const qsizetype tab = line.indexOf('\t');
        if (tab < 0) {
            std::fprintf(stderr, "line %d: bad_request: expected NAME<TAB>PASSWORD\n", number);
            ++accounts.refused;
            continue;
        }
        accounts.requests.append({u"user add"_s,
                                  {{u"name"_s, QString::fromUtf8(line.left(tab))},
                                   {u"password"_s, QString::fromUtf8(line.mid(tab + 1))}},
                                  false});
        accounts.lines.append(number);
    }
    return accounts;
}

int addMany(const CommandCall &call)
{
    const QString file = call.option(u"from"_s);
    QFile source(file);
    const bool isOpen =
        file == "-"_L1 ? source.open(stdin, QIODevice::ReadOnly) : source.open(QIODevice::ReadOnly);
    if (!isOpen)
        return fail(u"%1 cannot be read: %2"_s.arg(file, source.errorString()));
    NewAccounts accounts = accountsIn(source.readAll());
    const auto tell = [&accounts](qsizetype i, const OperatorReply &reply) {
        if (reply.code.isEmpty())
            return;
        ++accounts.refused;
        std::fprintf(stderr, "line %d: %s: %s: %s\n", accounts.lines[i],
                     qUtf8Printable(accounts.requests[i].value(u"name")),
                     qUtf8Printable(reply.code), qUtf8Printable(reply.text));
    };
    if (const auto asked = askEach(call.settings, accounts.requests, tell); !asked)
        return fail(asked.error());
    print(u"added %1 of %2"_s.arg(accounts.given - accounts.refused).arg(accounts.given));
    return accounts.refused ? Failed : Done;
}

int add(const CommandCall &call)
{
    return call.has(u"from"_s) ? addMany(call) : withPassword(call);
}

void serveAdd(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString name = request.value(u"name");
    app.dispatcher().addUser(name, request.value(u"password"), saying(told, u"added "_s + name));
}

void serveSetPassword(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString name = request.value(u"name");
    app.dispatcher().setPassword(
        name, request.value(u"password"),
        saying(told, u"password of %1 set; all sessions ended"_s.arg(name)));
}

void serveDisable(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString name = request.value(u"name");
    app.dispatcher().setDisabled(name, true,
                                 saying(told, u"disabled %1; all sessions ended"_s.arg(name)));
}

void serveEnable(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString name = request.value(u"name");
    app.dispatcher().setDisabled(name, false, saying(told, u"enabled "_s + name));
}

AccountsAnswer answerOf(const QList<UserRow> &users)
{
    AccountsAnswer answer;
    for (const UserRow &user : users)
        answer.users.append(
            {user.id, user.name, user.displayName, user.createdAt, user.disabledAt});
    return answer;
}

QString tableOf(const AccountsAnswer &answer)
{
    TextTable table(
        {{u"ID"_s, TextTable::Align::Right}, {u"ACCOUNT"_s}, {u"MADE"_s}, {u"STATE"_s}});
    for (const AccountAnswer &user : answer.users)
        table.add({user.id.toString(), user.name, readableDate(user.createdAt),
                   user.disabledAt ? u"disabled"_s : u"active"_s});
    return table.text();
}

void serveList(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    app.dispatcher().look<QList<UserRow>>(
        [](ReadContext &c) { return c.accounts.list(); },
        telling<QList<UserRow>>(request.json, told, answerOf, tableOf));
}

} // namespace

QList<CommandRow> accountCommands()
{
    const ArgumentRow name{.name = u"NAME"_s, .help = u"The account."_s};
    const OptionRow passwordStdin{.name = u"password-stdin"_s,
                                  .help = u"Read the password from standard input."_s};
    return {
        {.words = u"user add"_s,
         .summary = u"Make an account, or many."_s,
         .arguments = {{.name = u"NAME"_s, .help = u"Its name."_s, .unless = u"from"_s}},
         .options = {passwordStdin,
                     {.name = u"from"_s,
                      .value = u"FILE"_s,
                      .help = u"Add one a line, NAME<TAB>PASSWORD; \"-\" is standard input."_s}},
         .examples = {{u"salond user add ada"_s, u"Asks for the password."_s},
                      {u"salond user add --from people.tsv"_s,
                       u"Adds those that can be; names the line of each other."_s}},
         .exits = {{Failed, u"the account, or one of many, was not made"_s}},
         .needs = Needs::Server,
         .run = add,
         .serve = serveAdd},
        {.words = u"user list"_s,
         .summary = u"List the accounts."_s,
         .json = shapeOf<AccountsAnswer>(),
         .examples = {{u"salond user list --json"_s, u"For a script; the keys stay."_s}},
         .needs = Needs::Server,
         .serve = serveList},
        {.words = u"user set-password"_s,
         .summary = u"Set a password and end all sessions."_s,
         .arguments = {name},
         .options = {passwordStdin},
         .examples = {{u"salond user set-password ada"_s, u"Asks for the new password."_s}},
         .needs = Needs::Server,
         .run = withPassword,
         .serve = serveSetPassword},
        {.words = u"user disable"_s,
         .summary = u"Refuse the account and end all sessions."_s,
         .arguments = {name},
         .examples = {{u"salond user disable ada"_s, u"Keeps what ada wrote."_s}},
         .needs = Needs::Server,
         .serve = serveDisable},
        {.words = u"user enable"_s,
         .summary = u"Let a disabled account log in again."_s,
         .arguments = {name},
         .examples = {{u"salond user enable ada"_s, u"The password is as it was."_s}},
         .needs = Needs::Server,
         .serve = serveEnable},
    };
}

} // namespace salon::server
