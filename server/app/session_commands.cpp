// SPDX-License-Identifier: MIT
// Commands about sessions.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_desk.h"
#include "server/app/server_app.h"
#include "server/operation/text_table.h"
#include "server/service/name_rules.h"
#include "server/store/overview_store.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

SessionsAnswer answerOf(const QList<SessionOverview> &rows)
{
    SessionsAnswer answer;
    for (const auto &[s, user] : rows)
        answer.sessions.append(
            {s.id, user, s.device, s.address, s.createdAt, s.lastUsedAt, s.expiresAt});
    return answer;
}

QString tableOf(const SessionsAnswer &answer)
{
    TextTable table({{u"SESSION"_s, TextTable::Align::Right},
                     {u"ACCOUNT"_s},
                     {u"DEVICE"_s},
                     {u"ADDRESS"_s},
                     {u"LAST USED"_s},
                     {u"EXPIRES"_s}});
    for (const SessionAnswer &s : answer.sessions)
        table.add({s.id.toString(), s.user, s.device, s.address, readableDate(s.lastUsedAt),
                   readableDate(s.expiresAt)});
    return table.text();
}

void serveList(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const auto name = request.find(u"user");
    auto read = [name](ReadContext &c) -> Result<QList<SessionOverview>> {
        UserId user;
        if (name) {
            TRY_ASSIGN(const auto account, c.accounts.findByKey(nameKey(*name)));
            user = account.id;
        }
        return OverviewStore(c.database).sessions(c.facts.clock->now(), user);
    };
    app.dispatcher().look<QList<SessionOverview>>(
        read, telling<QList<SessionOverview>>(request.json, told, answerOf, tableOf));
}

void serveRevoke(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString text = request.value(u"id");
    bool isNumber = false;
    const SessionId session{text.toLongLong(&isNumber)};
    if (!isNumber || !session.isValid())
        return told(refusal(Error::badRequest({}, u"expected the id that session list shows"_s)));
    app.dispatcher().revokeSession(session, saying(told, u"ended session "_s + text));
}

} // namespace

QList<CommandRow> sessionCommands()
{
    return {
        {.words = u"session list"_s,
         .summary = u"List the sessions that can be used, the latest used first."_s,
         .options = {{.name = u"user"_s,
                      .value = u"NAME"_s,
                      .help = u"Only those of this account."_s}},
         .json = shapeOf<SessionsAnswer>(),
         .examples = {{u"salond session list --user ada"_s,
                       u"Shows where ada is signed in, and since when it was not used."_s}},
         .needs = Needs::Server,
         .serve = serveList},
        {.words = u"session revoke"_s,
         .summary = u"End a session; its open connections are closed within a second."_s,
         .arguments = {{.name = u"ID"_s, .help = u"As session list shows it."_s}},
         .examples = {{u"salond session revoke 4611686018427387904"_s,
                       u"Signs that device out; its drafts stay on it."_s}},
         .needs = Needs::Server,
         .serve = serveRevoke},
    };
}

} // namespace salon::server
