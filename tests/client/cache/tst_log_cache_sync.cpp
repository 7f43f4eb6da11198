// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kRoom{5};

//! What the cache makes of a server's answer to "what did I miss".
class TestLogCacheSync : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void syncWithEvents();
    void syncWithAGap();
    void syncThatForgets();
    void syncOfOneWhoKnewMore();
    void syncWithReset();
    void syncOfALostRoom();
    void windowInTheGapIsForgotten();

private:
    bool hasAround(Seq seq) { return m_user->page({.room = kRoom, .around = seq}).has_value(); }

    std::unique_ptr<LogCacheUser> m_user;
    std::unique_ptr<ServerLog> m_server;
};

void TestLogCacheSync::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_server = std::make_unique<ServerLog>(kRoom);
    m_server->grow(60);
}

void TestLogCacheSync::syncWithEvents()
{
    auto then = m_server->part(20, 30);
    then.asOf = 30;
    m_user->cache->putPage(kAda, then);
    m_user->cache->putSync(kAda, m_server->sync(30, 100, 100));
    QCOMPARE(m_user->known(kRoom), 60);
    const auto page = m_user->page({.room = kRoom, .limit = 200});
    QVERIFY(page);
    QCOMPARE(page->from, 20);
    QCOMPARE(wire::encoded(page->messages), wire::encoded(m_server->part(20, 60).messages));
    m_user->cache->putSync(kAda, m_server->sync(60, 100, 100)); // nothing is missing
    QCOMPARE(m_user->known(kRoom), 60);
}

void TestLogCacheSync::syncWithAGap()
{
    auto then = m_server->part(1, 60);
    m_user->cache->putPage(kAda, then);
    m_server->change(26);
    m_server->change(57);
    m_server->grow(900);
    m_user->cache->putSync(kAda, m_server->sync(60, 500, 500));
    QCOMPARE(m_user->known(kRoom), 900);
    QCOMPARE(wire::encoded(*m_user->page({.room = kRoom})),
             wire::encoded(m_server->page({.room = kRoom})));
    const auto old = m_user->page({.room = kRoom, .before = 61, .limit = 60});
    QVERIFY(old);
    QCOMPARE(wire::encoded(old->messages), wire::encoded(m_server->part(1, 60).messages));
    QVERIFY(old->hasAfter);
    QVERIFY(!hasAround(400));
}

void TestLogCacheSync::syncThatForgets()
{
    m_user->cache->visit(kAda, kRoom);
    m_user->cache->putPage(kAda, m_server->part(1, 60));
    m_server->change(26);
    m_server->grow(900);
    m_user->cache->putSync(kAda, m_server->sync(60, 500, 0));
    QCOMPARE(m_user->known(kRoom), 900);
    QVERIFY(hasAround(890));
    QVERIFY(!hasAround(26));
    QVERIFY(!hasAround(60));
    QCOMPARE(m_user->content().visited, kRoom);
}

//! The client has more in memory than the cache, e.g. as it was damaged and begun anew.
void TestLogCacheSync::syncOfOneWhoKnewMore()
{
    auto then = m_server->part(20, 30);
    then.asOf = 30;
    m_user->cache->putPage(kAda, then);
    m_server->change(26); // 61: told to who asks for what is after 30
    m_server->grow(900);
    m_user->cache->putSync(kAda, m_server->sync(100, 500, 500));
    QVERIFY(hasAround(890));
    QCOMPARE(m_user->known(kRoom), 30);
    m_user->cache->putSync(kAda, m_server->sync(30, 500, 500));
    QCOMPARE(m_user->known(kRoom), 900);
    QVERIFY(m_user->page({.room = kRoom, .around = 26, .limit = 1})
                ->messages.first()
                .text.contains(u"changed"));
}

void TestLogCacheSync::syncWithReset()
{
    m_user->cache->putPage(kAda, m_server->part(1, 60));
    ServerLog other(kRoom, u"another log"_s);
    other.grow(40);
    m_user->cache->putSync(kAda, other.sync(60, 500, 500));
    QCOMPARE(m_user->known(kRoom), 40);
    QCOMPARE(wire::encoded(*m_user->page({.room = kRoom})),
             wire::encoded(other.page({.room = kRoom})));
    QVERIFY(!hasAround(50));
}

void TestLogCacheSync::syncOfALostRoom()
{
    m_user->cache->putRooms(kAda, {protocol::Room{.id = kRoom, .name = u"general"_s}});
    m_user->cache->putPage(kAda, m_server->part(1, 60));
    protocol::RoomSync lost{.room = kRoom};
    lost.error = protocol::RoomError{u"forbidden"_s};
    m_user->cache->putSync(kAda, lost);
    QVERIFY(!m_user->page({.room = kRoom}));
    QVERIFY(m_user->content().rooms.isEmpty());
}

//! It was read while the client did not know all before it: what changed in it since is told by
//! nobody.
void TestLogCacheSync::windowInTheGapIsForgotten()
{
    auto then = m_server->part(20, 30);
    then.asOf = 30;
    m_user->cache->putPage(kAda, then);
    m_user->cache->putPage(kAda, m_server->part(50, 55));
    QVERIFY(hasAround(52));
    m_server->change(52);
    m_server->grow(900);
    m_user->cache->putSync(kAda, m_server->sync(30, 500, 500));
    QVERIFY(!hasAround(52));
    QVERIFY(hasAround(26));
}

QTEST_GUILESS_MAIN(TestLogCacheSync)
#include "tst_log_cache_sync.moc"
