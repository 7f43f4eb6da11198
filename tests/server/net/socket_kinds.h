// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/net_settings.h"
#include <QTest>

Q_DECLARE_METATYPE(salon::server::SocketKind)

namespace salon::server {

//! For initTestCase_data(): every test of the class runs on each kind of socket.
inline void socketKinds()
{
    QTest::addColumn<SocketKind>("kind");
    QTest::newRow("lean") << SocketKind::Lean;
    QTest::newRow("plain") << SocketKind::Plain;
}

//! The defaults, with the kind that is under test.
inline NetSettings settingsOfKind()
{
    QFETCH_GLOBAL(SocketKind, kind);
    NetSettings settings;
    settings.sockets = kind;
    return settings;
}

} // namespace salon::server
