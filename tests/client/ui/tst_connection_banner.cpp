// SPDX-License-Identifier: MIT
#include "client/ui/connection_banner.h"
#include "client/ui/theme/theme.h"
#include "tests/support/fake_clock.h"
#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

class LayoutCounter : public QObject {
public:
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::LayoutRequest ? 1 : 0;
        return false;
    }
};

} // namespace

//! What is told of a lost connection, and when; the clock is the test's.
class TestConnectionBanner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void shortTroubleStaysUnseen();
    void connectingIsToldAfterAWhile();
    void waitingCountsDown();
    void farOffIsCountedInLargerSteps();
    void largerTextTakesMoreRoom();
    void troubleGoesOnBetweenTries();
    void numberMovesNothing();
    void eachNumberHasRoom_data();
    void eachNumberHasRoom();
    void goodNewsForThoseWhoSawTheBad();
    void onlineAgainAndAgainIsNoNews();
    void signedOutSaysNothing();
    void retryIsOffered();
    void withoutAReason();
    void certificateIsOffered();
    void growsForTheSentence();

private:
    void pass(qint64 milliseconds)
    {
        m_clock.advance(milliseconds);
        m_banner->refresh();
    }

    FakeClock m_clock;
    std::unique_ptr<ConnectionBanner> m_banner;
    QAbstractButton *m_retry = nullptr;
};

void TestConnectionBanner::init()
{
    m_banner = std::make_unique<ConnectionBanner>(nullptr, m_clock);
    m_retry = m_banner->findChild<QAbstractButton *>(u"connectionRetry"_s);
    QVERIFY(!m_banner->isVisible());
}

void TestConnectionBanner::shortTroubleStaysUnseen()
{
    m_banner->showConnecting();
    pass(ConnectionBanner::kQuietMs - 1);
    QVERIFY(!m_banner->isVisible());
    m_banner->showOnline();
    pass(1);
    QVERIFY(!m_banner->isVisible());
}

void TestConnectionBanner::connectingIsToldAfterAWhile()
{
    m_banner->showConnecting();
    pass(ConnectionBanner::kQuietMs);
    QVERIFY(m_banner->isVisible());
    QCOMPARE(m_banner->text(), u"Connecting…"_s);
    QVERIFY(!m_retry->isVisible());
    QCOMPARE(m_banner->accessibleName(), m_banner->text());
}

