// SPDX-License-Identifier: MIT
#include "server/dispatch/request_table.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! What every kind of request needs before a rule runs.
class TestRequestTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindHasARow();
    void rows_data();
    void rows();
    void unknownKinds();
    void dataIsDecodedWithinTheLimits();
};

void TestRequestTable::everyKindHasARow()
{
    size_t kinds = 0;
    protocol::Requests::forEach([&]<class T>(std::type_identity<T>) {
        if (T::kind == protocol::Hello::kind)
            return;
        ++kinds;
        const RequestRow *row = findRequest(T::kind);
        QVERIFY2(row, T::kind.data());
        QVERIFY2((row->write || row->read) || row->memory, T::kind.data());
        QVERIFY2(!row->write || !(row->read || row->memory), T::kind.data());
        QCOMPARE(row->isSocketOnly, protocol::SocketOnly<T>);
        QCOMPARE(findHttpRequest(T::kind) == nullptr, protocol::SocketOnly<T>);
    });
    QCOMPARE(requestTable().size(), kinds);
}

void TestRequestTable::rows_data()
{
    QTest::addColumn<bool>("changes");
    QTest::addColumn<int>("cost");
    QTest::addColumn<int>("status");
    const auto row = [](const char *kind, bool changes, Cost cost, int status) {
        QTest::newRow(kind) << changes << int(cost) << status;
    };
    row("message.post", true, Cost::Message, 201);
    row("room.create", true, Cost::Room, 201);
    row("room.join", true, Cost::Other, 200);
    row("room.leave", true, Cost::Other, 200);
    row("room.set_topic", true, Cost::Other, 200);
    row("room.read", true, Cost::Other, 200);
    row("room.unread", true, Cost::Other, 200);
    row("session.sync", false, Cost::Other, 200);
    row("session.digest", false, Cost::Other, 200);
    row("room.list", false, Cost::Other, 200);
    row("room.messages", false, Cost::Other, 200);
    row("room.members", false, Cost::Other, 200);
    row("room.events", false, Cost::Other, 200);
    row("users.get", false, Cost::Other, 200);
    row("typing.start", false, Cost::Other, 200);
    row("presence.choose", true, Cost::Other, 200);
    row("presence.tell", false, Cost::Other, 200);
    row("presence.watch", false, Cost::Other, 200);
}

void TestRequestTable::rows()
{
    const RequestRow *row = findRequest(QTest::currentDataTag());
    QVERIFY(row);
    QTEST(row->write != nullptr, "changes");
    QTEST(int(row->cost), "cost");
    QTEST(row->createdStatus, "status");
}

void TestRequestTable::unknownKinds()
{
    for (const char *kind : {"", "room", "room.Create", "session.hello", "login", "room.create "})
        QVERIFY2(!findRequest(kind), kind);
}

void TestRequestTable::dataIsDecodedWithinTheLimits()
{
    wire::JsonParser parser;
    wire::Limits limits;
    limits.topic = 3;
    const auto data = parser.parse(R"({"room":"1","topic":"four"})");
    QVERIFY(data);
    const auto rule = findRequest("room.set_topic")->write(*data, limits, {});
    QVERIFY(!rule);
    QCOMPARE(rule.error().code, ErrorCode::TooLarge);
    QCOMPARE(rule.error().path, u"data.topic"_s);
    QCOMPARE(rule.error().limit, 3);
    QVERIFY(findRequest("room.set_topic")->write(*data, {}, {}));
}

QTEST_APPLESS_MAIN(TestRequestTable)
#include "tst_request_table.moc"
