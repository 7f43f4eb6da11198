// SPDX-License-Identifier: MIT
// Commands about how the server fares.
#include "server/app/command_table.h"
#include "server/operation/timing_report.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

void serveTimings(ServerApp &, const OperatorRequest &request, const Told &told)
{
    const auto figures = Timings::process().snapshot();
    told({request.json ? QString::fromUtf8(timingsJson(figures)) : timingsTable(figures), {}});
}

} // namespace

QList<CommandRow> operationCommands()
{
    return {
        {.words = u"timings"_s,
         .summary = u"Print which module takes the time."_s,
         .json = u"{stages: [{module, stage, waiting, count, sum_ns, p50_ns, p95_ns, p99_ns, "
                 "max_ns, share}]}"_s,
         .examples = {{u"salond timings"_s, u"Names the slowest module first."_s}},
         .needs = Needs::RunningServer,
         .serve = serveTimings},
    };
}

} // namespace salon::server
