// SPDX-License-Identifier: MIT
#include "server/service/password_hasher.h"
#include <QElapsedTimer>
#include <QTest>
#include <QThread>
#include <QThreadPool>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr HashCost kCheap{1, 64 * 1024};
constexpr HashCost kSlow{3, 32 * 1024 * 1024};

} // namespace

class TestPasswordHasher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hashesDifferAndMatch()
    {
        const auto first = hashPassword("geese on a bicycle", kCheap);
        const auto second = hashPassword("geese on a bicycle", kCheap);
        QVERIFY(first && second);
        QVERIFY(first->startsWith("$argon2id$v=19$m=64,t=1,p=1$"));
        QVERIFY(*first != *second);
        QVERIFY(passwordMatches(*first, "geese on a bicycle"));
        QVERIFY(!passwordMatches(*first, "geese on a bicyclf"));
        QVERIFY(!passwordMatches(*first, "geese on a bicycl"));
        QVERIFY(!passwordMatches("", "geese on a bicycle"));
        QVERIFY(!passwordMatches("$argon2id$nonsense", "geese on a bicycle"));
    }

    void defaultCost()
    {
        const auto hash = hashPassword("geese on a bicycle", {});
        QVERIFY(hash);
        QVERIFY(hash->startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        QVERIFY(!needsRehash(*hash, {}));
        QVERIFY(needsRehash(*hash, kCheap));
    }

    void knownVector()
    {
        // Made by the reference program: argon2 somesalt -id -t 2 -k 256 -p 1 -e, password
        // "password".
        QVERIFY(passwordMatches("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
                                "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                                "password"));
    }

    void answersComeInTheThreadOfTheContext()
    {
        PasswordHasher hasher({.threads = 2, .cost = kCheap});
        QObject context;
        QThread *answeredIn = nullptr;
        QByteArray hash;
        QVERIFY(hasher.hash("correct horse", u"a"_s, &context, [&](Result<QByteArray> made) {
            answeredIn = QThread::currentThread();
            hash = made ? *made : QByteArray();
        }));
        QTRY_VERIFY(answeredIn);
        QCOMPARE(answeredIn, QThread::currentThread());
        QVERIFY(passwordMatches(hash, "correct horse"));
    }

    void verdicts_data()
    {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<bool>("known");
        QTest::addColumn<bool>("oldCost");
        QTest::addColumn<bool>("matches");
        QTest::addColumn<bool>("needsRehash");
        QTest::newRow("right") << QByteArray("right one") << true << false << true << false;
        QTest::newRow("right, old cost") << QByteArray("right one") << true << true << true << true;
        QTest::newRow("wrong") << QByteArray("wrong one") << true << false << false << false;
        QTest::newRow("wrong, old cost") << QByteArray("wrong") << true << true << false << false;
        QTest::newRow("unknown") << QByteArray("right one") << false << false << false << false;
        QTest::newRow("unknown, the dummy's own")
            << QByteArray("nobody has this password") << false << false << false << false;
    }
    void verdicts()
    {
        QFETCH(QByteArray, password);
        QFETCH(bool, known);
        QFETCH(bool, oldCost);
        const auto hash = hashPassword("right one", oldCost ? HashCost{2, 64 * 1024} : kCheap);
        QVERIFY(hash);
        PasswordHasher hasher({.threads = 1, .cost = kCheap});
        std::optional<PasswordHasher::Verdict> verdict;
        QVERIFY(hasher.verify(password, known ? std::optional(*hash) : std::nullopt, u"a"_s, this,
                              [&](PasswordHasher::Verdict v) { verdict = v; }));
        QTRY_VERIFY(verdict);
        QTEST(verdict->matches, "matches");
        QTEST(verdict->needsRehash, "needsRehash");
    }

    void unknownUserTakesAsLong()
    {
        const HashCost cost{2, 16 * 1024 * 1024};
        const auto hash = hashPassword("right one", cost);
        QVERIFY(hash);
        PasswordHasher hasher({.threads = 1, .cost = cost});
        const auto timeOf = [&](std::optional<QByteArray> stored) {
            bool answered = false;
            // The process's own time: what else the machine does must not count.
            const std::clock_t start = std::clock();
            const auto accepted = hasher.verify("wrong one", stored, u"a"_s, this,
                                                [&](PasswordHasher::Verdict) { answered = true; });
            while (accepted && !answered)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1000);
            return double(std::clock() - start);
        };
        double unknown = std::numeric_limits<double>::max();
        double known = unknown;
        // In turns: what slows the processor for a while slows both.
        for (int i = 0; i < 12; ++i) {
            unknown = std::min(unknown, timeOf(std::nullopt));
            known = std::min(known, timeOf(*hash));
        }
        QVERIFY2(unknown > known * 0.5 && unknown < known * 2,
                 qPrintable(u"%1 against %2 ticks"_s.arg(unknown).arg(known)));
    }

    void oneAddressHasFour()
    {
        PasswordHasher hasher({.threads = 1, .cost = kSlow});
        int answers = 0;
        const auto ask = [&](const QString &address) {
            return hasher.hash("x", address, this, [&](const Result<QByteArray> &) { ++answers; });
        };
        for (int i = 0; i < 4; ++i)
            QVERIFY(ask(u"192.0.2.1"_s));
        const auto fifth = ask(u"192.0.2.1"_s);
        QVERIFY(!fifth);
        QCOMPARE(fifth.error().code, ErrorCode::Unavailable);
        QCOMPARE(fifth.error().reason, Reason::Busy);
        QVERIFY(fifth.error().retryAfterMs.value_or(0) > 0);
        QVERIFY(ask(u"192.0.2.2"_s));
        QTRY_COMPARE_WITH_TIMEOUT(answers, 5, 30'000);
        QVERIFY(ask(u"192.0.2.1"_s)); // and the place is free again
        QTRY_COMPARE_WITH_TIMEOUT(answers, 6, 30'000);
    }

    void queueIsBounded()
    {
        PasswordHasher hasher({.threads = 1, .waiting = 3, .perAddress = 100, .cost = kSlow});
        int accepted = 0;
        int refused = 0;
        int answers = 0;
        for (int i = 0; i < 20; ++i) {
            if (hasher.hash("x", u"a"_s, this, [&](const Result<QByteArray> &) { ++answers; }))
                ++accepted;
            else
                ++refused;
        }
        QVERIFY(accepted >= 3 && accepted <= 5);
        QCOMPARE(accepted + refused, 20);
        QTRY_COMPARE_WITH_TIMEOUT(answers, accepted, 30'000);
    }

    void nothingComesToADeadContext()
    {
        PasswordHasher hasher({.threads = 1, .cost = kCheap});
        bool called = false;
        auto context = std::make_unique<QObject>();
        QVERIFY(hasher.hash("x", u"a"_s, context.get(),
                            [&](const Result<QByteArray> &) { called = true; }));
        context.reset();
        bool second = false;
        QVERIFY(hasher.hash("x", u"a"_s, this, [&](const Result<QByteArray> &) { second = true; }));
        QTRY_VERIFY(second);
        QVERIFY(!called);
    }

    void endsWhileMuchWaits()
    {
        int answers = 0;
        {
            PasswordHasher hasher({.threads = 2, .perAddress = 100, .cost = kSlow});
            for (int i = 0; i < 50; ++i) {
                QVERIFY(
                    hasher.hash("x", u"a"_s, this, [&](const Result<QByteArray> &) { ++answers; }));
            }
        }
        QCoreApplication::processEvents();
        QVERIFY(answers <= 2);
    }
};

QTEST_GUILESS_MAIN(TestPasswordHasher)
#include "tst_password_hasher.moc"
