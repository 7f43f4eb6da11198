// SPDX-License-Identifier: MIT
#include "tests/server/store/store_on_disk.h"
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! The rooms' logs: places without a gap, exact texts, and the pages read from them.
class TestLogStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void placesHaveNoGap();
    void timeNeverGoesBack();
    void placesOfOtherRoomsAreTheirOwn();
    void noPlaceInARoomThatIsNot();
    void anUndonePlaceIsGivenOutAgain();
    void aSeqIsTakenOnce();
    void textsComeBackExactly_data();
    void textsComeBackExactly();
    void keysAreUniqueForTheirAuthor();
    void eventsAfter_data();
    void eventsAfter();
    void messagesAround_data();
    void messagesAround();
    void listsEndWithTheRowThatIsTooMuch();
    void numberAt_data();
    void numberAt();
    void touchedAreThoseThatChanged();
    void thePinOfTheHighestNumberComesFirst();
    void pinsAreFoundByAnIndex();
    void aWrongHeadIsFound();
    void headsAreComparedByStepsDownAnIndex();

private:
    static QString key(int number)
    {
        return u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
    }
    //! seq 1 created, 2 joined, 3 "3", 4 topic, 5 "5", 6 "6", 7 joined
    void fill();
    static QString seqsOf(const auto &rows)
    {
        QStringList seqs;
        for (const auto &row : rows)
            seqs.append(QString::number(row.seq));
        return seqs.join(u' ');
    }

    std::unique_ptr<StoreOnDisk> m_store;
    UserId m_ada;
    UserId m_grace;
    RoomId m_room;
};

void TestLogStore::init()
{
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_ada = m_store->user(u"ada"_s);
    m_grace = m_store->user(u"grace"_s);
    m_room = m_store->room(u"engines"_s, m_ada);
    QVERIFY(m_room.isValid());
}

void TestLogStore::fill()
{
    VERIFY_RESULT(m_store->join(m_room, m_grace));
    VERIFY_RESULT(m_store->post(m_room, m_ada, key(3), u"3"_s));
    VERIFY_RESULT(m_store->event(m_room, m_ada, u"room.topic_set"_s));
    VERIFY_RESULT(m_store->post(m_room, m_grace, key(5), u"5"_s));
    VERIFY_RESULT(m_store->post(m_room, m_ada, key(6), u"6"_s));
    VERIFY_RESULT(m_store->event(m_room, m_ada, u"member.joined"_s));
}

void TestLogStore::placesHaveNoGap()
{
    for (Seq seq = 2; seq <= 20; ++seq) {
        const bool isMessage = seq % 3 == 0;
        const auto place = m_store->log.take(m_room, isMessage, kNow + seq);
        VERIFY_RESULT(place);
        QCOMPARE(place->seq, seq);
        QCOMPARE(place->n, seq / 3);
        QCOMPARE(place->at, kNow + seq);
    }
    const auto room = m_store->rooms.find(m_room, m_ada);
    QCOMPARE(room->head, 20);
    QCOMPARE(room->n, 6);
}

void TestLogStore::timeNeverGoesBack()
{
    QCOMPARE(m_store->log.take(m_room, true, kNow + 500)->at, kNow + 500);
    QCOMPARE(m_store->log.take(m_room, true, kNow)->at, kNow + 500);
    QCOMPARE(m_store->log.take(m_room, true, kNow + 501)->at, kNow + 501);
}

void TestLogStore::placesOfOtherRoomsAreTheirOwn()
{
    const RoomId other = m_store->room(u"looms"_s, m_grace);
    QCOMPARE(m_store->log.take(m_room, true, kNow + 900)->seq, 2);
    const auto place = m_store->log.take(other, true, kNow + 1);
    QCOMPARE(place->seq, 2);
    QCOMPARE(place->n, 1);
    QCOMPARE(place->at, kNow + 1);
}

void TestLogStore::noPlaceInARoomThatIsNot()
{
    QCOMPARE(m_store->log.take(RoomId{99}, true, kNow).error().code, ErrorCode::NotFound);
}

void TestLogStore::anUndonePlaceIsGivenOutAgain()
{
    {
        Transaction transaction(m_store->database);
        VERIFY_RESULT(transaction.begun());
        QCOMPARE(m_store->log.take(m_room, true, kNow + 9)->seq, 2);
    }
    const auto place = m_store->log.take(m_room, false, kNow);
    QCOMPARE(place->seq, 2);
    QCOMPARE(place->n, 0);
    QCOMPARE(place->at, kNow);
}

void TestLogStore::aSeqIsTakenOnce()
{
    const auto again = m_store->log.append({m_room, 1, u"room.created"_s, kNow, m_ada, "{}"});
    QCOMPARE(again.error().code, ErrorCode::Conflict);
}

