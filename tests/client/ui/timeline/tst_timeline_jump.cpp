// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QAccessible>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Going straight to a message, to a place, and to the end.
class TestTimelineJump : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void standsAThirdDown_data();
    void standsAThirdDown();
    void standsAsTheRowsAllow();
    void isThereAfterOtherRowsCame();
    void whatIsNotThereMovesNothing();
    void pagesAroundItMoveNothing();
    void takesTheKeyboardThere();
    void isMarkedForAMoment_data();
    void isMarkedForAMoment();
    void markFollowsItsMessage();
    void placeIsFoundToThePixel();
    void placeOfTheEndIsTheEnd();
    void leavingForTheEndIsTold();
    void beforeItIsShown();

private:
    static std::vector<TimelineRow> rows(int count, qint64 first = 1)
    {
        std::vector<TimelineRow> all;
        for (int i = 0; i < count; ++i)
            all.push_back(message(first + i, u"message %1"_s.arg(first + i), 1 + i % 3));
        return all;
    }
    const RowBox *boxOf(Seq seq) { return m_view->geometry().boxOf(m_model.indexOf(seq)); }
    int third() { return m_view->viewport()->height() / 3; }
    //! The colour beside a message's text, as it is painted.
    QColor behind(Seq seq)
    {
        const RowBox *box = boxOf(seq);
        const QImage picture = m_view->viewport()->grab().toImage();
        return picture.pixelColor(2, box->bottom() - 2);
    }

    FakeTimelineModel m_model;
    std::unique_ptr<QWidget> m_window;
    TimelineView *m_view = nullptr;
    QLineEdit *m_composer = nullptr;
};

void TestTimelineJump::init()
{
    Theme::setCurrent(Theme::make(Scheme::Light));
    m_model.reset(rows(300));
    m_model.setReadMarker(300);
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_view = new TimelineView;
    m_composer = new QLineEdit;
    layout->addWidget(m_view);
    layout->addWidget(m_composer);
    m_view->setModel(&m_model);
    m_window->resize(600, 500);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_composer->setFocus();
    m_view->grab();
    QCoreApplication::processEvents();
}

void TestTimelineJump::cleanup()
{
    m_window.reset();
    m_model.setBounds(false, false);
}

void TestTimelineJump::standsAThirdDown_data()
{
    QTest::addColumn<Seq>("seq");
    QTest::newRow("far up") << Seq(40);
    QTest::newRow("in the middle") << Seq(150);
    QTest::newRow("with a day line") << Seq(152);
    QTest::newRow("nearly in view") << Seq(270);
}

void TestTimelineJump::standsAThirdDown()
{
    QFETCH(const Seq, seq);
    m_model.change(150, [](TimelineRow &row) { row.text = u"word "_s.repeated(150); });
    for (int i = 151; i < 300; ++i)
        m_model.change(i, [](TimelineRow &row) { row.at += 24 * 3'600'000; });
    QVERIFY(m_view->jumpTo(seq));
    QVERIFY(boxOf(seq));
    QCOMPARE(boxOf(seq)->y, third());
    QCOMPARE(m_view->place()->seq > 0, true);
    m_view->grab();
    QCoreApplication::processEvents();
    QCOMPARE(boxOf(seq)->y, third());
}

