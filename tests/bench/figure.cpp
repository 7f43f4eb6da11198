// SPDX-License-Identifier: MIT
#include "tests/bench/figure.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSysInfo>
#include <QThread>
#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace salon::bench {

namespace {

double rounded(double value)
{
    return value == 0 ? 0 : QString::number(value, 'g', 4).toDouble();
}

QJsonArray rounded(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(rounded(value));
    return array;
}

QString processorName()
{
    QFile file(u"/proc/cpuinfo"_s);
    if (!file.open(QIODevice::ReadOnly))
        return QSysInfo::currentCpuArchitecture();
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("model name"))
            return QString::fromUtf8(line.mid(line.indexOf(':') + 1).trimmed());
    }
    return QSysInfo::currentCpuArchitecture();
}

} // namespace

bool isTrial()
{
    return qEnvironmentVariableIsSet("SALON_BENCH_TRIAL");
}

std::span<const int> points(std::span<const int> all)
{
    return isTrial() ? all.first(1) : all;
}

double median(std::vector<double> values)
{
    if (values.empty())
        return NAN;
    std::ranges::sort(values);
    const size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double percentile99(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[size_t(std::ceil(double(values.size()) * 0.99)) - 1];
}

double medianRatio(const Figure &figure)
{
    std::vector<double> ratios;
    for (size_t i = 0; i < std::min(figure.ours.size(), figure.theirs.size()); ++i)
        ratios.push_back(figure.ours[i] / figure.theirs[i]);
    return median(std::move(ratios));
}

void print(const Figure &figure, const QJsonObject &conditions)
{
    QJsonObject line{{u"bench"_s, figure.bench},        {u"figure"_s, figure.name},
                     {u"unit"_s, figure.unit},          {u"median"_s, rounded(median(figure.ours))},
                     {u"runs"_s, rounded(figure.ours)}, {u"conditions"_s, conditions}};
    if (!figure.yardstick.isEmpty()) {
        line.insert(u"yardstick"_s, figure.yardstick);
        line.insert(u"yardstick_median"_s, rounded(median(figure.theirs)));
        line.insert(u"yardstick_runs"_s, rounded(figure.theirs));
        line.insert(u"ratio"_s, rounded(medianRatio(figure)));
    }
    if (figure.aim > 0)
        line.insert(u"aim"_s, figure.aim);
    if (figure.aimNow > 0)
        line.insert(u"aim_now"_s, figure.aimNow);
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

void tell(const QString &line)
{
    std::fprintf(stderr, "%s\n", qPrintable(line));
}

int exitCode(const QString &program, const Result<> &done)
{
    if (!done)
        tell(program + u": "_s + done.error().toString());
    return done ? 0 : 1;
}

QJsonObject machine()
{
    QJsonObject conditions{{u"processor"_s, processorName()},
                           {u"cores"_s, QThread::idealThreadCount()},
                           {u"system"_s, QSysInfo::prettyProductName()},
                           {u"kernel"_s, QSysInfo::kernelVersion()},
                           {u"qt"_s, QString::fromLatin1(qVersion())}};
    if (isTrial())
        conditions.insert(u"trial"_s, true);
    return conditions;
}

QJsonObject onCurve(QJsonObject conditions, const QString &curve, const QString &axis, double at,
                    bool drawsYardstick)
{
    conditions.insert(u"curve"_s, curve);
    conditions.insert(u"axis"_s, axis);
    conditions.insert(u"at"_s, at);
    if (drawsYardstick)
        conditions.insert(u"draws_yardstick"_s, true);
    return conditions;
}

} // namespace salon::bench
