// SPDX-License-Identifier: MIT
#include "client/state/rooms_state.h"
#include "tests/client/net/scripted_server.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

class TestRoomsState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areInTheOrderOfTheirNames();
    void signalsTellTheTruth();
    void unknownRoomIsNotRemoved();
};

static QStringList names(const RoomsState &rooms)
{
    QStringList names;
    for (const protocol::Room &room : rooms.all())
        names.append(room.name);
    return names;
}

void TestRoomsState::areInTheOrderOfTheirNames()
{
    RoomsState rooms;
    rooms.replace({roomOf({1}, u"zebra"_s), roomOf({2}, u"Apple"_s), roomOf({3}, u"mango"_s)});
    rooms.put(roomOf({4}, u"banana"_s));
    QCOMPARE(names(rooms), (QStringList{u"Apple"_s, u"banana"_s, u"mango"_s, u"zebra"_s}));
    QCOMPARE(rooms.indexOf({3}), 2);
    QCOMPARE(rooms.find({4})->name, u"banana"_s);
    QVERIFY(!rooms.find({9}));
}

void TestRoomsState::signalsTellTheTruth()
{
    RoomsState rooms;
    rooms.replace({roomOf({1}, u"b"_s), roomOf({2}, u"d"_s)});
    QSignalSpy aboutToInsert(&rooms, &RoomsState::aboutToInsert);
    QSignalSpy changed(&rooms, &RoomsState::changed);
    QSignalSpy removed(&rooms, &RoomsState::removed);
    rooms.put(roomOf({3}, u"c"_s));
    QCOMPARE(aboutToInsert.first(), QVariantList{1});
    auto room = roomOf({2}, u"d"_s);
    room.unread = 3;
    rooms.put(room);
    QCOMPARE(changed.first().first(), QVariant(2));
    QCOMPARE(changed.first().at(1).value<protocol::Room>().unread, 0);
    QCOMPARE(rooms.find({2})->unread, 3);
    rooms.remove({1});
    QCOMPARE(removed.count(), 1);
    QCOMPARE(names(rooms), (QStringList{u"c"_s, u"d"_s}));
}

void TestRoomsState::unknownRoomIsNotRemoved()
{
    RoomsState rooms;
    rooms.replace({roomOf({1}, u"a"_s)});
    QSignalSpy about(&rooms, &RoomsState::aboutToRemove);
    rooms.remove({2});
    QCOMPARE(about.count(), 0);
}

QTEST_APPLESS_MAIN(TestRoomsState)
#include "tst_rooms_state.moc"
