// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "tests/server/service/message_mix.h"
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

constexpr Seq kMessage = 3; // behind the room's making and grace's joining
const QString kThumb = u"👍"_s;
const QString kHeart = u"❤️"_s;

} // namespace

//! Reactions and chains of answers, on a real store.
class TestReactions : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void addedAndTakenBack();
    void againChangesNothing();
    void whatIsNoEmoji_data();
    void whatIsNoEmoji();
    void refusals();
    void kindsAreCounted();
    void editsDoNotLoseThem();
    void deletedWithTheMessage();
    void logMakesTheSameViews();
    void damage();
    void chains();

private:
    Result<MessageChanged> add(const Caller &by, const QString &emoji, Seq seq = kMessage)
    {
        return m_service->handle(AddReaction{m_room, seq, emoji}, by);
    }
    Result<MessageChanged> remove(const Caller &by, const QString &emoji, Seq seq = kMessage)
    {
        return m_service->handle(RemoveReaction{m_room, seq, emoji}, by);
    }
    QList<Reaction> reactions(Seq seq = kMessage)
    {
        const auto page =
            m_queries->handle(ListMessages{.room = m_room, .around = seq, .limit = 1}, m_ada);
        return page->messages.first().reactions.value_or(QList<Reaction>());
    }
    qsizetype findings()
    {
        return StoreCheck(m_store->database, StoreCheck::Snapshots::EachRoom)
            .run()
            ->findings.size();
    }
};

void TestReactions::init()
{
    begin();
    VERIFY_RESULT(post(m_grace, 1, u"lunch?"_s));
    m_service->takeEffects();
}

void TestReactions::addedAndTakenBack()
{
    VERIFY_RESULT(add(m_ada, kThumb));
    VERIFY_RESULT(add(m_ada, kHeart));
    const auto changed = add(m_grace, kThumb);
    VERIFY_RESULT(changed);
    QCOMPARE(changed->rev, kMessage + 3);
    const QList<Reaction> both{{kThumb, {m_ada.user, m_grace.user}}, {kHeart, {m_ada.user}}};
    QVERIFY(reactions() == both);
    QCOMPARE(m_service->takeEffects().events.size(), 3);
    VERIFY_RESULT(remove(m_ada, kThumb));
    VERIFY_RESULT(remove(m_ada, kHeart));
    const QList<Reaction> one{{kThumb, {m_grace.user}}};
    QVERIFY(reactions() == one);
    VERIFY_RESULT(remove(m_grace, kThumb));
    QVERIFY(reactions().isEmpty());
    QCOMPARE(row(m_ada).n, 1); // nothing of it is a message, nor unread
    QCOMPARE(findings(), 0);
}

void TestReactions::againChangesNothing()
{
    const auto once = add(m_ada, kThumb);
    m_service->takeEffects();
    QCOMPARE(add(m_ada, kThumb)->rev, once->rev);
    QCOMPARE(remove(m_ada, kHeart)->rev, once->rev);
    QCOMPARE(m_service->takeEffects().events.size(), 0);
}

void TestReactions::whatIsNoEmoji_data()
{
    QTest::addColumn<QString>("emoji");
    QTest::addColumn<bool>("isOne");
    QTest::newRow("letter") << u"a"_s << false;
    QTest::newRow("digit, which begins an emoji") << u"1"_s << false;
    QTest::newRow("two") << u"👍👍"_s << false;
    QTest::newRow("heart as text") << u"\u2764"_s << false; // without the selector of emoji
    QTest::newRow("space around") << u" 👍"_s << false;
    QTest::newRow("markup") << u"<b>"_s << false;
    QTest::newRow("keycap") << u"1️⃣"_s << true;
    QTest::newRow("skin tone") << u"👍🏽"_s << true;
    QTest::newRow("family") << u"👩‍👩‍👧‍👦"_s << true;
    QTest::newRow("flag") << u"🇸🇪"_s << true;
    QTest::newRow("flag of Scotland") << u"🏴󠁧󠁢󠁳󠁣󠁴󠁿"_s << true;
}

void TestReactions::whatIsNoEmoji()
{
    QFETCH(const QString, emoji);
    QFETCH(const bool, isOne);
    const auto answer = add(m_ada, emoji);
    QCOMPARE(bool(answer), isOne);
    if (!isOne)
        QCOMPARE(answer.error().path, u"data.emoji"_s);
}

