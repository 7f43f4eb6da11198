// SPDX-License-Identifier: MIT
#include "server/app/timings_watch.h"
#include "server/app/folder.h"
#include "server/app/operator_client.h"
#include "server/app/terminal.h"
#include "server/operation/timing_report.h"
#include "shared/wire/codec.h"
#include <QDateTime>
#include <QThread>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using wire::field;

constexpr int kIntervalMs = 2'000;

//! Both are what one salond tells another process of the same build.
struct StageCounts {
    qint64 sum = 0;
    qint64 max = 0;
    QList<qint64> buckets; //!< pairs: which one, and its count when that is not 0
    static constexpr auto fields()
    {
        return std::tuple{field("sum", &StageCounts::sum, "Nanoseconds"),
                          field("max", &StageCounts::max, "Nanoseconds"),
                          field("buckets", &StageCounts::buckets, "Number and count, and so on")};
    }
};

struct AllCounts {
    QList<StageCounts> stages;
    static constexpr auto fields()
    {
        return std::tuple{field("stages", &AllCounts::stages, "In the order of the stages")};
    }
};

Error notUnderstood()
{
    return {ErrorCode::Internal, u"the salond that serves is of another version"_s};
}

Result<Timings::Counts> countsNow(const Settings &settings)
{
    if (!Folder::isTaken(settings.folder()))
        return Error(ErrorCode::Unavailable, u"the salond that was watched is gone"_s);
    TRY_ASSIGN(const auto reply, ask(settings, {u"timings"_s, {{u"counts"_s, {}}}, true}));
    if (!reply.code.isEmpty())
        return Error(ErrorCode::Unavailable, reply.text);
    return decodedCounts(reply.text);
}

void show(const std::vector<StageFigures> &figures, bool asJson)
{
    if (asJson)
        return print(QString::fromUtf8(timingsJson(figures)));
    const QString time = QDateTime::currentDateTimeUtc().toString(u"HH:mm:ss"_s);
    const QString head = u"%1 UTC, the last %2 s\n"_s.arg(time).arg(kIntervalMs / 1000);
    const QString table = figures.empty() ? u"nothing happened\n"_s : timingsTable(figures);
    // Home, the text, then clear what is left of the text before: no flicker.
    print(isOutputTerminal() ? u"\x1b[H\x1b[2J"_s + head + table : head + table);
}

} // namespace

QByteArray encodedCounts(const Timings::Counts &counts)
{
    AllCounts all;
    for (const HistogramCounts &stage : counts) {
        StageCounts told{stage.sum, stage.max, {}};
        for (size_t i = 0; i < stage.buckets.size(); ++i) {
            if (stage.buckets[i] > 0)
                told.buckets << qint64(i) << stage.buckets[i];
        }
        all.stages.append(told);
    }
    return wire::encoded(all);
}

Result<Timings::Counts> decodedCounts(const QString &text)
{
    wire::JsonParser parser;
    const QByteArray json = text.toUtf8();
    TRY_ASSIGN(const auto value, parser.parse(json));
    TRY_ASSIGN(const auto all, wire::decoded<AllCounts>(value, {}));
    if (all.stages.size() != qsizetype(kStageCount))
        return notUnderstood();
    Timings::Counts counts;
    for (size_t i = 0; i < kStageCount; ++i) {
        const StageCounts &told = all.stages.at(qsizetype(i));
        counts[i] = Histogram().counts();
        counts[i].sum = told.sum;
        counts[i].max = told.max;
        for (qsizetype pair = 0; pair + 1 < told.buckets.size(); pair += 2) {
            const auto bucket = size_t(told.buckets[pair]);
            if (bucket >= counts[i].buckets.size())
                return notUnderstood();
            counts[i].buckets[bucket] = told.buckets[pair + 1];
        }
    }
    return counts;
}

int watchTimings(const CommandCall &call)
{
    auto before = countsNow(call.settings);
    while (before) {
        QThread::msleep(kIntervalMs);
        auto now = countsNow(call.settings);
        if (now)
            show(Timings::between(*before, *now), call.has(u"json"_s));
        before = std::move(now);
    }
    return fail(before.error());
}

} // namespace salon::server
