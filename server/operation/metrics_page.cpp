// SPDX-License-Identifier: MIT
#include "server/operation/metrics_page.h"
#include "server/operation/timings.h"
#include <array>
#include <cmath>

namespace salon::server {
namespace {

constexpr qint64 kMicro = 1'000;
constexpr qint64 kMilli = 1'000'000;
constexpr std::array<qint64, 12> kEdges{10 * kMicro,  50 * kMicro,  100 * kMicro,  500 * kMicro,
                                        kMilli,       5 * kMilli,   10 * kMilli,   50 * kMilli,
                                        100 * kMilli, 500 * kMilli, 1000 * kMilli, 5000 * kMilli};

QByteArray number(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return QByteArray::number(qint64(value));
    return QByteArray::number(value, 'g', 12);
}

double seconds(qint64 nanoseconds)
{
    return double(nanoseconds) / 1e9;
}

QByteArrayView view(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

void MetricsPage::gauge(QByteArrayView name, QByteArrayView help, double value)
{
    begin(name, help, "gauge");
    add({}, value);
}

void MetricsPage::counter(QByteArrayView name, QByteArrayView help, double value)
{
    begin(name, help, "counter");
    add({}, value);
}

void MetricsPage::begin(QByteArrayView name, QByteArrayView help, QByteArrayView type)
{
    m_name = name.toByteArray();
    m_text += "# HELP " + m_name + ' ' + help.toByteArray() + '\n';
    m_text += "# TYPE " + m_name + ' ' + type.toByteArray() + '\n';
}

void MetricsPage::add(Labels labels, double value)
{
    line({}, labels, value);
}

void MetricsPage::line(QByteArrayView suffix, Labels labels, double value)
{
    m_text += m_name + suffix.toByteArray();
    char before = '{';
    for (const auto &[key, text] : labels) {
        m_text += before + key.toByteArray() + "=\"" + text.toByteArray() + '"';
        before = ',';
    }
    if (before == ',')
        m_text += '}';
    m_text += ' ' + number(value) + '\n';
}

void MetricsPage::addStages(const Timings &timings)
{
    begin("salon_stage_seconds", "Time that a stage took of a request, by the module it belongs to",
          "histogram");
    for (const StageFigures &figures : timings.snapshot()) {
        const QByteArrayView module = view(moduleOf(figures.stage));
        const QByteArrayView stage = view(stageName(figures.stage));
        // One reading, so that the buckets and the count fit each other while others record.
        const auto counts = timings.of(figures.stage).countsUpTo(kEdges);
        for (size_t i = 0; i < kEdges.size(); ++i) {
            line("_bucket",
                 {{"module", module}, {"stage", stage}, {"le", number(seconds(kEdges[i]))}},
                 double(counts[i]));
        }
        line("_bucket", {{"module", module}, {"stage", stage}, {"le", "+Inf"}},
             double(counts.back()));
        line("_sum", {{"module", module}, {"stage", stage}}, seconds(figures.sum));
        line("_count", {{"module", module}, {"stage", stage}}, double(counts.back()));
    }
}

} // namespace salon::server
