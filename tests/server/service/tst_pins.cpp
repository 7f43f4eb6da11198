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

} // namespace

//! Pinned messages, on a real store.
class TestPins : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void pinnedAndUnpinned();
    void againChangesNothing();
    void refusals();
    void pinsAreCounted();
    void theLatestPinComesFirst();
    void pages();
    void otherChangesDoNotLoseThem();
    void deletedWithTheMessage();
    void whatWasBeforeOnesJoining();
    void inDirectRooms();
    void touchedInAGap();
    void logMakesTheSameViews();
    void damage_data();
    void damage();

private:
    Result<Done> pin(const Caller &by, Seq seq = kMessage)
    {
        return m_service->handle(PinMessage{m_room, seq}, by);
    }
    Result<Done> unpin(const Caller &by, Seq seq = kMessage)
    {
        return m_service->handle(UnpinMessage{m_room, seq}, by);
    }
    Message message(Seq seq = kMessage)
    {
        const auto page =
            m_queries->handle(ListMessages{.room = m_room, .around = seq, .limit = 1}, m_ada);
        return page->messages.first();
    }
    QList<Seq> pins(const Caller &of)
    {
        QList<Seq> seqs;
        const auto page = m_queries->handle(ListPins{m_room}, of);
        for (const Message &pinned : page ? page->messages : QList<Message>())
            seqs.append(pinned.seq);
        return seqs;
    }
    //! Of an event that was told, seq of the message that it names.
    static Seq named(const QByteArray &frame)
    {
        wire::JsonParser parser;
        const auto event = wire::decoded<RoomEvent>(*parser.parse(frame), wire::Limits{}, "");
        return event ? event->changes() : -1;
    }
    QStringList findings()
    {
        QStringList kinds;
        StoreCheck check(m_store->database, StoreCheck::Snapshots::EachRoom);
        const auto report = check.run();
        for (const CheckFinding &finding : report->findings)
            kinds.append(finding.kind);
        return kinds;
    }
    void makePrivate()
    {
        m_room = m_service->handle(CreateRoom{u"cabal"_s, {}, u"private"_s}, m_ada)->room.id;
        VERIFY_RESULT(post(m_ada, 11, u"before grace"_s)); // 2
        VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada)); // 3
        VERIFY_RESULT(post(m_ada, 12, u"hello, grace"_s)); // 4
        m_service->takeEffects();
    }
};

void TestPins::init()
{
    m_limits.pins = wire::Limits{}.pins;
    begin();
    VERIFY_RESULT(post(m_grace, 1, u"Lunch is at noon"_s));
    m_service->takeEffects();
}

void TestPins::pinnedAndUnpinned()
{
    m_clock.advance(5'000);
    VERIFY_RESULT(pin(m_ada));
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.events.size(), 1);
    QCOMPARE(named(effects.events.first().frame), kMessage);
    const auto page = m_queries->handle(ListPins{m_room}, m_linus); // who only reads
    VERIFY_RESULT(page);
    QCOMPARE(page->messages.size(), 1);
    const Message &pinned = page->messages.first();
    QVERIFY(pinned.isPinned());
    QCOMPARE(pinned.text, u"Lunch is at noon"_s);
    QCOMPARE(pinned.rev, kMessage + 1);
    QCOMPARE(pinned.pinnedBy, std::optional(m_ada.user));
    QCOMPARE(pinned.pinnedAt, std::optional(m_clock.now()));
    QCOMPARE(pinned.pinnedSeq, std::optional(kMessage + 1));
    QCOMPARE(page->asOf, kMessage + 1);
    QCOMPARE(page->users.size(), 2); // grace said it, ada pinned it
    QCOMPARE(wire::encoded(message()), wire::encoded(pinned));
    QCOMPARE(row(m_ada).n, 1); // nothing of it is a message, nor unread
    QCOMPARE(findings(), QStringList());

    VERIFY_RESULT(unpin(m_grace));
    QCOMPARE(pins(m_ada), QList<Seq>());
    QVERIFY(!wire::encoded(message()).contains("pinned"));
    QCOMPARE(message().rev, kMessage + 2);
    QCOMPARE(kinds().last(), u"message.unpinned"_s);
    QCOMPARE(findings(), QStringList());
}

void TestPins::againChangesNothing()
{
    VERIFY_RESULT(unpin(m_ada));
    QCOMPARE(m_service->takeEffects().events.size(), 0);
    VERIFY_RESULT(pin(m_ada));
    m_service->takeEffects();
    VERIFY_RESULT(pin(m_grace));
    QCOMPARE(m_service->takeEffects().events.size(), 0);
    QCOMPARE(message().pinnedBy, std::optional(m_ada.user));
}

