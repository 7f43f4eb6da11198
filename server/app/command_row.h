// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/console.h"
#include "server/app/operator_request.h"
#include "server/app/settings.h"
#include <QHash>

namespace salon::server {

class ServerApp;
struct CommandCall;

//! What a command needs before it begins.
enum class Needs {
    Nothing, //!< not even a configuration
    Itself, //!< takes --config and --data, and loads the configuration itself
    Settings, //!< the configuration
    RunningServer, //!< a salond that serves the folder
    Server, //!< a salond that serves the folder, else the files alone
};

struct ArgumentRow {
    QString name; //!< in capitals, as the help shows it
    QString help; //!< a sentence
    bool isOptional = false;
    QString unless = {}; //!< the option in whose presence it must be absent
    bool repeats = false; //!< takes all words that are left
    QStringList choices = {}; //!< all that it may be, when that is known
};

struct OptionRow {
    QString name; //!< without the dashes
    QString value =
        {}; //!< what follows it, in capitals; FILE and DIR are completed; empty: nothing
    QString help; //!< a sentence
    QStringList choices = {};
};

struct ExampleRow {
    QString line; //!< as typed, with `salond`
    QString says; //!< what it does, a sentence
};

struct ExitRow {
    int code;
    QString meaning;
};

//! A command of `salond`. What the help, the man page, the completion and the parser know of it
//! stands here and nowhere else.
struct CommandRow {
    QString words; //!< "user add"
    QString summary; //!< one sentence
    QString more = {}; //!< what else its manual says
    QList<ArgumentRow> arguments = {};
    QList<OptionRow> options = {}; //!< but --config, --data and --json, which follow from the rest
    QString json = {}; //!< the shape of what --json prints; empty: it has no --json
    QList<ExampleRow> examples = {};
    QList<ExitRow> exits = {}; //!< where they mean something else than usual
    Needs needs = Needs::Settings;
    //! Does it in this process and gives the exit code. Without it the server is asked with what
    //! was given, and its answer is printed.
    int (*run)(const CommandCall &call) = nullptr;
    //! Does it in the server, in its main thread.
    void (*serve)(ServerApp &app, const OperatorRequest &request, const Told &told) = nullptr;
};

//! A command as somebody gave it.
struct CommandCall {
    const CommandRow *row = nullptr;
    QStringList arguments;
    QHash<QString, QString> options;
    Settings settings; //!< loaded unless the row needs nothing

    bool has(const QString &option) const { return options.contains(option); }
    QString option(const QString &name) const { return options.value(name); }
    //! The same for the server.
    OperatorRequest request() const;
};

} // namespace salon::server
