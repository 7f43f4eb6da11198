// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

//! Rooms of just these people, on a real store.
class TestDirectRooms : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void openedForTwo();
    void theSamePeopleHaveOne();
    void everybodyIsToldWhoItIsWith();
    void manyFitTheirFrames();
    void refused_data();
    void refused();
    void keepsItsPeople_data();
    void keepsItsPeople();
    void namesStayFree();
    void damage();
    void peopleAreFound_data();
    void peopleAreFound();

private:
    RoomId open(const Caller &by, const QList<UserId> &with)
    {
        const auto reply = m_service->handle(OpenDirect{with}, by);
        return reply ? reply->room.id : RoomId{};
    }
    QStringList findings()
    {
        QStringList said;
        StoreCheck check(m_store->database, StoreCheck::Snapshots::EachRoom);
        const auto report = check.run();
        for (const CheckFinding &finding : report->findings)
            said.append(finding.kind + u": "_s + finding.says);
        return said;
    }
};

void TestDirectRooms::init()
{
    begin();
}

void TestDirectRooms::openedForTwo()
{
    const auto reply = m_service->handle(OpenDirect{{m_grace.user}}, m_ada);
    VERIFY_RESULT(reply);
    QVERIFY(!m_service->takeWasKnown());
    QCOMPARE(reply->room.kind, u"direct"_s);
    QCOMPARE(reply->room.name, QString());
    QCOMPARE(reply->room.role, u"member"_s);
    QCOMPARE(reply->room.with, QList<UserId>{m_grace.user});
    QCOMPARE(reply->users->size(), 1);
    QCOMPARE(reply->users->first().name, u"grace"_s);
    const Effects effects = m_service->takeEffects();
    QVERIFY(effects.toAll.isEmpty());
    QCOMPARE(effects.joined.size(), 2);
    QCOMPARE(effects.userPushes.size(), 2);
    for (const auto &push : effects.userPushes) {
        const auto listed = pushed<RoomListed>(push.frame);
        const UserId other = push.user == m_ada.user ? m_grace.user : m_ada.user;
        QCOMPARE(listed.room.with, QList<UserId>{other});
        QCOMPARE(listed.users->first().id, other);
        QCOMPARE(listed.room.unread, 0);
    }
    m_room = reply->room.id;
    VERIFY_RESULT(post(m_grace, 1));
    QCOMPARE(m_queries->hello(m_ada.user)->rooms.last().unread, 1);
    QVERIFY(!post(m_linus, 2));
}

void TestDirectRooms::theSamePeopleHaveOne()
{
    const RoomId two = open(m_ada, {m_grace.user});
    QVERIFY(two.isValid());
    m_service->takeEffects();
    m_service->takeWasKnown();
    QCOMPARE(open(m_grace, {m_ada.user}), two);
    QVERIFY(m_service->takeWasKnown());
    QVERIFY(m_service->takeEffects().isEmpty());
    QCOMPARE(open(m_ada, {m_grace.user, m_ada.user, m_grace.user}), two);
    const RoomId three = open(m_ada, {m_linus.user, m_grace.user});
    QVERIFY(three.isValid() && three != two);
    QCOMPARE(open(m_linus, {m_grace.user, m_ada.user}), three);
    // Also when one of them cannot be reached any more: what was said can be read.
    VERIFY_RESULT(m_store->accounts.setDisabled(m_grace.user, kNow));
    QCOMPARE(open(m_ada, {m_grace.user}), two);
}

void TestDirectRooms::everybodyIsToldWhoItIsWith()
{
    const RoomId three = open(m_ada, {m_linus.user, m_grace.user});
    const auto hello = m_queries->hello(m_linus.user);
    VERIFY_RESULT(hello);
    QCOMPARE(hello->rooms.last().id, three);
    QCOMPARE(hello->rooms.last().with, QList<UserId>({m_ada.user, m_grace.user}));
    QSet<UserId> named;
    for (const User &user : hello->users)
        named.insert(user.id);
    QCOMPARE(named, QSet<UserId>({m_ada.user, m_grace.user, m_linus.user}));
    QCOMPARE(hello->users.size(), 3);
    const auto mine = m_queries->handle(ListRooms{{}, u"mine"_s}, m_grace);
    QCOMPARE(mine->rooms.last().with, QList<UserId>({m_ada.user, m_linus.user}));
    QCOMPARE(mine->users.size(), 2);
    QCOMPARE(m_queries->handle(ListRooms{}, m_grace)->rooms.size(), 1);
}

//! Who the rooms are with takes as much of a frame as the rooms do.
void TestDirectRooms::manyFitTheirFrames()
{
    constexpr int kRooms = 1200;
    constexpr qsizetype kMost = 300 * 1024; // 256 KiB of rooms and people, and what is around them
    Transaction transaction(m_store->database);
    for (int i = 0; i < kRooms; ++i) {
        const UserId user = m_store->user(u"\U0001F989"_s.repeated(28) + QString::number(1000 + i));
        QVERIFY(open(m_ada, {user}).isValid());
        m_service->takeEffects();
    }
    VERIFY_RESULT(transaction.commit());
    const auto hello = m_queries->hello(m_ada.user);
    VERIFY_RESULT(hello);
    QVERIFY(hello->roomsMore.value_or(false));
    QVERIFY2(wire::encoded(*hello).size() < kMost,
             qPrintable(QString::number(wire::encoded(*hello).size())));
    QCOMPARE(hello->users.size(), hello->rooms.size()); // "engines" is with nobody, ada is named
    QSet<RoomId> listed;
    QSet<UserId> named;
    ListRooms ask{{}, u"mine"_s};
    do {
        const auto page = m_queries->handle(ask, m_ada);
        VERIFY_RESULT(page);
        QVERIFY(wire::encoded(*page).size() < kMost);
        for (const Room &room : page->rooms)
            listed.insert(room.id);
        for (const User &user : page->users)
            named.insert(user.id);
        ask.after = page->after;
    } while (ask.after);
    QCOMPARE(listed.size(), kRooms + 1);
    QCOMPARE(named.size(), kRooms);
}

