// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QProcess>
#include <QUrl>

namespace salon::bench {

//! Who writes, where, and how fast.
struct MessageRate {
    QUrl server;
    QString token;
    RoomId room;
    int perSecond = 0;
    int seconds = 0;

    QStringList arguments() const;
    //! What arguments() gave.
    static MessageRate of(const QStringList &arguments);
};

//! Writes messages at that rate, then waits until all were taken; the exit code of a process. A
//! process of its own, so that the writing takes nothing from the window.
int writeMessages(const MessageRate &rate);

} // namespace salon::bench
