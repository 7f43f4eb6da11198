// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QPoint>
#include <QProcess>

namespace salon::bench {

//! The real client on a display of the benchmark's own, with somebody's hand at its keyboard.
class RunningClient {
public:
    //! Uses `xdotool` on that display.
    explicit RunningClient(const QString &display);
    ~RunningClient();
    Q_DISABLE_COPY_MOVE(RunningClient)

    //! Starts it, and waits until its window is there and it has come to rest.
    Result<> start(const QStringList &arguments, const QByteArray &input = {});
    void stop();
    qint64 pid() const { return m_process.processId(); }

    Result<> click(QPoint place);
    Result<> press(const QString &key, int times);
    Result<> hideWindow();
    //! Waits until the process has done next to nothing for a while.
    Result<> rest();
    //! Waits; an error when the process does not live as long.
    Result<> letBe(int milliseconds);

    //! Proportional memory in bytes: what is shared with other programs counts in part.
    qint64 memory() const;
    //! How often its threads have gone to sleep, which is how often they were woken.
    qint64 wakeUps() const;

private:
    Result<QByteArray> xdotool(const QStringList &arguments);
    Result<> waitForWindow();

    QProcessEnvironment m_environment;
    QProcess m_process;
    QString m_window; //!< its id
};

} // namespace salon::bench
