// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

//! Who is called by a message, and how many such messages are unread, on a real store.
class TestMentions : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void whoIsCalled_data();
    void whoIsCalled();
    void unreadOnesAreCounted();
    void editsAndDeletions();
    void othersLearnOfThem();
    void damage_data();
    void damage();

private:
    qint64 unread(const Caller &caller)
    {
        return m_store->rooms.findCounted(m_room, caller.user)->mentions;
    }
    Message message(Seq seq)
    {
        return m_queries->handle(ListMessages{.room = m_room, .around = seq, .limit = 1}, m_ada)
            ->messages.first();
    }
    QStringList findings()
    {
        QStringList kinds;
        const auto report = StoreCheck(m_store->database, StoreCheck::Snapshots::EachRoom).run();
        for (const CheckFinding &finding : report->findings)
            kinds.append(finding.kind);
        return kinds;
    }
};

void TestMentions::whoIsCalled_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("called"); // names; "room" for all
    const auto row = [](const char *name, const QString &by, const QString &text,
                        const QStringList &called) { QTest::newRow(name) << by << text << called; };
    row("a member", u"ada"_s, u"@grace, see"_s, {u"grace"_s});
    row("case and look do not matter", u"ada"_s, u"@GRACE"_s, {u"grace"_s});
    row("twice is once", u"ada"_s, u"@grace @grace"_s, {u"grace"_s});
    row("who is in no room", u"ada"_s, u"@linus"_s, {});
    row("nobody of that name", u"ada"_s, u"@gracey"_s, {});
    row("oneself", u"ada"_s, u"@ada"_s, {});
    row("in code", u"ada"_s, u"`@grace`"_s, {});
    row("all, by the owner", u"ada"_s, u"@room lunch"_s, {u"room"_s});
    row("all, by a member", u"grace"_s, u"@room lunch"_s, {});
    row("the member beside all", u"grace"_s, u"@room @ada"_s, {u"ada"_s});
}

void TestMentions::whoIsCalled()
{
    QFETCH(const QString, by);
    QFETCH(const QString, text);
    QFETCH(const QStringList, called);
    const auto posted = post(by == "ada"_L1 ? m_ada : m_grace, 1, text);
    VERIFY_RESULT(posted);
    const Message told = message(posted->seq);
    QStringList names;
    for (const UserId user : told.mentions.value_or(QList<UserId>()))
        names.append(user == m_ada.user ? u"ada"_s : user == m_grace.user ? u"grace"_s : u"?"_s);
    if (told.mentionsRoom.value_or(false))
        names.append(u"room"_s);
    QCOMPARE(names, called);
    QCOMPARE(unread(m_grace), by == "ada"_L1 && !called.isEmpty() ? 1 : 0);
    QCOMPARE(findings(), QStringList());
}

void TestMentions::unreadOnesAreCounted()
{
    VERIFY_RESULT(post(m_ada, 1, u"@grace @room"_s)); // 3, once
    VERIFY_RESULT(post(m_ada, 2, u"nobody"_s));
    VERIFY_RESULT(post(m_ada, 3, u"@room"_s)); // 5
    QCOMPARE(unread(m_grace), 2);
    QCOMPARE(unread(m_ada), 0);
    QCOMPARE(m_queries->hello(m_grace.user)->rooms.first().mentions, 2);
    QCOMPARE(m_service->handle(ReadRoom{m_room, 3}, m_grace)->mentions, 1);
    QCOMPARE(m_service->handle(ReadRoom{m_room, 5}, m_grace)->mentions, 0);
    const auto back = m_service->handle(UnreadRoom{m_room, 2}, m_grace);
    QCOMPARE(back->mentions, 2);
    // Nobody is called by what he said himself, wherever his marker is.
    QCOMPARE(m_service->handle(UnreadRoom{m_room, 2}, m_ada)->mentions, 0);
    const auto same = m_queries->handle(
        Digest{{{m_room, 5, 2, back->counter, back->unread, back->mentions}}}, m_grace);
    QCOMPARE(same->rooms.size(), 0);
}

void TestMentions::editsAndDeletions()
{
    VERIFY_RESULT(post(m_ada, 1, u"see"_s)); // 3
    VERIFY_RESULT(post(m_ada, 2, u"@grace"_s)); // 4
    const auto edit = [&](Seq seq, const QString &text) {
        VERIFY_RESULT(m_service->handle(EditMessage{m_room, seq, text}, m_ada));
    };
    edit(3, u"see, @grace"_s);
    QCOMPARE(unread(m_grace), 2);
    edit(3, u"see, @grace!"_s); // still one
    QCOMPARE(unread(m_grace), 2);
    edit(4, u"nobody"_s);
    QCOMPARE(unread(m_grace), 1);
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, 3}, m_ada));
    QCOMPARE(unread(m_grace), 0);
    QVERIFY(!message(3).mentions);
    QCOMPARE(findings(), QStringList());
}

void TestMentions::othersLearnOfThem()
{
    VERIFY_RESULT(post(m_ada, 1, u"@grace"_s));
    const auto events = m_service->takeEffects().events;
    wire::JsonParser parser;
    const auto event = wire::decoded<RoomEvent>(*parser.parse(events.first().frame), {});
    VERIFY_RESULT(event);
    QVERIFY(event->message()->isFor(m_grace.user));
    QVERIFY(!event->message()->isFor(m_linus.user));
    // As whoever reads the log anew sees it.
    QVERIFY(message(3).isFor(m_grace.user));
}

void TestMentions::damage_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("kind");
    QTest::newRow("not counted") << "DELETE FROM mentions"_ba << u"mention"_s;
    QTest::newRow("counted for another") << "UPDATE mentions SET user_id = 3"_ba << u"mention"_s;
    QTest::newRow("by another") << "UPDATE mentions SET by_user = 3"_ba << u"mention"_s;
    QTest::newRow("not in the message") << "UPDATE messages SET mentions = NULL"_ba << u"message"_s;
}

void TestMentions::damage()
{
    QFETCH(const QByteArray, script);
    QFETCH(const QString, kind);
    VERIFY_RESULT(post(m_ada, 1, u"@grace"_s));
    VERIFY_RESULT(m_store->database.execute(QString::fromUtf8(script)));
    QVERIFY(findings().contains(kind));
    const auto repaired = repairStore(m_store->database);
    VERIFY_RESULT(repaired);
    QCOMPARE(repaired->left.size(), 0);
    QCOMPARE(unread(m_grace), 1);
    QVERIFY(message(3).isFor(m_grace.user));
}

QTEST_GUILESS_MAIN(TestMentions)
#include "tst_mentions.moc"