void TestDirectRooms::refused_data()
{
    QTest::addColumn<QList<qint64>>("with");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QList<qint64> &with, ErrorCode code,
                        const QString &path) { QTest::newRow(name) << with << int(code) << path; };
    row("nobody", {}, ErrorCode::BadRequest, u"data.users"_s);
    row("oneself", {1, 1}, ErrorCode::BadRequest, u"data.users"_s);
    row("eleven", {2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, ErrorCode::TooLarge, u"data.users"_s);
    row("not there", {2, 99}, ErrorCode::NotFound, u"data.users[1]"_s);
    row("disabled", {3}, ErrorCode::NotFound, u"data.users[0]"_s);
}

void TestDirectRooms::refused()
{
    QFETCH(QList<qint64>, with);
    QFETCH(int, code);
    QFETCH(QString, path);
    VERIFY_RESULT(m_store->accounts.setDisabled(m_linus.user, kNow));
    QList<UserId> users;
    for (const qint64 id : with)
        users.append(UserId{id});
    const auto reply = m_service->handle(OpenDirect{users}, m_ada);
    QCOMPARE(int(reply.error().code), code);
    QCOMPARE(reply.error().path, path);
    QCOMPARE(m_queries->hello(m_ada.user)->rooms.size(), 1);
}

void TestDirectRooms::keepsItsPeople_data()
{
    QTest::addColumn<bool>("isMember");
    QTest::newRow("for who is in it") << true;
    QTest::newRow("for others it is not there") << false;
}

void TestDirectRooms::keepsItsPeople()
{
    QFETCH(bool, isMember);
    m_room = open(m_ada, {m_grace.user});
    m_service->takeEffects();
    const Caller &caller = isMember ? m_grace : m_linus;
    const auto left = m_service->handle(LeaveRoom{m_room}, caller);
    const auto named = m_service->handle(SetTopic{m_room, u"x"_s}, caller);
    const auto invited = m_service->handle(InviteUser{m_room, m_linus.user}, caller);
    for (const Error &error : {left.error(), named.error(), invited.error()}) {
        QCOMPARE(error.code, isMember ? ErrorCode::Forbidden : ErrorCode::NotFound);
        QCOMPARE(error.reason, isMember ? Reason::DirectRoom : Reason::None);
    }
    const auto joined = m_service->handle(JoinRoom{m_room}, caller);
    QCOMPARE(bool(joined), isMember);
    if (isMember)
        QCOMPARE(joined->users->first().name, u"ada"_s);
    QVERIFY(m_service->takeEffects().isEmpty());
}

void TestDirectRooms::namesStayFree()
{
    const RoomId room = open(m_ada, {m_grace.user});
    QVERIFY(room.isValid());
    const auto key = u"/direct/1/2"_s;
    QCOMPARE(m_queries->idOf(key, m_ada.user).error().code, ErrorCode::NotFound);
    QCOMPARE(m_service->handle(CreateRoom{key, {}}, m_linus).error().reason,
             Reason::NameNotAllowed);
    QVERIFY(open(m_grace, {m_linus.user}).isValid());
}

void TestDirectRooms::damage()
{
    m_room = open(m_ada, {m_grace.user, m_linus.user});
    VERIFY_RESULT(post(m_linus, 1));
    QVERIFY2(findings().isEmpty(), qPrintable(findings().join(u'\n')));
    for (const char *change :
         {"UPDATE rooms SET kind = 'public' WHERE id = 2", "DELETE FROM members WHERE room_id = 2",
          "UPDATE members SET role = 'owner' WHERE room_id = 2"}) {
        VERIFY_RESULT(m_store->database.execute(QString::fromLatin1(change)));
        QVERIFY2(!findings().isEmpty(), change);
        VERIFY_RESULT(repairStore(m_store->database));
        QVERIFY2(findings().isEmpty(), change);
        QCOMPARE(open(m_grace, {m_ada.user, m_linus.user}), m_room);
        QCOMPARE(row(m_grace).role, u"member"_s);
    }
}

void TestDirectRooms::peopleAreFound_data()
{
    QTest::addColumn<QString>("match");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("all") << QString() << qint64(0) << QStringList{u"ada"_s, u"grace"_s};
    QTest::newRow("in the middle") << u"RAC"_s << qint64(0) << QStringList{u"grace"_s};
    QTest::newRow("later") << QString() << qint64(1) << QStringList{u"grace"_s};
    QTest::newRow("nobody") << u"x"_s << qint64(0) << QStringList();
    QTest::newRow("no pattern") << u"%"_s << qint64(0) << QStringList();
    QTest::newRow("who is disabled") << u"linus"_s << qint64(0) << QStringList();
}

void TestDirectRooms::peopleAreFound()
{
    QFETCH(QString, match);
    QFETCH(qint64, after);
    QFETCH(QStringList, found);
    VERIFY_RESULT(m_store->accounts.setDisabled(m_linus.user, kNow));
    ListUsers request;
    if (!match.isEmpty())
        request.match = match;
    if (after > 0)
        request.after = UserId{after};
    const auto page = m_queries->handle(request, m_ada);
    VERIFY_RESULT(page);
    QStringList names;
    for (const User &user : page->users)
        names.append(user.name);
    QCOMPARE(names, found);
    QVERIFY(!page->after);
}

QTEST_GUILESS_MAIN(TestDirectRooms)
#include "tst_direct_rooms.moc"
