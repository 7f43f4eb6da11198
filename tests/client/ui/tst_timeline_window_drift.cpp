// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/net/scripted_server.h"
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <map>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr RoomId kRoom{5};
constexpr UserId kOther{8};
constexpr int kMost = Timeline::kMostRows + Timeline::kSurplus + 200;

QString textOf(Seq seq)
{
    const QString text = u"message %1"_s.arg(seq);
    return seq % 7 == 0 ? text + u" with more words than fit into one line of it"_s.repeated(3)
        : seq % 11 == 0 ? text + u"\nand a line"_s
                        : text;
}

protocol::RoomEvent eventOf(Seq seq)
{
    return messageEvent(kRoom, seq, {kOther.value + seq / 5 % 3}, textOf(seq));
}

} // namespace

//! State, model and view together over a long room: rows go at the far end and come back, and the
//! text that is being read does not move by a pixel.
class TestTimelineWindowDrift : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void toTheFirstAndBack();
    void wandering_data();
    void wandering();
    void jumpFromFarAway();

private:
    std::map<qint64, int> textsInView()
    {
        std::map<qint64, int> texts;
        for (const RowBox &box : m_view->geometry().boxes()) {
            if (box.textY >= 0 && box.textY < m_view->viewport()->height())
                texts[m_model->row(box.index).seq] = box.textY;
        }
        return texts;
    }
    //! What a server answers.
    protocol::MessagePage page(Seq from, Seq to) const
    {
        protocol::MessagePage found;
        found.room = kRoom;
        found.from = std::max<Seq>(from, 1);
        found.to = std::min(to, m_head);
        for (Seq seq = found.from; seq <= found.to; ++seq)
            found.messages.append(*eventOf(seq).message());
        found.asOf = m_head;
        found.hasBefore = found.from > 1;
        found.hasAfter = found.to < m_head;
        return found;
    }
    void extend(bool isOlder);
    void expectRows() const;
    //! The refresh that the view has planned, and what it asks for then.
    void settle()
    {
        QSignalSpy settled(m_view.get(), &TimelineView::settled);
        m_view->scrollByPixels(0);
        QTRY_VERIFY(!settled.isEmpty());
        QCoreApplication::processEvents();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Chat> m_chat;
    std::unique_ptr<Timeline> m_timeline;
    std::unique_ptr<RoomTimelineModel> m_model;
    std::unique_ptr<TimelineView> m_view;
    Seq m_head = 0;
    int m_pages = 0;
    int m_largest = 0;
    QStringList m_drifts;
};

