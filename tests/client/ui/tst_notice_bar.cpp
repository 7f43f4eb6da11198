// SPDX-License-Identifier: MIT
#include "client/ui/notice_bar.h"
#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What a notice shows, offers, and how it goes away.
class TestNoticeBar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void showsTextAndAction();
    void withoutActionThereIsNoButton();
    void markupIsText();
    void errorHasItsTraceId();
    void putAway();
    void goesByItself();
    void aNewNoticeIsNotTakenAway();
    void kindsLookDifferent();
    void drawsNothingBeforeThereIsSomethingToTell();
    void longTextIsWhole();

private:
    QAbstractButton *button(const QString &name)
    {
        return m_bar->findChild<QAbstractButton *>(name);
    }
    QLabel *label() { return m_bar->findChild<QLabel *>(u"noticeText"_s); }

    std::unique_ptr<NoticeBar> m_bar;
};

void TestNoticeBar::init()
{
    m_bar = std::make_unique<NoticeBar>();
    m_bar->resize(400, 60);
    QVERIFY(!m_bar->isVisible());
}

void TestNoticeBar::showsTextAndAction()
{
    QSignalSpy acted(m_bar.get(), &NoticeBar::actionTriggered);
    m_bar->showNotice(NoticeKind::Warn, u"Your session has run out."_s, u"Log in"_s);
    QVERIFY(m_bar->isVisible());
    QCOMPARE(m_bar->text(), u"Your session has run out."_s);
    QCOMPARE(m_bar->accessibleName(), m_bar->text());
    QCOMPARE(button(u"noticeAction"_s)->text(), u"Log in"_s);
    QTest::mouseClick(button(u"noticeAction"_s), Qt::LeftButton);
    QCOMPARE(acted.size(), 1);
    QVERIFY(m_bar->isVisible()); // who acts decides when it goes
}

void TestNoticeBar::withoutActionThereIsNoButton()
{
    m_bar->showNotice(NoticeKind::Info, u"first"_s, u"Act"_s);
    m_bar->showNotice(NoticeKind::Info, u"second"_s);
    QVERIFY(!button(u"noticeAction"_s)->isVisible());
    QVERIFY(button(u"noticeClose"_s)->isVisible());
}

void TestNoticeBar::markupIsText()
{
    m_bar->showNotice(NoticeKind::Info, u"You left <b>bold</b>."_s);
    QCOMPARE(label()->textFormat(), Qt::PlainText);
    QCOMPARE(m_bar->text(), u"You left <b>bold</b>."_s);
}

void TestNoticeBar::errorHasItsTraceId()
{
    Error error(ErrorCode::Internal, {});
    error.trace = u"4f2a"_s;
    m_bar->showError(errorSentence(error), u"Again"_s);
    const auto *detail = m_bar->findChild<QLabel *>(u"noticeDetail"_s);
    QVERIFY2(detail->text().endsWith(u"internal · id 4f2a"_s), qPrintable(detail->text()));
    QVERIFY(!detail->isHidden());
    QVERIFY(detail->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    QVERIFY(label()->textInteractionFlags().testFlag(Qt::TextSelectableByMouse));
    QCOMPARE(button(u"noticeAction"_s)->text(), u"Again"_s);
}

void TestNoticeBar::putAway()
{
    QSignalSpy closed(m_bar.get(), &NoticeBar::closed);
    m_bar->showNotice(NoticeKind::Info, u"something"_s);
    QTest::mouseClick(button(u"noticeClose"_s), Qt::LeftButton);
    QVERIFY(!m_bar->isVisible());
    QCOMPARE(closed.size(), 1);
}

void TestNoticeBar::goesByItself()
{
    QList<qint64> left;
    m_bar->countDown(2'500, [&left](qint64 leftMs) {
        left.append(leftMs);
        return waitingSentence(Error::rateLimited(leftMs), leftMs);
    });
    const QString first = m_bar->text();
    QVERIFY(m_bar->isVisible());
    QTRY_VERIFY(m_bar->text() != first);
    QTRY_COMPARE(left.last(), 0);
    QVERIFY(m_bar->isVisible()); // until the answer to the next try is there
    QTRY_VERIFY(!m_bar->isVisible());
    for (qsizetype i = 1; i < left.size(); ++i)
        QVERIFY(left[i] < left[i - 1]);
    QVERIFY(left.size() >= 3);
}

void TestNoticeBar::aNewNoticeIsNotTakenAway()
{
    m_bar->countDown(1, [](qint64) { return errorSentence(Error::rateLimited(1)); });
    m_bar->showNotice(NoticeKind::Info, u"stays"_s);
    QTest::qWait(1'200); // longer than the first would have stood there
    QVERIFY(m_bar->isVisible());
    QCOMPARE(m_bar->text(), u"stays"_s);
}

void TestNoticeBar::kindsLookDifferent()
{
    QList<QImage> looks;
    for (const auto kind :
         {NoticeKind::Info, NoticeKind::Success, NoticeKind::Warn, NoticeKind::Error}) {
        m_bar->showNotice(kind, u"the same words"_s);
        const QImage look = m_bar->grab().toImage();
        QVERIFY(!looks.contains(look));
        looks.append(look);
    }
}

void TestNoticeBar::longTextIsWhole()
{
    m_bar->showNotice(NoticeKind::Error, u"A sentence that needs several lines. "_s.repeated(8));
    m_bar->resize(300, m_bar->heightForWidth(300));
    QVERIFY(label()->height() >= label()->heightForWidth(label()->width()));
    QVERIFY(label()->height() > 3 * label()->fontMetrics().height());
}

//! No icon is drawn for the first picture of a window that has nothing to tell.
void TestNoticeBar::drawsNothingBeforeThereIsSomethingToTell()
{
    const auto drawn = [this] {
        int count = 0;
        for (const QLabel *part : m_bar->findChildren<QLabel *>())
            count += part->pixmap().isNull() ? 0 : 1;
        return count;
    };
    QCOMPARE(drawn(), 0);
    QVERIFY(button(u"noticeClose"_s)->icon().isNull());
    m_bar->showNotice(NoticeKind::Info, u"first"_s);
    QCOMPARE(drawn(), 1);
    QVERIFY(!button(u"noticeClose"_s)->icon().isNull());
}

QTEST_MAIN(TestNoticeBar)
#include "tst_notice_bar.moc"
