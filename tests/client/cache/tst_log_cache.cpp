// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kRoom{5};
static constexpr RoomId kOther{6};
static const StoreAccount kAdaElsewhere{u"https://elsewhere.example"_s, {7}};

static protocol::Room roomOf(RoomId id, const QString &name)
{
    return {
        .id = id, .name = name, .kind = u"public"_s, .role = u"member"_s, .head = 12, .read = 7};
}

//! What a client knows before it has a connection: rooms, names, members, and where it goes on.
class TestLogCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void beginsEmpty();
    void survivesARestart();
    void textsStayAsTheyAre_data();
    void textsStayAsTheyAre();
    void pageBringsItsAuthors();
    void nothingIsBeforeWhatOneMayRead();
    void roomsAreReplacedAsAWhole();
    void removedRoomIsGone();
    void removedRightBeforeTheEndIsGone();
    void joinedAgainBeginsAnew();
    void accountsAreApart();
    void otherEpochForgetsTheLog();
    void lastVisitIsKnown();
    void membersAreKept();
    void answersComeInTheOwnersThread();
    void forgottenAccountIsGone();

private:
    bool has(RoomId room, const StoreAccount &account = kAda)
    {
        return m_user->page({.room = room}, account).has_value();
    }
    bool hasAround(Seq seq) { return m_user->page({.room = kRoom, .around = seq}).has_value(); }
    //! Whether the bytes lie in any of the cache's files.
    bool isOnDisk(const QByteArray &bytes) const
    {
        const QDir folder(m_user->folder.path());
        for (const QString &name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
                return true;
        }
        return false;
    }

    std::unique_ptr<LogCacheUser> m_user;
    std::unique_ptr<ServerLog> m_server;
};

void TestLogCache::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_server = std::make_unique<ServerLog>(kRoom);
    m_server->grow(60);
}

void TestLogCache::beginsEmpty()
{
    const auto content = m_user->content();
    QVERIFY(content.epoch.isEmpty());
    QVERIFY(content.rooms.isEmpty());
    QVERIFY(content.known.isEmpty());
    QVERIFY(!content.visited.isValid());
    QVERIFY(!has(kRoom));
    QVERIFY(!m_user->members(kRoom));
}

void TestLogCache::survivesARestart()
{
    m_user->cache->setEpoch(kAda, u"epoch one"_s);
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s), roomOf(kOther, u"other"_s)});
    m_user->cache->putPage(kAda, m_server->page({.room = kRoom}));
    m_user->start();
    const auto content = m_user->content();
    QCOMPARE(content.epoch, u"epoch one"_s);
    QCOMPARE(content.rooms.size(), 2);
    QCOMPARE(wire::encoded(content.rooms.first()), wire::encoded(roomOf(kRoom, u"general"_s)));
    QCOMPARE(content.known, (QHash<RoomId, Seq>{{kRoom, 60}}));
    const auto page = m_user->page({.room = kRoom});
    QVERIFY(page);
    QCOMPARE(wire::encoded(*page), wire::encoded(m_server->page({.room = kRoom})));
}

void TestLogCache::textsStayAsTheyAre_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("byte order mark") << QChar(0xFEFF) + u"first"_s;
    QTest::newRow("control characters") << u"a\tb\nc\u0008\u001f"_s;
    QTest::newRow("beyond 16 bits") << u"🦉 \U0010FFFF"_s;
    QTest::newRow("quotes") << u"it's \"so\" \\ ; -- "_s;
    QTest::newRow("spaces") << u"  \u00a0 "_s;
    QTest::newRow("long") << QString(16'000, u'ж');
}

void TestLogCache::textsStayAsTheyAre()
{
    QFETCH(QString, text);
    auto page = m_server->part(50, 60);
    page.messages.first().text = text;
    page.messages.first().replyTo = 3;
    m_user->cache->putPage(kAda, page);
    m_user->start();
    const auto found = m_user->page({.room = kRoom});
    QVERIFY(found);
    QCOMPARE(found->messages.first().text, text);
    QCOMPARE(found->messages.first().replyTo, std::optional<Seq>(3));
}

void TestLogCache::pageBringsItsAuthors()
{
    auto page = m_server->part(51, 52); // by 2 and 3
    page.users = {{{2}, u"grace"_s, u"Grace"_s}};
    m_user->cache->putPage(kAda, page);
    m_user->cache->putUsers(kAda, {{{3}, u"bob"_s, u"Bob"_s}, {{9}, u"eve"_s, u"Eve"_s}});
    m_user->cache->putUsers(kAda, {{{3}, u"bob"_s, u"Robert"_s}});
    const auto found = m_user->page({.room = kRoom});
    QVERIFY(found);
    QStringList names;
    for (const protocol::User &user : found->users)
        names.append(user.displayName);
    names.sort();
    QCOMPARE(names, (QStringList{u"Grace"_s, u"Robert"_s}));
}

