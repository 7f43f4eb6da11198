// SPDX-License-Identifier: MIT
#include "tests/client/state/cache_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! A message that somebody wants to see, wherever in the log it is: where its rows come from, and
//! what becomes of those that were there.
class TestChatJump : public QObject, private CacheFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void withinTheRowsNothingIsAsked();
    void fromTheServerByOneQuestion();
    void fromTheCacheByNone();
    void pagesJoinOnBothSides();
    void withoutServerAndCacheOneStays();
    void missingMessageIsTold_data();
    void missingMessageIsTold();
    void beforeTheRoomIsLoaded();
    void latestWishCounts();
    void whoLeavesTheRoomIsNotLedAwayLater();
    void whatIsMissedMeanwhileIsNotLost();
    void goneRoomIsLost();
    void momentsAreTheServersElseThoseOfTheCache();

private:
    using Arrivals = QList<Result<>>;
    RoomHistory::Arrived into(Arrivals &arrivals)
    {
        return [&arrivals](const Result<> &result) { arrivals.append(result); };
    }
    //! Online in the room, of which the newest 30 rows are there.
    Timeline *atTheEnd()
    {
        m_log->setHead(kRoom, 2'000);
        arrive();
        Timeline *timeline = shownRoom(kRoom);
        m_log->pages.clear();
        return timeline;
    }
    //! A stretch without a hole, and which one.
    static bool isStretch(const Timeline &timeline, Seq from, Seq to)
    {
        return shown(timeline) == ScriptedLog::texts(kRoom, from, to);
    }
};

void TestChatJump::withinTheRowsNothingIsAsked()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 1'980, Landing::OnMessage, into(arrivals));
    QCOMPARE(arrivals.size(), 1); // at once
    QVERIFY(arrivals.first());
    QCOMPARE(reset.count(), 0);
    QVERIFY(m_log->pages.isEmpty());
}

void TestChatJump::fromTheServerByOneQuestion()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QVERIFY(arrivals.isEmpty());
    QVERIFY(isStretch(*timeline, 1'971, 2'000)); // until it is there
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(arrivals.first());
    QVERIFY(isStretch(*timeline, 650, 749));
    QVERIFY(timeline->hasOlder() && timeline->hasNewer());
    QCOMPARE(m_log->pages.size(), 1);
    QCOMPARE(m_log->pages.first().around, std::optional<Seq>(700));
    m_log->say(kRoom); // far ahead
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->head, 2'001);
    QVERIFY(isStretch(*timeline, 650, 749));
}

void TestChatJump::fromTheCacheByNone()
{
    QVERIFY(atTheEnd());
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline && isStretch(*timeline, 1'971, 2'000));
    m->chat->loadAround(kRoom, 690, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 2);
    QVERIFY(arrivals.last());
    QVERIFY(isStretch(*timeline, 650, 749));
    QVERIFY(timeline->hasOlder() && timeline->hasNewer());
}

void TestChatJump::pagesJoinOnBothSides()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 1'700, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    m->chat->loadOlder(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 1'550);
    while (timeline->hasNewer()) {
        const Seq known = timeline->known();
        m->chat->loadNewer(kRoom);
        QTRY_VERIFY(timeline->known() > known);
    }
    QVERIFY(isStretch(*timeline, 1'550, 2'000));
    m_log->say(kRoom);
    QTRY_VERIFY(isStretch(*timeline, 1'550, 2'001)); // live again
}

void TestChatJump::withoutServerAndCacheOneStays()
{
    QVERIFY(atTheEnd());
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(!arrivals.first());
    QCOMPARE(arrivals.first().error().code, ErrorCode::Unavailable);
    QCOMPARE(reset.count(), 0);
    QVERIFY(isStretch(*timeline, 1'971, 2'000));
}

