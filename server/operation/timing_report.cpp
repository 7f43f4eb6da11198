// SPDX-License-Identifier: MIT
#include "server/operation/timing_report.h"
#include "server/operation/json_line.h"
#include "server/operation/text_table.h"
#include <QHash>
#include <algorithm>
#include <span>
#include <tuple>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

QString latin(std::string_view text)
{
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

QString tableLine(const std::array<QString, 8> &cells)
{
    QString line = cells[0].leftJustified(9) + u' ' + cells[1].leftJustified(14);
    for (const QString &cell : std::span(cells).subspan(2))
        line += u' ' + cell.rightJustified(9);
    return line + u'\n';
}

} // namespace

std::vector<TimingRow> rankedByShare(const std::vector<StageFigures> &figures)
{
    const auto work = [](const StageFigures &f) { return isWaiting(f.stage) ? 0 : f.sum; };
    qint64 total = 0;
    QHash<QString, qint64> byModule;
    for (const StageFigures &f : figures) {
        total += work(f);
        byModule[latin(moduleOf(f.stage))] += work(f);
    }
    std::vector<TimingRow> rows;
    for (const StageFigures &f : figures)
        rows.push_back({f, total > 0 ? double(work(f)) / double(total) : 0.0});
    const auto rank = [&](const TimingRow &row) {
        const QString module = latin(moduleOf(row.figures.stage));
        return std::tuple(-byModule.value(module), module, -work(row.figures), -row.figures.sum);
    };
    std::ranges::stable_sort(rows, {}, rank);
    return rows;
}

QString timingsTable(const std::vector<StageFigures> &figures)
{
    QString table = tableLine(
        {u"module"_s, u"stage"_s, u"count"_s, u"share"_s, u"p50"_s, u"p95"_s, u"p99"_s, u"max"_s});
    for (const TimingRow &row : rankedByShare(figures)) {
        const StageFigures &f = row.figures;
        const QString share =
            isWaiting(f.stage) ? u"waits"_s : QString::number(row.share * 100, 'f', 1) + u" %"_s;
        table += tableLine({latin(moduleOf(f.stage)), latin(stageName(f.stage)),
                            QString::number(f.count), share, readableNanoseconds(f.p50),
                            readableNanoseconds(f.p95), readableNanoseconds(f.p99),
                            readableNanoseconds(f.max)});
    }
    return table;
}

QByteArray timingsJson(const std::vector<StageFigures> &figures)
{
    QByteArray list = "[";
    for (const TimingRow &row : rankedByShare(figures)) {
        const StageFigures &f = row.figures;
        JsonLine line;
        line.add("module", latin(moduleOf(f.stage)))
            .add("stage", latin(stageName(f.stage)))
            .add("waiting", isWaiting(f.stage))
            .add("count", f.count)
            .add("sum_ns", f.sum)
            .add("p50_ns", f.p50)
            .add("p95_ns", f.p95)
            .add("p99_ns", f.p99)
            .add("max_ns", f.max)
            .add("share", row.share);
        list += (list.size() > 1 ? "," : "") + std::move(line).finish();
    }
    return std::move(JsonLine().addRaw("stages", list + "]")).finish();
}

} // namespace salon::server
