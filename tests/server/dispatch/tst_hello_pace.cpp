// SPDX-License-Identifier: MIT
#include "server/dispatch/hello_pace.h"
#include <QTest>

using namespace salon;
using namespace salon::server;
using Turn = HelloPace::Turn;

//! Who is let in when.
class TestHelloPace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aFewAtATimeInOrder();
    void whoIsGoneTakesNoPlace();
    void answeredAtOnce();
    void waitedTooLong();
    void comingBackIsSpread();
    void eachIsItsOwnRequest();

private:
    void come(int who);

    std::unique_ptr<HelloPace> m_pace;
    QList<int> m_in;
    QList<int> m_late;
    QSet<int> m_gone;
    qint64 m_now = 0;
};

void TestHelloPace::init()
{
    m_pace = std::make_unique<HelloPace>(HelloPace::Settings{.atOnce = 2, .waitMs = 1'000});
    m_in.clear();
    m_late.clear();
    m_gone.clear();
    m_now = 0;
}

void TestHelloPace::come(int who)
{
    m_pace->enter(m_now, [this, who](Turn turn) {
        if (m_gone.contains(who))
            return false;
        (turn == Turn::Now ? m_in : m_late).append(who);
        return turn == Turn::Now;
    });
}

void TestHelloPace::aFewAtATimeInOrder()
{
    for (int who = 1; who <= 5; ++who)
        come(who);
    QCOMPARE(m_in, (QList<int>{1, 2}));
    QCOMPARE(m_pace->waiting(), size_t(3));
    m_pace->left();
    QCOMPARE(m_in, (QList<int>{1, 2, 3}));
    m_pace->left();
    m_pace->left();
    m_pace->left();
    QCOMPARE(m_in, (QList<int>{1, 2, 3, 4, 5}));
    come(6); // one place is free
    QCOMPARE(m_in.last(), 6);
    come(7);
    QCOMPARE(m_in.last(), 6);
}

void TestHelloPace::whoIsGoneTakesNoPlace()
{
    for (int who = 1; who <= 6; ++who)
        come(who);
    m_gone = {3, 4};
    m_pace->left();
    QCOMPARE(m_in, (QList<int>{1, 2, 5}));
    QCOMPARE(m_pace->waiting(), size_t(1));
}

//! As when the readers take nothing: the place is given back before the call returns.
void TestHelloPace::answeredAtOnce()
{
    for (int i = 0; i < 2; ++i)
        come(i);
    int answered = 0;
    for (int i = 0; i < 10'000; ++i) {
        m_pace->enter(0, [&](Turn) {
            ++answered;
            m_pace->left();
            return true;
        });
    }
    m_pace->left();
    QCOMPARE(answered, 10'000); // and not one within the other: that would be too deep
    come(99);
    QCOMPARE(m_in.last(), 99);
    come(100);
    QCOMPARE(m_pace->waiting(), size_t(1));
}

void TestHelloPace::waitedTooLong()
{
    come(1);
    come(2);
    come(3);
    m_now = 500;
    come(4);
    m_pace->expire(999);
    QVERIFY(m_late.isEmpty());
    m_pace->expire(1'000);
    QCOMPARE(m_late, QList<int>{3});
    m_pace->left();
    QCOMPARE(m_in, (QList<int>{1, 2, 4}));
}

void TestHelloPace::comingBackIsSpread()
{
    QCOMPARE(m_pace->retryAfterMs(0), 500);
    QCOMPARE(m_pace->retryAfterMs(0.5), 1'000);
    QCOMPARE(m_pace->retryAfterMs(0.999), 1'499);
}

void TestHelloPace::eachIsItsOwnRequest()
{
    come(1);
    come(2);
    QString mine;
    QString inTurn;
    {
        const RequestTurn turn(RequestTrace::begin());
        mine = RequestTrace::currentId();
        m_pace->enter(0, [&](Turn) {
            inTurn = RequestTrace::currentId();
            return true;
        });
    }
    {
        const RequestTurn another(RequestTrace::begin());
        const QString its = RequestTrace::currentId();
        m_pace->left();
        QCOMPARE(RequestTrace::currentId(), its);
    }
    QCOMPARE(inTurn, mine);
}

QTEST_GUILESS_MAIN(TestHelloPace)
#include "tst_hello_pace.moc"
