// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/private_bus.h"
#include <QApplication>
#include <QTest>

namespace salon::test {

//! Runs a test with a session bus of its own; DBUS_SESSION_BUS_ADDRESS is empty where there is
//! none.
template <class Test>
int runOnPrivateBus(int argc, char **argv)
{
    PrivateBus bus; // before anything of Qt's asks for one
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus.start() ? bus.address().toUtf8() : QByteArray());
    QApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace salon::test
