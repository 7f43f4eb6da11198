// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

constexpr int kRows = 100;

std::vector<TimelineRow> rows(int count, qint64 first = 1)
{
    std::vector<TimelineRow> all;
    for (int i = 0; i < count; ++i)
        all.push_back(message(
            first + i, u"%1 words that wrap when they become larger, and when not"_s.arg(first + i),
            1 + i % 3));
    return all;
}

} // namespace

//! Where a room opens, and what stays where it is, one case at a time.
class TestTimelineAnchor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { Theme::setCurrent(Theme::make(Scheme::Light)); }
    void opensAtThePlace();
    void opensAtTheUnreadLineBeforeThePlace();
    void opensAtTheEndOfThePlaceThatIsTheEnd();
    void waitsForTheRowsOfThePlace();
    void opensNextToAMessageThatIsGone();
    void placeOutlivesRoomsNobodySaw();
    void placeOfWhatIsUnsent();
    void unsentTextStaysAfterARestart();
    void sizesKeepTheRow();
    void longTextKeepsItsLine();
    void cutFirstLineStaysWhileAnEdgeIsDragged();
    void placeInALongTextAtAnotherWidth();
    void viewThatGrowsAndShrinksComesBack();
    void rowsThatGoAboveLeaveASpace();
    void spaceIsClosedByScrollingAndNeverMade();
    void spaceBelowIsFilledByWhatComes();
    void fewOlderOnesComeAbove();
    void gapInTheMiddleOfReading();
    void emptiedAndFilledAgain();
    void jumpIsGivenUpByScrolling();

private:
    void open(const ReadingPlace &place = {});
    TimelineGeometry &geometry() { return m_view->geometry(); }
    void appendUnsent(); //!< forty, behind the log
    int indexOf(Seq seq) const;
    int yOf(Seq seq);
    Seq readSeq() { return m_model->row(geometry().anchor().index).seq; }
    void shrinkTo(int height) { m_view->resize(m_view->width(), height); }

    std::unique_ptr<FakeTimelineModel> m_model;
    std::unique_ptr<TimelineView> m_view;
};

void TestTimelineAnchor::init()
{
    m_view.reset();
    m_model = std::make_unique<FakeTimelineModel>();
    m_model->reset(rows(kRows));
    m_model->setReadMarker(kRows);
    m_view = std::make_unique<TimelineView>();
    m_view->resize(600, 400);
}

void TestTimelineAnchor::open(const ReadingPlace &place)
{
    m_view->setModel(m_model.get(), place);
    m_view->show();
    m_view->grab();
}

int TestTimelineAnchor::indexOf(Seq seq) const
{
    for (int i = 0; i < m_model->rowCount(); ++i) {
        if (m_model->row(i).seq == seq)
            return i;
    }
    return -1;
}

//! Of its text; far outside when it is not in view.
int TestTimelineAnchor::yOf(Seq seq)
{
    const RowBox *box = geometry().boxOf(indexOf(seq));
    return box ? box->textY : -100'000;
}

void TestTimelineAnchor::opensAtThePlace()
{
    open({40, 0, 33});
    QCOMPARE(yOf(40), 33);
    QVERIFY(!geometry().sticksToEnd());
    m_model->append(message(kRows + 1, u"new"_s));
    m_model->prepend(rows(20, -30));
    QCOMPARE(yOf(40), 33);
    QCOMPARE(m_view->place(), std::optional(ReadingPlace{40, 0, 33}));
}

void TestTimelineAnchor::opensAtTheUnreadLineBeforeThePlace()
{
    m_model->setReadMarker(70);
    open({40, 0, 33});
    QCOMPARE(geometry().boxOf(indexOf(71))->y, m_view->viewport()->height() / 3);
    QVERIFY(geometry().boxOf(indexOf(71))->decoration.hasUnreadLine);
}

void TestTimelineAnchor::opensAtTheEndOfThePlaceThatIsTheEnd()
{
    open();
    QVERIFY(geometry().sticksToEnd());
    QCOMPARE(m_view->place(), std::optional(ReadingPlace()));
    m_view->scrollByPixels(-300);
    const auto place = m_view->place();
    QVERIFY(place && !place->isEnd());
    QCOMPARE(yOf(place->seq), place->y);
}

void TestTimelineAnchor::waitsForTheRowsOfThePlace()
{
    m_model->reset({});
    m_model->setBounds(true, false);
    TimelineRow unsent = message(500, u"on its way"_s);
    unsent.seq = 0;
    unsent.delivery = Delivery::Pending;
    m_model->append(unsent);
    open({40, 0, 50});
    QVERIFY(!m_view->place()); // nobody has seen it yet: what is kept stays
    m_model->insert(0, rows(kRows));
    m_view->grab();
    QCOMPARE(yOf(40), 50);
}