void TestTimelineJump::standsAsTheRowsAllow()
{
    QVERIFY(m_view->jumpTo(2));
    QCOMPARE(boxOf(1)->y, 0);
    QVERIFY(m_view->jumpTo(299));
    QVERIFY(m_view->geometry().isAtEnd());
    m_model.change(100, [](TimelineRow &row) { row.text = u"word "_s.repeated(5'000); });
    QVERIFY(m_view->jumpTo(101));
    QCOMPARE(boxOf(101)->y, 0); // taller than the view
}

void TestTimelineJump::isThereAfterOtherRowsCame()
{
    m_model.setBounds(true, true);
    m_model.reset(rows(100, 5'000));
    QVERIFY(m_view->jumpTo(5'050));
    QCOMPARE(boxOf(5'050)->y, third());
    QCOMPARE(m_view->place()->isEnd(), false);
}

void TestTimelineJump::whatIsNotThereMovesNothing()
{
    m_view->scrollByPixels(-500);
    const auto place = m_view->place();
    QVERIFY(!m_view->jumpTo(301));
    QVERIFY(!m_view->jumpTo(0));
    QVERIFY(!m_view->jumpTo(-1));
    QCOMPARE(m_view->place(), place);
    QVERIFY(m_composer->hasFocus());
}

void TestTimelineJump::pagesAroundItMoveNothing()
{
    m_model.setBounds(true, true);
    m_model.reset(rows(20, 5'000));
    QVERIFY(m_view->jumpTo(5'010));
    const int y = boxOf(5'010)->textY;
    m_view->grab();
    m_model.prepend(rows(50, 4'950));
    QCOMPARE(boxOf(5'010)->textY, y);
    m_model.insert(70, rows(50, 5'020));
    QCOMPARE(boxOf(5'010)->textY, y);
    m_model.remove(100, 10);
    QCOMPARE(boxOf(5'010)->textY, y);
}

void TestTimelineJump::takesTheKeyboardThere()
{
    QVERIFY(m_view->jumpTo(150));
    QVERIFY(m_view->hasFocus());
    QCOMPARE(m_model.row(m_view->currentIndex()).seq, 150);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view);
    QVERIFY(list && list->focusChild());
    QVERIFY(list->focusChild()->text(QAccessible::Name).contains(u"message 150"_s));
    QTest::keyClick(m_view, Qt::Key_Down);
    QCOMPARE(m_model.row(m_view->currentIndex()).seq, 151);
}

void TestTimelineJump::isMarkedForAMoment_data()
{
    QTest::addColumn<bool>("hasMotion");
    QTest::newRow("fading") << true;
    QTest::newRow("without motion") << false;
}

void TestTimelineJump::isMarkedForAMoment()
{
    QFETCH(const bool, hasMotion);
    Theme::setCurrent(Theme::make(Scheme::Light, Theme::kDefaultText, false, hasMotion));
    const QColor marked = Theme::current().selection;
    const QColor plain = Theme::current().background;
    QVERIFY(m_view->jumpTo(150));
    QCOMPARE(behind(150), marked);
    QCOMPARE(behind(149), plain);
    QSet<QRgb> colors;
    QTRY_VERIFY((colors.insert(behind(150).rgb()), behind(150) == plain));
    QCOMPARE(colors.size() > 2, hasMotion);
}

void TestTimelineJump::markFollowsItsMessage()
{
    QVERIFY(m_view->jumpTo(150));
    m_model.prepend(rows(5, -10));
    m_model.remove(20, 3);
    QCOMPARE(behind(150), Theme::current().selection);
    QCOMPARE(behind(152), Theme::current().background);
    m_model.remove(m_model.indexOf(150));
    QCOMPARE(behind(151), Theme::current().background);
}

void TestTimelineJump::placeIsFoundToThePixel()
{
    m_view->scrollByPixels(-2'345);
    const auto place = m_view->place();
    QVERIFY(place && place->seq > 0);
    const int y = boxOf(place->seq)->textY;
    QVERIFY(m_view->jumpTo(20));
    m_view->grab();
    m_view->goTo(*place);
    QCOMPARE(m_view->place(), place);
    QCOMPARE(boxOf(place->seq)->textY, y);
    QVERIFY(m_view->hasFocus());
    // Its rows are others by now.
    auto others = rows(200, 100);
    for (TimelineRow &row : others)
        row.id += 10'000;
    QVERIFY(m_view->jumpTo(290));
    m_model.setBounds(true, true);
    m_model.reset(others);
    m_view->goTo(*place);
    m_view->grab();
    QCOMPARE(boxOf(place->seq)->textY, y);
}

void TestTimelineJump::placeOfTheEndIsTheEnd()
{
    QVERIFY(m_view->jumpTo(20));
    m_view->goTo({});
    QVERIFY(m_view->geometry().isAtEnd());
    m_model.append(message(301, u"new"_s));
    QVERIFY(m_view->geometry().isAtEnd()); // it is followed
    QSignalSpy latest(m_view, &TimelineView::latestWanted);
    m_model.setBounds(false, true);
    m_view->goTo({});
    QCOMPARE(latest.count(), 1);
}

void TestTimelineJump::leavingForTheEndIsTold()
{
    QSignalSpy left(m_view, &TimelineView::leftFor);
    m_view->jumpToEnd();
    QCOMPARE(left.count(), 0); // one was there
    m_view->scrollByPixels(-700);
    const auto place = m_view->place();
    m_view->jumpToEnd();
    QCOMPARE(left.count(), 1);
    QCOMPARE(left.first().first().value<ReadingPlace>(), *place);
    m_view->goTo(*place);
    m_view->goTo({});
    QCOMPARE(left.count(), 1);
}

//! A room that is opened for the sake of one message.
void TestTimelineJump::beforeItIsShown()
{
    FakeTimelineModel model;
    model.setReadMarker(900);
    model.setBounds(true, false);
    TimelineView view;
    view.resize(600, 500);
    view.setModel(&model);
    model.setBounds(true, true);
    model.reset(rows(100, 400));
    QVERIFY(view.jumpTo(450));
    view.show();
    view.grab();
    QVERIFY(view.geometry().boxOf(model.indexOf(450)));
    QVERIFY(!view.geometry().isOpening());
    view.setModel(nullptr);
}

QTEST_MAIN(TestTimelineJump)
#include "tst_timeline_jump.moc"
