// SPDX-License-Identifier: MIT
#include "client/model/room_list_model.h"
#include "tests/client/net/scripted_server.h"
#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

class TestRoomListModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsNameTopicAndUnread();
    void followsTheState();
    void staysTrueOverManyChanges();
};

static QStringList names(const RoomListModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names.append(model.index(row).data().toString());
    return names;
}

void TestRoomListModel::tellsNameTopicAndUnread()
{
    RoomsState rooms;
    protocol::Room room = roomOf({4}, u"general"_s);
    room.unread = 3;
    room.topic = u"all and nothing"_s;
    rooms.replace({room, roomOf({5}, u"quiet"_s)});
    RoomListModel model(rooms);
    const QModelIndex general = model.index(0);
    QCOMPARE(general.data().toString(), u"general"_s);
    QCOMPARE(general.data(Qt::ToolTipRole).toString(), u"all and nothing"_s);
    QCOMPARE(general.data(RoomListModel::RoomIdRole).toLongLong(), 4);
    QCOMPARE(general.data(RoomListModel::UnreadRole).toLongLong(), 3);
    QCOMPARE(model.index(1).data(Qt::ToolTipRole).toString(), u"quiet"_s);
}

void TestRoomListModel::followsTheState()
{
    RoomsState rooms;
    RoomListModel model(rooms);
    const QAbstractItemModelTester tester(&model);
    rooms.replace({roomOf({1}, u"b"_s), roomOf({2}, u"d"_s)});
    rooms.put(roomOf({3}, u"c"_s));
    QCOMPARE(names(model), (QStringList{u"b"_s, u"c"_s, u"d"_s}));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    protocol::Room room = roomOf({3}, u"c"_s);
    room.unread = 1;
    rooms.put(room);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    room.head = 9;
    rooms.put(room);
    QCOMPARE(changed.count(), 1); // nothing that is shown
    room.topic = u"another"_s;
    rooms.put(room);
    QCOMPARE(changed.count(), 2);
    rooms.remove({1});
    QCOMPARE(names(model), (QStringList{u"c"_s, u"d"_s}));
    rooms.replace({});
    QCOMPARE(model.rowCount(), 0);
}

void TestRoomListModel::staysTrueOverManyChanges()
{
    RoomsState rooms;
    RoomListModel model(rooms);
    const QAbstractItemModelTester tester(&model);
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int step = 0; step < 500; ++step) {
        const RoomId id{1 + random.bounded(40)};
        if (random.bounded(3) > 0)
            rooms.put(roomOf(id, u"room %1"_s.arg(id.value)));
        else
            rooms.remove(id);
        QCOMPARE(model.rowCount(), int(rooms.all().size()));
    }
    QStringList expected;
    for (const protocol::Room &room : rooms.all())
        expected.append(room.name);
    QCOMPARE(names(model), expected);
}

QTEST_GUILESS_MAIN(TestRoomListModel)
#include "tst_room_list_model.moc"