void TestReactions::refusals()
{
    QCOMPARE(add(m_linus, kThumb).error().reason, Reason::NotAMember);
    QCOMPARE(remove(m_linus, kThumb).error().reason, Reason::NotAMember);
    QCOMPARE(add(m_ada, kThumb, 2).error().code, ErrorCode::NotFound); // no message
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, kMessage}, m_ada));
    QCOMPARE(add(m_ada, kThumb).error().reason, Reason::MessageDeleted);
}

void TestReactions::kindsAreCounted()
{
    m_limits.reactionKinds = 2;
    VERIFY_RESULT(add(m_ada, kThumb));
    VERIFY_RESULT(add(m_ada, kHeart));
    const auto refused = add(m_ada, u"🎉"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    QCOMPARE(refused.error().limit, std::optional<qint64>(2));
    VERIFY_RESULT(add(m_grace, kHeart)); // is there already
    m_limits.reactionKinds = wire::Limits{}.reactionKinds;
}

void TestReactions::editsDoNotLoseThem()
{
    VERIFY_RESULT(add(m_ada, kThumb));
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, kMessage, u"dinner?"_s}, m_grace));
    VERIFY_RESULT(add(m_ada, kHeart));
    QCOMPARE(reactions().size(), 2);
    const auto versions = m_queries->handle(ListVersions{m_room, kMessage}, m_ada);
    QCOMPARE(versions->versions.size(), 2);
    // A post is known by its first text, whatever came after it.
    QCOMPARE(post(m_grace, 1, u"lunch?"_s)->seq, kMessage);
    QCOMPARE(findings(), 0);
}

void TestReactions::deletedWithTheMessage()
{
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, kMessage, u"dinner?"_s}, m_grace));
    VERIFY_RESULT(add(m_ada, kThumb));
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, kMessage}, m_grace));
    QVERIFY(reactions().isEmpty());
    const auto events = m_store->log.events(m_room, 0, 100, kNoLimit);
    for (const EventRow &event : *events)
        QVERIFY(!event.data.contains("lunch") && !event.data.contains("dinner"));
    QCOMPARE(findings(), 0);
}

void TestReactions::logMakesTheSameViews()
{
    VERIFY_RESULT(MessageMix(*m_service, m_room, kMessage, m_ada, m_grace)
                      .play({.reactions = 20, .pins = 2}));
    QCOMPARE(findings(), 0);
    // Built from the log alone they are the same.
    const auto before = *m_store->log.messagesAfter(m_room, 0, 500, kNoLimit);
    VERIFY_RESULT(m_store->database.execute(u"DELETE FROM messages"_s));
    VERIFY_RESULT(repairStore(m_store->database));
    QVERIFY(*m_store->log.messagesAfter(m_room, 0, 500, kNoLimit) == before);
}

void TestReactions::damage()
{
    VERIFY_RESULT(add(m_ada, kThumb));
    const auto before = reactions();
    VERIFY_RESULT(m_store->database.execute(u"UPDATE messages SET reactions = NULL"_s));
    QCOMPARE(findings(), 1);
    VERIFY_RESULT(repairStore(m_store->database));
    QVERIFY(reactions() == before);
}

void TestReactions::chains()
{
    VERIFY_RESULT(post(m_ada, 1, u"yes"_s, kMessage)); // 4
    VERIFY_RESULT(post(m_grace, 2, u"something else"_s)); // 5
    VERIFY_RESULT(post(m_grace, 3, u"where?"_s, 4)); // 6
    VERIFY_RESULT(post(m_ada, 4, u"no, I"_s, kMessage)); // 7
    for (const Seq any : {3, 4, 6, 7}) {
        const auto thread = m_queries->handle(ListThread{m_room, any}, m_linus);
        VERIFY_RESULT(thread);
        QList<Seq> seqs;
        for (const Message &message : thread->messages)
            seqs.append(message.seq);
        QCOMPARE(seqs, (QList<Seq>{3, 4, 6, 7}));
        QVERIFY(!thread->more);
        QCOMPARE(thread->users.size(), 2);
    }
    QCOMPARE(m_queries->handle(ListThread{m_room, 5}, m_ada)->messages.size(), 1);
    QCOMPARE(m_queries->handle(ListThread{m_room, 2}, m_ada).error().code, ErrorCode::NotFound);
    for (int i = 5; i < 300; ++i)
        VERIFY_RESULT(post(m_ada, i, u"and"_s, kMessage));
    const auto page = m_queries->handle(ListThread{m_room, 6}, m_ada);
    QCOMPARE(page->messages.size(), 200);
    QCOMPARE(page->messages[2].seq, 6);
    QVERIFY(page->more);
}

QTEST_GUILESS_MAIN(TestReactions)
#include "tst_reactions.moc"
