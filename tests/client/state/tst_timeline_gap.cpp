// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

protocol::RoomEvent other(Seq seq)
{
    return messageEvent(kRoom, seq, kOther, u"text %1"_s.arg(seq));
}

protocol::MessagePage page(Seq from, Seq to, Seq head)
{
    auto made = pageOf(kRoom, from, to, from > 2);
    made.hasAfter = to < head;
    made.asOf = head;
    return made;
}

protocol::Message edited(Seq seq, Seq rev, const QString &text)
{
    auto message = *other(seq).message();
    message.rev = rev;
    message.text = text;
    return message;
}

QList<qint64> idsOf(const Timeline &timeline)
{
    QList<qint64> ids;
    for (const TimelineEntry &entry : timeline.entries())
        ids.append(entry.id);
    return ids;
}

} // namespace

//! A room in which so much was missed that the server names a gap, while somebody reads in it.
class TestTimelineGap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_timeline = std::make_unique<Timeline>(kRoom, kSelf, 0);
        m_timeline->reset(page(2, 100, 100));
    }
    void whatIsReadStays();
    void pagesFillTheGap();
    void ownStaysUntilItsPageComes();
    void ownThatWasDeletedGoes();
    void heldEventsComeByPages();
    void touchedRowsChangeInPlace();
    void olderFormIsNotTaken();
    void untoldRowsAreDropped();
    void nothingOfItIsLeft();

private:
    std::unique_ptr<Timeline> m_timeline;
};

