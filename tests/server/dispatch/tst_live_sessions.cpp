// SPDX-License-Identifier: MIT
#include "server/dispatch/live_sessions.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr Timestamp kNow = 1'790'000'000'000;
constexpr qint64 kHour = 3600 * 1000;
constexpr UserId kAda{1};
constexpr UserId kGrace{2};

SessionRow session(qint64 id, Timestamp expiresAt, std::optional<Timestamp> revokedAt = {})
{
    return {.id = {id},
            .user = kAda,
            .device = u"test"_s,
            .address = u"127.0.0.1"_s,
            .createdAt = kNow,
            .lastUsedAt = kNow,
            .expiresAt = expiresAt,
            .revokedAt = revokedAt};
}

//! What a commit tells of a session that it opened or prolonged.
Effects opened(const SessionRow &session)
{
    Effects effects;
    effects.live.append(session);
    return effects;
}

Effects ended(qint64 session)
{
    Effects effects;
    effects.ended.append({{session}, ErrorCode::SessionRevoked});
    return effects;
}

} // namespace

class TestLiveSessions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void check_data();
    void check();
    void whatWasEndedStaysEnded();
    void renewedLivesLonger();
    void expiredIsToldOnceThenForgotten();
    void useIsToldNowAndThen();
};

void TestLiveSessions::check_data()
{
    QTest::addColumn<qint64>("id");
    QTest::addColumn<qint64>("user");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<int>("code");
    const int fine = -1;
    QTest::newRow("live") << qint64(1) << kAda.value << qint64(0) << fine;
    QTest::newRow("its last moment") << qint64(1) << kAda.value << kHour - 1 << fine;
    QTest::newRow("past its time")
        << qint64(1) << kAda.value << kHour << int(ErrorCode::SessionExpired);
    QTest::newRow("somebody else's")
        << qint64(1) << kGrace.value << qint64(0) << int(ErrorCode::Unauthorized);
    QTest::newRow("never was") << qint64(9) << kAda.value << qint64(0)
                               << int(ErrorCode::Unauthorized);
    QTest::newRow("revoked before the start")
        << qint64(2) << kAda.value << qint64(0) << int(ErrorCode::SessionRevoked);
    QTest::newRow("revoked now") << qint64(3) << kAda.value << qint64(0)
                                 << int(ErrorCode::SessionRevoked);
}

void TestLiveSessions::check()
{
    QFETCH(qint64, id);
    QFETCH(qint64, user);
    QFETCH(qint64, after);
    QFETCH(int, code);
    LiveSessions sessions;
    sessions.load({session(1, kNow + kHour), session(2, kNow + kHour, kNow)});
    sessions.apply(opened(session(3, kNow + kHour)));
    sessions.apply(ended(3));
    const auto checked = sessions.check({{user}, {id}}, kNow + after);
    QCOMPARE(checked ? -1 : int(checked.error().code), code);
}

//! A renewal that was on its way does not bring a session back.
void TestLiveSessions::whatWasEndedStaysEnded()
{
    LiveSessions sessions;
    sessions.apply(opened(session(1, kNow + kHour)));
    sessions.apply(ended(1));
    sessions.apply(opened(session(1, kNow + 2 * kHour)));
    QVERIFY(!sessions.check({kAda, {1}}, kNow));
    sessions.apply(ended(7)); // one that is not there
    QVERIFY(!sessions.check({kAda, {7}}, kNow));
}

void TestLiveSessions::renewedLivesLonger()
{
    LiveSessions sessions;
    sessions.apply(opened(session(1, kNow + kHour)));
    QCOMPARE(sessions.takeExpired(kNow + kHour), QList<SessionId>{{1}});
    sessions.apply(opened(session(1, kNow + 3 * kHour)));
    QCOMPARE(sessions.expiryOf({1}), kNow + 3 * kHour);
    QVERIFY(sessions.check({kAda, {1}}, kNow + 2 * kHour));
    QCOMPARE(sessions.takeExpired(kNow + 2 * kHour), QList<SessionId>{});
    QCOMPARE(sessions.takeExpired(kNow + 3 * kHour), QList<SessionId>{{1}});
}

void TestLiveSessions::expiredIsToldOnceThenForgotten()
{
    LiveSessions sessions;
    sessions.load({session(1, kNow + kHour), session(2, kNow + 100 * kHour)});
    QCOMPARE(sessions.takeExpired(kNow), QList<SessionId>{});
    QCOMPARE(sessions.takeExpired(kNow + kHour), QList<SessionId>{{1}});
    QCOMPARE(sessions.takeExpired(kNow + kHour), QList<SessionId>{});
    QCOMPARE(sessions.check({kAda, {1}}, kNow + 2 * kHour).error().code, ErrorCode::SessionExpired);
    QCOMPARE(sessions.takeExpired(kNow + 26 * kHour), QList<SessionId>{});
    QCOMPARE(sessions.check({kAda, {1}}, kNow + 26 * kHour).error().code, ErrorCode::Unauthorized);
    QVERIFY(sessions.check({kAda, {2}}, kNow + 26 * kHour));
}

void TestLiveSessions::useIsToldNowAndThen()
{
    constexpr qint64 kMinute = 60'000;
    LiveSessions sessions;
    sessions.apply(opened(session(1, kNow + 100 * kHour)));
    QVERIFY2(!sessions.noteUse({1}, kNow + kMinute, u"127.0.0.1"_s), "the login has told it");
    const auto later = sessions.noteUse({1}, kNow + 6 * kMinute, {});
    QVERIFY(later);
    QCOMPARE(later->at, kNow + 6 * kMinute);
    QCOMPARE(later->address, u"127.0.0.1"_s);
    QVERIFY(!sessions.noteUse({1}, kNow + 7 * kMinute, {}));
    const auto moved = sessions.noteUse({1}, kNow + 8 * kMinute, u"192.0.2.1"_s);
    QVERIFY(moved);
    QCOMPARE(moved->address, u"192.0.2.1"_s);
    QVERIFY2(!sessions.noteUse({1}, kNow + 8 * kMinute + 1, u"127.0.0.1"_s),
             "two devices that take turns must not write a row for each request");
    QVERIFY(!sessions.noteUse({9}, kNow, {}));
}

QTEST_APPLESS_MAIN(TestLiveSessions)
#include "tst_live_sessions.moc"
