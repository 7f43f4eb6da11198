// SPDX-License-Identifier: MIT
#include "server/service/login_throttle.h"
#include "tests/support/fake_clock.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using Outcome = LoginThrottle::Outcome;

namespace {

constexpr qint64 kMinute = 60'000;
const QHostAddress kHome(u"192.0.2.7"_s);
const QHostAddress kAway(u"198.51.100.9"_s);

} // namespace

class TestLoginThrottle : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fiveWrongOnesThenAWaitThatGrows()
    {
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
            clock.advance(1000);
        }
        QList<qint64> waits;
        for (int i = 0; i < 7; ++i) {
            const qint64 wait = attempt(u"ada"_s, kHome, Outcome::Wrong);
            waits.append((wait + 999) / 1000);
            clock.advance(wait - 1);
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 1);
            clock.advance(1);
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
        }
        QCOMPARE(waits, (QList<qint64>{29, 60, 120, 240, 480, 900, 900}));
    }

    void othersAreNotKeptOut()
    {
        for (int i = 0; i < 6; ++i)
            attempt(u"ada"_s, kAway, Outcome::Wrong);
        QVERIFY(attempt(u"ada"_s, kAway, Outcome::Right) > 0);
        QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Right), 0);
        QCOMPARE(attempt(u"grace"_s, kAway, Outcome::Right), 0);
    }

    void theRightPasswordForgives()
    {
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 4; ++i)
                QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Right), 0);
        }
    }

    void timeForgives()
    {
        for (int i = 0; i < 4; ++i)
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
        clock.advance(15 * kMinute);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
        QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 30'000);
        clock.advance(30'000 + 15 * kMinute);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
    }

    void whatWasNotTriedDoesNotCount()
    {
        for (int i = 0; i < 50; ++i)
            QCOMPARE(attempt(u"ada"_s, kHome, Outcome::NotTried), 0);
        for (int i = 0; i < 4; ++i)
            attempt(u"ada"_s, kHome, Outcome::Wrong);
        QCOMPARE(attempt(u"ada"_s, kHome, Outcome::NotTried), 0);
        QCOMPARE(attempt(u"ada"_s, kHome, Outcome::Wrong), 0);
        QVERIFY(attempt(u"ada"_s, kHome, Outcome::Wrong) > 0);
    }

    void manyAtOnceGainNothing()
    {
        int begun = 0;
        for (int i = 0; i < 50; ++i) {
            if (throttle.begin(u"ada"_s, kHome))
                ++begun;
        }
        QCOMPARE(begun, 5);
        for (int i = 0; i < begun; ++i)
            throttle.end(u"ada"_s, kHome, Outcome::Wrong);
        QVERIFY(attempt(u"ada"_s, kHome, Outcome::Right) > 0);
    }

    void aHundredOfANetwork_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("neighbour");
        QTest::addColumn<QString>("stranger");
        QTest::newRow("IPv4 /24") << u"203.0.113.%1"_s << u"203.0.113.200"_s << u"203.0.114.1"_s;
        QTest::newRow("IPv6 /64") << u"2001:db8:1:2:%1::1"_s << u"2001:db8:1:2:ffff::9"_s
                                  << u"2001:db8:1:3::1"_s;
        QTest::newRow("IPv4 in IPv6")
            << u"::ffff:203.0.113.%1"_s << u"203.0.113.200"_s << u"::ffff:203.0.114.1"_s;
    }
    void aHundredOfANetwork()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, neighbour);
        QFETCH(QString, stranger);
        for (int i = 0; i < 100; ++i) {
            const QHostAddress address(pattern.arg(i % 50 + 1));
            QCOMPARE(attempt(u"name%1"_s.arg(i), address, Outcome::Wrong), 0);
            if (i % 10 == 0)
                QCOMPARE(attempt(u"own"_s, address, Outcome::Right), 0);
        }
        QVERIFY(attempt(u"fresh"_s, QHostAddress(neighbour), Outcome::Right) > 0);
        QCOMPARE(attempt(u"fresh"_s, QHostAddress(stranger), Outcome::Right), 0);
        clock.advance(15 * kMinute);
        QCOMPARE(attempt(u"fresh"_s, QHostAddress(neighbour), Outcome::Right), 0);
    }

    void theTableIsBoundedAndABlockOutlivesAFlood()
    {
        AttemptTable table({}, 1000);
        for (int i = 0; i < 7; ++i) {
            table.begin(u"ada"_s, 0);
            table.endWrong(u"ada"_s, 0);
        }
        QVERIFY(table.wait(u"ada"_s, 0));
        for (int i = 0; i < 50'000; ++i) {
            const QString key = u"flood %1"_s.arg(i);
            table.begin(key, 1 + i / 1000);
            table.endWrong(key, 1 + i / 1000);
            QVERIFY(table.size() <= 1000);
        }
        QVERIFY(table.wait(u"ada"_s, 51));
    }

private Q_SLOTS:
    void init()
    {
        clock.advance(24 * 60 * kMinute); // everything before is forgotten
    }

private:
    //! 0 when it could be made, else the milliseconds to wait.
    qint64 attempt(const QString &name, const QHostAddress &address, Outcome outcome)
    {
        const auto begun = throttle.begin(name, address);
        if (!begun)
            return begun.error().code == ErrorCode::RateLimited
                ? begun.error().retryAfterMs.value_or(-1)
                : -2;
        throttle.end(name, address, outcome);
        return 0;
    }

    FakeClock clock;
    LoginThrottle throttle{LoginThrottle::Settings{}, clock};
};

QTEST_GUILESS_MAIN(TestLoginThrottle)
#include "tst_login_throttle.moc"
