// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr qint64 kKeptOfEachRoom = 100;

//! The cache holds no more than it may, and what somebody reads goes last.
class TestLogCacheBounds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void unvisitedRoomsGoFirst();
    void tightBoundIsKeptAcrossRooms();
    void boundCountsWhatWasThereBefore();
    void oldestGoFirst();
    void fileGivesItsRoomBack();
    void othersAreServedMeanwhile();
    void interruptedDeletionGoesOn();

private:
    //! A room of a thousand messages and its events.
    void fill(RoomId room, qint64 messages = 1'000, qsizetype size = 0)
    {
        ServerLog server(room);
        while (server.n() < messages)
            server.addMessage(size);
        m_user->cache->putPage(kAda, server.part(1, server.head()));
    }
    bool holds(qint64 messages)
    {
        return QTest::qWaitFor([&] { return m_user->held() == messages; });
    }
    qint64 heldOf(RoomId room)
    {
        return m_user->number(
            u"SELECT coalesce(sum(n_last - n_first + 1), 0) FROM stretch "
            "JOIN log USING (log) WHERE room = %1 AND n_last > 0"_s.arg(room.value));
    }
    qint64 fileSize() const { return QFileInfo(m_user->path()).size(); }

    std::unique_ptr<LogCacheUser> m_user;
};

void TestLogCacheBounds::init()
{
    m_user = std::make_unique<LogCacheUser>();
}

void TestLogCacheBounds::unvisitedRoomsGoFirst()
{
    for (const RoomId room : {RoomId{1}, RoomId{2}, RoomId{3}})
        m_user->cache->visit(kAda, room);
    m_user->cache->visit(kAda, {1});
    for (const RoomId room : {RoomId{1}, RoomId{2}, RoomId{3}, RoomId{4}})
        fill(room);
    QVERIFY(holds(4'000));
    m_user->cache->setBounds({.messages = 2'500});
    QTRY_VERIFY(m_user->held() <= 2'500);
    QVERIFY2(m_user->held() > 2'300, "more was dropped than had to be");
    QCOMPARE(heldOf({1}), 1'000);
    QCOMPARE(heldOf({3}), 1'000);
    QCOMPARE(heldOf({4}), kKeptOfEachRoom);
    QVERIFY(heldOf({2}) < 1'000);
    // What is left is the newest.
    const auto page = m_user->page({.room = {4}, .limit = 200});
    QVERIFY(page);
    QCOMPARE(page->messages.size(), kKeptOfEachRoom);
    QCOMPARE(page->messages.last().n, 1'000);
    QVERIFY(page->hasBefore);
}

void TestLogCacheBounds::tightBoundIsKeptAcrossRooms()
{
    for (const RoomId room : {RoomId{1}, RoomId{2}, RoomId{3}})
        fill(room);
    m_user->cache->visit(kAda, {2});
    QVERIFY(holds(3'000));
    m_user->cache->setBounds({.messages = 50});
    QTRY_VERIFY(m_user->held() <= 50);
    QVERIFY(m_user->page({.room = {2}}));
    QVERIFY(!m_user->page({.room = {1}}));
    // Of a room without anything there is nothing to ask the server about.
    QCOMPARE(m_user->content().known.keys(), (QList<RoomId>{{2}}));
}

void TestLogCacheBounds::boundCountsWhatWasThereBefore()
{
    fill({1});
    m_user->start();
    m_user->cache->setBounds({.messages = 1'100});
    m_user->cache->visit(kAda, {2});
    fill({2}, 300);
    fill({3}, 300);
    QTRY_VERIFY(heldOf({2}) == 300 && heldOf({3}) > 0 && m_user->held() <= 1'100);
}

void TestLogCacheBounds::oldestGoFirst()
{
    ServerLog server({1});
    server.grow(3'000);
    qint64 messages = 0;
    for (const Seq seq : {1, 1'000, 2'500}) {
        const auto page = server.part(seq, seq + 500);
        m_user->cache->putPage(kAda, page);
        messages += page.messages.size();
    }
    QVERIFY(holds(messages));
    m_user->cache->setBounds({.messages = 600});
    QTRY_VERIFY(m_user->held() <= 600);
    QVERIFY(!m_user->page({.room = {1}, .around = 400}));
    QVERIFY(!m_user->page({.room = {1}, .around = 1'010}));
    QVERIFY(m_user->page({.room = {1}, .around = 1'490}));
    QVERIFY(m_user->page({.room = {1}, .around = 2'510}));
}

void TestLogCacheBounds::fileGivesItsRoomBack()
{
    constexpr qint64 kMiB = 1024 * 1024;
    m_user->cache->visit(kAda, {1});
    for (const RoomId room : {RoomId{1}, RoomId{2}, RoomId{3}, RoomId{4}})
        fill(room, 300, 16'000);
    m_user->start();
    m_user->content();
    QVERIFY(fileSize() > 18 * kMiB);
    m_user->cache->setBounds({.bytes = 8 * kMiB});
    QTRY_VERIFY(m_user->number(u"PRAGMA page_count"_s) * 4096 <= 12 * kMiB);
    QVERIFY(m_user->page({.room = {1}, .around = 250}));
    m_user->start(); // the log beside the file is played into it
    m_user->content();
    QVERIFY(fileSize() <= 12 * kMiB);
}

void TestLogCacheBounds::othersAreServedMeanwhile()
{
    fill({1}, 30'000);
    fill({2});
    m_user->content();
    m_user->cache->removeRoom(kAda, {1});
    QVERIFY(m_user->page({.room = {2}}));
    QVERIFY2(m_user->held() > 1'000, "one waited until all was deleted");
    QTRY_COMPARE(m_user->held(), 1'000);
}

void TestLogCacheBounds::interruptedDeletionGoesOn()
{
    fill({1}, 30'000);
    m_user->content();
    m_user->cache->removeRoom(kAda, {1});
    m_user->start();
    QTRY_COMPARE(m_user->held(), 0);
}

QTEST_GUILESS_MAIN(TestLogCacheBounds)
#include "tst_log_cache_bounds.moc"
