// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! How long one's own messages took, stage by stage: by a clock of the test, and through a Chat.
class TestStageTimes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void eachStageEndsWhereTheNextBegins();
    void keyPressCountsFromThePress();
    void stagesThatWereGoneAround();
    void anotherTryForgetsWhatCameAfter();
    void renamedIsTheSame();
    void oldestAreForgotten();
    void figures_data();
    void figures();
    void unpaintedUntilPainted();
    void throughTheChat();
    void waitsForTheConnection();
    void refusedHasItsTrace();
    void conflictGoesOnUnderAnotherKey();
    void otherAccountsAreForgotten();

private:
    void pass(Stage stage, qint64 nanoseconds)
    {
        m_now += nanoseconds;
        m_times->passed(u"k"_s, stage);
    }
    qint64 took(Stage stage) const { return m_times->find(u"k"_s)->took(stage).value_or(-1); }

    qint64 m_now = 1000;
    std::unique_ptr<StageTimes> m_times;
};

void TestStageTimes::init()
{
    m_now = 1000;
    m_times = std::make_unique<StageTimes>([this] { return m_now; });
}

void TestStageTimes::eachStageEndsWhereTheNextBegins()
{
    m_times->begin(u"k"_s, kRoom);
    QCOMPARE(took(Stage::KeyPress), -1);
    pass(Stage::Outbox, 5);
    pass(Stage::Turn, 7);
    m_now += 20;
    m_times->answered(u"k"_s, u"4f2a"_s);
    pass(Stage::Apply, 3);
    pass(Stage::Layout, 2);
    QCOMPARE(m_times->find(u"k"_s)->total(), 37);
    pass(Stage::Paint, 8);
    QCOMPARE(took(Stage::Outbox), 5);
    QCOMPARE(took(Stage::Turn), 7);
    QCOMPARE(took(Stage::Connection), 20);
    QCOMPARE(took(Stage::Apply), 3);
    QCOMPARE(took(Stage::Layout), 2);
    QCOMPARE(took(Stage::Paint), 8);
    QCOMPARE(m_times->find(u"k"_s)->total(), 45);
    QCOMPARE(m_times->find(u"k"_s)->trace, u"4f2a"_s);
    QCOMPARE(m_times->find(u"k"_s)->tries, 1);
    QVERIFY(!m_times->find(u"another"_s));
}

void TestStageTimes::keyPressCountsFromThePress()
{
    m_now = 1500;
    m_times->begin(u"k"_s, kRoom, 1200);
    QCOMPARE(took(Stage::KeyPress), 300);
    pass(Stage::Outbox, 10);
    QCOMPARE(took(Stage::Outbox), 10);
    QCOMPARE(m_times->find(u"k"_s)->total(), 310);
}

void TestStageTimes::stagesThatWereGoneAround()
{
    m_times->begin(u"k"_s, kRoom);
    pass(Stage::Outbox, 5);
    pass(Stage::Turn, 5);
    pass(Stage::Apply, 30); // the answer was lost with the connection; its event came by a page
    QCOMPARE(took(Stage::Connection), -1);
    QCOMPARE(took(Stage::Apply), 30);
}

void TestStageTimes::anotherTryForgetsWhatCameAfter()
{
    m_times->begin(u"k"_s, kRoom);
    pass(Stage::Outbox, 5);
    pass(Stage::Turn, 1);
    pass(Stage::Connection, 50);
    pass(Stage::Turn, 3000); // refused for now, and sent again
    QCOMPARE(took(Stage::Turn), 3051);
    QCOMPARE(took(Stage::Connection), -1);
    QCOMPARE(m_times->find(u"k"_s)->tries, 2);
}

void TestStageTimes::renamedIsTheSame()
{
    m_times->begin(u"k"_s, kRoom);
    pass(Stage::Outbox, 5);
    m_times->rename(u"k"_s, u"k"_s);
    m_times->rename(u"k"_s, u"other"_s);
    m_times->rename(u"nobody"_s, u"k"_s);
    QVERIFY(!m_times->find(u"k"_s));
    QCOMPARE(m_times->find(u"other"_s)->took(Stage::Outbox), std::optional<qint64>(5));
}