void TestConnectionBanner::waitingCountsDown()
{
    m_banner->showWaiting(6'500, {u"It is gone."_s});
    pass(ConnectionBanner::kQuietMs);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 5 s."_s);
    QCOMPARE(m_banner->accessibleName(), m_banner->text());
    pass(500);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 4 s."_s);
    QCOMPARE(m_banner->accessibleName(),
             u"It is gone. Trying again in 5 s."_s); // it is not read out
    pass(3'999);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 1 s."_s);
    pass(60'000);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 0 s."_s);
}

void TestConnectionBanner::farOffIsCountedInLargerSteps()
{
    m_banner->showWaiting(23'000, {u"It is gone."_s});
    pass(ConnectionBanner::kQuietMs);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 25 s."_s); // 21
    pass(999);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 25 s."_s);
    pass(1);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 20 s."_s);
    pass(9'999);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 15 s."_s);
    pass(1);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 10 s."_s);
    pass(5'000);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 5 s."_s);
    pass(1'000);
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 4 s."_s);
}

void TestConnectionBanner::largerTextTakesMoreRoom()
{
    m_banner->fit(700);
    m_banner->showWaiting(8'000, {u"A sentence that has room on a line of 700 pixels."_s});
    pass(ConnectionBanner::kQuietMs);
    const int low = m_banner->height();
    const Theme before = Theme::current();
    Theme::setCurrent(Theme::make(Scheme::Light, Theme::kLargestText));
    const int high = m_banner->height();
    Theme::setCurrent(before);
    QVERIFY(high > low);
    QCOMPARE(m_banner->height(), low);
}

void TestConnectionBanner::troubleGoesOnBetweenTries()
{
    m_banner->showWaiting(3'000, {u"It is gone."_s});
    pass(3'000);
    m_banner->showConnecting();
    QVERIFY(m_banner->isVisible());
    pass(ConnectionBanner::kShortTryMs - 1); // most end at once: nothing flickers
    QCOMPARE(m_banner->text(), u"It is gone. Trying again in 0 s."_s);
    pass(1);
    QCOMPARE(m_banner->text(), u"Connecting…"_s);
    pass(100);
    m_banner->showWaiting(5'000, {u"Still gone."_s});
    QCOMPARE(m_banner->text(), u"Still gone. Trying again in 5 s."_s);
}

//! Neither it nor what is above it lays out anything for a new number.
void TestConnectionBanner::numberMovesNothing()
{
    QWidget window;
    QVBoxLayout column(&window);
    auto *parts = new QStackedWidget;
    column.addWidget(parts);
    auto *banner = new ConnectionBanner(parts, m_clock);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    banner->showWaiting(6'500, {u"It is gone."_s});
    m_clock.advance(ConnectionBanner::kQuietMs);
    banner->refresh();
    QVERIFY(banner->isVisible());
    const auto settle = [] {
        for (int turn = 0; turn < 5; ++turn)
            QCoreApplication::processEvents();
    };
    settle();
    LayoutCounter counter;
    parts->installEventFilter(&counter);
    window.installEventFilter(&counter);
    banner->installEventFilter(&counter);
    for (auto *part : banner->findChildren<QWidget *>())
        part->installEventFilter(&counter);
    m_clock.advance(1'000);
    banner->refresh();
    QCOMPARE(banner->text(), u"It is gone. Trying again in 4 s."_s);
    settle();
    QCOMPARE(counter.count, 0);
}

void TestConnectionBanner::eachNumberHasRoom_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("one line") << 700;
    QTest::newRow("wrapped") << 300;
}

void TestConnectionBanner::eachNumberHasRoom()
{
    QFETCH(int, width);
    m_banner->fit(width);
    m_banner->showWaiting(11'000, {u"The server cannot be reached."_s});
    const auto *text = m_banner->findChild<QLabel *>(u"connectionText"_s);
    QList<QRect> places;
    for (int second = 2; second <= 11; ++second) {
        pass(second == 2 ? 2'000 : 1'000);
        QCoreApplication::processEvents();
        const QRect needed = text->fontMetrics().boundingRect(
            QRect(0, 0, text->width(), QWIDGETSIZE_MAX),
            int(text->alignment()) | (text->wordWrap() ? Qt::TextWordWrap : 0), text->text());
        QVERIFY2(needed.width() <= text->width() && needed.height() <= text->height(),
                 qPrintable(text->text()));
        places.append(text->geometry());
    }
    QCOMPARE(text->text(), u"The server cannot be reached. Trying again in 0 s."_s);
    QCOMPARE(places.count(places.first()), places.size());
    m_banner->fit(width + 100); // the window is made larger meanwhile
    QVERIFY(text->width() >= text->fontMetrics().horizontalAdvance(text->text())
            || text->wordWrap());
}

void TestConnectionBanner::goodNewsForThoseWhoSawTheBad()
{
    m_banner->showConnecting();
    pass(ConnectionBanner::kQuietMs);
    m_banner->showOnline();
    QCOMPARE(m_banner->text(), u"Connected"_s);
    QVERIFY(!m_retry->isVisible());
    pass(ConnectionBanner::kConnectedMs - 1);
    QVERIFY(m_banner->isVisible());
    pass(1);
    QVERIFY(!m_banner->isVisible());
}

void TestConnectionBanner::onlineAgainAndAgainIsNoNews()
{
    m_banner->showConnecting();
    pass(ConnectionBanner::kQuietMs);
    m_banner->showOnline();
    pass(ConnectionBanner::kConnectedMs / 2);
    m_banner->showOnline();
    pass(ConnectionBanner::kConnectedMs / 2);
    QVERIFY(!m_banner->isVisible());
    m_banner->showConnecting(); // a new trouble begins its own quiet time
    pass(ConnectionBanner::kQuietMs - 1);
    QVERIFY(!m_banner->isVisible());
}

void TestConnectionBanner::signedOutSaysNothing()
{
    m_banner->showConnecting();
    pass(ConnectionBanner::kQuietMs);
    m_banner->showNothing();
    QVERIFY(!m_banner->isVisible());
    m_banner->showOnline(); // of another account: it saw no trouble
    pass(1);
    QVERIFY(!m_banner->isVisible());
}

void TestConnectionBanner::retryIsOffered()
{
    QSignalSpy retries(m_banner.get(), &ConnectionBanner::retryRequested);
    m_banner->showWaiting(30'000, {u"It is gone."_s});
    pass(ConnectionBanner::kQuietMs);
    QVERIFY(m_retry->isVisible());
    QTest::mouseClick(m_retry, Qt::LeftButton);
    QCOMPARE(retries.size(), 1);
}

void TestConnectionBanner::withoutAReason()
{
    m_banner->showWaiting(4'000);
    pass(ConnectionBanner::kQuietMs);
    QCOMPARE(m_banner->text(), u"Offline. Trying again in 2 s."_s);
}

void TestConnectionBanner::certificateIsOffered()
{
    auto *certificate = m_banner->findChild<QAbstractButton *>(u"connectionCertificate"_s);
    QSignalSpy wanted(m_banner.get(), &ConnectionBanner::certificateRequested);
    m_banner->showWaiting(8'000, {u"No."_s});
    pass(ConnectionBanner::kQuietMs);
    QVERIFY(!certificate->isVisible());
    m_banner->showWaiting(8'000, {u"Ran out."_s}, true);
    QVERIFY(certificate->isVisible());
    QTest::mouseClick(certificate, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    m_banner->showConnecting();
    pass(ConnectionBanner::kShortTryMs);
    QVERIFY(!certificate->isVisible());
}

void TestConnectionBanner::growsForTheSentence()
{
    m_banner->fit(700);
    m_banner->showWaiting(8'000, {u"Short."_s}, true);
    pass(ConnectionBanner::kQuietMs);
    const int low = m_banner->height();
    m_banner->showWaiting(8'000, {u"A sentence that no single line has room for. "_s.repeated(4)},
                          true);
    QCOMPARE(m_banner->width(), 700);
    QVERIFY(m_banner->height() > low);
    const auto *text = m_banner->findChild<QLabel *>(u"connectionText"_s);
    QTRY_VERIFY(text->height() >= text->heightForWidth(text->width()));
    m_banner->showWaiting(8'000, {u"Short."_s}, true);
    QCOMPARE(m_banner->height(), low);
}

QTEST_MAIN(TestConnectionBanner)
#include "tst_connection_banner.moc"
