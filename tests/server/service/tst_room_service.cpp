// SPDX-License-Identifier: MIT
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

//! The rules of rooms, members and topics, on a real store.
class TestRoomService : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(u"steam"_s); }
    void creating_data();
    void creating();
    void aNewRoomIsToldToAll();
    void joining();
    void leaving();
    void theLastOwnerHasAnHeir();
    void topics_data();
    void topics();
    void defaultRooms();
};

void TestRoomService::creating_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("topic");
    QTest::addColumn<int>("code"); // -1 when it is made
    QTest::addColumn<QString>("path");
    const auto row = [](const char *label, const QString &name, const QString &topic,
                        std::optional<ErrorCode> code, const QString &path = {}) {
        QTest::newRow(label) << name << topic << (code ? int(*code) : -1) << path;
    };
    using enum ErrorCode;
    row("plain", u"looms"_s, u"weaving"_s, {});
    row("a space within", u"the looms"_s, {}, {});
    row("taken", u"engines"_s, {}, Conflict, u"data.name"_s);
    row("other case", u"Engines"_s, {}, Conflict, u"data.name"_s);
    row("look-alike", u"engin\u0435s"_s, {}, Conflict, u"data.name"_s);
    row("digits", u"42"_s, {}, BadRequest, u"data.name"_s);
    row("slash", u"a/b"_s, {}, BadRequest, u"data.name"_s);
    row("dots", u".."_s, {}, BadRequest, u"data.name"_s);
    row("outer space", u" looms"_s, {}, BadRequest, u"data.name"_s);
    row("too long", QString(81, u'x'), {}, TooLarge, u"data.name"_s);
    row("hidden in the topic", u"looms"_s, u"a\u202Eb"_s, BadRequest, u"data.topic"_s);
    row("topic too long", u"looms"_s, QString(251, u'x'), TooLarge, u"data.topic"_s);
}

void TestRoomService::creating()
{
    QFETCH(QString, name);
    QFETCH(QString, topic);
    QFETCH(int, code);
    QFETCH(QString, path);
    const auto made = m_service->handle(CreateRoom{name, topic}, m_grace);
    if (!made) {
        QCOMPARE(int(made.error().code), code);
        QCOMPARE(made.error().path, path);
        QCOMPARE(m_store->rooms.listPublic(m_ada.user, {}, 9)->size(), 1);
        return;
    }
    QCOMPARE(-1, code);
    QCOMPARE(made->room.name, name);
    QCOMPARE(made->room.topic, topic);
    QCOMPARE(made->room.role, u"owner"_s);
    QCOMPARE(made->room.head, 1);
    QCOMPARE(made->room.n, 0);
    QCOMPARE(made->room.read, 1);
    QCOMPARE(made->room.unread, 0);
}

void TestRoomService::aNewRoomIsToldToAll()
{
    const auto made = m_service->handle(CreateRoom{u"looms"_s, {}}, m_grace);
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.toAll.size(), 1);
    QCOMPARE(effects.toAll.first().except, m_grace.user);
    const Room others = pushed<RoomListed>(effects.toAll.first().frame).room;
    QCOMPARE(others.name, u"looms"_s);
    QCOMPARE(others.role, u"none"_s);
    QCOMPARE(others.head, 1);
    QCOMPARE(others.read, 0);
    QCOMPARE(others.unread, 0);
    QCOMPARE(effects.userPushes.size(), 1); // one's other sessions see it as their own
    QCOMPARE(effects.userPushes.first().except, m_grace.connection);
    QCOMPARE(pushed<RoomListed>(effects.userPushes.first().frame).room.role, u"owner"_s);
    QCOMPARE(effects.joined.size(), 1);
    QCOMPARE(effects.joined.first().room, made->room.id);
    QCOMPARE(effects.events.size(), 1);
}