void TestLogCache::nothingIsBeforeWhatOneMayRead()
{
    protocol::MessagePage page = m_server->page({.room = kRoom, .after = 39, .limit = 200});
    page.from = 40;
    page.hasBefore = false;
    m_user->cache->putPage(kAda, page);
    QVERIFY(m_user->page({.room = kRoom, .limit = 200})->hasBefore); // as far as is known
    protocol::Room room = roomOf(kRoom, u"cabal"_s);
    room.first = 40;
    m_user->cache->putRooms(kAda, {room});
    const auto whole = m_user->page({.room = kRoom, .limit = 200});
    QCOMPARE(whole->messages.size(), page.messages.size());
    QVERIFY(!whole->hasBefore);
}

void TestLogCache::roomsAreReplacedAsAWhole()
{
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s), roomOf(kOther, u"other"_s)});
    m_user->cache->putPage(kAda, m_server->page({.room = kRoom}));
    m_user->cache->putRoom(kAda, roomOf({9}, u"new"_s));
    m_user->cache->putRoom(kAda, roomOf({9}, u"newer"_s));
    QCOMPARE(m_user->content().rooms.size(), 3);
    QCOMPARE(m_user->content().rooms.last().name, u"newer"_s);
    m_user->cache->putRooms(kAda, {roomOf(kOther, u"renamed"_s)});
    const auto content = m_user->content();
    QCOMPARE(content.rooms.size(), 1);
    QCOMPARE(content.rooms.first().name, u"renamed"_s);
    QVERIFY(content.known.isEmpty());
    QVERIFY(!has(kRoom));
}

void TestLogCache::removedRoomIsGone()
{
    const QByteArray secret = "known to members only";
    auto page = m_server->part(1, 60);
    for (auto &message : page.messages)
        message.text = QString::fromUtf8(secret);
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s), roomOf(kOther, u"other"_s)});
    m_user->cache->putPage(kAda, page);
    m_user->cache->putMembers(kAda, kRoom, {{{7}, u"member"_s}});
    m_user->start();
    QVERIFY(isOnDisk(secret));
    m_user->cache->removeRoom(kAda, kRoom);
    QVERIFY(!has(kRoom));
    QVERIFY(!m_user->members(kRoom));
    QCOMPARE(m_user->content().rooms.size(), 1);
    QTRY_COMPARE(m_user->held(), 0);
    m_user->start(); // the log beside the file is gone
    QVERIFY(m_user->content().known.isEmpty());
    QVERIFY(!isOnDisk(secret));
}

//! The end comes before, while or after it is deleted step by step: tried a few times.
void TestLogCache::removedRightBeforeTheEndIsGone()
{
    m_server->grow(1'500);
    for (int i = 0; i < 10; ++i) {
        m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s)});
        m_user->cache->putPage(kAda, m_server->part(1, 1'500));
        m_user->start();
        QVERIFY(m_user->content().known.contains(kRoom));
        m_user->cache->putRooms(kAda, {});
        m_user->cache.reset();
        QCOMPARE(m_user->held(), 0);
        QVERIFY(!isOnDisk("text 1499 of") && !isOnDisk("text 12 of"));
        m_user->start();
    }
}

void TestLogCache::joinedAgainBeginsAnew()
{
    m_user->cache->putPage(kAda, m_server->part(1, 60));
    m_user->cache->removeRoom(kAda, kRoom);
    m_user->cache->putPage(kAda, m_server->part(50, 60)); // before the old ones are deleted
    QVERIFY(hasAround(55));
    QVERIFY(!hasAround(40));
    QTRY_COMPARE(m_user->held(), m_server->part(50, 60).messages.size());
    QVERIFY(hasAround(55));
}

