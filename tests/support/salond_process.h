// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include "tests/support/free_port.h"
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace salon::test {

//! Parts of a configuration: log-ins that cost next to nothing…
inline const QByteArray kCheapPasswords = "[passwords]\npasses = 1\nmemory_bytes = 8192\n";
//! …and nobody who is held back for being fast.
inline const QByteArray kRaisedLimits = "[limits]\nmessages_per_second = 100000\n"
                                        "message_burst = 100000\nrequests_per_second = 100000\n";

//! How a command ended.
struct CommandResult {
    int exitCode = -1; //!< -1 when it crashed or did not end in time
    QByteArray output;
    QByteArray errors;
};

//! A real salond on a free port of 127.0.0.1, with a data folder that goes away with this object.
class SalondProcess {
public:
    //! `configuration` is the text of its TOML file. Where it names a certificate, this process
    //! must trust its issuer before start().
    explicit SalondProcess(const QByteArray &configuration = {});
    ~SalondProcess();

    //! For each start from now on; an empty value takes it away.
    void setEnvironment(const QString &name, const QString &value);
    //! Another salond than the one that was built with the tests.
    void setProgram(const QString &path) { m_program = path; }
    //! Starts it and waits until it answers; an error carries the end of its log.
    Result<> start(const QString &host = QStringLiteral("127.0.0.1"));
    //! SIGTERM; its exit code, or nothing when it did not end in `withinMs` (it is killed then).
    std::optional<int> stop(int withinMs = 5000);
    //! SIGKILL: no chance to tidy up.
    void kill();

    //! Runs `salond ARGUMENTS --data …` beside it, with `input` on standard input.
    CommandResult command(const QStringList &arguments, const QByteArray &input = {}) const;
    //! Makes an account, or says why not.
    Result<> addUser(const QString &name, const QString &password) const;

    quint16 port() const { return m_port; }
    QUrl url() const;
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }
    //! A folder beside it that goes away with this object, too.
    QString besideData(const QString &name) const { return m_folder.filePath(name); }
    QString configurationFile() const { return m_folder.filePath(QStringLiteral("salond.toml")); }
    qint64 pid() const { return m_process.processId(); }
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    //! Ended by a signal, the last time that it ended.
    bool hasCrashed() const { return m_process.exitStatus() == QProcess::CrashExit; }
    QByteArray log() const;
    //! Whether the log has a line with that id of a request.
    bool hasLogged(const QString &trace) const;
    //! A figure of /metrics, -1 when it is not told.
    double metric(const QByteArray &name) const;
    //! The test says wrong unread counts on purpose. Else a client that does so fails it at the end
    //! of this object: the client's counting is at fault, or the server's.
    void allowWrongDigests() { m_allowsWrongDigests = true; }
    //! "DEVICE:INODE" of the file that takes the log; nothing where that cannot be told.
    std::optional<QString> logStream() const;

private:
    QString m_program = QStringLiteral(SALOND_PATH);
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
    bool m_isEncrypted = false;
    bool m_allowsWrongDigests = false;
};

//! Runs salond with just these arguments.
CommandResult runSalond(const QStringList &arguments, const QByteArray &input = {},
                        int withinMs = 20'000);

} // namespace salon::test
