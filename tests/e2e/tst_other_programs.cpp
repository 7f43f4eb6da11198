// SPDX-License-Identifier: MIT
#include "tests/support/fake_clock.h"
#include "tests/support/idle_desktop.h"
#include "tests/support/run_on_private_bus.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Whether one is away, while the desktop tells of what one does in other programs.
class TestOtherPrograms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whoWorksThereIsNotAway_data();
    void whoWorksThereIsNotAway();

private:
    //! After ten minutes in which nothing happened in Salon's window.
    void lookLater()
    {
        m_clock.advance(kLimitMs);
        m_ada->app().idleWatch().look();
    }
    bool isAway() { return m_ada->chat().presence().own().isIdle(); }

    static constexpr int kLimitMs = 10 * 60 * 1'000;
    FakeClock m_clock{QDateTime::currentMSecsSinceEpoch()};
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
};

void TestOtherPrograms::init()
{
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        QSKIP("dbus-daemon is not installed: no desktop could be asked");
    const auto password = u"correct horse 7"_s;
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY(m_salond->start() && m_salond->addUser(u"ada"_s, password));
    m_ada = std::make_unique<WindowUser>(m_clock);
    m_ada->start({m_salond->url(), u"ada"_s, password});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), 20'000);
}

void TestOtherPrograms::cleanup()
{
    m_ada.reset();
    m_salond.reset();
}

void TestOtherPrograms::whoWorksThereIsNotAway_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("GNOME") << int(IdleDesktop::Kind::Gnome);
    QTest::newRow("KDE") << int(IdleDesktop::Kind::Kde);
}

void TestOtherPrograms::whoWorksThereIsNotAway()
{
    QFETCH(const int, kind);
    IdleDesktop desktop(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), IdleDesktop::Kind(kind));
    QVERIFY(desktop.enter());
    int told = 0;
    connect(&m_ada->chat().connection(), &Connection::frameSent, this,
            [&told](const QByteArray &frame) { told += frame.contains("presence.tell") ? 1 : 0; });
    desktop.setIdle(1'000);
    lookLater();
    QTRY_COMPARE(desktop.questions(), 1);
    QTest::qWait(100);
    QVERIFY(!isAway());
    desktop.setIdle(kLimitMs + 1'000);
    lookLater();
    QTRY_VERIFY(isAway());
    QTRY_COMPARE(told, 1);
    desktop.setIdle(200); // back, and in another program
    lookLater();
    QTRY_VERIFY(!isAway());
    QTRY_COMPARE(told, 2);
}

int main(int argc, char **argv)
{
    return runOnPrivateBus<TestOtherPrograms>(argc, argv);
}
#include "tst_other_programs.moc"
