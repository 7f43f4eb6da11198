// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/notification_server.h"
#include "tests/support/room_scene.h"

namespace salon::test {

//! Ada before "general" with a desktop that tells her things, and grace, by another program, in
//! "tea", which is ada's other room.
class NotificationScene {
protected:
    void begin()
    {
        const QString bus = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
        if (bus.isEmpty())
            QSKIP("dbus-daemon is not installed: no desktop could be told");
        m_desktop = std::make_unique<NotificationServer>(bus);
        QVERIFY(m_desktop->enter());
        m = std::make_unique<RoomScene>();
        m->ada.useDesktop();
        QVERIFY(m->begin());
        m_grace = std::make_unique<HttpClient>(m->elsewhere(QStringLiteral("grace")));
        const auto room =
            m_grace->call("/api/room.create", protocol::CreateRoom{QStringLiteral("tea"), {}});
        QVERIFY(room);
        m_tea = room->room.id;
        QVERIFY(
            m->elsewhere(QStringLiteral("ada")).call("/api/room.join", protocol::JoinRoom{m_tea}));
        QTRY_VERIFY(m->ada.rooms().contains(QStringLiteral("tea")));
        m->ada.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m->ada.window()));
    }
    void end()
    {
        m_grace.reset();
        m.reset();
        m_desktop.reset();
    }
    Seq say(const QString &text) { return sayIn(m_tea, text); }
    Seq sayIn(RoomId room, const QString &text)
    {
        const auto posted = m_grace->say(room, text);
        return posted ? posted->seq : 0;
    }
    //! Shown by the desktop, with nothing else beside it.
    bool isTold(const QString &text) { return m_desktop->only().text == text; }
    //! Long enough for a notification that should not come.
    void wait() { QTest::qWait(600); }

    std::unique_ptr<NotificationServer> m_desktop;
    std::unique_ptr<RoomScene> m;
    std::unique_ptr<HttpClient> m_grace;
    RoomId m_tea;
};

} // namespace salon::test
