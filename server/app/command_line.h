// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"
#include "shared/base/result.h"

namespace salon::server {

//! Words and options, before anybody looked whether they belong together.
struct SplitLine {
    QStringList words;
    QHash<QString, QString> options;
    bool has(const QString &option) const { return options.contains(option); }
};

//! Takes `--name`, `--name VALUE`, `--name=VALUE`, `-h`, `-v`, and words; after `--` only words.
//! BadRequest for an option that no command has, or without its value.
Result<SplitLine> splitCommandLine(const QStringList &arguments);
//! The call that the line means; BadRequest with a sentence on what was expected.
Result<CommandCall> commandCall(const SplitLine &line);

} // namespace salon::server
