// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/dispatcher.h"
#include "shared/protocol/entities.h"

namespace salon::server {

//! What an operator asks of the server, over the local socket or with the files in hand.
struct OperatorRequest {
    QString command; //!< "user add", "user list", "timings" …
    QString name;
    QString password;
    bool json = false;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("command", &OperatorRequest::command, "What to do"),
                          wire::field("name", &OperatorRequest::name, "To whom"),
                          wire::field("password", &OperatorRequest::password, "New password"),
                          wire::field("json", &OperatorRequest::json, "Answer as JSON")};
    }
};

struct OperatorReply {
    QString text; //!< to print
    QString code; //!< of an error; empty when it was done
    static constexpr auto fields()
    {
        return std::tuple{wire::field("text", &OperatorReply::text, "To print"),
                          wire::field("code", &OperatorReply::code, "Error code, or empty")};
    }
};

//! Does it; `told` is called once, in the dispatcher's thread.
void serveOperator(Dispatcher &dispatcher, const OperatorRequest &request,
                   std::function<void(OperatorReply)> told);
//! One line of the local socket.
void serveOperatorLine(Dispatcher &dispatcher, const QByteArray &line,
                       std::function<void(QByteArray)> told);

} // namespace salon::server
