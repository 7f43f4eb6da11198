// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/salond_process.h"
#include <QDebug>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

//! What `salond slow` and `salond timings` say of a real salond.
namespace salon::test {

using namespace Qt::StringLiterals;

inline QJsonArray slowRequests(const SalondProcess &salond, const QStringList &more = {})
{
    const CommandResult result =
        salond.command(QStringList{u"slow"_s, u"--json"_s, u"--count"_s, u"256"_s} + more);
    if (result.exitCode != 0)
        qWarning().noquote() << result.errors;
    return QJsonDocument::fromJson(result.output).object()[u"requests"_s].toArray();
}

inline QJsonObject stageOf(const QJsonObject &request, const QString &name)
{
    for (const auto &stage : request[u"stages"_s].toArray()) {
        if (stage.toObject()[u"stage"_s] == name)
            return stage.toObject();
    }
    return {};
}

//! "module stage", as the first of a request or of the timings.
inline QString firstStage(const QJsonObject &object)
{
    const QJsonObject stage = object[u"stages"_s].toArray().first().toObject();
    return stage[u"module"_s].toString() + u' ' + stage[u"stage"_s].toString();
}

inline QString firstTiming(const SalondProcess &salond)
{
    const CommandResult result = salond.command({u"timings"_s, u"--json"_s});
    return firstStage(QJsonDocument::fromJson(result.output).object());
}

inline QString pretty(const QJsonArray &requests)
{
    return QString::fromUtf8(QJsonDocument(requests).toJson().left(6000));
}

} // namespace salon::test
