// SPDX-License-Identifier: MIT
#include "tests/server/store/store_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! Rooms, and one's place in them.
class TestRoomStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRoomAsItsAskerSeesIt();
    void nameKeysAreUnique();
    void whatIsNotThere();
    void lists();
    void membersByPage();
    void membershipBeginsAtItsEvent();
    void ownersAndHeirs();
    void everyMoveOfTheMarkerCounts();
    void topics();

private:
    static QStringList names(const QList<RoomRow> &rooms)
    {
        QStringList all;
        for (const RoomRow &room : rooms)
            all.append(room.name);
        return all;
    }

    std::unique_ptr<StoreOnDisk> m_store;
    UserId m_ada;
    UserId m_grace;
    UserId m_linus;
    RoomId m_room;
};

void TestRoomStore::init()
{
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_ada = m_store->user(u"ada"_s);
    m_grace = m_store->user(u"grace"_s);
    m_linus = m_store->user(u"linus"_s);
    m_room = m_store->room(u"engines"_s, m_ada);
    QVERIFY(m_room.isValid());
}

void TestRoomStore::aRoomAsItsAskerSeesIt()
{
    VERIFY_RESULT(m_store->post(m_room, m_ada, u"k"_s, u"first"_s));
    VERIFY_RESULT(m_store->rooms.setRead(m_room, m_ada, 2, 1));
    const auto hers = m_store->rooms.find(m_room, m_ada);
    VERIFY_RESULT(hers);
    QCOMPARE(hers->name, u"engines"_s);
    QCOMPARE(hers->kind, u"public"_s);
    QCOMPARE(hers->role, u"owner"_s);
    QCOMPARE(hers->head, 2);
    QCOMPARE(hers->n, 1);
    QCOMPARE(hers->readSeq, 2);
    QCOMPARE(hers->readN, 1);
    QCOMPARE(hers->counter, 1);
    const auto strangers = m_store->rooms.find(m_room, m_grace);
    VERIFY_RESULT(strangers);
    QCOMPARE(strangers->role, QString());
    QCOMPARE(strangers->head, 2);
    QCOMPARE(strangers->readSeq, 0);
    QCOMPARE(strangers->counter, 0);
    QCOMPARE(m_store->rooms.findByKey(u"engines"_s, m_ada)->role, u"owner"_s);
}

void TestRoomStore::nameKeysAreUnique()
{
    const auto again =
        m_store->rooms.add({.name = u"Engines"_s, .kind = u"public"_s}, {u"engines"_s}, kNow);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QCOMPARE(again.error().reason, Reason::NameTaken);
    VERIFY_RESULT(m_store->rooms.add({.name = u"engines"_s, .kind = u"public"_s},
                                     {u"other"_s, u"x"_s}, kNow));
    const auto alike =
        m_store->rooms.add({.name = u"X"_s, .kind = u"public"_s}, {u"another"_s, u"x"_s}, kNow);
    QCOMPARE(alike.error().reason, Reason::NameTaken);
}

