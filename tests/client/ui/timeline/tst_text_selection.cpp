// SPDX-License-Identifier: MIT
#include "client/ui/timeline/text_selection.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

using Unit = TextSelection::Unit;

class TestTextSelection : public QObject {
    Q_OBJECT
private:
    FakeTimelineModel m_model;

    TextPoint point(int index, int offset) const
    {
        return {{m_model.row(index).id, index}, offset};
    }

private Q_SLOTS:
    void init()
    {
        m_model.reset({message(1, u"first message"_s, 1), message(2, u"and more\nlines"_s, 1),
                       message(3, u"an\banswer, bücher!"_s, 2), message(4, u"last"_s, 1)});
    }

    void copied_data()
    {
        QTest::addColumn<int>("fromRow");
        QTest::addColumn<int>("fromOffset");
        QTest::addColumn<int>("toRow");
        QTest::addColumn<int>("toOffset");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("text");
        const auto add = [](const char *name, int row, int offset, int toRow, int toOffset,
                            Unit unit, const QString &text) {
            QTest::newRow(name) << row << offset << toRow << toOffset << static_cast<int>(unit)
                                << text;
        };
        add("nothing", 0, 3, 0, 3, Unit::Character, {});
        add("within one", 0, 0, 0, 5, Unit::Character, u"first"_s);
        add("backwards", 0, 5, 0, 0, Unit::Character, u"first"_s);
        add("over a line end", 1, 4, 1, 11, Unit::Character, u"more\nli"_s);
        add("control character as sent", 2, 0, 2, 9, Unit::Character, u"an\banswer"_s);
        add("two of one author", 0, 6, 1, 3, Unit::Character,
            u"User 1, 2025-03-03 12:01\nmessage\nand"_s);
        add("author changes", 1, 9, 3, 2, Unit::Character,
            u"User 1, 2025-03-03 12:02\nlines\nUser 2, 2025-03-03 12:03\nan\banswer, bücher!\n"
            "User 1, 2025-03-03 12:04\nla"_s);
        add("the same backwards", 3, 2, 1, 9, Unit::Character,
            u"User 1, 2025-03-03 12:02\nlines\nUser 2, 2025-03-03 12:03\nan\banswer, bücher!\n"
            "User 1, 2025-03-03 12:04\nla"_s);
        add("a word", 0, 8, 0, 8, Unit::Word, u"message"_s);
        add("a word at its start", 0, 6, 0, 6, Unit::Word, u"message"_s);
        add("word with umlaut", 2, 13, 2, 13, Unit::Word, u"bücher"_s);
        add("words forward", 0, 2, 0, 7, Unit::Word, u"first message"_s);
        add("words backward", 0, 8, 0, 2, Unit::Word, u"first message"_s);
        add("word at the very end", 3, 4, 3, 4, Unit::Word, u"last"_s);
        add("a message", 1, 3, 1, 3, Unit::Message, u"and more\nlines"_s);
        add("messages backward", 1, 3, 0, 3, Unit::Message,
            u"User 1, 2025-03-03 12:01\nfirst message\nand more\nlines"_s);
    }
    void copied()
    {
        QFETCH(int, fromRow);
        QFETCH(int, fromOffset);
        QFETCH(int, toRow);
        QFETCH(int, toOffset);
        QFETCH(int, unit);
        TextSelection selection;
        selection.begin(m_model, point(fromRow, fromOffset), static_cast<Unit>(unit));
        if (fromRow != toRow || fromOffset != toOffset)
            selection.extend(m_model, point(toRow, toOffset));
        QTEST(selection.text(m_model), "text");
    }
    void followsItsMessages()
    {
        TextSelection selection;
        selection.begin(m_model, point(2, 0), Unit::Character);
        selection.extend(m_model, point(2, 2));
        m_model.prepend({message(0, u"older"_s)});
        selection.rowsInserted(0, 1);
        QCOMPARE(selection.text(m_model), u"an"_s);
        QVERIFY(selection.rangeIn(m_model, 2).isEmpty());
        m_model.remove(0);
        selection.rowsRemoved(0, 1);
        QCOMPARE(selection.text(m_model), u"an"_s);
        m_model.remove(2);
        selection.rowsRemoved(2, 1);
        QVERIFY(selection.isEmpty());
    }
    void survivesAnEditThatShortens()
    {
        TextSelection selection;
        selection.begin(m_model, point(0, 2), Unit::Character);
        selection.extend(m_model, point(0, 13));
        m_model.change(0, [](TimelineRow &row) { row.text = u"fir"_s; });
        QCOMPARE(selection.text(m_model), u"r"_s);
        m_model.change(0, [](TimelineRow &row) { row.text = u"f"_s; });
        QCOMPARE(selection.text(m_model), QString());
    }
    void everything()
    {
        TextSelection selection;
        selection.selectAll(m_model);
        QVERIFY(selection.text(m_model).startsWith(
            u"User 1, 2025-03-03 12:01\nfirst message\nand more"_s));
        QVERIFY(selection.text(m_model).endsWith(u"\nlast"_s));
        selection.clear();
        QVERIFY(selection.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestTextSelection)
#include "tst_text_selection.moc"