void TestStageTimes::oldestAreForgotten()
{
    m_times->begin(u"k"_s, kRoom);
    pass(Stage::Apply, 1);
    m_times->rename(u"k"_s, u"first"_s);
    for (size_t i = 1; i < StageTimes::kMostMessages; ++i)
        m_times->begin(u"%1"_s.arg(i), kRoom);
    QVERIFY(m_times->find(u"first"_s));
    m_times->begin(u"last"_s, kRoom);
    QVERIFY(!m_times->find(u"first"_s));
    QVERIFY(m_times->find(u"1"_s));
    QVERIFY(m_times->unpainted(kRoom).isEmpty());
}

void TestStageTimes::figures_data()
{
    QTest::addColumn<QList<qint64>>("seen");
    QTest::addColumn<qint64>("p50");
    QTest::addColumn<qint64>("p99");
    QTest::newRow("none") << QList<qint64>{} << qint64(0) << qint64(0);
    QTest::newRow("one") << QList<qint64>{7} << qint64(7) << qint64(7);
    QTest::newRow("two") << QList<qint64>{9, 1} << qint64(1) << qint64(9);
    QList<qint64> hundred;
    for (qint64 i = 100; i > 0; --i)
        hundred.append(i);
    QTest::newRow("hundred") << hundred << qint64(50) << qint64(99);
    QTest::newRow("one slow of 101") << hundred + QList<qint64>{5000} << qint64(51) << qint64(100);
}

void TestStageTimes::figures()
{
    QFETCH(QList<qint64>, seen);
    for (int i = 0; i < seen.size(); ++i) {
        const QString key = u"%1"_s.arg(i);
        m_times->begin(key, kRoom);
        m_now += seen[i];
        m_times->passed(key, Stage::Outbox);
    }
    m_times->begin(u"still there"_s, kRoom);
    const StageFigures found = m_times->figures(Stage::Outbox);
    QCOMPARE(found.count, int(seen.size()));
    QTEST(found.p50, "p50");
    QTEST(found.p99, "p99");
    QCOMPARE(m_times->figures(Stage::Paint).count, 0);
}

void TestStageTimes::unpaintedUntilPainted()
{
    m_times->begin(u"k"_s, kRoom);
    pass(Stage::Connection, 1);
    QVERIFY(m_times->unpainted(kRoom).isEmpty());
    pass(Stage::Apply, 1);
    QCOMPARE(m_times->unpainted(kRoom), QList<QString>{u"k"_s});
    QVERIFY(m_times->unpainted({99}).isEmpty());
    pass(Stage::Layout, 1);
    QCOMPARE(m_times->unpainted(kRoom).size(), 1);
    pass(Stage::Paint, 1);
    QVERIFY(m_times->unpainted(kRoom).isEmpty());
    pass(Stage::Apply, 1);
    m_times->leaveUnpainted(u"k"_s);
    QVERIFY(m_times->unpainted(kRoom).isEmpty());
}

//! Answers a post with a trace, and tells the room of it when `tells`.
static void answerPosts(ChatFixture &fixture, QString &key, bool tells = true)
{
    fixture.server.onRaw(u"message.post"_s, [&fixture, &key, tells](const QString &id) {
        key = fixture.chat->openRoom(kRoom)->entries().last().message.key;
        fixture.server.send(wire::replyFrame(
            id, wire::encoded(protocol::Posted{kRoom, 4, 3, 1'790'000'000'000}), u"4f2a"));
        if (tells)
            fixture.server.sendEvent(messageEvent(kRoom, 4, kSelf, u"mine"_s, key));
    });
}

