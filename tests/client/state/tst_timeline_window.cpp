// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr Seq kHead = 20'000;
constexpr Seq kPage = 200;
constexpr int kMost = Timeline::kMostRows + Timeline::kSurplus;

protocol::MessagePage pageOfLog(Seq from, Seq to)
{
    auto page = pageOf(kRoom, std::max<Seq>(from, 2), std::min(to, kHead));
    page.hasBefore = from > 2;
    page.hasAfter = to < kHead;
    page.asOf = kHead;
    return page;
}

protocol::RoomEvent other(Seq seq)
{
    return messageEvent(kRoom, seq, kOther, u"text %1"_s.arg(seq));
}

} // namespace

//! A stretch that would grow without end: which rows go, and how they come back.
class TestTimelineWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void pagingBackDropsTheNewest();
    void pagingForwardDropsTheOldest();
    void droppedRowsComeBack();
    void liveMessagesDropTheOldest();
    void liveMessagesKeepWhatIsRead();
    void heldEventsAreFoundAgain();
    void unsentStays();
    void rowsGoInOneStep();
    void restKeepsTheLastRows();
    void restKeepsWhatIsRead();

private:
    //! Every row is the next one of the log.
    void expectNoGap() const
    {
        const auto &entries = m_timeline->entries();
        for (int i = 1; i < m_timeline->deliveredCount(); ++i)
            QCOMPARE(entries[i].message.seq, entries[i - 1].message.seq + 1);
    }
    Seq lastSeq() const
    {
        return m_timeline->entries()[m_timeline->deliveredCount() - 1].message.seq;
    }
    //! As a reader who has scrolled to the first row, or to the last.
    void pageBack()
    {
        m_timeline->setReading(m_timeline->firstSeq());
        m_timeline->prepend(pageOfLog(m_timeline->firstSeq() - kPage, m_timeline->firstSeq() - 1));
    }
    void pageForward()
    {
        m_timeline->setReading(lastSeq());
        m_timeline->append(pageOfLog(m_timeline->known() + 1, m_timeline->known() + kPage));
    }
    void pageBackTo(Seq seq)
    {
        while (m_timeline->firstSeq() > seq)
            pageBack();
    }

    std::unique_ptr<Timeline> m_timeline;
};

void TestTimelineWindow::init()
{
    m_timeline = std::make_unique<Timeline>(kRoom, kSelf, 0);
    m_timeline->reset(pageOfLog(kHead - 29, kHead));
}

void TestTimelineWindow::pagingBackDropsTheNewest()
{
    while (m_timeline->hasOlder()) {
        const Seq first = m_timeline->firstSeq();
        pageBack();
        QCOMPARE(m_timeline->firstSeq(), std::max<Seq>(2, first - kPage));
        QVERIFY(m_timeline->entries().size() < kMost);
    }
    QVERIFY(m_timeline->entries().size() >= Timeline::kMostRows);
    QVERIFY(m_timeline->hasNewer());
    QVERIFY(!m_timeline->hasHole());
    QCOMPARE(m_timeline->known(), lastSeq());
    expectNoGap();
}

void TestTimelineWindow::pagingForwardDropsTheOldest()
{
    m_timeline->reset(pageOfLog(2, 100));
    while (m_timeline->hasNewer()) {
        pageForward();
        QVERIFY(m_timeline->entries().size() < kMost);
    }
    QCOMPARE(lastSeq(), kHead);
    QCOMPARE(m_timeline->known(), kHead);
    QVERIFY(m_timeline->hasOlder());
    QVERIFY(m_timeline->firstSeq() > kHead - kMost);
    expectNoGap();
}

