// SPDX-License-Identifier: MIT
// Commands about how the server fares.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/metrics_source.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_client.h"
#include "server/app/operator_desk.h"
#include "server/app/timings_watch.h"
#include "server/operation/log.h"
#include "server/operation/timing_report.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

void serveTimings(ServerApp &, const OperatorRequest &request, const Told &told)
{
    if (request.find(u"counts"))
        return told({QString::fromUtf8(encodedCounts(Timings::process().counts())), {}});
    const auto figures = Timings::process().snapshot();
    told({request.json ? QString::fromUtf8(timingsJson(figures)) : timingsTable(figures), {}});
}

int runTimings(const CommandCall &call)
{
    return call.has(u"watch"_s) ? watchTimings(call) : askAndPrint(call.settings, call.request());
}

void serveLogLevel(ServerApp &, const OperatorRequest &request, const Told &told)
{
    Log &log = Log::process();
    if (const auto wanted = request.find(u"levels")) {
        const auto levels = LogLevels::parse(*wanted);
        if (!levels)
            return told(refusal(levels.error()));
        log.setLevels(*levels);
        logInfo("operation", u"log levels set", {{"levels", levels->toString()}});
    }
    const LogLevelsAnswer answer{log.levels().toString()};
    told({request.json ? QString::fromUtf8(wire::encoded(answer)) : answer.levels, {}});
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
         .more = u"Since the server's start. The module that took most stands first, and in it its "
                 "slowest stage; waiting in a queue takes no share."_s,
         .options = {{.name = u"watch"_s,
                      .help = u"Print the last two seconds, every two seconds, until Ctrl+C."_s}},
         .json = u"{stages: [{module, stage, waiting, count, sum_ns, p50_ns, p95_ns, p99_ns, "
                 "max_ns, share}]}"_s,
         .examples = {{u"salond timings"_s, u"Names the slowest module first."_s},
                      {u"salond timings --watch"_s, u"Shows what takes the time just now."_s}},
         .needs = Needs::RunningServer,
         .run = runTimings,
         .serve = serveTimings},
        slowCommand(),
        {.words = u"log-level"_s,
         .summary = u"Print which lines the log takes, or set that until the next start."_s,
         .arguments = {{.name = u"LEVELS"_s,
                        .help = u"A level (debug, info, warning, error, off), and others for "
                                "modules, in place of those in force."_s,
                        .isOptional = true}},
         .json = shapeOf<LogLevelsAnswer>(),
         .examples = {{u"salond log-level info,net=debug"_s,
                       u"Says more of the network, and no more than usual of the rest."_s}},
         .needs = Needs::RunningServer,
         .serve = serveLogLevel},
        {.words = u"metrics"_s,
         .summary = u"Print all figures in Prometheus' text format."_s,
         .more = u"The same as GET /metrics, which wants the token in metrics.token as bearer."_s,
         .examples = {{u"salond metrics"_s, u"What a monitoring system would read."_s}},
         .needs = Needs::RunningServer,
         .serve = serveMetrics},
    };
}

} // namespace salon::server