void TestStageTimes::throughTheChat()
{
    ChatFixture fixture;
    QString key;
    answerPosts(fixture, key);
    fixture.start();
    const Timeline *timeline = fixture.openRoom();
    QVERIFY(timeline);
    fixture.chat->post(kRoom, u"mine"_s, StageTimes::now() - 1'000'000);
    QTRY_COMPARE(shown(*timeline).last(), u"mine"_s);
    const MessageTimes *times = fixture.chat->stages().find(key);
    QVERIFY(times);
    QCOMPARE(times->trace, u"4f2a"_s);
    QCOMPARE(times->tries, 1);
    QVERIFY(times->took(Stage::KeyPress) >= 1'000'000);
    qint64 sum = 0;
    for (const Stage stage :
         {Stage::KeyPress, Stage::Outbox, Stage::Turn, Stage::Connection, Stage::Apply}) {
        QVERIFY2(times->took(stage), qPrintable(QString::number(int(stage))));
        sum += *times->took(stage);
    }
    QCOMPARE(times->total(), sum);
    QVERIFY(!times->took(Stage::Layout)); // nobody looks
    QCOMPARE(fixture.chat->stages().unpainted(kRoom), QList<QString>{key});
}

void TestStageTimes::waitsForTheConnection()
{
    ChatFixture fixture;
    QString key;
    answerPosts(fixture, key);
    fixture.start();
    const Timeline *timeline = fixture.openRoom();
    QVERIFY(timeline);
    fixture.server.cut();
    QTRY_VERIFY(!fixture.isOnline());
    fixture.chat->post(kRoom, u"mine"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"mine?"_s);
    key = timeline->entries().last().message.key;
    QVERIFY(!fixture.chat->stages().find(key)->took(Stage::Turn));
    QTRY_VERIFY(fixture.chat->stages().find(key)->took(Stage::Connection));
    const MessageTimes *times = fixture.chat->stages().find(key);
    QVERIFY(times->took(Stage::Turn) > times->took(Stage::Outbox));
}

void TestStageTimes::refusedHasItsTrace()
{
    ChatFixture fixture;
    fixture.server.on<protocol::PostMessage>([](const auto &) {
        Error error(ErrorCode::Forbidden, Reason::NotAMember, {});
        error.trace = u"9c1b"_s;
        return error;
    });
    fixture.start();
    const Timeline *timeline = fixture.openRoom();
    QVERIFY(timeline);
    fixture.chat->post(kRoom, u"mine"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"mine!"_s);
    const MessageTimes *times = fixture.chat->stages().find(timeline->entries().last().message.key);
    QCOMPARE(times->trace, u"9c1b"_s);
    QVERIFY(times->took(Stage::Connection));
    QVERIFY(!times->took(Stage::Apply));
}

void TestStageTimes::conflictGoesOnUnderAnotherKey()
{
    ChatFixture fixture;
    fixture.server.on<protocol::PostMessage>(
        [](const auto &) { return Error(ErrorCode::Conflict, Reason::KeyReused, {}); });
    fixture.start();
    Timeline *timeline = fixture.openRoom();
    QVERIFY(timeline);
    fixture.chat->post(kRoom, u"mine"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"mine!"_s);
    const QString key = timeline->entries().last().message.key;
    fixture.chat->retry(kRoom, key);
    QTRY_COMPARE(fixture.server.count(u"message.post"_s), 2);
    QVERIFY(!fixture.chat->stages().find(key));
    QCOMPARE(fixture.chat->stages().find(timeline->entries().last().message.key)->tries, 2);
}

void TestStageTimes::otherAccountsAreForgotten()
{
    ChatFixture fixture;
    fixture.start();
    const Timeline *timeline = fixture.openRoom();
    QVERIFY(timeline);
    fixture.chat->post(kRoom, u"mine"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"mine?"_s);
    const QString key = timeline->entries().last().message.key;
    QVERIFY(fixture.chat->stages().find(key));
    fixture.chat->close();
    QVERIFY(!fixture.chat->stages().find(key));
}

QTEST_GUILESS_MAIN(TestStageTimes)
#include "tst_stage_times.moc"
