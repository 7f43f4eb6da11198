// SPDX-License-Identifier: MIT
#include "tests/bench/running_client.h"
#include "tests/support/process_meter.h"
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr int kPatienceMs = 20'000;
constexpr int kLookMs = 100;
constexpr int kStillMs = 1'000;
constexpr qint64 kStillNanoseconds = 5'000'000; // of processor time, in that time

//! The number behind "Name:" in a file of /proc.
qint64 numberIn(const QString &path, const QByteArray &name)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.mid(name.size() + 1).simplified().split(' ').first().toLongLong();
    }
    return 0;
}

} // namespace

RunningClient::RunningClient(const QString &display)
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"DISPLAY"_s, display);
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    m_environment.insert(u"SALON_KEYCHAIN"_s, u"off"_s);
    m_environment.remove(u"WAYLAND_DISPLAY"_s);
    m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    m_process.setProcessEnvironment(m_environment);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

RunningClient::~RunningClient()
{
    stop();
}

Result<> RunningClient::start(const QStringList &arguments, const QByteArray &input)
{
    m_process.start(QStringLiteral(SALON_CLIENT_PATH), arguments);
    m_process.write(input);
    m_process.closeWriteChannel();
    if (!m_process.waitForStarted())
        return Error::internal(u"salon does not start: "_s + m_process.errorString());
    TRY(waitForWindow());
    return rest();
}

void RunningClient::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished();
}

Result<> RunningClient::waitForWindow()
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!deadline.hasExpired()) {
        const auto found = xdotool({u"search"_s, u"--all"_s, u"--onlyvisible"_s, u"--pid"_s,
                                    QString::number(pid()), u"--name"_s, u"Salon"_s});
        m_window = found ? QString::fromLatin1(found->simplified().split(' ').first()) : QString();
        if (!m_window.isEmpty())
            return {};
        if (m_process.waitForFinished(kLookMs))
            break;
    }
    return Error::internal(u"salon shows no window"_s);
}

Result<QByteArray> RunningClient::xdotool(const QStringList &arguments)
{
    QProcess tool;
    tool.setProcessEnvironment(m_environment);
    tool.start(u"xdotool"_s, arguments);
    if (!tool.waitForFinished(kPatienceMs) || tool.exitCode() != 0)
        return Error::internal(u"xdotool %1: %2"_s.arg(
            arguments.join(u' '), QString::fromUtf8(tool.readAllStandardError())));
    return tool.readAllStandardOutput();
}

Result<> RunningClient::click(QPoint place)
{
    TRY(xdotool({u"windowraise"_s, m_window, u"windowfocus"_s, u"--sync"_s, m_window,
                 u"mousemove"_s, u"--window"_s, m_window, QString::number(place.x()),
                 QString::number(place.y()), u"click"_s, u"1"_s}));
    return rest();
}

Result<> RunningClient::press(const QString &key, int times)
{
    TRY(xdotool(
        {u"key"_s, u"--repeat"_s, QString::number(times), u"--repeat-delay"_s, u"20"_s, key}));
    return {};
}

Result<> RunningClient::hideWindow()
{
    TRY(xdotool({u"windowunmap"_s, u"--sync"_s, m_window}));
    return rest();
}

Result<> RunningClient::rest()
{
    const QDeadlineTimer deadline(kPatienceMs);
    while (!deadline.hasExpired()) {
        const qint64 before = test::cpuNanoseconds(pid());
        TRY(letBe(kStillMs));
        if (test::cpuNanoseconds(pid()) - before < kStillNanoseconds)
            return {};
    }
    return Error::internal(u"salon does not come to rest"_s);
}

Result<> RunningClient::letBe(int milliseconds)
{
    if (m_process.waitForFinished(milliseconds))
        return Error::internal(u"salon has ended"_s);
    return {};
}

qint64 RunningClient::memory() const
{
    return numberIn(u"/proc/%1/smaps_rollup"_s.arg(pid()), "Pss") * 1024;
}

qint64 RunningClient::wakeUps() const
{
    qint64 sum = 0;
    const QDir tasks(u"/proc/%1/task"_s.arg(pid()));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        sum += numberIn(tasks.filePath(task + u"/status"_s), "voluntary_ctxt_switches");
    return sum;
}

} // namespace salon::bench