void TestPins::refusals()
{
    QCOMPARE(pin(m_linus).error().reason, Reason::NotAMember);
    QCOMPARE(unpin(m_linus).error().reason, Reason::NotAMember);
    QCOMPARE(pin(m_ada, 2).error().code, ErrorCode::NotFound); // no message
    QCOMPARE(unpin(m_ada, 77).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, kMessage}, m_ada));
    QCOMPARE(pin(m_ada).error().reason, Reason::MessageDeleted);
    VERIFY_RESULT(unpin(m_ada));
}

void TestPins::pinsAreCounted()
{
    m_limits.pins = 2;
    for (int i = 2; i < 5; ++i)
        VERIFY_RESULT(post(m_ada, i)); // 4 to 6
    VERIFY_RESULT(pin(m_ada, 3));
    VERIFY_RESULT(pin(m_ada, 4));
    const auto refused = pin(m_ada, 5);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooLarge);
    QCOMPARE(refused.error().path, u"data.seq"_s);
    QCOMPARE(refused.error().limit, std::optional<qint64>(2));
    VERIFY_RESULT(pin(m_grace, 4)); // is there already
    VERIFY_RESULT(unpin(m_ada, 3));
    VERIFY_RESULT(pin(m_ada, 5));
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, 4}, m_ada));
    VERIFY_RESULT(pin(m_ada, 6)); // a deleted one does not count
}

void TestPins::theLatestPinComesFirst()
{
    for (int i = 2; i < 5; ++i)
        VERIFY_RESULT(post(m_ada, i)); // 4 to 6
    for (const Seq seq : {5, 3, 6, 4})
        VERIFY_RESULT(pin(m_ada, seq));
    QCOMPARE(pins(m_grace), (QList<Seq>{4, 6, 3, 5}));
    VERIFY_RESULT(unpin(m_ada, 3));
    VERIFY_RESULT(pin(m_ada, 3));
    QCOMPARE(pins(m_grace), (QList<Seq>{3, 4, 6, 5}));
}

void TestPins::pages()
{
    const QString large(10'000, QChar(0x20AC)); // three bytes each
    for (int i = 2; i < 22; ++i)
        VERIFY_RESULT(post(m_ada, i, large));
    for (Seq seq = 4; seq < 24; ++seq)
        VERIFY_RESULT(pin(m_ada, seq));
    QList<Seq> all;
    int count = 0;
    ListPins request{m_room};
    do {
        const auto page = m_queries->handle(request, m_ada);
        VERIFY_RESULT(page);
        QVERIFY(!page->messages.isEmpty());
        QVERIFY(wire::encoded(*page).size() < 300'000);
        for (const Message &pinned : page->messages)
            all.prepend(pinned.seq);
        request.after = page->after;
        ++count;
    } while (request.after && count < 50);
    QVERIFY2(count > 1, "one page had all");
    QCOMPARE(all.size(), 20);
    QVERIFY(std::ranges::is_sorted(all));
}

void TestPins::otherChangesDoNotLoseThem()
{
    VERIFY_RESULT(pin(m_ada));
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, kMessage, u"Dinner"_s}, m_grace));
    VERIFY_RESULT(m_service->handle(AddReaction{m_room, kMessage, u"👍"_s}, m_grace));
    QCOMPARE(pins(m_ada), QList<Seq>{kMessage});
    QCOMPARE(message().text, u"Dinner"_s);
    QCOMPARE(message().pinnedBy, std::optional(m_ada.user));
    QCOMPARE(m_queries->handle(ListVersions{m_room, kMessage}, m_ada)->versions.size(), 2);
    // A post is known by its first text, whatever came after it.
    QCOMPARE(post(m_grace, 1, u"Lunch is at noon"_s)->seq, kMessage);
    QCOMPARE(findings(), QStringList());
}

void TestPins::deletedWithTheMessage()
{
    VERIFY_RESULT(pin(m_ada));
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(DeleteMessage{m_room, kMessage}, m_grace));
    QCOMPARE(m_service->takeEffects().events.size(), 1); // which says it all
    QCOMPARE(pins(m_ada), QList<Seq>());
    QVERIFY(!message().isPinned());
    QCOMPARE(findings(), QStringList());
}

