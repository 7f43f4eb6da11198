// SPDX-License-Identifier: MIT
#include "client/ui/day_calendar.h"
#include "client/ui/day_dialog.h"
#include "client/ui/theme/theme.h"
#include <QDateTime>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

const QDate kToday(2025, 3, 19);
const QDate kMarch(2025, 3, 1);

} // namespace

//! The sheet of a calendar on which the days with messages are marked.
class TestDayDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void daysBeginWhereTheyDo();
    void asksForEachMonthOnce();
    void marksDaysOfWhichThereIsSomething();
    void marksAreSeen();
    void knowsWhereADayBegins();
    void isChosenByKeyOrButton();
    void futureCannotBeChosen();
    void tellsWhatIsMissing();

private:
    template <class T>
    T *find(const QString &name)
    {
        return m_dialog->findChild<T *>(name);
    }
    //! Of March: messages on these days, with the day as their number.
    QList<Seq> messagesOn(const QList<int> &days)
    {
        QList<Seq> first;
        for (int day = 1; day <= 32; ++day) {
            const auto next = std::ranges::lower_bound(days, day);
            first.append(next == days.end() ? 0 : *next);
        }
        return first;
    }

    std::unique_ptr<DayDialog> m_dialog;
    DayCalendar *m_calendar = nullptr;
};

void TestDayDialog::init()
{
    m_dialog = std::make_unique<DayDialog>(kToday);
    m_calendar = find<DayCalendar>(u"dayCalendar"_s);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

//! Also where a clock is put forward or back in between.
void TestDayDialog::daysBeginWhereTheyDo()
{
    const auto starts = DayDialog::dayStarts(kMarch);
    QCOMPARE(starts.size(), 32);
    for (int i = 0; i < starts.size(); ++i) {
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(starts[i]);
        QCOMPARE(start.date(), kMarch.addDays(i));
        QVERIFY(start.addMSecs(-1).date() < start.date());
    }
    QCOMPARE(DayDialog::dayStarts({2024, 2, 1}).size(), 30);
}

void TestDayDialog::asksForEachMonthOnce()
{
    QSignalSpy asked(m_dialog.get(), &DayDialog::monthShown);
    m_dialog->begin();
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.last().first().toDate(), kMarch);
    find<QToolButton>(u"monthBefore"_s)->click();
    QCOMPARE(asked.last().first().toDate(), QDate(2025, 2, 1));
    QVERIFY(find<QLabel>(u"dayMonth"_s)->text().contains(u"2025"_s));
    find<QToolButton>(u"monthAfter"_s)->click();
    QCOMPARE(asked.count(), 2);
}

void TestDayDialog::marksDaysOfWhichThereIsSomething()
{
    m_dialog->setMoments(kMarch, messagesOn({2, 3, 10, 32}), true);
    QCOMPARE(m_calendar->marked(),
             (QSet<QDate>{{2025, 3, 2}, {2025, 3, 3}, {2025, 3, 10}})); // the 32nd is April's
    m_dialog->setMoments({2025, 2, 1}, QList<Seq>(29, 2), true); // all of them are in March
    QCOMPARE(m_calendar->marked().size(), 3);
}

void TestDayDialog::marksAreSeen()
{
    const QImage before = m_calendar->grab().toImage();
    m_dialog->setMoments(kMarch, messagesOn({2, 10}), true);
    const QImage after = m_calendar->grab().toImage();
    QVERIFY(before != after);
    int dots = 0;
    for (int y = 0; y < after.height(); ++y) {
        for (int x = 0; x < after.width(); ++x)
            dots += after.pixelColor(x, y) == Theme::current().accent ? 1 : 0;
    }
    QVERIFY2(dots >= 16, qPrintable(QString::number(dots)));
}

void TestDayDialog::knowsWhereADayBegins()
{
    QVERIFY(!m_dialog->firstOn(kToday));
    m_dialog->setMoments(kMarch, messagesOn({2, 10}), true);
    QCOMPARE(m_dialog->firstOn({2025, 3, 1}), std::optional<Seq>(2));
    QCOMPARE(m_dialog->firstOn({2025, 3, 2}), std::optional<Seq>(2));
    QCOMPARE(m_dialog->firstOn({2025, 3, 9}), std::optional<Seq>(10));
    QCOMPARE(m_dialog->firstOn({2025, 3, 11}), std::optional<Seq>(0));
    QVERIFY(!m_dialog->firstOn({2025, 4, 1}));
}

void TestDayDialog::isChosenByKeyOrButton()
{
    QSignalSpy chosen(m_dialog.get(), &DayDialog::chosen);
    QWidget *sheet = m_calendar->findChild<QWidget *>(u"qt_calendar_calendarview"_s);
    QVERIFY(sheet);
    QTest::keyClick(sheet, Qt::Key_Up); // a week
    QTest::keyClick(sheet, Qt::Key_Return);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.last().first().toDate(), kToday.addDays(-7));
    QTest::keyClick(sheet, Qt::Key_Left);
    QTest::mouseClick(find<QPushButton>(u"daySubmit"_s), Qt::LeftButton);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.last().first().toDate(), kToday.addDays(-8));
}

void TestDayDialog::futureCannotBeChosen()
{
    QVERIFY(!find<QToolButton>(u"monthAfter"_s)->isEnabled());
    QWidget *sheet = m_calendar->findChild<QWidget *>(u"qt_calendar_calendarview"_s);
    QTest::keyClick(sheet, Qt::Key_Right);
    QCOMPARE(m_calendar->selectedDate(), kToday);
    find<QToolButton>(u"monthBefore"_s)->click();
    QVERIFY(find<QToolButton>(u"monthAfter"_s)->isEnabled());
}

void TestDayDialog::tellsWhatIsMissing()
{
    const auto *note = find<QLabel>(u"dayNote"_s);
    m_dialog->setMoments(kMarch, messagesOn({2}), true);
    QVERIFY(!note->isVisible());
    m_dialog->setMoments(kMarch, messagesOn({2}), false);
    QVERIFY(note->isVisible() && note->text().contains(u"Without a connection"_s));
    m_dialog->showError(jumpSentence(Error(ErrorCode::Unavailable, {})));
    QVERIFY(note->text().contains(u"not kept on this computer"_s));
}

QTEST_MAIN(TestDayDialog)
#include "tst_day_dialog.moc"