void TestLogCache::accountsAreApart()
{
    ServerLog graces(kRoom, u"of Grace"_s);
    graces.grow(60);
    ServerLog elsewhere(kRoom, u"elsewhere"_s);
    elsewhere.grow(60);
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s)});
    m_user->cache->putPage(kAda, m_server->page({.room = kRoom}));
    m_user->cache->putPage(kGrace, graces.page({.room = kRoom}));
    m_user->cache->putPage(kAdaElsewhere, elsewhere.page({.room = kRoom}));
    m_user->cache->setEpoch(kGrace, u"one"_s);
    m_user->cache->setEpoch(kGrace, u"two"_s);
    QVERIFY(!has(kRoom, kGrace));
    QVERIFY(m_user->content(kGrace).rooms.isEmpty());
    QCOMPARE(m_user->page({.room = kRoom})->messages.first().text.left(4), u"text"_s);
    QCOMPARE(m_user->page({.room = kRoom}, kAdaElsewhere)->messages.first().text.left(9),
             u"elsewhere"_s);
    m_user->cache->removeRoom(kAdaElsewhere, kRoom);
    QVERIFY(has(kRoom));
    QCOMPARE(m_user->content().rooms.size(), 1);
}

void TestLogCache::otherEpochForgetsTheLog()
{
    m_user->cache->setEpoch(kAda, u"one"_s);
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s)});
    m_user->cache->putPage(kAda, m_server->page({.room = kRoom}));
    m_user->cache->setEpoch(kAda, u"one"_s);
    QVERIFY(has(kRoom));
    m_user->cache->setEpoch(kAda, u"two"_s);
    QVERIFY(!has(kRoom));
    const auto content = m_user->content();
    QCOMPARE(content.epoch, u"two"_s);
    QCOMPARE(content.rooms.size(), 1);
    QVERIFY(content.known.isEmpty());
}

void TestLogCache::lastVisitIsKnown()
{
    m_user->cache->putPage(kAda, m_server->page({.room = kRoom}));
    m_user->cache->visit(kAda, kOther);
    m_user->cache->visit(kAda, kRoom);
    m_user->cache->visit(kGrace, kOther);
    QCOMPARE(m_user->content().visited, kRoom);
    m_user->start();
    QCOMPARE(m_user->content().visited, kRoom);
    m_user->cache->visit(kAda, kOther);
    QCOMPARE(m_user->content().visited, kOther);
    QCOMPARE(m_user->content().known, (QHash<RoomId, Seq>{{kRoom, 60}}));
}

void TestLogCache::membersAreKept()
{
    m_user->cache->putUsers(kAda, {{{7}, u"ada"_s, u"Ada"_s}});
    m_user->cache->putMembers(kAda, kRoom, {{{7}, u"owner"_s}, {{8}, u"member"_s}});
    m_user->start();
    const auto page = m_user->members(kRoom);
    QVERIFY(page);
    QCOMPARE(page->members.size(), 2);
    QCOMPARE(page->members.first().role, u"owner"_s);
    QCOMPARE(page->users.size(), 1);
    QVERIFY(!page->after);
    QVERIFY(!m_user->members(kRoom, kGrace));
}

void TestLogCache::answersComeInTheOwnersThread()
{
    QThread *thread = nullptr;
    m_user->cache->load(kAda, [&](const auto &) { thread = QThread::currentThread(); });
    QVERIFY2(!thread, "nobody waits");
    QTRY_COMPARE(thread, QThread::currentThread());
    bool isTold = false;
    m_user->cache->load(kAda, [&](const auto &) { isTold = true; });
    m_user->cache.reset();
    QTest::qWait(0);
    QVERIFY2(!isTold, "who is gone is not told");
}

void TestLogCache::forgottenAccountIsGone()
{
    ServerLog graces(kRoom, u"of Grace"_s);
    graces.grow(60);
    for (const auto &account : {kAda, kGrace})
        m_user->cache->putUsers(account, {{{7}, u"ada"_s, u"Ada"_s}});
    m_user->cache->putRooms(kAda, {roomOf(kRoom, u"general"_s)});
    m_user->cache->putPage(kAda, m_server->part(1, 60));
    m_user->cache->putPage(kGrace, graces.part(1, 60));
    m_user->cache->forgetAccount(kAda);
    QVERIFY(!has(kRoom));
    QVERIFY(has(kRoom, kGrace));
    QVERIFY(m_user->content().rooms.isEmpty());
    QTRY_COMPARE(m_user->held(), graces.part(1, 60).messages.size());
    m_user->start();
    m_user->content();
    QVERIFY(!isOnDisk("text 60 of 5") && !isOnDisk("text 59 of 5"));
    QVERIFY(isOnDisk("of Grace 59 of 5"));
    m_user->cache->forgetAccount(kGrace);
    QVERIFY(!has(kRoom, kGrace));
    m_user->cache.reset();
    QVERIFY(!isOnDisk("of Grace"));
    QVERIFY(!isOnDisk("chat.example"));
}

QTEST_GUILESS_MAIN(TestLogCache)
#include "tst_log_cache.moc"
