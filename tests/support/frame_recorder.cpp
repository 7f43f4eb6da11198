// SPDX-License-Identifier: MIT
#include "tests/support/frame_recorder.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>
#include <atomic>
#include <memory>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

constexpr qint64 kMostBytes = 32 * 1024 * 1024; // a fuzzing test says a lot

QFile *recording()
{
    static const auto file = []() -> std::unique_ptr<QFile> {
        const QString folder = qEnvironmentVariable("SALON_RECORD_FRAMES");
        if (folder.isEmpty() || !QDir().mkpath(folder))
            return {};
        const QString name = QFileInfo(QCoreApplication::applicationFilePath()).baseName();
        auto opened = std::make_unique<QFile>(folder + u'/' + name + u".jsonl"_s);
        if (!opened->open(QIODevice::WriteOnly | QIODevice::Truncate))
            return {};
        return opened;
    }();
    return file.get();
}

void write(const QJsonObject &line)
{
    static QMutex mutex; // blocking clients live in threads of their own
    const QMutexLocker locker(&mutex);
    QFile *file = recording();
    if (file->size() + file->bytesToWrite() > kMostBytes)
        return;
    file->write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

} // namespace

int nextRecordedSocket()
{
    static std::atomic<int> last = 0;
    return ++last;
}

void recordFrame(int socket, Said by, const QByteArray &text)
{
    if (!recording())
        return;
    write({{u"socket"_s, socket},
           {by == Said::ByClient ? u"sent"_s : u"received"_s, QString::fromUtf8(text)}});
}

void recordExchange(const RecordedExchange &exchange)
{
    if (!recording())
        return;
    QJsonObject headers;
    for (const auto &[name, value] : exchange.headers)
        headers.insert(QString::fromLatin1(name), QString::fromLatin1(value));
    write({{u"method"_s, QString::fromLatin1(exchange.method)},
           {u"path"_s, QString::fromLatin1(exchange.path)},
           {u"body"_s, QString::fromUtf8(exchange.body)},
           {u"status"_s, exchange.status},
           {u"headers"_s, headers},
           {u"answer"_s, QString::fromUtf8(exchange.answer)}});
}

} // namespace salon::test
