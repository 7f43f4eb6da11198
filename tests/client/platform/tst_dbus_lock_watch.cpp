// SPDX-License-Identifier: MIT
#include "client/platform/dbus_lock_watch.h"
#include "tests/support/private_bus.h"
#include "tests/support/screen_saver.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;
using namespace salon::test;

//! The real protocol on a real bus, with a desktop's screen saver on its other side.
class TestDbusLockWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void followsEachDesktop_data();
    void followsEachDesktop();
    void lockedBefore();
    void screenSaverComesLate();
    void screenSaverThatEndedLocksNothing();
    void eitherOfTwoLocks();
    void othersAreNotBelieved();
    void withoutABus();

private:
    std::unique_ptr<ScreenSaver> entered(const QString &service, bool isActive = false)
    {
        auto saver = std::make_unique<ScreenSaver>(m_bus.address(), service);
        if (isActive)
            saver->beActive();
        if (!saver->enter())
            qFatal("%s cannot be served", qPrintable(service));
        return saver;
    }

    PrivateBus m_bus;
    std::optional<QDBusConnection> m_connection;
};

static const auto kUsual = u"org.freedesktop.ScreenSaver"_s;

void TestDbusLockWatch::initTestCase()
{
    if (!m_bus.start())
        QSKIP("dbus-daemon is not installed: nothing was tried on a bus");
}

void TestDbusLockWatch::init()
{
    m_connection = QDBusConnection::connectToBus(m_bus.address(), u"client"_s);
    QVERIFY(m_connection->isConnected());
}

void TestDbusLockWatch::followsEachDesktop_data()
{
    QTest::addColumn<QString>("service");
    for (const char *desktop : {"freedesktop", "gnome", "cinnamon", "mate", "xfce"})
        QTest::newRow(desktop) << u"org.%1.ScreenSaver"_s.arg(QLatin1String(desktop));
}

void TestDbusLockWatch::followsEachDesktop()
{
    QFETCH(QString, service);
    const auto saver = entered(service);
    const DbusLockWatch watch(*m_connection);
    QSignalSpy changed(&watch, &LockWatch::changed);
    saver->setActive(true);
    QTRY_VERIFY(watch.isLocked());
    saver->setActive(true); // said twice
    saver->setActive(false);
    QTRY_VERIFY(!watch.isLocked());
    QCOMPARE(changed.size(), 2);
}

void TestDbusLockWatch::lockedBefore()
{
    const auto saver = entered(kUsual, true);
    const DbusLockWatch watch(*m_connection);
    QTRY_VERIFY(watch.isLocked());
}

void TestDbusLockWatch::screenSaverComesLate()
{
    const DbusLockWatch watch(*m_connection);
    QVERIFY(!watch.isLocked());
    const auto saver = entered(kUsual, true);
    QTRY_VERIFY(watch.isLocked());
    saver->setActive(false);
    QTRY_VERIFY(!watch.isLocked());
}

void TestDbusLockWatch::screenSaverThatEndedLocksNothing()
{
    const auto saver = entered(kUsual, true);
    const DbusLockWatch watch(*m_connection);
    QTRY_VERIFY(watch.isLocked());
    saver->leave();
    QTRY_VERIFY(!watch.isLocked());
}

void TestDbusLockWatch::eitherOfTwoLocks()
{
    const auto one = entered(kUsual);
    const auto other = entered(u"org.gnome.ScreenSaver"_s);
    const DbusLockWatch watch(*m_connection);
    QSignalSpy changed(&watch, &LockWatch::changed);
    one->setActive(true);
    other->setActive(true);
    QTRY_VERIFY(watch.isLocked());
    one->setActive(false);
    other->setActive(false);
    QTRY_VERIFY(!watch.isLocked());
    QCOMPARE(changed.size(), 2);
}

//! A signal that only looks like one: of a program that has not the screen saver's name.
void TestDbusLockWatch::othersAreNotBelieved()
{
    const auto saver = entered(kUsual);
    const DbusLockWatch watch(*m_connection);
    auto stranger = QDBusConnection::connectToBus(m_bus.address(), u"stranger"_s);
    QDBusMessage forged =
        QDBusMessage::createSignal(u"/org/freedesktop/ScreenSaver"_s, kUsual, u"ActiveChanged"_s);
    forged << true;
    QVERIFY(stranger.send(forged));
    const auto question = QDBusMessage::createMethodCall(kUsual, u"/org/freedesktop/ScreenSaver"_s,
                                                         kUsual, u"GetActive"_s);
    for (QDBusConnection *asker : {&stranger, &*m_connection}) { // one after the other: all came
        const QDBusMessage answer = asker->call(question, QDBus::BlockWithGui);
        QCOMPARE(answer.type(), QDBusMessage::ReplyMessage);
    }
    QCoreApplication::processEvents();
    QVERIFY(!watch.isLocked());
    QDBusConnection::disconnectFromBus(u"stranger"_s);
}

void TestDbusLockWatch::withoutABus()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", {});
    qputenv("XDG_RUNTIME_DIR", {});
    const auto watch = LockWatch::ofThisPlatform();
    QVERIFY(watch);
    QVERIFY(!watch->isLocked());
}

QTEST_GUILESS_MAIN(TestDbusLockWatch)
#include "tst_dbus_lock_watch.moc"
