// SPDX-License-Identifier: MIT
#include "server/app/operator_desk.h"
#include "server/operation/timing_report.h"
#include "shared/wire/envelope.h"
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

OperatorReply refusal(const Error &error)
{
    return {error.message, wire::fromUtf8(wireName(error.code))};
}

QString tableOf(const QList<UserRow> &users)
{
    QString text;
    for (const UserRow &user : users) {
        text += u"%1\t%2\t%3\t%4\n"_s.arg(
            user.id.toString(), user.name,
            QDateTime::fromMSecsSinceEpoch(user.createdAt).toString(Qt::ISODate),
            user.disabledAt ? u"disabled"_s : u"active"_s);
    }
    return text;
}

} // namespace

void serveOperator(Dispatcher &dispatcher, const OperatorRequest &request,
                   std::function<void(OperatorReply)> told)
{
    const auto done = [told](const QString &text) {
        return [told, text](const Result<Answer> &answer) {
            told(answer ? OperatorReply{text, {}} : refusal(answer.error()));
        };
    };
    if (request.command == "user add"_L1) {
        dispatcher.addUser(request.name, request.password, done(u"added "_s + request.name));
    } else if (request.command == "user set-password"_L1) {
        dispatcher.setPassword(request.name, request.password,
                               done(u"password of %1 set; all sessions ended"_s.arg(request.name)));
    } else if (request.command == "user disable"_L1) {
        dispatcher.setDisabled(request.name, true,
                               done(u"disabled %1; all sessions ended"_s.arg(request.name)));
    } else if (request.command == "user list"_L1) {
        dispatcher.listUsers([told](const Result<QList<UserRow>> &users) {
            told(users ? OperatorReply{tableOf(*users), {}} : refusal(users.error()));
        });
    } else if (request.command == "timings"_L1) {
        const auto figures = Timings::process().snapshot();
        told({request.json ? QString::fromUtf8(timingsJson(figures)) : timingsTable(figures), {}});
    } else {
        told(refusal(Error(ErrorCode::UnknownKind, u"no such command"_s)));
    }
}

void serveOperatorLine(Dispatcher &dispatcher, const QByteArray &line,
                       std::function<void(QByteArray)> told)
{
    wire::JsonParser parser;
    const auto json = parser.parse(line);
    const auto request =
        json ? wire::decoded<OperatorRequest>(*json, {}) : Result<OperatorRequest>(json.error());
    const auto encode = [told = std::move(told)](const OperatorReply &reply) {
        told(wire::encoded(reply));
    };
    if (request)
        serveOperator(dispatcher, *request, encode);
    else
        encode(refusal(request.error()));
}

} // namespace salon::server
