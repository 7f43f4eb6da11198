// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>

namespace salon::client {

//! For `./dev bench`: writes down when the first message of a room is on the screen, as nanoseconds
//! of the steady clock, which on one machine all processes share.
class StartReport : public QObject {
    Q_OBJECT
public:
    //! Watches when the environment variable SALON_START_REPORT names a file to write to; else does
    //! nothing.
    static void beginIfWanted();

private:
    StartReport(const QString &file, QObject *parent);
    bool eventFilter(QObject *watched, QEvent *event) override;
    void write();

    QString m_file;
};

} // namespace salon::client