void TestTimelineWindow::droppedRowsComeBack()
{
    pageBackTo(10'000);
    while (m_timeline->hasNewer())
        pageForward();
    QCOMPARE(lastSeq(), kHead);
    expectNoGap();
    QVERIFY(m_timeline->apply(other(kHead + 1)));
    QCOMPARE(lastSeq(), kHead + 1);
    pageBackTo(10'000);
    QVERIFY(m_timeline->firstSeq() <= 10'000);
    expectNoGap();
}

void TestTimelineWindow::liveMessagesDropTheOldest()
{
    for (Seq seq = kHead + 1; seq <= kHead + 2 * kMost; ++seq) {
        QVERIFY(m_timeline->apply(other(seq)));
        QVERIFY(m_timeline->entries().size() < kMost);
    }
    QCOMPARE(lastSeq(), kHead + 2 * kMost);
    QVERIFY(!m_timeline->hasNewer());
    QVERIFY(m_timeline->hasOlder());
    expectNoGap();
}

void TestTimelineWindow::liveMessagesKeepWhatIsRead()
{
    const Seq read = m_timeline->firstSeq() + 3;
    m_timeline->setReading(read);
    for (Seq seq = kHead + 1; seq <= kHead + 2 * kMost; ++seq)
        QVERIFY(m_timeline->apply(other(seq)));
    QCOMPARE(m_timeline->firstSeq(), read - 3);
    QVERIFY(m_timeline->entries().size() < kMost);
    QVERIFY(m_timeline->hasNewer());
    expectNoGap();
}

void TestTimelineWindow::heldEventsAreFoundAgain()
{
    QVERIFY(!m_timeline->apply(other(kHead + 5))); // held: four are missing
    pageBackTo(kHead - 2 * kMost);
    QVERIFY(m_timeline->hasNewer());
    QVERIFY(!m_timeline->hasHole()); // pages bring it
    while (m_timeline->hasNewer())
        pageForward();
    QVERIFY(m_timeline->hasHole()); // the pages were read before it was posted
    for (Seq seq = kHead + 1; seq <= kHead + 5; ++seq)
        m_timeline->apply(other(seq));
    QVERIFY(!m_timeline->hasHole());
    QCOMPARE(lastSeq(), kHead + 5);
}

void TestTimelineWindow::unsentStays()
{
    protocol::Message mine;
    mine.by = kSelf;
    mine.key = u"k"_s;
    mine.text = u"mine"_s;
    m_timeline->addPending(mine);
    pageBackTo(2);
    QCOMPARE(shown(*m_timeline).last(), u"mine?"_s);
    QCOMPARE(m_timeline->deliveredCount(), int(m_timeline->entries().size()) - 1);
    m_timeline->setFailed(u"k"_s, Error(ErrorCode::Forbidden, {}));
    m_timeline->discard(u"k"_s);
    QCOMPARE(m_timeline->deliveredCount(), int(m_timeline->entries().size()));
}

void TestTimelineWindow::rowsGoInOneStep()
{
    QSignalSpy about(m_timeline.get(), &Timeline::aboutToRemove);
    QSignalSpy bounds(m_timeline.get(), &Timeline::boundsChanged);
    while (about.isEmpty()) {
        bounds.clear();
        pageBack();
    }
    const int rows = int(m_timeline->entries().size());
    QCOMPARE(rows, Timeline::kMostRows);
    QCOMPARE(about.first()[0].toInt(), rows);
    QVERIFY(about.first()[1].toInt() >= rows + Timeline::kSurplus - 1);
    QCOMPARE(bounds.count(), 1);
    QVERIFY(m_timeline->hasNewer());
}

void TestTimelineWindow::restKeepsTheLastRows()
{
    for (Seq seq = kHead + 1; seq <= kHead + 1000; ++seq)
        m_timeline->apply(other(seq));
    m_timeline->rest();
    QCOMPARE(int(m_timeline->entries().size()), Timeline::kRestingRows);
    QCOMPARE(lastSeq(), kHead + 1000);
    QVERIFY(m_timeline->hasOlder());
    QVERIFY(!m_timeline->hasNewer());
    QVERIFY(m_timeline->apply(other(kHead + 1001)));
    m_timeline->reset(pageOf(kRoom, 2, 10));
    m_timeline->rest(); // so few that nothing goes
    QVERIFY(!m_timeline->hasOlder());
}

void TestTimelineWindow::restKeepsWhatIsRead()
{
    pageBackTo(10'000);
    const Seq read = m_timeline->firstSeq() + 1000;
    m_timeline->setReading(read);
    m_timeline->rest();
    QCOMPARE(m_timeline->deliveredCount(), Timeline::kRestingRows);
    QVERIFY(m_timeline->firstSeq() < read - 100 && lastSeq() > read + 100);
    QVERIFY(m_timeline->hasOlder() && m_timeline->hasNewer());
    expectNoGap();
    QVERIFY(m_timeline->holds(read));
    QVERIFY(!m_timeline->holds(m_timeline->firstSeq() - 1));
    QVERIFY(!m_timeline->holds(lastSeq() + 1));
    QVERIFY(!m_timeline->holds(0)); // the newest
    pageForward();
    QCOMPARE(lastSeq(), m_timeline->known());
    expectNoGap();
}

QTEST_GUILESS_MAIN(TestTimelineWindow)
#include "tst_timeline_window.moc"
