// SPDX-License-Identifier: MIT
#include "client/state/typing_state.h"
#include "tests/support/fake_clock.h"
#include <QSignalSpy>
#include <QTest>

using namespace salon;
using namespace salon::client;

//! Who writes where, and for how long.
class TestTypingState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endsAfterSixSeconds();
    void isHeldByBeingToldAgain();
    void messageEndsIt();
    void keepsTheirOrder();
    void timerEndsItByItself();
    void clearTellsEachRoom();

private:
    static constexpr RoomId kRoom{5}, kOtherRoom{6};
    static constexpr UserId kAda{7}, kGrace{8};
    FakeClock m_clock;
};

void TestTypingState::endsAfterSixSeconds()
{
    TypingState typing(m_clock);
    QSignalSpy changed(&typing, &TypingState::changed);
    typing.started(kRoom, kAda);
    QCOMPARE(changed.size(), 1);
    m_clock.advance(5'999);
    typing.expire();
    QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kAda});
    QCOMPARE(changed.size(), 1);
    m_clock.advance(1);
    QVERIFY(typing.writersIn(kRoom).isEmpty()); // before the timer comes
    typing.expire();
    QCOMPARE(changed.size(), 2);
    QVERIFY(typing.writersIn(kOtherRoom).isEmpty());
}

void TestTypingState::isHeldByBeingToldAgain()
{
    TypingState typing(m_clock);
    QSignalSpy changed(&typing, &TypingState::changed);
    for (int i = 0; i < 5; ++i) {
        typing.started(kRoom, kAda);
        m_clock.advance(4'000);
        typing.expire();
        QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kAda});
    }
    QCOMPARE(changed.size(), 1); // nothing to paint anew
}

void TestTypingState::messageEndsIt()
{
    TypingState typing(m_clock);
    typing.started(kRoom, kAda);
    typing.started(kRoom, kGrace);
    typing.started(kOtherRoom, kAda);
    QSignalSpy changed(&typing, &TypingState::changed);
    typing.stopped(kRoom, kAda);
    QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kGrace});
    QCOMPARE(typing.writersIn(kOtherRoom), QList<UserId>{kAda});
    QCOMPARE(changed.size(), 1);
    typing.stopped(kRoom, kAda);
    QCOMPARE(changed.size(), 1);
}

void TestTypingState::keepsTheirOrder()
{
    TypingState typing(m_clock);
    typing.started(kRoom, kGrace);
    m_clock.advance(1'000);
    typing.started(kRoom, kAda);
    m_clock.advance(1'000);
    typing.started(kRoom, kGrace);
    QCOMPARE(typing.writersIn(kRoom), (QList<UserId>{kGrace, kAda}));
    m_clock.advance(5'000);
    QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kGrace});
}

void TestTypingState::timerEndsItByItself()
{
    TypingState typing(Clock::system());
    QSignalSpy changed(&typing, &TypingState::changed);
    typing.started(kRoom, kAda);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 10'000);
    QVERIFY(typing.writersIn(kRoom).isEmpty());
}

void TestTypingState::clearTellsEachRoom()
{
    TypingState typing(m_clock);
    typing.started(kRoom, kAda);
    typing.started(kOtherRoom, kGrace);
    QSignalSpy changed(&typing, &TypingState::changed);
    typing.forget(kRoom);
    QCOMPARE(changed.size(), 1);
    typing.clear();
    QCOMPARE(changed.size(), 2);
    typing.clear();
    QCOMPARE(changed.size(), 2);
}

QTEST_GUILESS_MAIN(TestTypingState)
#include "tst_typing_state.moc"