void TestRoomStore::whatIsNotThere()
{
    RoomStore &rooms = m_store->rooms;
    QCOMPARE(rooms.find(RoomId{99}, m_ada).error().code, ErrorCode::NotFound);
    QCOMPARE(rooms.findByKey(u"nowhere"_s, m_ada).error().code, ErrorCode::NotFound);
    QCOMPARE(rooms.setTopic(RoomId{99}, u"x"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(rooms.setRole(m_room, m_grace, u"owner"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(rooms.setRead(m_room, m_grace, 1, 0).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(rooms.removeMember(m_room, m_grace));
    QCOMPARE(rooms.addMember(RoomId{99}, m_ada, u"member"_s, 1, 0).error().code,
             ErrorCode::Conflict); // the engine refuses the reference
    QCOMPARE(rooms.addMember(m_room, m_ada, u"member"_s, 2, 0).error().code, ErrorCode::Conflict);
}

void TestRoomStore::lists()
{
    const RoomId looms = m_store->room(u"looms"_s, m_grace);
    m_store->room(u"cards"_s, m_ada);
    RoomStore &rooms = m_store->rooms;
    QCOMPARE(names(*rooms.listPublic(m_ada, {}, 9)),
             (QStringList{u"engines"_s, u"looms"_s, u"cards"_s}));
    QCOMPARE(names(*rooms.listPublic(m_ada, {}, 2)), (QStringList{u"engines"_s, u"looms"_s}));
    QCOMPARE(names(*rooms.listPublic(m_ada, looms, 9)), (QStringList{u"cards"_s}));
    QCOMPARE(names(*rooms.listOf(m_ada, {}, 9)), (QStringList{u"engines"_s, u"cards"_s}));
    QCOMPARE(names(*rooms.listOf(m_ada, m_room, 9)), (QStringList{u"cards"_s}));
    QCOMPARE(names(*rooms.listOf(m_linus, {}, 9)), QStringList());
    QCOMPARE(rooms.listPublic(m_grace, {}, 9)->at(1).role, u"owner"_s);
    QCOMPARE(rooms.listPublic(m_grace, {}, 9)->at(0).role, QString());
    QCOMPARE(*rooms.countOf(m_ada), 2);
    int memberships = 0;
    VERIFY_RESULT(rooms.forEachMembership([&](RoomId, UserId) { ++memberships; }));
    QCOMPARE(memberships, 3);
}

void TestRoomStore::membersByPage()
{
    VERIFY_RESULT(m_store->join(m_room, m_grace));
    VERIFY_RESULT(m_store->join(m_room, m_linus));
    const auto first = m_store->rooms.members(m_room, {}, 2);
    VERIFY_RESULT(first);
    QCOMPARE(first->size(), 2);
    QCOMPARE(first->at(0).user, m_ada);
    QCOMPARE(first->at(0).role, u"owner"_s);
    QCOMPARE(first->at(1).role, u"member"_s);
    const auto rest = m_store->rooms.members(m_room, first->last().user, 2);
    QCOMPARE(rest->size(), 1);
    QCOMPARE(rest->at(0).user, m_linus);
}

void TestRoomStore::membershipBeginsAtItsEvent()
{
    VERIFY_RESULT(m_store->post(m_room, m_ada, u"k"_s, u"before she came"_s));
    const auto place = m_store->join(m_room, m_grace);
    const auto row = m_store->rooms.find(m_room, m_grace);
    QCOMPARE(row->readSeq, place->seq);
    QCOMPARE(row->readN, 1);
    QCOMPARE(row->counter, 0);
    VERIFY_RESULT(m_store->rooms.removeMember(m_room, m_grace));
    QCOMPARE(m_store->rooms.find(m_room, m_grace)->role, QString());
}

void TestRoomStore::ownersAndHeirs()
{
    RoomStore &rooms = m_store->rooms;
    QVERIFY(!*rooms.hasOwnerBut(m_room, m_ada));
    QVERIFY(!rooms.firstMemberBut(m_room, m_ada)->isValid());
    VERIFY_RESULT(m_store->join(m_room, m_linus));
    VERIFY_RESULT(m_store->join(m_room, m_grace));
    QCOMPARE(*rooms.firstMemberBut(m_room, m_ada), m_linus); // longer there, though a higher id
    VERIFY_RESULT(rooms.setRole(m_room, m_grace, u"owner"_s));
    QVERIFY(*rooms.hasOwnerBut(m_room, m_ada));
    QVERIFY(*rooms.hasOwnerBut(m_room, m_grace));
}

void TestRoomStore::everyMoveOfTheMarkerCounts()
{
    VERIFY_RESULT(m_store->join(m_room, m_grace));
    for (int move = 1; move <= 3; ++move) {
        VERIFY_RESULT(m_store->rooms.setRead(m_room, m_grace, 1, 0));
        QCOMPARE(m_store->rooms.find(m_room, m_grace)->counter, move);
    }
    QCOMPARE(m_store->rooms.find(m_room, m_ada)->counter, 0);
}

void TestRoomStore::topics()
{
    VERIFY_RESULT(m_store->rooms.setTopic(m_room, u"steam"_s));
    QCOMPARE(m_store->rooms.find(m_room, m_ada)->topic, u"steam"_s);
    VERIFY_RESULT(m_store->rooms.setTopic(m_room, {}));
    QCOMPARE(m_store->rooms.find(m_room, m_ada)->topic, QString());
}

QTEST_GUILESS_MAIN(TestRoomStore)
#include "tst_room_store.moc"
