// SPDX-License-Identifier: MIT
#include "server/app/operator_desk.h"
#include "server/app/command_table.h"
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace salon::server {

OperatorReply refusal(const Error &error)
{
    return {error.message, wire::fromUtf8(wireName(error.code))};
}

Dispatcher::Done saying(const Told &told, const QString &sentence)
{
    return [told, sentence](const Result<Answer> &answer) {
        told(answer ? OperatorReply{sentence, {}} : refusal(answer.error()));
    };
}

void serveOperator(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const CommandRow *row = findCommand(request.command);
    if (row && row->serve)
        row->serve(app, request, told);
    else
        told(refusal(Error(ErrorCode::UnknownKind, u"this salond has no such command"_s)));
}

void serveOperatorLine(ServerApp &app, const QByteArray &line, std::function<void(QByteArray)> told)
{
    wire::JsonParser parser;
    const auto forget = qScopeGuard([&parser] { parser.forget(); });
    const auto json = parser.parse(line);
    const auto request =
        json ? wire::decoded<OperatorRequest>(*json, {}) : Result<OperatorRequest>(json.error());
    if (!request)
        return told(wire::encoded(refusal(request.error())));
    serveOperator(app, *request,
                  [told = std::move(told), asked = *request](const OperatorReply &reply) mutable {
                      told(wire::encoded(reply));
                      asked.forgetPassword();
                  });
}

} // namespace salon::server
