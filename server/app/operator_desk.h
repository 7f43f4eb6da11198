// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/operator_request.h"
#include "server/dispatch/dispatcher.h"

namespace salon::server {

class ServerApp;

//! Does what an operator asks by the handler of its row in the table of commands.
void serveOperator(ServerApp &app, const OperatorRequest &request, const Told &told);
//! One line of the local socket.
void serveOperatorLine(ServerApp &app, const QByteArray &line,
                       std::function<void(QByteArray)> told);

//! The answer that says what went wrong.
OperatorReply refusal(const Error &error);
//! Says the sentence when it was done.
Dispatcher::Done saying(const Told &told, const QString &sentence);

//! Tells what was found: `answerOf` makes a described struct of it, which is printed as JSON, or
//! for people by `textOf`.
template <class Found, class AnswerOf, class TextOf>
std::function<void(Result<Found>)> telling(bool asJson, const Told &told, AnswerOf answerOf,
                                           TextOf textOf)
{
    return [=](const Result<Found> &found) {
        if (!found)
            return told(refusal(found.error()));
        const auto answer = answerOf(*found);
        told({asJson ? QString::fromUtf8(wire::encoded(answer)) : textOf(answer), {}});
    };
}

} // namespace salon::server