void TestChatJump::missingMessageIsTold_data()
{
    QTest::addColumn<Seq>("seq");
    QTest::newRow("what is no message") << Seq(1);
    QTest::newRow("what is to come") << Seq(5'000);
}

void TestChatJump::missingMessageIsTold()
{
    QFETCH(const Seq, seq);
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, seq, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(!arrivals.first());
    QCOMPARE(arrivals.first().error().code, ErrorCode::NotFound);
    QCOMPARE(reset.count(), 0);
    QVERIFY(m->chat->rooms().find(kRoom)); // the room is there all the same
    m->chat->loadOlder(kRoom); // and it goes on
    QTRY_COMPARE(timeline->firstSeq(), 1'871);
    m->chat->loadAround(kRoom, seq, Landing::Near, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 2);
    QVERIFY(arrivals.last());
}

void TestChatJump::beforeTheRoomIsLoaded()
{
    m_log->setHead(kRoom, 2'000);
    arrive();
    const Timeline *timeline = m->chat->openRoom(kRoom);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(isStretch(*timeline, 650, 749));
    m->chat->loadOlder(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 550);
    QCOMPARE(reset.count(), 1); // the page with which it would have opened led nowhere else
    // Where there is no such message, it opens as it would have.
    timeline = m->chat->openRoom(kSecond);
    m->chat->loadAround(kSecond, 1, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 2);
    QVERIFY(!arrivals.last());
    QTRY_COMPARE(shown(*timeline), ScriptedLog::texts(kSecond, 21, 50));
}

void TestChatJump::latestWishCounts()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 300, Landing::OnMessage, into(arrivals));
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(isStretch(*timeline, 650, 749));
    m->chat->loadAround(kRoom, 300, Landing::OnMessage, into(arrivals));
    m->chat->loadLatest(kRoom);
    QTRY_VERIFY(!timeline->hasNewer());
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_VERIFY(timeline->hasNewer());
    m->chat->loadLatest(kRoom);
    m->chat->loadAround(kRoom, 710, Landing::OnMessage, into(arrivals)); // it is here
    QCOMPARE(arrivals.size(), 3);
    m->chat->loadOlder(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 550);
    QVERIFY(timeline->hasNewer());
}

void TestChatJump::whoLeavesTheRoomIsNotLedAwayLater()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_VERIFY(!waiting.isEmpty());
    m->chat->closeRoom(kRoom);
    QCOMPARE(m->chat->openRoom(kRoom), timeline);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    auto page = pageOf(kRoom, 650, 749);
    page.hasBefore = page.hasAfter = true;
    page.asOf = 2'000;
    m->server.send(wire::replyFrame(waiting, wire::encoded(page)));
    m_log->say(kRoom); // behind that answer
    QTRY_VERIFY(isStretch(*timeline, 1'971, 2'001));
    QCOMPARE(reset.count(), 0);
    QVERIFY(arrivals.isEmpty());
}

//! More was written than a sync tells, and it is told while the page is on its way.
void TestChatJump::whatIsMissedMeanwhileIsNotLost()
{
    const Timeline *timeline = atTheEnd();
    QVERIFY(timeline);
    startOffline();
    timeline = shownRoom(kRoom);
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    m_log->setHead(kRoom, 9'000);
    QSignalSpy caughtUp(m->chat.get(), &Chat::caughtUp);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(m->isOnline());
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_VERIFY(!waiting.isEmpty());
    QTRY_COMPARE(caughtUp.count(), 1);
    auto page = pageOf(kRoom, 650, 749);
    page.hasBefore = page.hasAfter = true;
    page.asOf = 2'000;
    m->server.send(wire::replyFrame(waiting, wire::encoded(page)));
    QTRY_COMPARE(arrivals.size(), 1);
    QVERIFY(arrivals.first());
    QCOMPARE(timeline->firstSeq(), 650);
    QVERIFY(timeline->hasNewer());
    QCOMPARE(timeline->known(), 749);
}

void TestChatJump::goneRoomIsLost()
{
    QVERIFY(atTheEnd());
    m_log->shut(kRoom);
    Arrivals arrivals;
    m->chat->loadAround(kRoom, 700, Landing::OnMessage, into(arrivals));
    QTRY_VERIFY(!m->chat->rooms().find(kRoom));
}

void TestChatJump::momentsAreTheServersElseThoseOfTheCache()
{
    QVERIFY(atTheEnd());
    m->server.on<protocol::FindMoments>([](const protocol::FindMoments &ask) {
        return protocol::MomentsReply{ask.room, QList<Seq>(ask.times.size(), 77)};
    });
    std::optional<Result<Chat::Moments>> found;
    const auto told = [&found](const Result<Chat::Moments> &moments) { found = moments; };
    m->chat->findMoments(kRoom, {1, 2}, told);
    QTRY_VERIFY(found);
    QVERIFY(*found);
    QCOMPARE((*found)->first, (QList<Seq>{77, 77}));
    QVERIFY((*found)->isWhole);
    m->server.on<protocol::FindMoments>([](const protocol::FindMoments &ask) {
        return protocol::MomentsReply{ask.room, {77}};
    });
    found.reset();
    m->chat->findMoments(kRoom, {1, 2}, told);
    QTRY_VERIFY(found);
    QVERIFY(!*found); // not what was asked
    startOffline();
    found.reset();
    m->chat->findMoments(kRoom, {0}, told);
    QTRY_VERIFY(found);
    QVERIFY(*found);
    QCOMPARE((*found)->first, QList<Seq>{1'971});
    QVERIFY(!(*found)->isWhole);
    found.reset();
    m->chat->findMoments(kThird, {0}, told); // nobody ever looked at it
    QTRY_VERIFY(found);
    QVERIFY(!*found);
    QCOMPARE(found->error().code, ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestChatJump)
#include "tst_chat_jump.moc"
