// SPDX-License-Identifier: MIT
#include "tests/e2e/notification_scene.h"
#include "tests/support/cut_line.h"
#include "tests/support/run_on_private_bus.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the desktop of ada tells her of what grace wrote while ada was not there.
class TestMissedNotifications : public QObject, private NotificationScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void missedIsToldOnce();
    void missedWithoutAConnectionIsToldOnce();
    void missedAndNotHereIsCounted();
};

//! While the program did not run: one for the room, however much there was.
void TestMissedNotifications::missedIsToldOnce()
{
    QVERIFY(say(u"before, @ada"_s)); // tea has something that is kept
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    wait(); // until the client knows its number, by which it takes it back
    m->ada.quit();
    QTRY_VERIFY(m_desktop->shown.isEmpty());
    const int before = m_desktop->notifies;
    for (int i = 0; i < 30; ++i)
        QVERIFY(say(u"%1, @ada"_s.arg(i)));
    m->ada.start();
    QTRY_VERIFY(isTold(u"29, @ada\n31 unread messages call you"_s));
    wait();
    QCOMPARE(m_desktop->notifies, before + 1);
}

//! And what another device read meanwhile is not told.
void TestMissedNotifications::missedWithoutAConnectionIsToldOnce()
{
    CutLine line(m->salond.port());
    m->ada.quit();
    m->ada.start({QUrl(u"http://127.0.0.1:%1"_s.arg(line.port())), u"ada"_s, m->password});
    QTRY_VERIFY(m->ada.isSignedIn());
    const Seq first = say(u"before, @ada"_s);
    QTRY_VERIFY(isTold(u"before, @ada"_s));
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.read", protocol::ReadRoom{m_tea, first}));
    QTRY_VERIFY(m_desktop->shown.isEmpty());
    line.cut();
    QTRY_VERIFY(!m->ada.isOnline());
    for (int i = 0; i < 3; ++i)
        QVERIFY(say(u"%1, @ada"_s.arg(i)));
    const int before = m_desktop->notifies;
    line.mend();
    QTRY_VERIFY_WITH_TIMEOUT(isTold(u"2, @ada\n3 unread messages call you"_s), 20'000);
    wait();
    QCOMPARE(m_desktop->notifies, before + 1);
    line.cut();
    QTRY_VERIFY(!m->ada.isOnline());
    const Seq last = say(u"3, @ada"_s);
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.read", protocol::ReadRoom{m_tea, last}));
    line.mend();
    QTRY_VERIFY_WITH_TIMEOUT(m_desktop->shown.isEmpty(), 20'000);
    wait();
    QCOMPARE(m_desktop->notifies, before + 1);
    m->ada.quit(); // before the line goes
}

//! Of a room that this device does not follow, only numbers are known.
void TestMissedNotifications::missedAndNotHereIsCounted()
{
    m->ada.quit();
    const auto room = m_grace->call("/api/room.create", protocol::CreateRoom{u"cake"_s, {}});
    QVERIFY(room);
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.join", protocol::JoinRoom{room->room.id}));
    for (int i = 0; i < 3; ++i)
        QVERIFY(sayIn(room->room.id, u"%1, @ada"_s.arg(i)));
    m->ada.start();
    QTRY_VERIFY(isTold(u"3 unread messages call you"_s));
    QCOMPARE(m_desktop->only().title, u"cake"_s);
    m_desktop->press(m_desktop->id(), u"default"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"cake"_s);
    wait();
    QCOMPARE(m_desktop->notifies, 1);
    // It is told once, also when the program is started again.
    m->ada.quit();
    m->ada.start();
    QTRY_VERIFY(m->ada.isSignedIn());
    wait();
    QCOMPARE(m_desktop->notifies, 1);
}

int main(int argc, char **argv)
{
    return runOnPrivateBus<TestMissedNotifications>(argc, argv);
}
#include "tst_missed_notifications.moc"
