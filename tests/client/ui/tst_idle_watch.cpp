// SPDX-License-Identifier: MIT
#include "client/platform/desktop_idle.h"
#include "client/ui/idle_watch.h"
#include "tests/support/fake_clock.h"
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using namespace salon;
using namespace salon::client;

namespace {

class SpokenDesktop final : public DesktopIdle {
public:
    void ask() override { ++questions; }
    void say(std::optional<qint64> idleMs) { Q_EMIT answered(idleMs); }
    int questions = 0;
};

} // namespace

//! When nobody is at the computer, by the keys and the mouse in our windows and what the desktop
//! tells of others.
class TestIdleWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isIdleAfterItsTime();
    void useEndsIt_data();
    void useEndsIt();
    void restingPointerIsNoUse();
    void timerTellsByItself();
    void lockedScreenIsIdleAtOnce();
    void whoWorksInAnotherProgramIsThere();
    void whoComesBackToAnotherProgramIsThere();
    void desktopThatDoesNotTell();
    void answerComesTooLate();

private:
    static void movePointer(QWidget &over, const QPointF &to)
    {
        QMouseEvent event(QEvent::MouseMove, to, to, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&over, &event);
    }

    static constexpr qint64 kLimitMs = 600'000;
    FakeClock m_clock;
};

void TestIdleWatch::isIdleAfterItsTime()
{
    QWidget window;
    IdleWatch watch(kLimitMs, m_clock);
    QSignalSpy changed(&watch, &IdleWatch::changed);
    m_clock.advance(kLimitMs - 1);
    QTest::keyClick(&window, Qt::Key_A);
    m_clock.advance(kLimitMs - 1);
    watch.look();
    QVERIFY(!watch.isIdle());
    m_clock.advance(1);
    watch.look();
    QVERIFY(watch.isIdle());
    watch.look();
    QCOMPARE(changed.size(), 1);
}

void TestIdleWatch::useEndsIt_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("key") << int(QEvent::KeyPress);
    QTest::newRow("button") << int(QEvent::MouseButtonPress);
    QTest::newRow("way") << int(QEvent::MouseMove);
}

void TestIdleWatch::useEndsIt()
{
    QFETCH(int, kind);
    QWidget window;
    window.resize(200, 200);
    IdleWatch watch(kLimitMs, m_clock);
    movePointer(window, {10, 10});
    m_clock.advance(kLimitMs);
    watch.look();
    QVERIFY(watch.isIdle());
    QSignalSpy changed(&watch, &IdleWatch::changed);
    if (kind == QEvent::KeyPress)
        QTest::keyClick(&window, Qt::Key_A);
    else if (kind == QEvent::MouseButtonPress)
        QTest::mouseClick(&window, Qt::LeftButton);
    else
        movePointer(window, {50, 50});
    QVERIFY(!watch.isIdle());
    QCOMPARE(changed.size(), 1);
    m_clock.advance(kLimitMs);
    watch.look();
    QVERIFY(watch.isIdle());
}

void TestIdleWatch::restingPointerIsNoUse()
{
    QWidget window;
    IdleWatch watch(kLimitMs, m_clock);
    movePointer(window, {30, 30});
    m_clock.advance(kLimitMs);
    watch.look();
    movePointer(window, {30, 30}); // a window came up below it
    QVERIFY(watch.isIdle());
}

void TestIdleWatch::timerTellsByItself()
{
    IdleWatch watch(1'000);
    QTRY_VERIFY(watch.isIdle());
}

void TestIdleWatch::lockedScreenIsIdleAtOnce()
{
    QWidget window;
    IdleWatch watch(kLimitMs, m_clock);
    QSignalSpy changed(&watch, &IdleWatch::changed);
    watch.setLocked(true);
    QVERIFY(watch.isIdle());
    QTest::keyClick(&window, Qt::Key_A); // what a window says behind it is nobody's
    watch.look();
    QVERIFY(watch.isIdle());
    watch.setLocked(false);
    QVERIFY(!watch.isIdle());
    QCOMPARE(changed.size(), 2);
    // From here the whole time counts again.
    m_clock.advance(kLimitMs - 1);
    watch.look();
    QVERIFY(!watch.isIdle());
    m_clock.advance(1);
    watch.look();
    QVERIFY(watch.isIdle());
    watch.setLocked(true);
    QCOMPARE(changed.size(), 3); // as it was
    watch.setLocked(false);
    QVERIFY(!watch.isIdle());
}

void TestIdleWatch::whoWorksInAnotherProgramIsThere()
{
    SpokenDesktop desktop;
    IdleWatch watch(kLimitMs, m_clock);
    watch.setDesktop(desktop);
    m_clock.advance(kLimitMs - 1);
    watch.look();
    QCOMPARE(desktop.questions, 0); // not before it matters
    m_clock.advance(1);
    watch.look();
    QCOMPARE(desktop.questions, 1);
    QVERIFY(!watch.isIdle());
    desktop.say(2'000);
    QVERIFY(!watch.isIdle());
    // The time counts from what was done there.
    m_clock.advance(kLimitMs - 2'001);
    watch.look();
    QCOMPARE(desktop.questions, 1);
    m_clock.advance(1);
    watch.look();
    QCOMPARE(desktop.questions, 2);
    desktop.say(kLimitMs);
    QVERIFY(watch.isIdle());
}

void TestIdleWatch::whoComesBackToAnotherProgramIsThere()
{
    SpokenDesktop desktop;
    IdleWatch watch(kLimitMs, m_clock);
    watch.setDesktop(desktop);
    QSignalSpy changed(&watch, &IdleWatch::changed);
    m_clock.advance(kLimitMs);
    watch.look();
    desktop.say(kLimitMs);
    QVERIFY(watch.isIdle());
    m_clock.advance(60'000);
    watch.look();
    desktop.say(kLimitMs + 60'000);
    QVERIFY(watch.isIdle());
    m_clock.advance(60'000);
    watch.look();
    QCOMPARE(desktop.questions, 3);
    desktop.say(300);
    QVERIFY(!watch.isIdle());
    QCOMPARE(changed.size(), 2);
}

void TestIdleWatch::desktopThatDoesNotTell()
{
    SpokenDesktop desktop;
    IdleWatch watch(kLimitMs, m_clock);
    watch.setDesktop(desktop);
    m_clock.advance(kLimitMs);
    watch.look();
    desktop.say({});
    QVERIFY(watch.isIdle());
}

//! What was said of an earlier moment changes nothing of what is known since.
void TestIdleWatch::answerComesTooLate()
{
    QWidget window;
    SpokenDesktop desktop;
    IdleWatch watch(kLimitMs, m_clock);
    watch.setDesktop(desktop);
    QSignalSpy changed(&watch, &IdleWatch::changed);
    m_clock.advance(kLimitMs);
    watch.look();
    QTest::keyClick(&window, Qt::Key_A);
    desktop.say(kLimitMs);
    QVERIFY(!watch.isIdle());
    m_clock.advance(kLimitMs);
    watch.look();
    watch.setLocked(true);
    desktop.say(5);
    QVERIFY(watch.isIdle());
    QCOMPARE(changed.size(), 1);
}

QTEST_MAIN(TestIdleWatch)
#include "tst_idle_watch.moc"