void TestTimelineAnchor::opensNextToAMessageThatIsGone()
{
    m_model->remove(indexOf(40));
    open({40, 0, 33});
    QCOMPARE(yOf(39), 33);
    m_model->setReadMarker(1000);
    m_model->reset(rows(20, 200));
    open({40, 0, 33});
    QCOMPARE(yOf(200), 33);
}

void TestTimelineAnchor::placeOutlivesRoomsNobodySaw()
{
    open({40, 0, 33});
    FakeTimelineModel other;
    other.reset(rows(30));
    m_view->setModel(&other);
    QVERIFY(!m_view->place());
    m_view->setModel(m_model.get(), {40, 0, 33});
    m_view->grab();
    QCOMPARE(yOf(40), 33);
}

void TestTimelineAnchor::appendUnsent()
{
    for (int i = 0; i < 40; ++i) {
        TimelineRow failed = message(500 + i, u"not sent"_s);
        failed.seq = 0;
        failed.delivery = Delivery::Failed;
        m_model->append(failed);
    }
}

void TestTimelineAnchor::placeOfWhatIsUnsent()
{
    appendUnsent();
    open();
    m_view->scrollByPixels(-100);
    const auto place = m_view->place();
    QCOMPARE(place->seq, Seq(kRows));
    const TrackedRow read = geometry().anchor();
    const int y = geometry().boxOf(read.index)->textY;
    m_view->setModel(nullptr);
    open(*place);
    QCOMPARE(geometry().boxOf(read.index)->textY, y);
}

//! It is read below a large line that the upper edge cuts, of the message that its place is told
//! by.
void TestTimelineAnchor::unsentTextStaysAfterARestart()
{
    m_model->change(kRows - 1, [](TimelineRow &row) { row.text = u"👍"_s; });
    appendUnsent();
    open({kRows, 0, 50});
    m_view->scrollByPixels(60);
    QCOMPARE(yOf(kRows), -10);
    const auto place = m_view->place();
    m_view->setModel(nullptr);
    open(*place);
    QCOMPARE(yOf(kRows), -10);
    const int y = geometry().boxOf(kRows)->textY;
    QVERIFY(y > 0);
    for (const int size : {20, 12, 15}) {
        Theme::setCurrent(Theme::make(Scheme::Light, size));
        QCOMPARE(geometry().boxOf(kRows)->textY, y);
    }
}

void TestTimelineAnchor::sizesKeepTheRow()
{
    open();
    m_view->scrollByPixels(-1500);
    const Seq seq = readSeq();
    const int y = yOf(seq);
    for (const int width : {430, 360, 300, 410, 520, 700, 600}) {
        m_view->resize(width, 400);
        QCOMPARE(yOf(seq), y);
    }
    const int height = geometry().boxOf(indexOf(seq))->height;
    for (const int size : {20, 12, 22, 15}) {
        Theme::setCurrent(Theme::make(Scheme::Light, size));
        QCOMPARE(yOf(seq), y);
        if (size == 20)
            QVERIFY(geometry().boxOf(indexOf(seq))->height > height);
    }
}

