// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "tests/server/service/room_fixture.h"
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

constexpr Seq kFirst = 3; // behind the room's making and grace's joining
constexpr qint64 kMinute = 60'000;

} // namespace

//! The rules of messages that are edited and deleted, on a real store.
class TestMessageChanges : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void editing();
    void theSameTextChangesNothing();
    void whoMayNotEdit_data();
    void whoMayNotEdit();
    void deleting();
    void whoMayDelete_data();
    void whoMayDelete();
    void deletedAgain();
    void resending_data();
    void resending();
    void whoWasAwayIsToldOfChanges();
    void logMakesTheSameViews();
    void damage_data();
    void damage();

private:
    Result<MessageChanged> edit(const Caller &by, Seq seq, const QString &text)
    {
        return m_service->handle(EditMessage{m_room, seq, text}, by);
    }
    Result<MessageChanged> remove(const Caller &by, Seq seq)
    {
        return m_service->handle(DeleteMessage{m_room, seq}, by);
    }
    MessageRow message(Seq seq) { return *m_store->log.message(m_room, seq); }
    QStringList versions(Seq seq)
    {
        QStringList texts;
        const auto reply = m_queries->handle(ListVersions{m_room, seq}, m_linus);
        for (const MessageVersion &version : reply->versions)
            texts.append(version.text);
        return texts;
    }
    //! Whether anything of the database says that.
    bool isStored(const QByteArray &text)
    {
        const auto events = m_store->log.events(m_room, 0, 500, kNoLimit);
        for (const EventRow &event : *events) {
            if (event.data.contains(text))
                return true;
        }
        const auto messages = m_store->log.messagesAfter(m_room, 0, 500, kNoLimit);
        for (const MessageRow &row : *messages) {
            if (row.text.toUtf8().contains(text))
                return true;
        }
        return false;
    }
    QStringList findings()
    {
        QStringList said;
        StoreCheck check(m_store->database, StoreCheck::Snapshots::EachRoom);
        const auto report = check.run();
        for (const CheckFinding &finding : report->findings)
            said.append(finding.kind + u": "_s + finding.says);
        return said;
    }
};

void TestMessageChanges::init()
{
    begin();
    VERIFY_RESULT(post(m_grace, 1, u"the first form"_s));
    m_service->takeEffects();
}

void TestMessageChanges::editing()
{
    const MessageRow before = message(kFirst);
    m_clock.advance(7);
    const auto changed = edit(m_grace, kFirst, u"the second form"_s);
    VERIFY_RESULT(changed);
    QCOMPARE(changed->seq, kFirst);
    QCOMPARE(changed->rev, kFirst + 1);
    const auto events = m_service->takeEffects().events;
    QCOMPARE(events.size(), 1);
    wire::JsonParser parser;
    const auto event = wire::decoded<RoomEvent>(*parser.parse(events.first().frame), {});
    VERIFY_RESULT(event);
    QCOMPARE(event->seq, kFirst + 1);
    QCOMPARE(event->changes(), kFirst);
    QCOMPARE(std::get<MessageEdited>(event->data).before, kFirst);
    MessageRow expected = before;
    expected.text = u"the second form"_s;
    expected.rev = expected.formSeq = kFirst + 1;
    expected.editedAt = before.at + 7;
    QVERIFY(message(kFirst) == expected);
    VERIFY_RESULT(edit(m_grace, kFirst, u"the third form"_s));
    QCOMPARE(versions(kFirst),
             (QStringList{u"the third form"_s, u"the second form"_s, u"the first form"_s}));
    const auto page = m_queries->handle(ListMessages{.room = m_room}, m_ada);
    QCOMPARE(page->messages.first().text, u"the third form"_s);
    QCOMPARE(page->messages.first().rev, kFirst + 2);
    QCOMPARE(row(m_ada).n, 1);
}

void TestMessageChanges::theSameTextChangesNothing()
{
    QCOMPARE(edit(m_grace, kFirst, u"the first form"_s)->rev, kFirst);
    QCOMPARE(m_service->takeEffects().events.size(), 0);
    QVERIFY(!message(kFirst).editedAt);
}

