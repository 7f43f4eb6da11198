// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/wipe.h"
#include "shared/wire/codec.h"
#include <functional>

namespace salon::server {

struct NamedText {
    QString name;
    QString text;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("name", &NamedText::name, "Argument or option, lower case"),
                          wire::field("text", &NamedText::text, "What was given")};
    }
};

//! What an operator asks of the server, over the local socket or with the files in hand.
struct OperatorRequest {
    QString command; //!< the words of its row in the table of commands
    QList<NamedText> arguments;
    bool json = false;
    static constexpr auto fields()
    {
        return std::tuple{wire::field("command", &OperatorRequest::command, "What to do"),
                          wire::field("arguments", &OperatorRequest::arguments, "To whom, and how"),
                          wire::field("json", &OperatorRequest::json, "Answer as JSON")};
    }

    //! Nothing when it was not given.
    std::optional<QString> find(QStringView name) const
    {
        for (const NamedText &argument : arguments) {
            if (argument.name == name)
                return argument.text;
        }
        return {};
    }
    //! Overwrites the password, in all copies that share it.
    void forgetPassword()
    {
        for (NamedText &argument : arguments) {
            if (argument.name == u"password")
                wipe(argument.text);
        }
    }
    QString value(QStringView name) const { return find(name).value_or(QString()); }
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

//! Takes the one answer to a request, in the server's main thread.
using Told = std::function<void(OperatorReply)>;

} // namespace salon::server
