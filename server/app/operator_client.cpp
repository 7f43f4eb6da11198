// SPDX-License-Identifier: MIT
#include "server/app/operator_client.h"
#include "server/app/folder.h"
#include "server/app/local_socket.h"
#include "server/app/operator_desk.h"
#include "server/app/server_app.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Result<OperatorReply> askRunning(const Settings &settings, const OperatorRequest &request)
{
    wire::JsonParser parser;
    TRY_ASSIGN(const auto line,
               LocalSocket::ask(Folder::socketName(settings.folder()), wire::encoded(request)));
    TRY_ASSIGN(const auto json, parser.parse(line));
    return wire::decoded<OperatorReply>(json, {});
}

} // namespace

Result<> askEach(const Settings &settings, const QList<OperatorRequest> &requests,
                 const std::function<void(qsizetype, const OperatorReply &)> &told)
{
    if (Folder::isTaken(settings.folder())) {
        for (qsizetype i = 0; i < requests.size(); ++i) {
            TRY_ASSIGN(const auto reply, askRunning(settings, requests[i]));
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
        serveOperator(app, requests[next], [&](const OperatorReply &reply) {
            told(next++, reply);
            QMetaObject::invokeMethod(&app, step, Qt::QueuedConnection);
        });
    };
    QMetaObject::invokeMethod(&app, step, Qt::QueuedConnection);
    QCoreApplication::exec();
    return {};
}

Result<OperatorReply> ask(const Settings &settings, const OperatorRequest &request)
{
    OperatorReply answer;
    TRY(askEach(settings, {request},
                [&](qsizetype, const OperatorReply &reply) { answer = reply; }));
    return answer;
}

int askAndPrint(const Settings &settings, const OperatorRequest &request)
{
    const auto reply = ask(settings, request);
    if (!reply)
        return fail(reply.error());
    if (!reply->code.isEmpty())
        return fail(reply->code + u": "_s + reply->text);
    print(reply->text);
    return Done;
}

} // namespace salon::server