void TestMessageChanges::whoMayNotEdit_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<qint64>("minutes");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    const auto row = [](const char *name, const QString &who, Seq seq, qint64 minutes,
                        ErrorCode code, Reason reason) {
        QTest::newRow(name) << who << qint64(seq) << minutes << int(code) << int(reason);
    };
    row("somebody else, owner or not", u"ada"_s, kFirst, 0, ErrorCode::Forbidden,
        Reason::NotYourMessage);
    row("no member", u"linus"_s, kFirst, 0, ErrorCode::Forbidden, Reason::NotAMember);
    row("no message", u"grace"_s, 2, 0, ErrorCode::NotFound, Reason::None);
    row("nothing there", u"grace"_s, 99, 0, ErrorCode::NotFound, Reason::None);
    row("too late", u"grace"_s, kFirst, 9, ErrorCode::Forbidden, Reason::EditTimeOver);
    row("deleted", u"grace"_s, kFirst + 1, 0, ErrorCode::Conflict, Reason::MessageDeleted);
}

void TestMessageChanges::whoMayNotEdit()
{
    QFETCH(const QString, who);
    QFETCH(const qint64, seq);
    QFETCH(const qint64, minutes);
    QFETCH(const int, code);
    QFETCH(const int, reason);
    VERIFY_RESULT(post(m_grace, 2, u"soon gone"_s));
    VERIFY_RESULT(remove(m_grace, kFirst + 1));
    m_limits.editMinutes = minutes;
    m_clock.advance(10 * kMinute);
    m_service->takeEffects();
    const Caller &caller = who == "ada"_L1 ? m_ada : who == "grace"_L1 ? m_grace : m_linus;
    const auto refused = edit(caller, seq, u"never"_s);
    m_limits.editMinutes = 0;
    QVERIFY(!refused);
    QCOMPARE(int(refused.error().code), code);
    QCOMPARE(int(refused.error().reason), reason);
    QVERIFY(!isStored("never"));
    QCOMPARE(m_service->takeEffects().events.size(), 0);
}

void TestMessageChanges::deleting()
{
    VERIFY_RESULT(edit(m_grace, kFirst, u"the second form"_s));
    VERIFY_RESULT(edit(m_grace, kFirst, u"the third form"_s));
    m_service->takeEffects();
    QVERIFY(isStored("form"));
    const auto changed = remove(m_grace, kFirst);
    VERIFY_RESULT(changed);
    QCOMPARE(changed->rev, kFirst + 3);
    QVERIFY(!isStored("form"));
    const MessageRow gone = message(kFirst);
    QVERIFY(gone.isDeleted);
    QCOMPARE(gone.key, key(1));
    QCOMPARE(gone.rev, kFirst + 3);
    QVERIFY(!gone.editedAt);
    QCOMPARE(versions(kFirst), QStringList());
    QCOMPARE(m_service->takeEffects().events.size(), 1);
    QVERIFY(m_service->takeHasDeleted());
    // It stays in its place, and what answers it finds it.
    VERIFY_RESULT(post(m_ada, 1, u"what was that?"_s, kFirst));
    QCOMPARE(row(m_ada).n, 2);
}

void TestMessageChanges::whoMayDelete_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("whose");
    QTest::addColumn<int>("reason"); // -1: allowed
    QTest::newRow("one's own") << u"grace"_s << u"grace"_s << -1;
    QTest::newRow("the owner, anybody's") << u"ada"_s << u"grace"_s << -1;
    QTest::newRow("a member, another's") << u"grace"_s << u"ada"_s << int(Reason::NotYourMessage);
    QTest::newRow("a stranger") << u"linus"_s << u"grace"_s << int(Reason::NotAMember);
}

void TestMessageChanges::whoMayDelete()
{
    QFETCH(const QString, who);
    QFETCH(const QString, whose);
    QFETCH(const int, reason);
    VERIFY_RESULT(post(m_ada, 1, u"by ada"_s));
    const Caller &caller = who == "ada"_L1 ? m_ada : who == "grace"_L1 ? m_grace : m_linus;
    const Seq seq = whose == "grace"_L1 ? kFirst : kFirst + 1;
    const auto removed = remove(caller, seq);
    QCOMPARE(removed ? -1 : int(removed.error().reason), reason);
    QCOMPARE(message(seq).isDeleted, reason < 0);
}

void TestMessageChanges::deletedAgain()
{
    const auto once = remove(m_grace, kFirst);
    m_service->takeEffects();
    const auto again = remove(m_ada, kFirst);
    VERIFY_RESULT(again);
    QCOMPARE(again->rev, once->rev);
    QCOMPARE(m_service->takeEffects().events.size(), 0);
}