void TestTimelineAnchor::longTextKeepsItsLine()
{
    m_model->change(50, [](TimelineRow &row) { row.text = row.text.repeated(200); });
    open({51, 9'000, 7});
    const auto place = m_view->place();
    QCOMPARE(place->seq, 51);
    const int offset = place->offset; // of the line above, of which a part is in view
    QVERIFY(offset > 8'900 && offset < 9'000);
    const auto lineY = [&] { return yOf(51) + geometry().layout(50).lineTop(offset); };
    const int y = lineY();
    QVERIFY(y < 0 && y > -22);
    for (const int width : {380, 300, 800, 450, 600}) {
        m_view->resize(width, 400);
        QCOMPARE(lineY(), y);
    }
    Theme::setCurrent(Theme::make(Scheme::Light, 20));
    QCOMPARE(lineY(), y);
    // What comes or changes above it moves nothing either.
    m_model->change(49, [](TimelineRow &row) { row.text = row.text.repeated(20); });
    QCOMPARE(lineY(), y);
}

//! It fills the upper half of the window at first, and not any more when that has grown.
void TestTimelineAnchor::cutFirstLineStaysWhileAnEdgeIsDragged()
{
    m_model->change(50, [](TimelineRow &row) { row.text = row.text.repeated(13); });
    open({51, 0, -10});
    QCOMPARE(yOf(51), -10);
    QCOMPARE(readSeq(), 51);
    const int bottom = geometry().boxOf(50)->bottom();
    QVERIFY2(bottom > 200 && bottom < 280, QByteArray::number(bottom).constData());
    for (const QSize size : {QSize(600, 410), QSize(600, 560), QSize(480, 560), QSize(400, 500)}) {
        m_view->resize(size);
        QCOMPARE(yOf(51), -10);
    }
}

void TestTimelineAnchor::placeInALongTextAtAnotherWidth()
{
    m_model->change(50, [](TimelineRow &row) { row.text = row.text.repeated(200); });
    open({51, 9'000, 7});
    const auto place = m_view->place();
    m_view->setModel(nullptr);
    m_view->resize(330, 300);
    open(*place);
    QCOMPARE(yOf(51) + geometry().layout(50).lineTop(place->offset), place->y);
}

void TestTimelineAnchor::viewThatGrowsAndShrinksComesBack()
{
    open();
    m_view->scrollByPixels(-60);
    const Seq seq = readSeq();
    const int y = yOf(seq);
    shrinkTo(800);
    QCOMPARE(yOf(seq), y);
    QVERIFY(geometry().isAtEnd()); // with an empty space below
    QVERIFY(!geometry().sticksToEnd());
    shrinkTo(400);
    QCOMPARE(yOf(seq), y);
    QVERIFY(!geometry().isAtEnd());
}

void TestTimelineAnchor::rowsThatGoAboveLeaveASpace()
{
    open({5, 0, 200});
    const int y = yOf(5);
    m_model->remove(0, 3);
    QCOMPARE(yOf(5), y);
    QVERIFY(geometry().boxes().front().y > 0);
    m_model->prepend(rows(3));
    QCOMPARE(yOf(5), y);
}

void TestTimelineAnchor::spaceIsClosedByScrollingAndNeverMade()
{
    open({5, 0, 200});
    m_model->remove(0, 3);
    const int space = geometry().boxes().front().y;
    QVERIFY(space > 20);
    m_view->scrollByPixels(-50); // towards what is not there
    QCOMPARE(geometry().boxes().front().y, space);
    m_view->scrollByPixels(20);
    QCOMPARE(geometry().boxes().front().y, space - 20);
    m_view->scrollByPixels(2'000);
    m_view->scrollByPixels(-1'000'000);
    QCOMPARE(geometry().boxes().front().y, 0);
    m_view->scrollByPixels(1'000'000);
    QVERIFY(geometry().sticksToEnd());
}

void TestTimelineAnchor::spaceBelowIsFilledByWhatComes()
{
    open();
    m_view->scrollByPixels(-60);
    shrinkTo(500);
    const Seq seq = readSeq();
    const int y = yOf(seq);
    m_model->append(message(kRows + 1, u"fits"_s));
    QCOMPARE(yOf(seq), y);
    for (int i = 2; i < 6; ++i)
        m_model->append(message(kRows + i, u"and then the end is followed"_s));
    QVERIFY(geometry().boxOf(m_model->rowCount() - 1));
    QVERIFY(geometry().sticksToEnd());
}

void TestTimelineAnchor::fewOlderOnesComeAbove()
{
    m_model->reset(rows(3, 50));
    m_model->setBounds(true, false);
    open();
    const int y = yOf(51);
    QVERIFY(y > 200); // the older ones have room above
    m_model->prepend(rows(49));
    QCOMPARE(yOf(51), y);
    QVERIFY(geometry().sticksToEnd());
}

void TestTimelineAnchor::gapInTheMiddleOfReading()
{
    open({40, 0, 33});
    m_model->setBounds(true, true); // too much was missed
    QCOMPARE(yOf(40), 33);
    m_model->insert(kRows, rows(30, kRows + 1));
    m_model->setBounds(true, false);
    QCOMPARE(yOf(40), 33);
    m_model->insert(indexOf(60), rows(5, 1000));
    QCOMPARE(yOf(40), 33);
}

void TestTimelineAnchor::emptiedAndFilledAgain()
{
    open({40, 0, 33});
    m_model->reset({});
    m_view->grab();
    m_view->resize(500, 400);
    m_model->insert(0, rows(kRows));
    QCOMPARE(yOf(40), 33);
}

void TestTimelineAnchor::jumpIsGivenUpByScrolling()
{
    m_model->setBounds(false, true);
    open({40, 0, 33});
    m_view->jumpToEnd();
    m_view->scrollByPixels(-800);
    const Seq seq = readSeq();
    const int y = yOf(seq);
    m_model->setBounds(false, false);
    m_model->reset(rows(kRows + 20));
    QCOMPARE(yOf(seq), y);
}

QTEST_MAIN(TestTimelineAnchor)
#include "tst_timeline_anchor.moc"
