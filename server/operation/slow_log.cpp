// SPDX-License-Identifier: MIT
#include "server/operation/slow_log.h"
#include "server/operation/log.h"
#include <QDateTime>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kMostLinesASecond =
    20; // a server that is slow must not become slower by saying so

QString latin(std::string_view text)
{
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

QString milliseconds(qint64 nanoseconds)
{
    return QString::number(double(nanoseconds) / 1e6, 'f', 3);
}

TracedRequest recorded(const RequestTrace &trace, qint64 total)
{
    return {.trace = trace.id(),
            .kind = trace.kind().empty() ? u"unknown"_s : latin(trace.kind()),
            .user = trace.user(),
            .session = trace.session(),
            .endedAt = QDateTime::currentMSecsSinceEpoch(),
            .total = total,
            .recipients = trace.recipients(),
            .took = trace.took(),
            .charged = trace.charged()};
}

//! "commit 512.300 (took 256.000), …": milliseconds charged, and taken where they differ.
QString stageList(const std::vector<StageShare> &stages)
{
    QStringList texts;
    for (const StageShare &s : stages) {
        QString text = latin(stageName(s.stage)) + u' ' + milliseconds(s.charged);
        if (s.took != s.charged)
            text += u" (took %1)"_s.arg(milliseconds(s.took));
        texts.append(text);
    }
    return texts.join(u", ");
}

void writeLine(const TracedRequest &request, qint64 leftOut)
{
    const auto stages = rankedStages(request);
    const Stage slowest = stages.empty() ? Stage::Frame : stages.front().stage;
    logWarning("operation", u"slow request",
               {{"trace", request.trace},
                {"kind", request.kind},
                {"user", request.user.toString()},
                {"session", request.session.toString()},
                {"total_ms", double(request.total) / 1e6},
                {"slowest", latin(stageName(slowest))},
                {"slowest_module", latin(moduleOf(slowest))},
                {"recipients", request.recipients},
                {"stages_ms", stageList(stages)},
                {"left_out", leftOut}});
}

} // namespace

std::vector<StageShare> rankedStages(const TracedRequest &request)
{
    std::vector<StageShare> stages;
    for (size_t i = 0; i < kStageCount; ++i) {
        if (request.took.ns[i] > 0 || request.charged.ns[i] > 0)
            stages.push_back({Stage(i), request.took.ns[i], request.charged.ns[i]});
    }
    std::ranges::stable_sort(stages, std::ranges::greater(),
                             [](const StageShare &s) { return std::pair(s.charged, s.took); });
    return stages;
}

Result<> SlowLog::Settings::setKinds(const QStringList &texts)
{
    QList<std::pair<QByteArray, qint64>> kinds;
    for (const QString &text : texts) {
        const qsizetype sign = text.indexOf(u'=');
        bool isNumber = false;
        const qint64 ms = QStringView(text).sliced(sign + 1).toLongLong(&isNumber);
        if (sign < 1 || !isNumber || ms < 0)
            return Error::badRequest(
                {},
                u"expected kinds with milliseconds, e.g. \"login=2000\", not \"%1\""_s.arg(text));
        kinds.append({text.left(sign).toUtf8(), ms});
    }
    byKind = kinds;
    return {};
}

QStringList SlowLog::Settings::kinds() const
{
    QStringList texts;
    for (const auto &[kind, ms] : byKind)
        texts.append(QString::fromUtf8(kind) + u'=' + QString::number(ms));
    return texts;
}

SlowLog &SlowLog::process()
{
    // Never destroyed: requests end until the very end.
    static SlowLog *const log = new SlowLog;
    return *log;
}

qint64 SlowLog::thresholdMs(std::string_view kind) const
{
    for (const auto &[name, ms] : m_settings.byKind) {
        if (name == QByteArrayView(kind.data(), qsizetype(kind.size())))
            return ms;
    }
    return m_settings.thresholdMs;
}

void SlowLog::consider(const RequestTrace &trace, qint64 totalNanoseconds)
{
    const bool isSlow = totalNanoseconds >= thresholdMs(trace.kind()) * 1'000'000;
    const qint64 number = m_seen.fetch_add(1, std::memory_order_relaxed);
    const bool isSample = m_settings.sampleOneIn > 0 && number % m_settings.sampleOneIn == 0;
    if (!isSlow && !isSample)
        return;
    const TracedRequest request = recorded(trace, totalNanoseconds);
    std::optional<qint64> leftOut;
    {
        const std::lock_guard lock(m_mutex);
        if (isSample)
            keep(m_samples, request);
        if (isSlow) {
            keep(m_slow, request);
            leftOut = mayWriteLine();
        }
    }
    if (leftOut)
        writeLine(request, *leftOut);
}

void SlowLog::keep(std::deque<TracedRequest> &where, const TracedRequest &request)
{
    if (where.size() == kKept)
        where.pop_back();
    where.push_front(request);
}

std::optional<qint64> SlowLog::mayWriteLine()
{
    const qint64 second =
        std::chrono::steady_clock::now().time_since_epoch() / std::chrono::seconds(1);
    if (std::exchange(m_second, second) != second)
        m_lines = 0;
    if (++m_lines <= kMostLinesASecond)
        return std::exchange(m_leftOut, 0);
    ++m_leftOut;
    return {};
}

std::vector<TracedRequest> SlowLog::latest(Kept which, qsizetype count) const
{
    const std::lock_guard lock(m_mutex);
    const auto &kept = which == Kept::Slow ? m_slow : m_samples;
    const auto taken = std::min<qsizetype>(std::max<qsizetype>(count, 0), qsizetype(kept.size()));
    return {kept.begin(), kept.begin() + taken};
}

} // namespace salon::server
