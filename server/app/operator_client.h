// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"
#include "shared/base/result.h"

namespace salon::server {

//! Sends the requests, in order, to the salond that serves the folder, or does them with the files;
//! tells each answer.
Result<> askEach(const Settings &settings, const QList<OperatorRequest> &requests,
                 const std::function<void(qsizetype, const OperatorReply &)> &told);
Result<OperatorReply> ask(const Settings &settings, const OperatorRequest &request);
//! Prints the answer, or says why there is none; gives the exit code.
int askAndPrint(const Settings &settings, const OperatorRequest &request);

} // namespace salon::server
