// SPDX-License-Identifier: MIT
#include "client/ui/text/shown_text.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestShownText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whole_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const QString &sent, const QString &shown) {
            QTest::newRow(name) << sent << shown;
        };
        row("plain", u"a\n\n\nb"_s, u"a\n\n\nb"_s);
        row("emphasis", u"**a** *b* `c` ~~d~~"_s, u"a b c d"_s);
        row("link", u"[a](https://b.org/c)"_s, u"a (b.org/…)"_s);
        row("list", u"so:\n- a\n  more\n- b\n  1. c\n\nend"_s,
            u"so:\n• a\n  more\n• b\n  1. c\n\nend"_s);
        row("quote", u"> a\n> b\nc"_s, u"> a\n> b\nc"_s);
        row("code", u"x\n```cpp\nint a;\n  b;\n```"_s, u"x\nint a;\n  b;"_s);
        row("rule", u"a\n\n---\nb"_s, u"a\n\n---\nb"_s);
        row("table", u"|a|b|\n|-|-|\n|1||"_s, u"a\tb\n1\t"_s);
        row("as sent", u"a\bb"_s, u"a\bb"_s);
    }
    void whole()
    {
        QFETCH(QString, sent);
        const ShownText shown = ShownText::of(sent);
        QTEST(shown.text, "shown");
        QCOMPARE(shown.offsets.size(), size_t(shown.text.size()));
        QVERIFY(std::ranges::is_sorted(shown.offsets));
        QCOMPARE(shown.part(0, int(sent.size())), shown.text);
    }
    void part_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::addColumn<int>("start");
        QTest::addColumn<int>("end");
        QTest::addColumn<QString>("shown");
        QTest::newRow("in strong") << u"a **bcd** e"_s << 5 << 6 << u"c"_s;
        QTest::newRow("over its end") << u"a **bcd** e"_s << 6 << 11 << u"d e"_s;
        QTest::newRow("marker") << u"- ab\n- cd"_s << 3 << 8 << u"b\n• cd"_s.left(5);
        QTest::newRow("from the text") << u"- ab\n- cd"_s << 2 << 4 << u"ab"_s;
        QTest::newRow("from the marker") << u"- ab\n- cd"_s << 0 << 4 << u"• ab"_s;
        QTest::newRow("nothing") << u"**ab**"_s << 3 << 3 << QString();
    }
    void part()
    {
        QFETCH(QString, sent);
        QFETCH(int, start);
        QFETCH(int, end);
        QTEST(ShownText::of(sent).part(start, end), "shown");
    }
};

QTEST_APPLESS_MAIN(TestShownText)
#include "tst_shown_text.moc"