void TestMessageChanges::resending_data()
{
    QTest::addColumn<bool>("isDeleted");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("edited since") << false << u"the first form"_s << true;
    QTest::newRow("what it was edited to") << false << u"the second form"_s << false;
    QTest::newRow("deleted since") << true << u"the first form"_s << true;
    QTest::newRow("deleted, and another text") << true << u"anything"_s << true;
}

//! Of a message that its author does not know to be posted, and another device has changed.
void TestMessageChanges::resending()
{
    QFETCH(const bool, isDeleted);
    QFETCH(const QString, text);
    QFETCH(const bool, isKnown);
    VERIFY_RESULT(edit(m_grace, kFirst, u"the second form"_s));
    if (isDeleted)
        VERIFY_RESULT(remove(m_grace, kFirst));
    m_service->takeEffects();
    const auto again = post(m_grace, 1, text);
    QCOMPARE(bool(again), isKnown);
    if (isKnown)
        QCOMPARE(again->seq, kFirst);
    else
        QCOMPARE(again.error().reason, Reason::KeyReused);
    QCOMPARE(m_service->takeEffects().events.size(), 0);
}

void TestMessageChanges::whoWasAwayIsToldOfChanges()
{
    postMany(600);
    const Seq known = row(m_ada).head;
    VERIFY_RESULT(edit(m_grace, kFirst, u"changed meanwhile"_s));
    VERIFY_RESULT(remove(m_grace, kFirst + 2));
    postMany(600);
    const auto sync = m_queries->handle(Sync{{{m_room, known}}}, m_ada);
    VERIFY_RESULT(sync);
    const auto &touched = sync->rooms.first().gap->touched;
    QVERIFY(touched.value);
    QCOMPARE(touched.value->size(), 2);
    QCOMPARE(touched.value->first().text, u"changed meanwhile"_s);
    QVERIFY(touched.value->last().isDeleted());
}

//! Posts, edits and deletions as they come: the check finds the views as the log makes them.
void TestMessageChanges::logMakesTheSameViews()
{
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const auto upTo = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    QList<Seq> mine{kFirst};
    for (int i = 2; i < 200; ++i) {
        const Seq seq = mine[upTo(int(mine.size()) - 1)];
        const int what = upTo(5);
        if (what <= 2)
            mine.append(post(m_grace, i, u"text %1"_s.arg(i))->seq);
        else if (what == 3)
            VERIFY_RESULT(remove(m_grace, seq));
        else
            (void)edit(m_grace, seq, u"edit %1"_s.arg(i)); // refused where it was deleted
    }
    QCOMPARE(findings(), QStringList());
}

void TestMessageChanges::damage_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("text of an edited one") << "UPDATE messages SET text = 'never' WHERE seq = 3"_ba;
    QTest::newRow("as if it were not edited")
        << "UPDATE messages SET text = 'the first form', rev = 3, edited_at = NULL WHERE seq = 3"_ba;
    QTest::newRow("as if it were edited") << "UPDATE messages SET rev = 9 WHERE seq = 6"_ba;
    QTest::newRow("time of the edit") << "UPDATE messages SET edited_at = 1 WHERE seq = 3"_ba;
    QTest::newRow("as if it were not deleted")
        << "UPDATE messages SET deleted = 0, text = 'back' WHERE seq = 4"_ba;
    QTest::newRow("all lost") << "DELETE FROM messages"_ba;
}

void TestMessageChanges::damage()
{
    QFETCH(const QByteArray, script);
    VERIFY_RESULT(post(m_grace, 2, u"soon gone"_s)); // 4
    VERIFY_RESULT(edit(m_grace, kFirst, u"the second form"_s)); // 5
    VERIFY_RESULT(post(m_grace, 3, u"as it was"_s)); // 6
    VERIFY_RESULT(remove(m_grace, 4));
    const auto before = *m_store->log.messagesAfter(m_room, 0, 9, kNoLimit);
    QCOMPARE(findings(), QStringList());
    VERIFY_RESULT(m_store->database.execute(QString::fromUtf8(script)));
    QVERIFY(!findings().isEmpty());
    const auto repaired = repairStore(m_store->database);
    VERIFY_RESULT(repaired);
    QCOMPARE(repaired->left.size(), 0);
    QVERIFY(*m_store->log.messagesAfter(m_room, 0, 9, kNoLimit) == before);
}

QTEST_GUILESS_MAIN(TestMessageChanges)
#include "tst_message_changes.moc"
