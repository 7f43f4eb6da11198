// SPDX-License-Identifier: MIT
#include "tests/client/state/cache_fixture.h"
#include <QPointer>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the cache must not show again: another log, a room that one is not in, another account's.
class TestCacheForgets : public QObject, private CacheFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void otherEpochForgetsTheLog();
    void shorterLogForgetsTheRoom();
    void roomThatOneIsNotInIsForgotten();
    void roomThatWasLeftElsewhereIsForgotten();
    void timelinesOfManyRoomsDoNotStay();
    void placeGoesWithTheRoom();
    void logOutForgetsAll();
};

void TestCacheForgets::otherEpochForgetsTheLog()
{
    arrive();
    Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m->chat->setDraft(kRoom, {u"half a thought"_s});
    startOffline();
    m->chat->post(kRoom, u"written offline"_s);
    timeline = shownRoom(kRoom);
    QTRY_COMPARE(shown(*timeline).last(), u"written offline?"_s);
    // The backup ends at the same number, with other messages.
    m->server.hello.server.epoch = u"restored"_s;
    for (Seq seq = 2; seq <= 300; ++seq)
        m_log->edit(kRoom, seq, seq, u"restored %1"_s.arg(seq));
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_COMPARE(shown(*timeline).value(29), u"restored 300"_s);
    QCOMPARE(shown(*timeline).last(), u"written offline?"_s);
    QCOMPARE(timeline->entries().size(), 31);
    QCOMPARE(m->chat->draft(kRoom).text, u"half a thought"_s);
    QCOMPARE(m_log->syncs.size(), 0);
    startOffline();
    timeline = shownRoom(kRoom);
    QTRY_COMPARE(shown(*timeline).value(0), u"restored 271"_s);
    QCOMPARE(m->chat->draft(kRoom).text, u"half a thought"_s);
    QCOMPARE(shown(*timeline).last(), u"written offline?"_s);
}

void TestCacheForgets::shorterLogForgetsTheRoom()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat.reset();
    m_log->setHead(kRoom, 200); // an older state, under the same epoch
    arrive();
    QTRY_COMPARE(m_log->syncs.size(), 2); // once more for what was pushed meanwhile
    QCOMPARE(m_log->syncs.first().rooms.first().after, 300);
    QCOMPARE(m_log->syncs.last().rooms.first().after, 200);
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 171, 200));
}

void TestCacheForgets::roomThatOneIsNotInIsForgotten()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    m->chat.reset();
    m_log->setHead(kSecond, 60);
    m_log->shut(kSecond);
    arrive();
    QTRY_VERIFY(!m->chat->rooms().find(kSecond));
    startOffline();
    QVERIFY(!m->chat->rooms().find(kSecond));
    QCOMPARE(m->chat->rooms().all().size(), 2);
    const Timeline *gone = m->chat->openRoom(kSecond);
    QVERIFY(shownRoom(kRoom)); // the cache answers in the order of the questions
    QVERIFY(!gone->isLoaded());
}

void TestCacheForgets::roomThatWasLeftElsewhereIsForgotten()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    startOffline();
    QVERIFY(shownRoom(kSecond));
    m->server.hello.rooms.removeAt(1);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(!m->chat->rooms().find(kSecond));
    startOffline();
    QVERIFY(!m->chat->rooms().find(kSecond));
    const Timeline *gone = m->chat->openRoom(kSecond);
    QVERIFY(shownRoom(kRoom));
    QVERIFY(!gone->isLoaded());
}

void TestCacheForgets::timelinesOfManyRoomsDoNotStay()
{
    constexpr int kVisited = 60;
    for (qint64 room = 101; room < 101 + kVisited; ++room)
        m_log->setHead({room}, 20);
    arrive();
    QHash<RoomId, QPointer<Timeline>> timelines;
    for (qint64 room = 101; room < 101 + kVisited; ++room) {
        timelines[{room}] = shownRoom({room});
        QVERIFY(timelines[{room}]);
        m->chat->closeRoom({room});
    }
    const auto left =
        int(std::ranges::count_if(timelines, [](const auto &timeline) { return !!timeline; }));
    QVERIFY2(left <= 30, qPrintable(QString::number(left)));
    QVERIFY(timelines[{160}]); // where one was just now is there at once
    Timeline *again = shownRoom({101});
    QVERIFY(again);
    QCOMPARE(shown(*again), ScriptedLog::texts({101}, 2, 20));
}

void TestCacheForgets::placeGoesWithTheRoom()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat->setReading(kRoom, {100, 0, 10});
    QCOMPARE(m->chat->openingPlace(kRoom).seq, 100);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_VERIFY(!m->chat->rooms().find(kRoom));
    auto again = roomOf(kRoom, u"general"_s, 300, 299);
    again.read = 300;
    m->server.push(protocol::RoomListed{again});
    QTRY_VERIFY(m->chat->rooms().find(kRoom));
    QVERIFY(m->chat->openingPlace(kRoom).isEnd());
}

//! What was typed and not sent is not part of it.
void TestCacheForgets::logOutForgetsAll()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat->setDraft(kRoom, {u"a draft"_s});
    m->chat->closeAndForget();
    m->chat.reset();
    QVERIFY(!QFile::exists(m->folder.filePath(u"cache.db"_s)));
    arrive();
    QCOMPARE(m->chat->draft(kRoom).text, u"a draft"_s);
    QVERIFY(shownRoom(kRoom));
    QVERIFY(!m_log->pages.isEmpty());
}

QTEST_GUILESS_MAIN(TestCacheForgets)
#include "tst_cache_forgets.moc"
