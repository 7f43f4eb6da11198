// SPDX-License-Identifier: MIT
#pragma once
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace salon::test {

//! A D-Bus of the test's own, on which nothing is started by itself: no desktop is disturbed, and
//! what serves notifications is what the test puts there.
class PrivateBus {
public:
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    //! False where there is no dbus-daemon.
    bool start()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
        QFile file(m_folder.filePath(QStringLiteral("bus.conf")));
        if (program.isEmpty() || !file.open(QIODevice::WriteOnly))
            return false;
        file.write("<busconfig><type>session</type><listen>unix:dir=" + m_folder.path().toUtf8()
                   + "</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                     "<allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>");
        file.close();
        m_daemon.start(program,
                       {QStringLiteral("--config-file=") + file.fileName(),
                        QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
                        QStringLiteral("--print-address")});
        while (!m_daemon.canReadLine()) {
            if (!m_daemon.waitForReadyRead())
                return false;
        }
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
        return true;
    }
    QString address() const { return m_address; }

private:
    QTemporaryDir m_folder;
    QProcess m_daemon;
    QString m_address;
};

} // namespace salon::test