void TestTimelineWindowDrift::init()
{
    m_view.reset();
    m_model.reset();
    m_drifts.clear();
    m_head = 9'000;
    m_pages = m_largest = 0;
    m_chat = std::make_unique<Chat>(m_folder.path());
    m_timeline = std::make_unique<Timeline>(kRoom, m_chat->self(), m_head);
    m_timeline->reset(page(m_head - 29, m_head));
    m_model = std::make_unique<RoomTimelineModel>(*m_chat, m_timeline.get(),
                                                  [](const Error &error) { return error.message; });
    m_view = std::make_unique<TimelineView>();
    m_view->resize(600, 500);
    connect(m_view.get(), &TimelineView::settled, this,
            [this] { m_timeline->setReading(m_view->place().value_or(ReadingPlace()).seq); });
    // The answer comes in a later turn, as from a server.
    connect(
        m_view.get(), &TimelineView::olderWanted, this, [this] { extend(true); },
        Qt::QueuedConnection);
    connect(
        m_view.get(), &TimelineView::newerWanted, this, [this] { extend(false); },
        Qt::QueuedConnection);
    connect(
        m_view.get(), &TimelineView::latestWanted, this,
        [this] { m_timeline->reset(page(m_head - 29, m_head)); }, Qt::QueuedConnection);
    m_view->setModel(m_model.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->grab();
}

void TestTimelineWindowDrift::extend(bool isOlder)
{
    constexpr Seq kPage = 100;
    const bool sticks = m_view->geometry().sticksToEnd();
    const auto before = textsInView();
    if (isOlder && m_timeline->hasOlder())
        m_timeline->prepend(page(m_timeline->firstSeq() - kPage, m_timeline->firstSeq() - 1));
    else if (!isOlder && m_timeline->hasNewer())
        m_timeline->append(page(m_timeline->known() + 1, m_timeline->known() + kPage));
    ++m_pages;
    m_largest = std::max(m_largest, m_model->rowCount());
    if (sticks)
        return;
    const auto after = textsInView();
    for (const auto &[seq, y] : before) {
        const auto found = after.find(seq);
        if (found == after.end() || found->second != y)
            m_drifts.append(u"page %1: message %2 was at %3"_s.arg(m_pages).arg(seq).arg(y));
    }
}

void TestTimelineWindowDrift::expectRows() const
{
    for (int i = 0; i < m_model->rowCount(); ++i) {
        QCOMPARE(m_model->row(i).seq, m_timeline->firstSeq() + i);
        QCOMPARE(m_model->row(i).text, textOf(m_model->row(i).seq));
    }
}

void TestTimelineWindowDrift::toTheFirstAndBack()
{
    while (m_timeline->hasOlder()) {
        m_view->scrollByPixels(-1900);
        settle();
    }
    QVERIFY2(m_drifts.isEmpty(), qPrintable(m_drifts.join(u'\n').left(500)));
    QCOMPARE(m_timeline->firstSeq(), 1);
    QVERIFY(m_timeline->hasNewer());
    expectRows();
    while (m_timeline->hasNewer() || !m_view->geometry().isAtEnd()) {
        m_view->scrollByPixels(1900);
        settle();
    }
    QVERIFY2(m_drifts.isEmpty(), qPrintable(m_drifts.join(u'\n').left(500)));
    QCOMPARE(m_model->row(m_model->rowCount() - 1).seq, m_head);
    QVERIFY(m_timeline->hasOlder());
    expectRows();
    QVERIFY2(m_largest < kMost, qPrintable(QString::number(m_largest)));
    QVERIFY(m_largest >= Timeline::kMostRows);
    QVERIFY(m_pages > 120);
    m_timeline->apply(eventOf(++m_head));
    settle();
    QVERIFY(m_view->geometry().isAtEnd());
}

void TestTimelineWindowDrift::wandering_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= 3; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestTimelineWindowDrift::wandering()
{
    QFETCH(uint, seed);
    QRandomGenerator random(seed);
    int direction = -1;
    for (int step = 0; step < 400; ++step) {
        if (random.bounded(60) == 0)
            direction = -direction;
        m_view->scrollByPixels(direction * random.bounded(3000));
        settle();
        const bool sticks = m_view->geometry().sticksToEnd();
        const auto before = textsInView();
        for (int live = random.bounded(40); live > 0; --live)
            m_timeline->apply(eventOf(++m_head));
        if (!sticks) {
            const auto after = textsInView();
            QCOMPARE(after.begin()->first, before.begin()->first);
            QCOMPARE(after.begin()->second, before.begin()->second);
        }
        if (random.bounded(20) == 0)
            m_view->resize(random.bounded(300, 900), random.bounded(200, 800));
    }
    QVERIFY2(m_drifts.isEmpty(), qPrintable(m_drifts.join(u'\n').left(500)));
    QVERIFY2(m_largest < kMost, qPrintable(QString::number(m_largest)));
    expectRows();
}

void TestTimelineWindowDrift::jumpFromFarAway()
{
    while (m_timeline->firstSeq() > 3000) {
        m_view->scrollByPixels(-1900);
        settle();
    }
    QVERIFY(m_timeline->hasNewer());
    m_view->jumpToEnd();
    QTRY_VERIFY(m_view->geometry().isAtEnd() && !m_timeline->hasNewer());
    settle();
    QCOMPARE(m_model->row(m_model->rowCount() - 1).seq, m_head);
    expectRows();
}

QTEST_MAIN(TestTimelineWindowDrift)
#include "tst_timeline_window_drift.moc"
