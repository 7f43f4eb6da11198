// SPDX-License-Identifier: MIT
#include "server/operation/timings.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

//! What the operator sees of a salond that has served people: every stage, and what it cost.
class TestStageTimings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStageIsTimed_data();
    void everyStageIsTimed();
    void timingsNeedAServer();
};

void TestStageTimings::everyStageIsTimed_data()
{
    QTest::addColumn<QByteArray>("sockets");
    QTest::newRow("lean") << QByteArray("lean");
    QTest::newRow("plain") << QByteArray("plain");
}

void TestStageTimings::everyStageIsTimed()
{
    QFETCH(QByteArray, sockets);
    SalondProcess salond(kCheapPasswords + "[net]\nsockets = \"" + sockets + "\"\n");
    const auto started = salond.start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    QVERIFY(salond.addUser(u"ada"_s, u"correct horse 7"_s));
    const auto ada = HttpClient(salond.port()).login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(ada);
    TestClient client(salond.url());
    const auto hello = client.open(ada->token);
    QVERIFY(hello);
    const salon::RoomId room = hello->rooms.first().id;
    QVERIFY(client.ask(protocol::PostMessage{
        room, u"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11"_s, u"how long did this take?"_s, {}}));
    QTRY_COMPARE(client.events.size(), 1);
    QVERIFY(client.ask(protocol::ListMessages{.room = room}));

    const CommandResult json = salond.command({u"timings"_s, u"--json"_s});
    QCOMPARE(json.exitCode, 0);
    QHash<QString, QJsonObject> stages;
    double share = 0;
    const auto list = QJsonDocument::fromJson(json.output).object()[u"stages"_s].toArray();
    for (const auto &value : list) {
        const QJsonObject row = value.toObject();
        stages.insert(row[u"stage"_s].toString(), row);
        share += row[u"share"_s].toDouble();
    }
    QStringList missing;
    for (size_t i = 0; i < salon::server::kStageCount; ++i) {
        const auto name = salon::server::stageName(salon::server::Stage(i));
        const auto word = QString::fromLatin1(name.data(), qsizetype(name.size()));
        if (word == "drain"_L1) // only of one who reads slowly; tst_slow_requests has one
            continue;
        if (stages.value(word)[u"count"_s].toInteger() < 1)
            missing.append(word);
    }
    QCOMPARE(missing, QStringList());
    QVERIFY2(qAbs(share - 1) < 0.001, "the shares of all stages are the whole");
    QCOMPARE(stages[u"hash"_s][u"count"_s].toInteger(), 2); // user add, login
    QCOMPARE(stages[u"commit"_s][u"module"_s].toString(), u"store"_s);

    const CommandResult table = salond.command({u"timings"_s});
    QCOMPARE(table.exitCode, 0);
    const auto lines = table.output.split('\n');
    QCOMPARE(lines.first().simplified(), QByteArray("module stage count share p50 p95 p99 max"));
    QCOMPARE(lines.at(1).left(9).trimmed(),
             list.first().toObject()[u"module"_s].toString().toLatin1());
}

void TestStageTimings::timingsNeedAServer()
{
    SalondProcess salond;
    const CommandResult result = salond.command({u"timings"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("no salond serves"), result.errors);
}

QTEST_GUILESS_MAIN(TestStageTimings)
#include "tst_stage_timings.moc"
