// SPDX-License-Identifier: MIT
#include "client/ui/message_times_dialog.h"
#include "client/ui/stage_texts.h"
#include "tests/support/shown_label.h"
#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLocale>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

constexpr RoomId kRoom{5};
constexpr qint64 kMs = 1'000'000;

} // namespace

//! What a person is told of a message that took long.
class TestMessageTimesDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init();
    void durations_data();
    void durations();
    void stagesHaveTheirNames();
    void summaryNamesTheLongest();
    void summaryOfOneUnderWay();
    void showsStagesAndTrace();
    void followsWhatIsUnderWay();
    void keepsWhatIsForgotten();
    void copiesAsText();

private:
    void pass(Stage stage, qint64 nanoseconds)
    {
        m_now += nanoseconds;
        m_times->passed(u"k"_s, stage);
    }
    void wholeWay()
    {
        pass(Stage::Outbox, 3 * kMs);
        pass(Stage::Turn, kMs * 2 / 5);
        m_now += 1200 * kMs;
        m_times->answered(u"k"_s, u"4f2a9c1bd0e7"_s);
        pass(Stage::Apply, 2 * kMs);
        pass(Stage::Layout, kMs);
        pass(Stage::Paint, 4 * kMs);
    }

    qint64 m_now = 0;
    std::unique_ptr<StageTimes> m_times;
};

void TestMessageTimesDialog::init()
{
    m_now = 1000 * kMs;
    m_times = std::make_unique<StageTimes>([this] { return m_now; });
    m_times->begin(u"k"_s, kRoom);
}

void TestMessageTimesDialog::durations_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64(0) << u"0.0 ms"_s;
    QTest::newRow("parts") << qint64(440'000) << u"0.4 ms"_s;
    QTest::newRow("a few") << 9 * kMs << u"9.0 ms"_s;
    QTest::newRow("many") << 85 * kMs + kMs / 3 << u"85 ms"_s;
    QTest::newRow("over a second") << 1234 * kMs << u"1.2 s"_s;
    QTest::newRow("long") << 42'400 * kMs << u"42 s"_s;
    QTest::newRow("minutes") << 600'000 * kMs << u"10 min"_s;
}

void TestMessageTimesDialog::durations()
{
    QFETCH(qint64, nanoseconds);
    QTEST(durationText(nanoseconds), "text");
}

void TestMessageTimesDialog::stagesHaveTheirNames()
{
    QSet<QString> names;
    for (size_t i = 0; i < kStageCount; ++i)
        names.insert(stageName(Stage(i)));
    QCOMPARE(names.size(), qsizetype(kStageCount));
    QVERIFY(!names.contains(QString()));
}

void TestMessageTimesDialog::summaryNamesTheLongest()
{
    wholeWay();
    QCOMPARE(timesSummary(*m_times->find(u"k"_s)),
             u"1.2 s from the key to the room. Most of that, 1.2 s, went to the server and back; "
             "the id finds it in the server's log."_s);
    m_times->begin(u"k2"_s, kRoom);
    m_now += 70 * kMs;
    m_times->passed(u"k2"_s, Stage::Outbox);
    m_times->passed(u"k2"_s, Stage::Apply);
    QVERIFY(timesSummary(*m_times->find(u"k2"_s)).contains(u"this computer's disk"_s));
}

void TestMessageTimesDialog::summaryOfOneUnderWay()
{
    QVERIFY(!timesSummary(*m_times->find(u"k"_s)).contains(u'%'));
    pass(Stage::Outbox, 3 * kMs);
    QVERIFY(timesSummary(*m_times->find(u"k"_s)).startsWith(u"It is on its way; so far 3.0 ms"_s));
}

void TestMessageTimesDialog::showsStagesAndTrace()
{
    wholeWay();
    MessageTimesDialog dialog(*m_times, u"k"_s);
    dialog.show();
    QStringList texts;
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        if (label->isVisible())
            texts.append(label->text());
    }
    QVERIFY(texts.contains(u"4f2a9c1bd0e7"_s));
    for (size_t i = 0; i < kStageCount; ++i)
        QVERIFY2(texts.contains(stageName(Stage(i))), qPrintable(stageName(Stage(i))));
    QVERIFY(texts.contains(u"0.4 ms"_s)); // its turn
    QVERIFY(texts.contains(u"–"_s)); // no key was pressed
    QVERIFY(!texts.contains(u"1 times"_s));
}

void TestMessageTimesDialog::followsWhatIsUnderWay()
{
    MessageTimesDialog dialog(*m_times, u"k"_s);
    dialog.show();
    QVERIFY(dialog.text().contains(u"not answered yet"_s));
    pass(Stage::Turn, kMs);
    pass(Stage::Turn, kMs);
    wholeWay();
    QTRY_VERIFY(dialog.text().contains(u"4f2a9c1bd0e7"_s));
    QVERIFY(dialog.text().contains(u"3 times"_s));
    QVERIFY(test::showsLabel(dialog, u"4f2a9c1bd0e7"_s));
}

void TestMessageTimesDialog::keepsWhatIsForgotten()
{
    wholeWay();
    MessageTimesDialog dialog(*m_times, u"k"_s);
    const QString before = dialog.text();
    m_times->clear();
    QTest::qWait(600); // it looks every half second
    QCOMPARE(dialog.text(), before);
}

void TestMessageTimesDialog::copiesAsText()
{
    wholeWay();
    MessageTimesDialog dialog(*m_times, u"k"_s);
    dialog.show();
    QTest::mouseClick(dialog.findChild<QAbstractButton *>(u"factsCopy"_s), Qt::LeftButton);
    const QString text = QApplication::clipboard()->text();
    QVERIFY(text.startsWith(u"Why did this take so long?\n"_s));
    QVERIFY(text.contains(u"\nId in the server's log\t4f2a9c1bd0e7\n"_s));
    QVERIFY(text.contains(u"\nTo the server and back\t1.2 s\n"_s));
    QVERIFY(text.contains(u"\nPainted\t4.0 ms\n"_s));
}

QTEST_MAIN(TestMessageTimesDialog)
#include "tst_message_times_dialog.moc"
