// SPDX-License-Identifier: MIT
#include "client/ui/theme/theme.h"
#include <QGlyphRun>
#include <QRawFont>
#include <QTest>
#include <QTextLayout>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! What the font of the client, which is cut out of Inter, makes of characters.
class TestFonts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsWhatWasTyped_data();
    void showsWhatWasTyped();
    void makesFractions();
    void composesMarks_data();
    void composesMarks();

private:
    static QList<QFont> fonts();
    static QList<quint32> glyphsOf(const QString &text, const QFont &font);
};

QList<QFont> TestFonts::fonts()
{
    const Theme theme = Theme::make(Scheme::Light);
    QFont italic = theme.body.font;
    italic.setItalic(true);
    return {theme.body.font, theme.author.font, italic};
}

QList<quint32> TestFonts::glyphsOf(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    QList<quint32> glyphs;
    for (const QGlyphRun &run : layout.glyphRuns()) {
        if (run.rawFont().familyName() != u"Inter"_s)
            QTest::qFail(qPrintable(run.rawFont().familyName()), __FILE__, __LINE__);
        glyphs += run.glyphIndexes();
    }
    return glyphs;
}

void TestFonts::showsWhatWasTyped_data()
{
    QTest::addColumn<QString>("text");
    for (const auto &text :
         {u"->"_s, u"-->"_s, u"=>"_s, u"10x20"_s, u"10:30"_s, u"(A-B)"_s, u"fi"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void TestFonts::showsWhatWasTyped()
{
    QFETCH(const QString, text);
    for (const QFont &font : fonts()) {
        QList<quint32> each;
        for (const QChar character : text)
            each += glyphsOf(character, font);
        QCOMPARE(glyphsOf(text, font), each);
    }
}

//! By their own slash, which stands for nothing else.
void TestFonts::makesFractions()
{
    for (const QFont &font : fonts()) {
        const auto glyphs = glyphsOf(u"1\u20442"_s, font);
        QCOMPARE(glyphs.size(), 3);
        QVERIFY(glyphs.first() != glyphsOf(u"1"_s, font).first());
    }
}

void TestFonts::composesMarks_data()
{
    QTest::addColumn<QString>("parts");
    QTest::addColumn<QString>("whole");
    const auto row = [](const char *name, const QString &parts, const QString &whole) {
        QTest::newRow(name) << parts << whole;
    };
    row("one mark", u"e\u0301"_s, u"\u00e9"_s);
    row("two marks", u"A\u0306\u0301"_s, u"\u1eae"_s);
    row("below", u"S\u0326"_s, u"\u0218"_s);
}

void TestFonts::composesMarks()
{
    QFETCH(const QString, parts);
    QFETCH(const QString, whole);
    for (const QFont &font : fonts()) {
        QCOMPARE(glyphsOf(whole, font).size(), 1);
        QCOMPARE(glyphsOf(parts, font), glyphsOf(whole, font));
    }
}

QTEST_MAIN(TestFonts)
#include "tst_fonts.moc"
