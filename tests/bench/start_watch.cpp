// SPDX-License-Identifier: MIT
#include "tests/bench/start_watch.h"
#include <QDeadlineTimer>
#include <QFile>
#include <chrono>

using namespace Qt::StringLiterals;

namespace salon::bench {

static constexpr int kPatienceMs = 20'000;

static qint64 steadyNanoseconds()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

StartWatch::StartWatch(const QString &display)
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    m_environment.insert(u"DISPLAY"_s, display);
    m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    m_environment.insert(u"SALON_START_REPORT"_s, report());
    // There is none on this display, and a search for one is not to be measured.
    m_environment.insert(u"SALON_KEYCHAIN"_s, u"off"_s);
    m_environment.remove(u"WAYLAND_DISPLAY"_s);
    m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
}

Result<double> StartWatch::time(const QString &program, const QStringList &arguments,
                                const QByteArray &input)
{
    QFile::remove(report());
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const qint64 begun = steadyNanoseconds();
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const QDeadlineTimer deadline(kPatienceMs);
    while (!QFile::exists(report()) && !deadline.hasExpired() && !process.waitForFinished(5)) { }
    QFile file(report());
    const bool isPainted = file.open(QIODevice::ReadOnly);
    const qint64 painted = file.readAll().toLongLong();
    process.terminate();
    if (!process.waitForFinished(5'000))
        process.kill();
    process.waitForFinished();
    if (!isPainted)
        return Error::internal(u"%1 did not show its window in time"_s.arg(program));
    return double(painted - begun) / 1e6;
}

} // namespace salon::bench
