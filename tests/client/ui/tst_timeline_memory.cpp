// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/process_memory.h"
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr Seq kHead = 100'000;
constexpr Seq kPage = 100;
constexpr qint64 kMegabyte = 1'000'000;
constexpr qint64 kMostMoreBytes = 3 * kMegabyte;

} // namespace

//! Only a window of a room's rows is in memory, however far one scrolls.
class TestTimelineMemory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void toTheFirstMessageAndBack();

private:
    static protocol::MessagePage page(Seq from, Seq to);
    void extend(bool isOlder);
    void scrollToTheEnd();
    void turn();

    QTemporaryDir m_folder;
    std::unique_ptr<Chat> m_chat;
    std::unique_ptr<Timeline> m_timeline;
    std::unique_ptr<RoomTimelineModel> m_model;
    std::unique_ptr<TimelineView> m_view;
    int m_most = 0;
};

void TestTimelineMemory::initTestCase()
{
    m_chat = std::make_unique<Chat>(m_folder.path());
    m_timeline = std::make_unique<Timeline>(RoomId{5}, m_chat->self(), kHead);
    m_timeline->reset(page(kHead - kPage + 1, kHead));
    m_model = std::make_unique<RoomTimelineModel>(*m_chat, m_timeline.get(),
                                                  [](const Error &error) { return error.message; });
    m_view = std::make_unique<TimelineView>();
    m_view->resize(800, 600);
    connect(m_view.get(), &TimelineView::settled, this, [this] {
        if (const auto place = m_view->place())
            m_timeline->setReading(place->seq);
    });
    connect(
        m_view.get(), &TimelineView::olderWanted, this, [this] { extend(true); },
        Qt::QueuedConnection);
    connect(
        m_view.get(), &TimelineView::newerWanted, this, [this] { extend(false); },
        Qt::QueuedConnection);
    m_view->setModel(m_model.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    turn();
}

protocol::MessagePage TestTimelineMemory::page(Seq from, Seq to)
{
    protocol::MessagePage found;
    found.room = {5};
    found.from = std::max<Seq>(from, 1);
    found.to = std::min(to, kHead);
    for (Seq seq = found.from; seq <= found.to; ++seq) {
        protocol::Message message;
        message.room = found.room;
        message.seq = message.n = seq;
        message.at = 1'700'000'000'000 + seq * 40'000;
        message.by = {8 + seq / 5 % 40};
        message.text = u"message %1"_s.arg(seq) + u" and some more words"_s.repeated(int(seq % 9));
        found.messages.append(message);
    }
    found.asOf = kHead;
    found.hasBefore = found.from > 1;
    found.hasAfter = found.to < kHead;
    return found;
}

void TestTimelineMemory::extend(bool isOlder)
{
    if (isOlder && m_timeline->hasOlder())
        m_timeline->prepend(page(m_timeline->firstSeq() - kPage, m_timeline->firstSeq() - 1));
    else if (!isOlder && m_timeline->hasNewer())
        m_timeline->append(page(m_timeline->known() + 1, m_timeline->known() + kPage));
    m_most = std::max(m_most, m_model->rowCount());
}

//! What is planned, the pages that it asks for, and a look at it.
void TestTimelineMemory::turn()
{
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents();
    m_view->grab();
}

void TestTimelineMemory::scrollToTheEnd()
{
    while (m_timeline->hasNewer() || !m_view->geometry().isAtEnd()) {
        m_view->scrollByPixels(2'300);
        turn();
    }
}

void TestTimelineMemory::toTheFirstMessageAndBack()
{
    // The first window of rows, fonts and colours are paid for before.
    while (m_timeline->firstSeq() > kHead - 6'000) {
        m_view->scrollByPixels(-2'300);
        turn();
    }
    scrollToTheEnd();
    const auto before = residentBytes();
    if (!before)
        QSKIP("this system does not tell how much memory is used");
    while (m_timeline->hasOlder() || m_view->geometry().boxes().front().index > 0) {
        m_view->scrollByPixels(-2'300);
        turn();
    }
    QCOMPARE(m_model->row(0).seq, 1);
    const auto atTheFirst = residentBytes();
    scrollToTheEnd();
    const auto after = residentBytes();
    QCOMPARE(m_model->row(m_model->rowCount() - 1).seq, kHead);
    qInfo("%.1f MB before, %.1f at the first of %lld messages, %.1f after; at most %d rows",
          double(*before) / kMegabyte, double(*atTheFirst) / kMegabyte, kHead,
          double(*after) / kMegabyte, m_most);
    QVERIFY(*atTheFirst - *before < kMostMoreBytes);
    QVERIFY(qAbs(*after - *before) < kMostMoreBytes);
    QVERIFY(m_most <= Timeline::kMostRows + Timeline::kSurplus + kPage);
}

QTEST_MAIN(TestTimelineMemory)
#include "tst_timeline_memory.moc"
