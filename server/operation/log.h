// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <QHash>
#include <atomic>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <shared_mutex>
#include <variant>

namespace salon::server {

enum class LogLevel { Debug, Info, Warning, Error, Off };

//! The word in the log and in the configuration, e.g. "warning".
QLatin1StringView wordFor(LogLevel level);

//! One key and value of a line. The keys time, level, module and message are the line's own.
struct LogField {
    using Value = std::variant<QString, qint64, double, bool>;
    LogField(const char *k, QString v) : key(k), value(std::move(v)) { }
    LogField(const char *k, QStringView v) : key(k), value(v.toString()) { }
    template <class Number>
    requires std::is_arithmetic_v<Number> LogField(const char *k, Number v)
        : key(k), value(widened(v))
    {
    }

    const char *key;
    Value value;

private:
    template <class Number>
    static Value widened(Number v)
    {
        if constexpr (std::is_same_v<Number, bool>)
            return v;
        else if constexpr (std::is_floating_point_v<Number>)
            return double(v);
        else
            return qint64(v);
    }
};

//! Which lines are wanted: a level for all modules, and others for some.
struct LogLevels {
    LogLevel all = LogLevel::Info;
    QHash<QByteArray, LogLevel> byModule;

    //! Reads "info" or "info,store=debug,qt=error".
    static Result<LogLevels> parse(QStringView text);
    //! As parse() reads it, modules by name.
    QString toString() const;
};

//! JSON lines, one a happening, to stderr; with sd-daemon(3)'s priorities before them where that is
//! the journal. Any thread may write. Values under a key that names a
//! secret or a body are replaced, and so is what looks like a bearer token; long ones are cut.
class Log {
public:
    //! Takes one line with its line feed. Called under a lock, so it must not log.
    using Sink = std::function<void(const QByteArray &)>;

    static Log &process();
    Log();

    void setLevels(LogLevels levels);
    LogLevels levels() const;
    void setSink(Sink sink);
    bool isWanted(LogLevel level, QByteArrayView module) const;
    void write(LogLevel level, QByteArrayView module, QStringView message,
               std::initializer_list<LogField> fields = {});

    //! From now on qDebug, qWarning and the like come as lines of module "qt" or their category.
    static void takeOverQtMessages();

private:
    mutable std::shared_mutex m_levelsMutex;
    LogLevels m_levels;
    std::atomic<LogLevel> m_lowest = LogLevel::Info;
    std::mutex m_sinkMutex;
    Sink m_sink; // none: stderr
    const bool m_isJournal;
};

void logDebug(QByteArrayView module, QStringView message,
              std::initializer_list<LogField> fields = {});
void logInfo(QByteArrayView module, QStringView message,
             std::initializer_list<LogField> fields = {});
void logWarning(QByteArrayView module, QStringView message,
                std::initializer_list<LogField> fields = {});
void logError(QByteArrayView module, QStringView message,
              std::initializer_list<LogField> fields = {});

} // namespace salon::server
