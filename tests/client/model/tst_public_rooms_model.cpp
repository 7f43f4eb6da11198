// SPDX-License-Identifier: MIT
#include "client/model/public_rooms_model.h"
#include "tests/client/net/scripted_server.h"
#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

class TestPublicRoomsModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatAPersonChoosesBy();
    void emptyListIsAModelToo();
};

void TestPublicRoomsModel::tellsWhatAPersonChoosesBy()
{
    protocol::Room garden = roomOf({2}, u"garden"_s);
    garden.role = u"none"_s;
    garden.topic = u"plants"_s;
    PublicRoomsModel model({roomOf({1}, u"general"_s), garden});
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(0).data(PublicRoomsModel::MemberRole).toBool());
    const QModelIndex row = model.index(1);
    QCOMPARE(row.data().toString(), u"garden"_s);
    QCOMPARE(row.data(PublicRoomsModel::RoomIdRole).toLongLong(), 2);
    QCOMPARE(row.data(PublicRoomsModel::TopicRole).toString(), u"plants"_s);
    QVERIFY(!row.data(PublicRoomsModel::MemberRole).toBool());
}

void TestPublicRoomsModel::emptyListIsAModelToo()
{
    PublicRoomsModel model({});
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.data({}, Qt::DisplayRole).isValid());
}

QTEST_GUILESS_MAIN(TestPublicRoomsModel)
#include "tst_public_rooms_model.moc"
