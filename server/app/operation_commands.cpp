// SPDX-License-Identifier: MIT
// Commands about how the server fares.
#include "server/app/command_table.h"
#include "server/app/metrics_source.h"
#include "server/operation/timing_report.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

void serveTimings(ServerApp &, const OperatorRequest &request, const Told &told)
{
    const auto figures = Timings::process().snapshot();
    told({request.json ? QString::fromUtf8(timingsJson(figures)) : timingsTable(figures), {}});
}

void serveMetrics(ServerApp &app, const OperatorRequest &, const Told &told)
{
    collectMetrics(app, [told](const QByteArray &page) { told({QString::fromUtf8(page), {}}); });
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
        {.words = u"metrics"_s,
         .summary = u"Print all figures in Prometheus' text format."_s,
         .more = u"The same as GET /metrics, which wants the token in metrics.token as bearer."_s,
         .examples = {{u"salond metrics"_s, u"What a monitoring system would read."_s}},
         .needs = Needs::RunningServer,
         .serve = serveMetrics},
    };
}

} // namespace salon::server
