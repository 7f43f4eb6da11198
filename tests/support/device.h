// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/fault_proxy.h"
#include "tests/support/window_user.h"
#include <QTest>

namespace salon::test {

//! A window of its own on a line of its own, which can go and come back.
struct Device {
    explicit Device(quint16 serverPort, const Clock &clock = Clock::system())
        : line(serverPort), user(clock)
    {
    }

    FaultProxy line;
    WindowUser user;

    void start(const QString &name, const QString &password)
    {
        user.start({QUrl(QStringLiteral("http://127.0.0.1:%1").arg(line.port())), name, password});
    }
    //! In front of its owner: the active window.
    bool takeUp()
    {
        user.window().activateWindow();
        return QTest::qWaitForWindowActive(&user.window());
    }
    void goOffline()
    {
        line.refuse(true);
        line.cut();
    }
    void comeBack()
    {
        line.refuse(false);
        user.chat().connection().retryNow();
    }
};

} // namespace salon::test
