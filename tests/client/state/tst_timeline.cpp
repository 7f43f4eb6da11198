// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static protocol::Message unsent(const QString &key, const QString &text)
{
    protocol::Message message;
    message.room = kRoom;
    message.by = kSelf;
    message.key = key;
    message.text = text;
    return message;
}

static protocol::RoomEvent other(Seq seq)
{
    return messageEvent(kRoom, seq, kOther, u"text %1"_s.arg(seq));
}

static protocol::RoomEvent own(Seq seq, const QString &key)
{
    return messageEvent(kRoom, seq, kSelf, u"mine %1"_s.arg(seq), key);
}

class TestTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_timeline = std::make_unique<Timeline>(kRoom, kSelf, 0); }
    void appliesInOrder();
    void duplicatesAreDropped();
    void holeIsHeldUntilItIsFilled();
    void otherEventsCount();
    void heldEventsAreBounded();
    void eventsBeforeThePageAreHeld();
    void gapReplacesWhatWasShown();
    void forgetStartsAnew();
    void olderPagesJoinOn();
    void pendingIsConfirmedInPlace();
    void keysOfOthersAreTheirOwn();
    void pendingStaysBelowOthers();
    void confirmedOutOfOrder();
    void failedAndTriedAgain();
    void discardTakesItAway();
    void pageThatHoldsThePendingOne();
    void acknowledgedBeforeThePage();
    void acknowledgedLongAgo();
    void newKeyIsConfirmedByItsEvent();
    void namesTouchTheirRowsOnly();

private:
    std::unique_ptr<Timeline> m_timeline;
};

void TestTimeline::appliesInOrder()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    QVERIFY(m_timeline->apply(other(4)));
    QVERIFY(m_timeline->apply(other(5)));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"text 4"_s, u"text 5"_s}));
    QCOMPARE(m_timeline->known(), 5);
}

void TestTimeline::duplicatesAreDropped()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    QSignalSpy inserted(m_timeline.get(), &Timeline::inserted);
    QVERIFY(m_timeline->apply(other(3)));
    QVERIFY(m_timeline->apply(other(4)));
    QVERIFY(m_timeline->apply(other(4)));
    QVERIFY(m_timeline->apply(other(2)));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(m_timeline->entries().size(), 3);
}

void TestTimeline::holeIsHeldUntilItIsFilled()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    QVERIFY(!m_timeline->apply(other(6)));
    QVERIFY(!m_timeline->apply(other(5)));
    QVERIFY(m_timeline->hasHole());
    QCOMPARE(m_timeline->entries().size(), 2);
    QCOMPARE(m_timeline->known(), 3);
    QVERIFY(m_timeline->apply(other(4)));
    QVERIFY(!m_timeline->hasHole());
    QCOMPARE(m_timeline->known(), 6);
    QCOMPARE(shown(*m_timeline).last(), u"text 6"_s);
    QCOMPARE(m_timeline->entries().size(), 5);
}

void TestTimeline::otherEventsCount()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    QVERIFY(m_timeline->apply({kRoom, 4, 0, kOther, protocol::MemberJoined{}}));
    QVERIFY(m_timeline->apply({kRoom, 5, 0, kOther, protocol::TopicSet{u"t"_s}}));
    QCOMPARE(m_timeline->entries().size(), 2);
    QVERIFY(m_timeline->apply(other(6)));
    QCOMPARE(m_timeline->known(), 6);
}

void TestTimeline::heldEventsAreBounded()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    for (Seq seq = 10; seq < 5'000; ++seq)
        m_timeline->apply(other(seq));
    for (Seq seq = 4; seq < 10; ++seq)
        m_timeline->apply(other(seq));
    QCOMPARE(m_timeline->known(), 1009); // what was not held is missing, not lost
    QVERIFY(!m_timeline->apply(other(5'000)));
}

void TestTimeline::eventsBeforeThePageAreHeld()
{
    QVERIFY(m_timeline->apply(other(4))); // no hole: the page is on its way
    QVERIFY(m_timeline->apply(other(3)));
    QVERIFY(m_timeline->apply(other(2)));
    QVERIFY(m_timeline->entries().isEmpty());
    m_timeline->reset(pageOf(kRoom, 2, 3));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"text 4"_s}));
}

