// SPDX-License-Identifier: MIT
// The command that shows single requests, stage by stage.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_desk.h"
#include "server/operation/slow_log.h"
#include "server/operation/text_table.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kUsualCount = 10;

TracedRequestAnswer answerOf(const TracedRequest &request)
{
    TracedRequestAnswer answer{.trace = request.trace,
                               .kind = request.kind,
                               .endedAt = request.endedAt,
                               .totalNs = request.total,
                               .recipients = request.recipients};
    if (request.user.isValid())
        answer.user = request.user;
    if (request.session.isValid())
        answer.session = request.session;
    for (const StageShare &s : rankedStages(request)) {
        const auto text = [](std::string_view name) {
            return QString::fromLatin1(name.data(), qsizetype(name.size()));
        };
        answer.stages.append(
            {text(moduleOf(s.stage)), text(stageName(s.stage)), s.charged, s.took});
    }
    return answer;
}

QString textOf(const TracedRequestAnswer &request)
{
    QString text =
        u"%1  %2  %3  trace %4"_s.arg(readableDate(request.endedAt), request.kind,
                                      readableNanoseconds(request.totalNs), request.trace);
    if (request.user)
        text += u"  account "_s + request.user->toString();
    if (request.session)
        text += u"  session "_s + request.session->toString();
    if (request.recipients > 0)
        text += u"  to %1 connections"_s.arg(request.recipients);
    TextTable table({{u"  MODULE"_s},
                     {u"STAGE"_s},
                     {u"CHARGED"_s, TextTable::Align::Right},
                     {u"TOOK"_s, TextTable::Align::Right}});
    for (const StageAnswer &s : request.stages)
        table.add({u"  "_s + s.module, s.stage, readableNanoseconds(s.chargedNs),
                   readableNanoseconds(s.tookNs)});
    return text + u'\n' + table.text() + u'\n';
}

void serveSlow(ServerApp &, const OperatorRequest &request, const Told &told)
{
    bool isNumber = true;
    const auto given = request.find(u"count");
    const qint64 count = given ? given->toLongLong(&isNumber) : kUsualCount;
    if (!isNumber || count < 1 || count > qint64(SlowLog::kKept))
        return told(refusal(Error::badRequest(
            {}, u"expected --count to be a number from 1 to %1"_s.arg(SlowLog::kKept))));
    const bool samples = request.find(u"samples").has_value();
    SlowAnswer answer;
    for (const TracedRequest &each : SlowLog::process().latest(
             samples ? SlowLog::Kept::Samples : SlowLog::Kept::Slow, qsizetype(count)))
        answer.requests.append(answerOf(each));
    if (request.json)
        return told({QString::fromUtf8(wire::encoded(answer)), {}});
    QString text;
    for (const TracedRequestAnswer &each : answer.requests)
        text += textOf(each);
    if (text.isEmpty())
        text = samples ? u"no request was kept as a sample"_s : u"no request was slow"_s;
    told({text, {}});
}

} // namespace

CommandRow slowCommand()
{
    return {
        .words = u"slow"_s,
        .summary = u"Print the latest slow requests, stage by stage."_s,
        .more = u"The slowest stage stands first. A stage is charged with what it took, and "
                "with the time in which the request waited for the same stage of others; a "
                "queue is charged only with what nobody's work explains. slow.threshold_ms "
                "and slow.kinds of the configuration say what is slow, slow.sample_one_in how "
                "many are kept besides. Each slow one is a line in the log as well."_s,
        .options = {{.name = u"samples"_s,
                     .help = u"One in so many of all requests, instead of the slow ones."_s},
                    {.name = u"count"_s, .value = u"N"_s, .help = u"So many; without it, 10."_s}},
        .json = shapeOf<SlowAnswer>(),
        .examples = {{u"salond slow --count 1"_s, u"Shows where the latest one lost its time."_s},
                     {u"salond slow --samples"_s,
                      u"Shows what usual requests spend their time on."_s}},
        .needs = Needs::RunningServer,
        .serve = serveSlow};
}

} // namespace salon::server
