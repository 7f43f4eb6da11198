// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include <QDebug>
#include <QFile>
#include <QJsonDocument>
#include <optional>

using namespace Qt::StringLiterals;

namespace salon::test {

bool Extent::isSoak()
{
    return qEnvironmentVariableIntValue("SALON_SOAK") != 0;
}

quint64 Extent::seed()
{
    bool isGiven = false;
    const quint64 seed = qEnvironmentVariable("SALON_SEED").toULongLong(&isGiven);
    return isGiven ? seed : 1;
}

//! Nothing when it is not bounded.
static std::optional<qint64> secondsLeft()
{
    bool isGiven = false;
    const qint64 until = qEnvironmentVariable("SALON_SOAK_UNTIL").toLongLong(&isGiven);
    return isGiven ? std::optional(until - QDateTime::currentSecsSinceEpoch()) : std::nullopt;
}

QDeadlineTimer Extent::share(int count)
{
    const auto left = secondsLeft();
    if (!left)
        return QDeadlineTimer(QDeadlineTimer::Forever);
    return QDeadlineTimer(std::max<qint64>(*left, 0) * 1000 / std::max(count, 1));
}

bool Extent::isOver()
{
    const auto left = secondsLeft();
    return left && *left <= 0;
}

static void tell(const QString &test, QJsonObject line)
{
    line.insert(u"test"_s, test);
    line.insert(u"seed"_s, qint64(Extent::seed()));
    const QByteArray json = QJsonDocument(line).toJson(QJsonDocument::Compact);
    qInfo("%s", json.constData());
    QFile file(qEnvironmentVariable("SALON_SOAK_RESULTS"));
    if (!file.fileName().isEmpty() && file.open(QIODevice::Append))
        file.write(json + '\n');
}

bool Extent::isLeftOut(const QString &test)
{
    if (!isOver())
        return false;
    tell(test, {{u"left_out"_s, true}});
    return true;
}

void tellTried(const QString &test, const QJsonObject &tried, bool held)
{
    QJsonObject line = tried;
    line.insert(u"held"_s, held);
    tell(test, line);
}

} // namespace salon::test