void TestTimeline::gapReplacesWhatWasShown()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->addPending(unsent(u"k1"_s, u"waits"_s));
    m_timeline->apply(other(903)); // pushed while the gap was asked for
    m_timeline->reset(pageOf(kRoom, 900, 902, true));
    QCOMPARE(
        shown(*m_timeline),
        (QStringList{u"text 900"_s, u"text 901"_s, u"text 902"_s, u"text 903"_s, u"waits?"_s}));
    QVERIFY(m_timeline->hasOlder());
    QCOMPARE(m_timeline->known(), 903);
}

void TestTimeline::forgetStartsAnew()
{
    m_timeline->reset(pageOf(kRoom, 2, 90));
    m_timeline->addPending(unsent(u"k1"_s, u"waits"_s));
    m_timeline->apply(other(95));
    m_timeline->forget();
    QVERIFY(!m_timeline->isLoaded());
    QVERIFY(!m_timeline->hasHole());
    QCOMPARE(shown(*m_timeline), QStringList{u"waits?"_s});
    m_timeline->reset(pageOf(kRoom, 2, 4)); // lower numbers than before
    QVERIFY(m_timeline->apply(other(5)));
    QCOMPARE(shown(*m_timeline).size(), 5);
}

void TestTimeline::olderPagesJoinOn()
{
    m_timeline->reset(pageOf(kRoom, 31, 40, true));
    QCOMPARE(m_timeline->firstSeq(), 31);
    QSignalSpy about(m_timeline.get(), &Timeline::aboutToInsert);
    m_timeline->prepend(pageOf(kRoom, 21, 31, true)); // one that is there already
    QCOMPARE(about.count(), 1);
    QCOMPARE(about.first(), (QVariantList{0, 9}));
    QVERIFY(m_timeline->hasOlder());
    m_timeline->prepend(pageOf(kRoom, 2, 20));
    QVERIFY(!m_timeline->hasOlder());
    QList<Seq> seqs;
    for (const TimelineEntry &entry : m_timeline->entries())
        seqs.append(entry.message.seq);
    QCOMPARE(seqs.size(), 39);
    QVERIFY(std::ranges::is_sorted(seqs) && seqs.first() == 2 && seqs.last() == 40);
}

void TestTimeline::pendingIsConfirmedInPlace()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->addPending(unsent(u"k1"_s, u"mine 4"_s));
    const qint64 id = m_timeline->entries().last().id;
    const int revision = m_timeline->entries().last().revision;
    QSignalSpy inserted(m_timeline.get(), &Timeline::inserted);
    QSignalSpy removed(m_timeline.get(), &Timeline::removed);
    QSignalSpy changed(m_timeline.get(), &Timeline::changed);
    m_timeline->setPosted(u"k1"_s, 4);
    QCOMPARE(shown(*m_timeline).last(), u"mine 4?"_s);
    QVERIFY(m_timeline->apply(own(4, u"k1"_s)));
    QCOMPARE(inserted.count() + removed.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(shown(*m_timeline).last(), u"mine 4"_s);
    QCOMPARE(m_timeline->entries().last().id, id);
    QVERIFY(m_timeline->entries().last().revision > revision);
    QCOMPARE(m_timeline->deliveredCount(), 3);
}

void TestTimeline::keysOfOthersAreTheirOwn()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->addPending(unsent(u"k1"_s, u"waits"_s));
    m_timeline->apply(messageEvent(kRoom, 4, kOther, u"text 4"_s, u"k1"_s));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"text 4"_s, u"waits?"_s}));
}

void TestTimeline::pendingStaysBelowOthers()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->addPending(unsent(u"k1"_s, u"waits"_s));
    m_timeline->apply(other(4));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"text 4"_s, u"waits?"_s}));
}

