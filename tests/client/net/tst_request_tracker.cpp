// SPDX-License-Identifier: MIT
#include "client/net/request_tracker.h"
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

class TestRequestTracker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void idsAreNeverUsedTwice();
    void answerReachesWhoAskedOnce();
    void unknownIdIsNobodys();
    void failAllTellsEverybodyOnce();
    void answerMayAskAgain();
};

void TestRequestTracker::idsAreNeverUsedTwice()
{
    RequestTracker tracker;
    QSet<QString> ids;
    for (int i = 0; i < 100; ++i) {
        const QString id = tracker.add([](const auto &) {});
        tracker.resolve(id, wire::JsonValue());
        ids.insert(id);
    }
    QCOMPARE(ids.size(), 100);
}

void TestRequestTracker::answerReachesWhoAskedOnce()
{
    RequestTracker tracker;
    int first = 0;
    int second = 0;
    tracker.add([&](const auto &) { ++first; });
    const QString id = tracker.add([&](const Result<wire::JsonValue> &answer) {
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Forbidden);
        ++second;
    });
    QVERIFY(tracker.resolve(id, Error(ErrorCode::Forbidden, {})));
    QVERIFY(!tracker.resolve(id, Error(ErrorCode::Forbidden, {})));
    QCOMPARE(first, 0);
    QCOMPARE(second, 1);
}

void TestRequestTracker::unknownIdIsNobodys()
{
    RequestTracker tracker;
    int told = 0;
    tracker.add([&](const auto &) { ++told; });
    QVERIFY(!tracker.resolve(u"77"_s, wire::JsonValue()));
    QVERIFY(!tracker.resolve({}, wire::JsonValue()));
    QCOMPARE(told, 0);
}

void TestRequestTracker::failAllTellsEverybodyOnce()
{
    RequestTracker tracker;
    int told = 0;
    QString last;
    for (int i = 0; i < 3; ++i)
        last = tracker.add([&](const Result<wire::JsonValue> &answer) { told += !answer; });
    tracker.failAll(Error(ErrorCode::Unavailable, {}));
    tracker.failAll(Error(ErrorCode::Unavailable, {}));
    QCOMPARE(told, 3);
    QVERIFY(!tracker.resolve(last, wire::JsonValue()));
}

void TestRequestTracker::answerMayAskAgain()
{
    RequestTracker tracker;
    QString again;
    tracker.add([&](const auto &) { again = tracker.add([](const auto &) {}); });
    tracker.failAll(Error(ErrorCode::Unavailable, {}));
    QVERIFY(tracker.resolve(again, wire::JsonValue()));
}

QTEST_APPLESS_MAIN(TestRequestTracker)
#include "tst_request_tracker.moc"
