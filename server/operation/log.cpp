// SPDX-License-Identifier: MIT
#include "server/operation/log.h"
#include "server/operation/journal.h"
#include "server/operation/json_line.h"
#include <QDateTime>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr std::array kLevelWords{"debug"_L1, "info"_L1, "warning"_L1, "error"_L1, "off"_L1};
constexpr std::array<QByteArrayView, 9> kSecretKeys{
    "password", "token", "secret", "authorization", "cookie", "key", "text", "body", "code"};
constexpr qsizetype kLongestValue = 2000;

std::optional<LogLevel> levelFromWord(QStringView word)
{
    const auto found = std::find(kLevelWords.begin(), kLevelWords.end(), word);
    if (found == kLevelWords.end())
        return std::nullopt;
    return LogLevel(found - kLevelWords.begin());
}

//! Tokens begin with the base64url of `{"`, whoever made them.
QString withoutTokens(QStringView text)
{
    QString clean = text.size() > kLongestValue ? text.first(kLongestValue).toString() + u"…"_s
                                                : text.toString();
    if (!clean.contains("eyJ"_L1) && !clean.contains("Bearer "_L1, Qt::CaseInsensitive))
        return clean;
    static const QRegularExpression kToken(
        uR"(eyJ[A-Za-z0-9_\-]*(\.[A-Za-z0-9_\-]*)*|(?<=bearer )\S+)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return clean.replace(kToken, u"[hidden]"_s);
}

void appendField(JsonLine &line, const LogField &field)
{
    if (std::ranges::count(kSecretKeys, QByteArrayView(field.key)) > 0) {
        line.add(field.key, u"[hidden]");
        return;
    }
    if (const auto *text = std::get_if<QString>(&field.value))
        line.add(field.key, withoutTokens(*text));
    else if (const auto *number = std::get_if<qint64>(&field.value))
        line.add(field.key, *number);
    else if (const auto *real = std::get_if<double>(&field.value))
        line.add(field.key, *real);
    else
        line.add(field.key, std::get<bool>(field.value));
}

//! The priority that the journal reads and takes off, see syslog(3).
const char *priorityOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "<7>";
    case LogLevel::Info:
        return "<6>";
    case LogLevel::Warning:
        return "<4>";
    case LogLevel::Error:
    case LogLevel::Off:
        break;
    }
    return "<3>";
}

void writeToStderr(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
    std::fflush(stderr);
}

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        break;
    }
    return LogLevel::Error;
}

void takeQtMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArrayView category(context.category ? context.category : "default");
    Log::process().write(levelOf(type), category == "default" ? "qt" : category, message);
}

} // namespace

QLatin1StringView wordFor(LogLevel level)
{
    return kLevelWords.at(size_t(level));
}

Result<LogLevels> LogLevels::parse(QStringView text)
{
    LogLevels levels;
    for (const QStringView part : text.split(u',')) {
        const auto sign = part.indexOf(u'=');
        const QStringView word = sign < 0 ? part.trimmed() : part.sliced(sign + 1).trimmed();
        const auto level = levelFromWord(word);
        const QStringView module = sign < 0 ? QStringView() : part.first(sign).trimmed();
        if (!level || (sign >= 0 && module.isEmpty())) {
            return Error::badRequest({},
                                     u"\"%1\" is no level: expected debug, info, warning, "
                                     "error or off, or module=level"_s.arg(part.trimmed()));
        }
        if (sign < 0)
            levels.all = *level;
        else
            levels.byModule.insert(module.toUtf8(), *level);
    }
    return levels;
}

QString LogLevels::toString() const
{
    QStringList modules;
    for (auto module = byModule.begin(); module != byModule.end(); ++module)
        modules.append(QString::fromUtf8(module.key()) + u'=' + wordFor(module.value()));
    modules.sort();
    return (QStringList{QString(wordFor(all))} + modules).join(u',');
}

Log &Log::process()
{
    // Never destroyed: threads and static objects may log until the very end.
    static Log *const log = new Log;
    return *log;
}

Log::Log() : m_isJournal(isStderrJournal())
{
}

void Log::setLevels(LogLevels levels)
{
    LogLevel lowest = levels.all;
    for (const LogLevel level : std::as_const(levels.byModule))
        lowest = std::min(lowest, level);
    const std::unique_lock lock(m_levelsMutex);
    m_levels = std::move(levels);
    m_lowest = lowest;
}

LogLevels Log::levels() const
{
    const std::shared_lock lock(m_levelsMutex);
    return m_levels;
}

void Log::setSink(Sink sink)
{
    const std::lock_guard lock(m_sinkMutex);
    m_sink = std::move(sink);
}

bool Log::isWanted(LogLevel level, QByteArrayView module) const
{
    if (level < m_lowest.load(std::memory_order_relaxed))
        return false;
    const std::shared_lock lock(m_levelsMutex);
    if (m_levels.byModule.isEmpty())
        return level >= m_levels.all;
    const auto key = QByteArray::fromRawData(module.data(), module.size());
    return level >= m_levels.byModule.value(key, m_levels.all);
}

void Log::write(LogLevel level, QByteArrayView module, QStringView message,
                std::initializer_list<LogField> fields)
{
    if (!isWanted(level, module))
        return;
    JsonLine line;
    line.add("time", QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    line.add("level", QString(wordFor(level)));
    line.add("module", QString::fromUtf8(module));
    line.add("message", withoutTokens(message));
    for (const LogField &field : fields)
        appendField(line, field);
    const QByteArray bytes = std::move(line).finish() + '\n';
    const std::lock_guard lock(m_sinkMutex);
    if (m_sink)
        m_sink(bytes);
    else
        writeToStderr(m_isJournal ? priorityOf(level) + bytes : bytes);
}

void Log::takeOverQtMessages()
{
    qInstallMessageHandler(takeQtMessage);
}

void logDebug(QByteArrayView module, QStringView message, std::initializer_list<LogField> fields)
{
    Log::process().write(LogLevel::Debug, module, message, fields);
}

void logInfo(QByteArrayView module, QStringView message, std::initializer_list<LogField> fields)
{
    Log::process().write(LogLevel::Info, module, message, fields);
}

void logWarning(QByteArrayView module, QStringView message, std::initializer_list<LogField> fields)
{
    Log::process().write(LogLevel::Warning, module, message, fields);
}

void logError(QByteArrayView module, QStringView message, std::initializer_list<LogField> fields)
{
    Log::process().write(LogLevel::Error, module, message, fields);
}

} // namespace salon::server