void TestLogStore::textsComeBackExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("outer spaces") << u"  a \n\t "_s;
    QTest::newRow("byte order mark first") << u"\uFEFFa"_s;
    QTest::newRow("only the mark") << u"\uFEFF"_s;
    QTest::newRow("swapped mark first") << u"\uFFFEa"_s;
    QTest::newRow("noncharacters") << u"a\uFFFE\uFFFF"_s;
    QTest::newRow("control characters") << u"a\bb\u007F\u0085"_s;
    QTest::newRow("beyond the first plane") << u"😀𝄞"_s;
    QTest::newRow("decomposed") << u"e\u0301 and é"_s;
    QTest::newRow("right to left") << u"\u202Eשלום\u202C"_s;
    QTest::newRow("quotes") << u"'; DROP TABLE messages; -- \" \\"_s;
    QTest::newRow("long") << QString(16'000, u'\u4E2D');
}

void TestLogStore::textsComeBackExactly()
{
    QFETCH(QString, text);
    VERIFY_RESULT(m_store->post(m_room, m_ada, key(1), text));
    const auto found = m_store->log.findByKey(m_ada, key(1));
    VERIFY_RESULT(found);
    QVERIFY(found->has_value());
    QCOMPARE((*found)->text, text);
    QCOMPARE(m_store->log.messagesAfter(m_room, 0, 1, kNoLimit)->first().text, text);
}

void TestLogStore::keysAreUniqueForTheirAuthor()
{
    const RoomId other = m_store->room(u"looms"_s, m_grace);
    VERIFY_RESULT(m_store->post(m_room, m_ada, key(1), u"a"_s));
    VERIFY_RESULT(m_store->post(m_room, m_grace, key(1), u"hers"_s));
    QCOMPARE(m_store->post(other, m_ada, key(1), u"b"_s).error().code, ErrorCode::Conflict);
    const auto hers = m_store->log.findByKey(m_grace, key(1));
    QCOMPARE((*hers)->text, u"hers"_s);
    QCOMPARE((*hers)->seq, 3);
    QCOMPARE((*hers)->n, 2);
    QCOMPARE((*hers)->rev, 3);
    QVERIFY(!m_store->log.findByKey(m_ada, key(2))->has_value());
}

void TestLogStore::eventsAfter_data()
{
    QTest::addColumn<qint64>("after");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("seqs");
    QTest::newRow("all") << qint64(0) << qint64(100) << u"1 2 3 4 5 6 7"_s;
    QTest::newRow("the rest") << qint64(5) << qint64(100) << u"6 7"_s;
    QTest::newRow("some") << qint64(1) << qint64(3) << u"2 3 4"_s;
    QTest::newRow("none") << qint64(7) << qint64(100) << QString();
    QTest::newRow("beyond") << qint64(99) << qint64(100) << QString();
}

void TestLogStore::eventsAfter()
{
    QFETCH(qint64, after);
    QFETCH(qint64, limit);
    fill();
    m_store->room(u"another"_s, m_ada); // its events are not among them
    const auto events = m_store->log.events(m_room, after, limit, kNoLimit);
    VERIFY_RESULT(events);
    QTEST(seqsOf(*events), "seqs");
}

void TestLogStore::messagesAround_data()
{
    QTest::addColumn<bool>("before");
    QTest::addColumn<qint64>("bound");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QString>("seqs");
    const qint64 end = qint64(1) << 53;
    QTest::newRow("newest") << true << end << qint64(2) << u"5 6"_s;
    QTest::newRow("all, oldest first") << true << end << qint64(9) << u"3 5 6"_s;
    QTest::newRow("the bound is not in it") << true << qint64(6) << qint64(9) << u"3 5"_s;
    QTest::newRow("before the first") << true << qint64(3) << qint64(9) << QString();
    QTest::newRow("from the start") << false << qint64(0) << qint64(2) << u"3 5"_s;
    QTest::newRow("after one") << false << qint64(3) << qint64(9) << u"5 6"_s;
    QTest::newRow("after the last") << false << qint64(6) << qint64(9) << QString();
}

void TestLogStore::messagesAround()
{
    QFETCH(bool, before);
    QFETCH(qint64, bound);
    QFETCH(qint64, limit);
    fill();
    const auto found = before ? m_store->log.messagesBefore(m_room, bound, limit, kNoLimit)
                              : m_store->log.messagesAfter(m_room, bound, limit, kNoLimit);
    VERIFY_RESULT(found);
    QTEST(seqsOf(*found), "seqs");
}

void TestLogStore::listsEndWithTheRowThatIsTooMuch()
{
    for (int i = 2; i <= 6; ++i)
        VERIFY_RESULT(m_store->post(m_room, m_ada, key(i), QString(100, u'x')));
    QCOMPARE(seqsOf(*m_store->log.messagesAfter(m_room, 0, 99, 250)), u"2 3 4"_s);
    QCOMPARE(seqsOf(*m_store->log.messagesBefore(m_room, 99, 99, 250)), u"4 5 6"_s);
    QCOMPARE(seqsOf(*m_store->log.messagesAfter(m_room, 0, 99, 1)), u"2"_s);
    QCOMPARE(seqsOf(*m_store->log.events(m_room, 1, 99, 1)), u"2"_s);
}

