// SPDX-License-Identifier: MIT
#include "client/platform/dbus_desktop_idle.h"
#include "tests/support/idle_desktop.h"
#include "tests/support/private_bus.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;
using namespace salon::test;

using Kind = IdleDesktop::Kind;
using Answer = std::optional<qint64>;

//! The real protocol on a real bus, with a desktop on its other side.
class TestDbusDesktopIdle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void asksEachDesktop_data();
    void asksEachDesktop();
    void whatKnowsMoreIsAskedFirst();
    void screenSaverThatDoesNotTell();
    void noughtOfWaylandIsNoAnswer();
    void eachQuestionHasOneAnswer();
    void nobodyTells();
    void withoutABus();

private:
    std::unique_ptr<IdleDesktop> entered(Kind kind)
    {
        auto desktop = std::make_unique<IdleDesktop>(m_bus.address(), kind);
        if (!desktop->enter())
            qFatal("no desktop can be served");
        return desktop;
    }
    //! The next answer; less than nothing: none came.
    static Answer answerOf(DesktopIdle &idle)
    {
        Answer answer = -1;
        bool came = false;
        const auto connection = connect(&idle, &DesktopIdle::answered, &idle, [&](Answer given) {
            answer = given;
            came = true;
        });
        idle.ask();
        (void)QTest::qWaitFor([&came] { return came; });
        disconnect(connection);
        return answer;
    }

    PrivateBus m_bus;
    std::optional<QDBusConnection> m_connection;
};

void TestDbusDesktopIdle::initTestCase()
{
    if (!m_bus.start())
        QSKIP("dbus-daemon is not installed: nothing was tried on a bus");
    m_connection = QDBusConnection::connectToBus(m_bus.address(), u"client"_s);
    QVERIFY(m_connection->isConnected());
}

void TestDbusDesktopIdle::asksEachDesktop_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("GNOME") << int(Kind::Gnome);
    QTest::newRow("KDE") << int(Kind::Kde);
}

void TestDbusDesktopIdle::asksEachDesktop()
{
    QFETCH(const int, kind);
    const auto desktop = entered(Kind(kind));
    DbusDesktopIdle idle(*m_connection);
    desktop->setIdle(3'700'000'000u); // more than an int holds
    QCOMPARE(answerOf(idle), Answer(3'700'000'000));
    desktop->setIdle(20);
    QCOMPARE(answerOf(idle), Answer(20));
}

void TestDbusDesktopIdle::whatKnowsMoreIsAskedFirst()
{
    const auto gnome = entered(Kind::Gnome);
    const auto other = entered(Kind::Kde);
    gnome->setIdle(0);
    other->setIdle(7'000);
    DbusDesktopIdle idle(*m_connection);
    QCOMPARE(answerOf(idle), Answer(0));
    QCOMPARE(other->questions(), 0);
}

void TestDbusDesktopIdle::screenSaverThatDoesNotTell()
{
    const auto saver = entered(Kind::Kde);
    saver->knowNothing();
    DbusDesktopIdle idle(*m_connection);
    QCOMPARE(answerOf(idle), Answer());
    QCOMPARE(saver->questions(), 1);
}

void TestDbusDesktopIdle::noughtOfWaylandIsNoAnswer()
{
    const auto kde = entered(Kind::Kde);
    kde->setIdle(0);
    DbusDesktopIdle idle(*m_connection);
    QCOMPARE(answerOf(idle), Answer());
}

void TestDbusDesktopIdle::eachQuestionHasOneAnswer()
{
    const auto kde = entered(Kind::Kde);
    kde->setIdle(5);
    DbusDesktopIdle idle(*m_connection);
    QSignalSpy answered(&idle, &DesktopIdle::answered);
    idle.ask();
    idle.ask();
    QTRY_COMPARE(answered.size(), 2);
    QTest::qWait(50);
    QCOMPARE(answered.size(), 2);
}

void TestDbusDesktopIdle::nobodyTells()
{
    DbusDesktopIdle idle(*m_connection);
    QCOMPARE(answerOf(idle), Answer());
}

void TestDbusDesktopIdle::withoutABus()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", {});
    qputenv("XDG_RUNTIME_DIR", {});
    const auto idle = DesktopIdle::ofThisPlatform();
    QVERIFY(idle);
    QCOMPARE(answerOf(*idle), Answer());
}

QTEST_GUILESS_MAIN(TestDbusDesktopIdle)
#include "tst_dbus_desktop_idle.moc"