void TestTimeline::confirmedOutOfOrder()
{
    m_timeline->reset(pageOf(kRoom, 2, 2));
    m_timeline->addPending(unsent(u"k1"_s, u"mine 9"_s));
    m_timeline->setFailed(u"k1"_s, Error(ErrorCode::Forbidden, {}));
    m_timeline->addPending(unsent(u"k2"_s, u"mine 3"_s));
    const qint64 id = m_timeline->entries().last().id;
    m_timeline->apply(own(3, u"k2"_s));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"mine 3"_s, u"mine 9!"_s}));
    QCOMPARE(m_timeline->entries()[1].id, id);
}

void TestTimeline::failedAndTriedAgain()
{
    m_timeline->reset(pageOf(kRoom, 2, 2));
    m_timeline->addPending(unsent(u"k1"_s, u"mine"_s));
    m_timeline->setFailed(u"k1"_s, Error(ErrorCode::TooLarge, {}));
    QCOMPARE(shown(*m_timeline).last(), u"mine!"_s);
    QCOMPARE(m_timeline->entries().last().failure.code, ErrorCode::TooLarge);
    m_timeline->setPending(u"k1"_s);
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    m_timeline->apply(own(3, u"k1"_s));
    QCOMPARE(shown(*m_timeline).last(), u"mine 3"_s);
}

void TestTimeline::discardTakesItAway()
{
    m_timeline->reset(pageOf(kRoom, 2, 2));
    m_timeline->addPending(unsent(u"k1"_s, u"mine"_s));
    m_timeline->discard(u"k1"_s);
    m_timeline->discard(u"k1"_s);
    QCOMPARE(shown(*m_timeline), QStringList{u"text 2"_s});
}

void TestTimeline::pageThatHoldsThePendingOne()
{
    m_timeline->addPending(unsent(u"k1"_s, u"sent before the crash"_s));
    auto page = pageOf(kRoom, 2, 3);
    page.messages[1].by = kSelf;
    page.messages[1].key = u"k1"_s;
    m_timeline->reset(page);
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"text 3"_s}));
    m_timeline->addPending(unsent(u"k1"_s, u"once more"_s));
    QCOMPARE(m_timeline->entries().size(), 2);
}

void TestTimeline::acknowledgedBeforeThePage()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->addPending(unsent(u"k1"_s, u"mine"_s));
    m_timeline->setPosted(u"k1"_s, 4); // its event was lost with the connection
    m_timeline->reset(pageOf(kRoom, 900, 930, true));
    QCOMPARE(shown(*m_timeline).last(), u"text 930"_s);
}

void TestTimeline::acknowledgedLongAgo()
{
    m_timeline->addPending(unsent(u"k1"_s, u"mine"_s));
    m_timeline->reset(pageOf(kRoom, 900, 930, true));
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    m_timeline->setPosted(u"k1"_s, 12); // sent again: it was there all the time
    QCOMPARE(shown(*m_timeline).last(), u"text 930"_s);
}

void TestTimeline::newKeyIsConfirmedByItsEvent()
{
    m_timeline->reset(pageOf(kRoom, 2, 2));
    m_timeline->addPending(unsent(u"k1"_s, u"mine"_s));
    m_timeline->changeKey(u"k1"_s, u"k2"_s);
    m_timeline->apply(own(3, u"k2"_s));
    QCOMPARE(shown(*m_timeline), (QStringList{u"text 2"_s, u"mine 3"_s}));
}

void TestTimeline::namesTouchTheirRowsOnly()
{
    m_timeline->reset(pageOf(kRoom, 2, 3));
    m_timeline->apply(own(4, u"k1"_s));
    QSignalSpy changed(m_timeline.get(), &Timeline::changed);
    m_timeline->touch({UserId{99}});
    QCOMPARE(changed.count(), 0);
    m_timeline->touch({kSelf});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first(), (QVariantList{2, 2}));
}

QTEST_APPLESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
