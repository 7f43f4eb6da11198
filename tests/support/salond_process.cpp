// SPDX-License-Identifier: MIT
#include "tests/support/salond_process.h"
#include "tests/support/http_client.h"
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTest>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kStartMs = 15'000;

CommandResult runSalond(const QStringList &arguments, const QByteArray &input, int withinMs)
{
    QProcess process;
    process.start(QStringLiteral(SALOND_PATH), arguments);
    process.write(input);
    process.closeWriteChannel();
    CommandResult result;
    if (process.waitForFinished(withinMs) && process.exitStatus() == QProcess::NormalExit)
        result.exitCode = process.exitCode();
    else
        process.kill();
    process.waitForFinished();
    result.output = process.readAllStandardOutput();
    result.errors = process.readAllStandardError();
    return result;
}

SalondProcess::SalondProcess(const QByteArray &configuration)
    : m_port(freePort()), m_isEncrypted(configuration.contains("tls_cert"))
{
    QDir().mkpath(dataFolder());
    QFile file(configurationFile());
    if (file.open(QIODevice::WriteOnly))
        file.write(configuration);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(u"salond.log"_s), QIODevice::Append);
}

SalondProcess::~SalondProcess()
{
    if (isRunning() && !stop())
        kill();
    if (!m_allowsWrongDigests && log().contains("a client counts what is unread otherwise"))
        QTest::qFail("a client counted what is unread otherwise than salond", __FILE__, __LINE__);
}

void SalondProcess::setEnvironment(const QString &name, const QString &value)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    if (environment.isEmpty())
        environment = QProcessEnvironment::systemEnvironment();
    if (value.isEmpty())
        environment.remove(name);
    else
        environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
}

Result<> SalondProcess::start(const QString &host)
{
    m_process.start(m_program,
                    {u"serve"_s, u"--config"_s, configurationFile(), u"--data"_s, dataFolder(),
                     u"--listen"_s, u"%1:%2"_s.arg(host).arg(m_port)});
    if (!m_process.waitForStarted())
        return Error::internal(u"cannot run %1: %2"_s.arg(m_program, m_process.errorString()));
    const QDeadlineTimer deadline(kStartMs);
    const HttpClient http(url());
    while (!deadline.hasExpired()) {
        if (m_process.waitForFinished(20))
            break;
        if (http.get("/api/server").status == 200)
            return {};
    }
    return Error::internal(u"salond did not start: "_s + QString::fromUtf8(log().right(2000)));
}

std::optional<int> SalondProcess::stop(int withinMs)
{
    m_process.terminate();
    if (!m_process.waitForFinished(withinMs)) {
        kill();
        return {};
    }
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void SalondProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

CommandResult SalondProcess::command(const QStringList &arguments, const QByteArray &input) const
{
    return runSalond(
        arguments + QStringList{u"--config"_s, configurationFile(), u"--data"_s, dataFolder()},
        input);
}

Result<> SalondProcess::addUser(const QString &name, const QString &password) const
{
    const CommandResult result =
        command({u"user"_s, u"add"_s, name, u"--password-stdin"_s}, password.toUtf8() + '\n');
    if (result.exitCode == 0)
        return {};
    return Error::internal(u"user add %1: %2"_s.arg(name, QString::fromUtf8(result.errors)));
}

QUrl SalondProcess::url() const
{
    return QUrl(u"%1://127.0.0.1:%2"_s.arg(m_isEncrypted ? u"https"_s : u"http"_s).arg(m_port));
}

QByteArray SalondProcess::log() const
{
    QFile file(m_folder.filePath(u"salond.log"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool SalondProcess::hasLogged(const QString &trace) const
{
    return !trace.isEmpty() && log().contains("\"trace\":\"" + trace.toLatin1() + '"');
}

double SalondProcess::metric(const QByteArray &name) const
{
    QFile token(dataFolder() + u"/metrics.token"_s);
    HttpClient http(m_port);
    if (token.open(QIODevice::ReadOnly))
        http.setToken(token.readAll().trimmed());
    const QByteArray page = http.get("/metrics").body;
    for (const QByteArray &line : page.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    }
    return -1;
}

std::optional<QString> SalondProcess::logStream() const
{
    QFile file(m_folder.filePath(u"salond.log"_s));
    if (!file.open(QIODevice::Append))
        return {};
    QProcess stat;
    stat.start(u"stat"_s, {u"-c"_s, u"%d:%i"_s, file.fileName()}); // of GNU
    if (!stat.waitForFinished() || stat.exitStatus() != QProcess::NormalExit
        || stat.exitCode() != 0)
        return {};
    return QString::fromLatin1(stat.readAllStandardOutput().trimmed());
}

} // namespace salon::test