void TestLogStore::numberAt_data()
{
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<qint64>("n");
    const QList<qint64> numbers{0, 0, 0, 1, 1, 2, 3, 3, 3};
    for (qsizetype seq = 0; seq < numbers.size(); ++seq)
        QTest::addRow("%d", int(seq)) << qint64(seq) << numbers[seq];
}

void TestLogStore::numberAt()
{
    QFETCH(qint64, seq);
    fill();
    QTEST(*m_store->log.numberAt(m_room, seq), "n");
}

void TestLogStore::touchedAreThoseThatChanged()
{
    fill();
    const auto change = [this](Seq seq, Seq rev) {
        return m_store->database.prepare("UPDATE messages SET rev = ? WHERE seq = ?").run(rev, seq);
    };
    VERIFY_RESULT(change(3, 8));
    VERIFY_RESULT(change(5, 10));
    const auto touched = [this](Seq upTo, Seq after, Seq to, qint64 limit) {
        return seqsOf(*m_store->log.touched(m_room, upTo, after, to, limit, kNoLimit));
    };
    QCOMPARE(touched(7, 7, 10, 99), u"3 5"_s);
    QCOMPARE(touched(7, 7, 9, 99), u"3"_s);
    QCOMPARE(touched(7, 8, 10, 99), u"5"_s);
    QCOMPARE(touched(4, 4, 10, 99), u"3"_s);
    QCOMPARE(touched(7, 7, 10, 1), u"3"_s);
    QCOMPARE(touched(7, 10, 12, 99), QString());
}

void TestLogStore::thePinOfTheHighestNumberComesFirst()
{
    fill();
    const auto pin = [this](Seq seq, Seq by) {
        return m_store->database.prepare("UPDATE messages SET pin_seq = ? WHERE seq = ?")
            .run(by, seq);
    };
    const auto pins = [this](Seq before, qint64 limit, Seq from) {
        return seqsOf(*m_store->log.pins(m_room, before, limit, kNoLimit, from));
    };
    QCOMPARE(pins(99, 99, 1), QString());
    VERIFY_RESULT(pin(5, 8));
    VERIFY_RESULT(pin(3, 10));
    QCOMPARE(pins(99, 99, 1), u"3 5"_s);
    QCOMPARE(pins(99, 1, 1), u"3"_s);
    QCOMPARE(pins(10, 99, 1), u"5"_s);
    QCOMPARE(pins(99, 99, 4), u"5"_s);
    QCOMPARE(*m_store->log.countPins(m_room), 2);
}

// Whoever opens a room asks for them.
void TestLogStore::pinsAreFoundByAnIndex()
{
    VERIFY_RESULT(m_store->database.begin());
    for (int i = 0; i < 20'000; ++i)
        VERIFY_RESULT(m_store->post(m_room, m_ada, u"k%1"_s.arg(i), u"x"_s));
    VERIFY_RESULT(m_store->database.commit());
    std::atomic<bool> isLong = true;
    Database reader;
    VERIFY_RESULT(reader.open(m_store->path(), Database::Access::ReadOnly));
    reader.stopWhen(isLong); // asked every 10,000 steps
    VERIFY_RESULT(LogStore(reader).pins(m_room, 99'999, 99, kNoLimit));
    VERIFY_RESULT(LogStore(reader).countPins(m_room));
}

void TestLogStore::aWrongHeadIsFound()
{
    fill();
    const RoomId other = m_store->room(u"looms"_s, m_grace);
    QCOMPARE(*m_store->log.roomsWithWrongHead(), QList<RoomId>{});
    VERIFY_RESULT(m_store->database.execute(
        u"UPDATE rooms SET head = head + 1 WHERE id = %1"_s.arg(other.toString())));
    QCOMPARE(*m_store->log.roomsWithWrongHead(), QList<RoomId>{other});
    VERIFY_RESULT(m_store->database.execute(
        u"UPDATE rooms SET n = n - 1 WHERE id = %1"_s.arg(m_room.toString())));
    QCOMPARE(*m_store->log.roomsWithWrongHead(), (QList<RoomId>{m_room, other}));
}

// A start takes longer with more rooms, not with more messages.
void TestLogStore::headsAreComparedByStepsDownAnIndex()
{
    VERIFY_RESULT(m_store->database.begin());
    for (int i = 0; i < 20'000; ++i)
        VERIFY_RESULT(m_store->post(m_room, m_ada, u"k%1"_s.arg(i), u"x"_s));
    VERIFY_RESULT(m_store->database.commit());
    std::atomic<bool> isLong = true;
    Database reader;
    VERIFY_RESULT(reader.open(m_store->path(), Database::Access::ReadOnly));
    reader.stopWhen(isLong); // asked every 10,000 steps
    VERIFY_RESULT(LogStore(reader).roomsWithWrongHead());
}

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