void TestPins::whatWasBeforeOnesJoining()
{
    makePrivate();
    QCOMPARE(m_queries->handle(ListPins{m_room}, m_linus).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(pin(m_ada, 2)); // 5
    const Effects effects = m_service->takeEffects();
    QCOMPARE(named(effects.events.first().frame), 2);
    QCOMPARE(effects.events.first().later, QSet<UserId>{m_grace.user});
    QCOMPARE(named(effects.events.first().forLater), 0);
    VERIFY_RESULT(pin(m_ada, 4)); // 6
    QCOMPARE(m_service->takeEffects().events.first().later, QSet<UserId>());
    QCOMPARE(pins(m_ada), (QList<Seq>{4, 2}));
    QCOMPARE(pins(m_grace), QList<Seq>{4});
    for (const Caller &caller : {m_ada, m_grace}) {
        const auto page = m_queries->handle(ListEvents{m_room, 4}, caller);
        QCOMPARE(page->events.first().changes(), caller.user == m_ada.user ? 2 : 0);
        QCOMPARE(page->events.last().changes(), 4);
        const auto sync = m_queries->handle(Sync{{{m_room, 4}}}, caller);
        QCOMPARE(sync->rooms.first().events->first().changes(), caller.user == m_ada.user ? 2 : 0);
    }
    const auto hidden = pin(m_grace, 2);
    QCOMPARE(hidden.error().toString(), pin(m_grace, 77).error().toString());
    QCOMPARE(unpin(m_grace, 2).error().code, ErrorCode::NotFound);
    VERIFY_RESULT(unpin(m_ada, 2));
    QCOMPARE(named(m_service->takeEffects().events.first().forLater), 0);
    QCOMPARE(findings(), QStringList());
}

void TestPins::inDirectRooms()
{
    m_room = m_service->handle(OpenDirect{{m_grace.user}}, m_ada)->room.id;
    VERIFY_RESULT(post(m_ada, 11, u"between us"_s)); // 2
    VERIFY_RESULT(pin(m_grace, 2));
    QCOMPARE(pins(m_ada), QList<Seq>{2});
    QCOMPARE(m_queries->handle(ListPins{m_room}, m_linus).error().code, ErrorCode::NotFound);
    QCOMPARE(pin(m_linus, 2).error().code, ErrorCode::NotFound);
}

void TestPins::touchedInAGap()
{
    const Seq known = kMessage;
    VERIFY_RESULT(pin(m_ada));
    postMany(600);
    const auto sync = m_queries->handle(Sync{{{m_room, known}}}, m_grace);
    VERIFY_RESULT(sync);
    const auto touched = sync->rooms.first().gap->touched.value;
    QVERIFY(touched && touched->size() == 1);
    QVERIFY(touched->first().isPinned());
    QVERIFY(std::ranges::find(sync->users, m_ada.user, &User::id) != sync->users.end());
}

void TestPins::logMakesTheSameViews()
{
    VERIFY_RESULT(MessageMix(*m_service, m_room, kMessage, m_ada, m_grace)
                      .play({.reactions = 2, .pins = 20}));
    QCOMPARE(findings(), QStringList());
    const auto before = *m_store->log.messagesAfter(m_room, 0, 500, kNoLimit);
    const auto pinned = pins(m_ada);
    QVERIFY(!pinned.isEmpty());
    VERIFY_RESULT(m_store->database.execute(u"DELETE FROM messages"_s));
    VERIFY_RESULT(repairStore(m_store->database));
    QVERIFY(*m_store->log.messagesAfter(m_room, 0, 500, kNoLimit) == before);
    QCOMPARE(pins(m_ada), pinned);
}

void TestPins::damage_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("lost") << u"pin_seq = NULL"_s;
    QTest::newRow("all of it lost") << u"pin_seq = NULL, pinned_by = NULL, pinned_at = NULL"_s;
    QTest::newRow("by another") << u"pinned_by = 2"_s;
    QTest::newRow("at another time") << u"pinned_at = 7"_s;
    QTest::newRow("by another event") << u"pin_seq = 2"_s;
}

void TestPins::damage()
{
    QFETCH(const QString, change);
    VERIFY_RESULT(post(m_ada, 2));
    VERIFY_RESULT(pin(m_ada));
    const auto before = *m_store->log.messagesAfter(m_room, 0, 500, kNoLimit);
    VERIFY_RESULT(
        m_store->database.execute(u"UPDATE messages SET "_s + change + u" WHERE seq = 3"_s));
    QCOMPARE(findings(), QStringList{u"message"_s});
    VERIFY_RESULT(repairStore(m_store->database));
    QCOMPARE(findings(), QStringList());
    QVERIFY(*m_store->log.messagesAfter(m_room, 0, 500, kNoLimit) == before);
}

QTEST_GUILESS_MAIN(TestPins)
#include "tst_pins.moc"