void TestTimelineGap::whatIsReadStays()
{
    QSignalSpy bounds(m_timeline.get(), &Timeline::boundsChanged);
    const QList<qint64> ids = idsOf(*m_timeline);
    m_timeline->openGap(2'000);
    QCOMPARE(idsOf(*m_timeline), ids);
    QCOMPARE(bounds.count(), 1);
    QVERIFY(m_timeline->hasNewer());
    QCOMPARE(m_timeline->known(), 100);
    QVERIFY(!m_timeline->hasHole()); // pages bring it
    QVERIFY(m_timeline->apply(other(2'001)));
    QCOMPARE(idsOf(*m_timeline), ids);
}

void TestTimelineGap::pagesFillTheGap()
{
    m_timeline->openGap(300);
    m_timeline->append(page(101, 200, 300));
    QVERIFY(m_timeline->hasNewer());
    m_timeline->append(page(201, 300, 300));
    QVERIFY(!m_timeline->hasNewer() && !m_timeline->hasHole());
    QCOMPARE(m_timeline->entries().size(), 299);
    QCOMPARE(m_timeline->entries().last().message.seq, 300);
    QVERIFY(m_timeline->apply(other(301)));
    QCOMPARE(m_timeline->entries().last().message.seq, 301);
}

//! Said while one reads far above: it is there all the time.
void TestTimelineGap::ownStaysUntilItsPageComes()
{
    m_timeline->openGap(200);
    protocol::Message mine = *other(0).message();
    mine.by = kSelf;
    mine.key = u"k1"_s;
    mine.text = u"mine"_s;
    m_timeline->addPending(mine);
    QSignalSpy removed(m_timeline.get(), &Timeline::removed);
    m_timeline->setPosted(u"k1"_s, 250);
    QVERIFY(m_timeline->apply(messageEvent(kRoom, 250, kSelf, u"mine"_s, u"k1"_s)));
    m_timeline->append(page(101, 200, 300));
    QCOMPARE(removed.count(), 0);
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    auto last = page(201, 300, 300);
    protocol::Message &sent = last.messages[49];
    QCOMPARE(sent.seq, 250);
    sent.by = kSelf;
    sent.key = u"k1"_s;
    sent.text = u"mine"_s;
    m_timeline->append(last);
    QCOMPARE(shown(*m_timeline).count(u"mine"_s), 1);
    QVERIFY(!shown(*m_timeline).contains(u"mine?"_s));
    QCOMPARE(m_timeline->entries().last().message.seq, 300);
}

void TestTimelineGap::ownThatWasDeletedGoes()
{
    m_timeline->openGap(200);
    protocol::Message mine = *other(0).message();
    mine.key = u"k1"_s;
    mine.text = u"mine"_s;
    m_timeline->addPending(mine);
    m_timeline->setPosted(u"k1"_s, 250);
    m_timeline->apply({kRoom, 251, 251, kSelf, protocol::MessageDeleted{249}});
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    m_timeline->apply({kRoom, 252, 252, kSelf, protocol::MessageDeleted{250}});
    QCOMPARE(shown(*m_timeline).last(), u"text 100"_s);
}

void TestTimelineGap::heldEventsComeByPages()
{
    QVERIFY(!m_timeline->apply(other(301))); // pushed while the gap was asked for
    m_timeline->openGap(300);
    m_timeline->append(page(101, 300, 300));
    QVERIFY(m_timeline->hasHole()); // 301 exists
    m_timeline->append(page(301, 301, 301));
    QVERIFY(!m_timeline->hasHole());
    QCOMPARE(m_timeline->entries().last().message.seq, 301);
}

void TestTimelineGap::touchedRowsChangeInPlace()
{
    QSignalSpy changed(m_timeline.get(), &Timeline::changed);
    const QList<qint64> ids = idsOf(*m_timeline);
    m_timeline->update(
        {edited(1, 900, u"never shown"_s), edited(50, 901, u"new"_s), edited(100, 902, u"last"_s)});
    QCOMPARE(idsOf(*m_timeline), ids);
    QCOMPARE(shown(*m_timeline)[48], u"new"_s);
    QCOMPARE(shown(*m_timeline).last(), u"last"_s);
    QCOMPARE(changed.count(), 2);
    QCOMPARE(changed.first(), (QVariantList{48, 48}));
    QCOMPARE(m_timeline->entries()[48].revision, 1);
}

void TestTimelineGap::olderFormIsNotTaken()
{
    m_timeline->update({edited(50, 901, u"newer"_s)});
    m_timeline->update({edited(50, 900, u"older"_s), edited(50, 901, u"same"_s)});
    QCOMPARE(shown(*m_timeline)[48], u"newer"_s);
}

//! Nobody told what changed: of what is shown, only what the page says is true.
void TestTimelineGap::untoldRowsAreDropped()
{
    const QList<qint64> ids = idsOf(*m_timeline);
    m_timeline->openGap(2'000);
    auto true_ = page(31, 130, 2'000);
    true_.messages[9] = edited(40, 1'500, u"changed"_s);
    m_timeline->keepOnly(true_);
    QCOMPARE(idsOf(*m_timeline), ids.mid(29)); // 31 to 100, the same rows
    QCOMPARE(shown(*m_timeline)[9], u"changed"_s);
    QVERIFY(m_timeline->hasOlder() && m_timeline->hasNewer());
    QCOMPARE(m_timeline->known(), 100);
    m_timeline->keepOnly(page(50, 60, 2'000));
    QCOMPARE(idsOf(*m_timeline), ids.mid(48, 11));
    QCOMPARE(m_timeline->known(), 60);
    m_timeline->append(page(61, 80, 2'000));
    QCOMPARE(m_timeline->entries().last().message.seq, 80);
}

void TestTimelineGap::nothingOfItIsLeft()
{
    protocol::Message mine;
    mine.by = kSelf;
    mine.key = u"k"_s;
    mine.text = u"mine"_s;
    m_timeline->addPending(mine);
    m_timeline->keepOnly(page(500, 510, 2'000));
    QCOMPARE(shown(*m_timeline).first(), u"text 500"_s);
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    QCOMPARE(m_timeline->entries().size(), 12);
}

QTEST_APPLESS_MAIN(TestTimelineGap)
#include "tst_timeline_gap.moc"
