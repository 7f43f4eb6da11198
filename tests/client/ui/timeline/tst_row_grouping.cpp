// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_grouping.h"
#include "client/ui/timeline/timeline_texts.h"
#include "client/ui/timeline/unread_line.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kHour = 60 * kMinute;

} // namespace

class TestRowGrouping : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void grouping_data()
    {
        QTest::addColumn<qint64>("secondBy");
        QTest::addColumn<Timestamp>("gap");
        QTest::addColumn<int>("unreadIndex");
        QTest::addColumn<bool>("hasDayLine");
        QTest::addColumn<bool>("hasAuthor");
        const auto add = [](const char *name, qint64 by, Timestamp gap, int unread, bool day,
                            bool author) {
            QTest::newRow(name) << by << gap << unread << day << author;
        };
        add("goes on", 1, kMinute, -1, false, false);
        add("just under seven minutes", 1, 7 * kMinute - 1, -1, false, false);
        add("seven minutes", 1, 7 * kMinute, -1, false, true);
        add("another author", 2, kMinute, -1, false, true);
        add("a line between", 1, kMinute, 1, false, true);
        add("another day", 1, 12 * kHour, -1, true, true);
        add("last moment of the day", 1, 12 * kHour - 1, -1, false, true);
        add("clock went back", 1, -kMinute, -1, false, false);
        add("clock went far back", 1, -kHour, -1, false, true);
    }
    void grouping()
    {
        QFETCH(qint64, secondBy);
        QFETCH(Timestamp, gap);
        QFETCH(int, unreadIndex);
        TimelineRow first = message(1, u"a"_s, 1);
        TimelineRow second = message(2, u"b"_s, secondBy);
        first.at = noon();
        second.at = noon() + gap;
        FakeTimelineModel model;
        model.reset({first, second});
        LocalDays days;
        const RowDecoration decoration = decorationOf(model, 1, unreadIndex, days);
        QTEST(decoration.hasDayLine, "hasDayLine");
        QTEST(decoration.hasAuthor, "hasAuthor");
        QCOMPARE(decoration.hasUnreadLine, unreadIndex == 1);
    }
    void aPinBetweenEndsAGroup()
    {
        TimelineRow first = message(1, u"a"_s);
        first.pinLines = {{1, u"Ada"_s, first.at, 2}};
        FakeTimelineModel model;
        model.reset({first, message(2, u"b"_s)});
        LocalDays days;
        QCOMPARE(decorationOf(model, 1, -1, days), (RowDecoration{false, false, true}));
    }
    void firstRowHasAll()
    {
        FakeTimelineModel model;
        model.reset({message(1, u"a"_s)});
        LocalDays days;
        QCOMPARE(decorationOf(model, 0, -1, days), (RowDecoration{true, false, true}));
    }
    void sameDayWithinAMinuteOverMidnight()
    {
        TimelineRow before = message(1, u"a"_s);
        TimelineRow after = message(2, u"b"_s);
        before.at = noon() + 12 * kHour - 1000;
        after.at = noon() + 12 * kHour + 1000;
        FakeTimelineModel model;
        model.reset({before, after});
        LocalDays days;
        QCOMPARE(decorationOf(model, 1, -1, days), (RowDecoration{true, false, true}));
    }

    void dayNames_data()
    {
        QTest::addColumn<QDate>("day");
        QTest::addColumn<QString>("name");
        QTest::newRow("today") << QDate(2025, 3, 5) << u"Today"_s;
        QTest::newRow("yesterday") << QDate(2025, 3, 4) << u"Yesterday"_s;
        QTest::newRow("before") << QDate(2025, 3, 3) << u"Monday, 3 March"_s;
        QTest::newRow("tomorrow") << QDate(2025, 3, 6) << u"Thursday, 6 March"_s;
        QTest::newRow("another year") << QDate(2024, 12, 31) << u"Tuesday, 31 December 2024"_s;
    }
    void dayNames()
    {
        QFETCH(QDate, day);
        QTEST(dayName(day, QDate(2025, 3, 5)), "name");
    }

    void unreadLine_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<Seq>("firstSeq");
        QTest::addColumn<Seq>("marker");
        QTest::addColumn<int>("ownUpTo");
        QTest::addColumn<bool>("hasOlder");
        QTest::addColumn<int>("index");
        const auto add = [](const char *name, int rows, Seq first, Seq marker, int own, bool older,
                            int index) {
            QTest::newRow(name) << rows << first << marker << own << older << index;
        };
        add("three unread", 10, 1, 7, 0, false, 7);
        add("all read", 10, 1, 10, 0, false, -1);
        add("marker beyond", 10, 1, 99, 0, false, -1);
        add("nothing ever read", 10, 1, 0, 0, false, 0);
        add("empty", 0, 1, 5, 0, false, -1);
        add("own ones are read", 10, 1, 7, 8, false, 8);
        add("only own ones", 10, 1, 7, 10, false, -1);
        add("marker before what is loaded", 10, 50, 40, 0, true, -1);
        add("marker at the edge", 10, 50, 50, 0, true, 1);
    }
    void unreadLine()
    {
        QFETCH(int, rows);
        QFETCH(Seq, firstSeq);
        QFETCH(Seq, marker);
        QFETCH(int, ownUpTo);
        QFETCH(bool, hasOlder);
        std::vector<TimelineRow> all;
        for (int i = 0; i < rows; ++i) {
            all.push_back(message(firstSeq + i, u"x"_s));
            all.back().isOwn = i < ownUpTo;
        }
        FakeTimelineModel model;
        model.setReadMarker(marker);
        model.setBounds(hasOlder, false);
        model.reset(all);
        UnreadLine line;
        line.open(model);
        QTEST(line.index(), "index");
    }
    void unreadLineStaysWhereItWas()
    {
        FakeTimelineModel model;
        model.setReadMarker(2);
        model.reset(
            {message(1, u"a"_s), message(2, u"b"_s), message(3, u"c"_s), message(4, u"d"_s)});
        UnreadLine line;
        line.open(model);
        QCOMPARE(line.index(), 2);
        model.setReadMarker(4); // read meanwhile
        model.append(message(5, u"e"_s));
        QVERIFY(!line.update(model));
        QCOMPARE(line.index(), 2);
        model.prepend({message(-1, u"o"_s)});
        line.update(model);
        QCOMPARE(line.index(), 3);
        model.remove(3); // the first unread one itself
        line.update(model);
        QCOMPARE(model.row(line.index()).text, u"d"_s);
    }
    void lineGoesAndComesWithItsRow()
    {
        FakeTimelineModel model;
        model.setReadMarker(2);
        model.reset({message(2, u"b"_s), message(3, u"c"_s), message(4, u"d"_s)});
        UnreadLine line;
        line.open(model);
        QCOMPARE(line.index(), 1);
        model.remove(0, 2); // there were too many rows
        model.setBounds(true, false);
        QVERIFY(line.update(model));
        QCOMPARE(line.index(), -1); // not above some later one
        model.prepend({message(2, u"b"_s), message(3, u"c"_s)});
        QVERIFY(line.update(model));
        QCOMPARE(line.index(), 1);
    }
    void noLineForWhatArrivesLater()
    {
        FakeTimelineModel model;
        model.setReadMarker(1);
        model.reset({message(1, u"a"_s)});
        UnreadLine line;
        line.open(model);
        model.append(message(2, u"b"_s));
        line.update(model);
        QCOMPARE(line.index(), -1);
    }
    void waitsForTheRowsAroundTheMarker()
    {
        FakeTimelineModel model;
        model.setReadMarker(5);
        model.setBounds(true, false);
        UnreadLine line;
        line.open(model);
        model.reset({message(8, u"h"_s), message(9, u"i"_s)});
        line.update(model);
        QCOMPARE(line.index(), -1);
        model.prepend(
            {message(4, u"d"_s), message(5, u"e"_s), message(6, u"f"_s), message(7, u"g"_s)});
        QVERIFY(line.update(model));
        QCOMPARE(line.index(), 2);
    }
};

QTEST_APPLESS_MAIN(TestRowGrouping)
#include "tst_row_grouping.moc"