void TestRoomService::joining()
{
    VERIFY_RESULT(post(m_ada, 1));
    m_service->takeEffects();
    const auto joined = m_service->handle(JoinRoom{m_room}, m_linus);
    VERIFY_RESULT(joined);
    QCOMPARE(joined->room.role, u"member"_s);
    QCOMPARE(joined->room.head, 4);
    QCOMPARE(joined->room.read, 4); // nothing of before counts as unread
    QCOMPARE(joined->room.unread, 0);
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.joined.size(), 1);
    QCOMPARE(effects.events.size(), 1);
    QCOMPARE(effects.userPushes.size(), 1);
    QCOMPARE(effects.userPushes.first().user, m_linus.user);
    QCOMPARE(effects.userPushes.first().except, m_linus.connection);
    QCOMPARE(pushed<RoomListed>(effects.userPushes.first().frame).room.head, 4);
    const auto again = m_service->handle(JoinRoom{m_room}, m_linus);
    VERIFY_RESULT(again);
    QCOMPARE(again->room.head, 4);
    QVERIFY(m_service->takeEffects().events.isEmpty());
    QCOMPARE(m_service->handle(JoinRoom{RoomId{99}}, m_linus).error().code, ErrorCode::NotFound);
}

void TestRoomService::leaving()
{
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.left.size(), 1);
    QCOMPARE(effects.left.first().user, m_grace.user);
    QCOMPARE(effects.events.size(), 1);
    QCOMPARE(effects.userPushes.size(), 1); // no heir: grace owned nothing
    QCOMPARE(effects.userPushes.first().except, m_grace.connection);
    QCOMPARE(pushed<RoomRemoved>(effects.userPushes.first().frame).room, m_room);
    QCOMPARE(kinds().last(), u"member.left"_s);
    QCOMPARE(row(m_grace).role, QString());
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    QVERIFY(m_service->takeEffects().events.isEmpty());
    QCOMPARE(m_service->handle(LeaveRoom{RoomId{99}}, m_grace).error().code, ErrorCode::NotFound);
}

void TestRoomService::theLastOwnerHasAnHeir()
{
    VERIFY_RESULT(m_service->handle(JoinRoom{m_room}, m_linus));
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_ada));
    QCOMPARE(row(m_grace).role, u"owner"_s); // the longest member
    QCOMPARE(row(m_linus).role, u"member"_s);
    const Effects effects = m_service->takeEffects();
    const auto heirs =
        std::ranges::find(effects.userPushes, m_grace.user, &Effects::UserPush::user);
    QVERIFY(heirs != effects.userPushes.end());
    QCOMPARE(heirs->except, ConnectionId{});
    QCOMPARE(pushed<RoomListed>(heirs->frame).room.role, u"owner"_s);
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_linus));
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace)); // the last of all may go too
    QVERIFY(m_store->rooms.members(m_room, {}, 9)->isEmpty());
}

void TestRoomService::topics_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<bool>("isEvent");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("new") << u"boilers"_s << true << false;
    QTest::newRow("none") << QString() << true << false;
    QTest::newRow("the same") << u"steam"_s << false << false;
    QTest::newRow("hidden") << u"\u200B"_s << false << true;
    QTest::newRow("too long") << QString(251, u'x') << false << true;
}

void TestRoomService::topics()
{
    QFETCH(QString, topic);
    QFETCH(bool, isEvent);
    QFETCH(bool, isRefused);
    const auto set = m_service->handle(SetTopic{m_room, topic}, m_grace); // any member may
    QCOMPARE(!set, isRefused);
    QCOMPARE(m_service->takeEffects().events.size(), isEvent ? 1 : 0);
    QCOMPARE(row(m_ada).topic, isRefused ? u"steam"_s : topic);
    QCOMPARE(kinds().last() == u"room.topic_set", isEvent);
}

void TestRoomService::defaultRooms()
{
    const QStringList defaults{u"Engines"_s, u"general"_s};
    VERIFY_RESULT(m_service->joinDefaults(defaults, m_linus.user));
    QCOMPARE(row(m_linus).role, u"member"_s); // known by a name that looks alike
    QCOMPARE(m_store->rooms.findByKey(nameKey(u"general"_s), m_linus.user)->role, u"owner"_s);
    VERIFY_RESULT(m_service->joinDefaults(defaults, m_ada.user));
    QCOMPARE(m_store->rooms.findByKey(nameKey(u"general"_s), m_ada.user)->role, u"member"_s);
    QCOMPARE(row(m_ada).role, u"owner"_s);
    QCOMPARE(m_service->joinDefaults({u"42"_s}, m_ada.user).error().code, ErrorCode::BadRequest);
}

QTEST_GUILESS_MAIN(TestRoomService)
#include "tst_room_service.moc"
