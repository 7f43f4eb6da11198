// SPDX-License-Identifier: MIT
#include "client/ui/timeline/display_text.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestDisplayText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drawable_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("drawn");
        QTest::newRow("plain") << u"a b"_s << u"a b"_s;
        QTest::newRow("tab and line end stay") << u"a\tb\nc"_s << u"a\tb\nc"_s;
        QTest::newRow("backspace") << u"a\bb"_s << u"a\uFFFDb"_s;
        QTest::newRow("nul and escape") << QString(QChar(0)) + QChar(27) << u"\uFFFD\uFFFD"_s;
        QTest::newRow("lone carriage return") << u"a\rb"_s << u"a\uFFFDb"_s;
        QTest::newRow("second set") << QString(QChar(0x85)) << u"\uFFFD"_s;
        QTest::newRow("override") << QString(QChar(0x202E)) + u"txt"_s << u"\uFFFDtxt"_s;
        QTest::newRow("emoji joined") << u"👩‍💻"_s << u"👩‍💻"_s;
        QTest::newRow("byte order mark stays") << QString(QChar(0xFEFF)) << QString(QChar(0xFEFF));
    }
    void drawable()
    {
        QFETCH(QString, text);
        QTEST(salon::client::drawable(text), "drawn");
    }
    void oneLine_data()
    {
        QTest::addColumn<QString>("sent");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"a b"_s << u"a b"_s;
        QTest::newRow("lines") << u"a\n\nb\tc"_s << u"a b c"_s;
        QTest::newRow("markup") << u"**a** and `b`"_s << u"a and b"_s;
        QTest::newRow("override") << QString(QChar(0x202E)) + u"txt"_s << u"\uFFFDtxt"_s;
        QTest::newRow("long") << QString(5000, u'a') << QString(300, u'a');
        QTest::newRow("nothing") << QString() << QString();
    }
    void oneLine()
    {
        QFETCH(QString, sent);
        QTEST(inOneLine(sent), "shown");
    }
    void emojiOnly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isEmoji");
        QTest::newRow("one") << u"👍"_s << true;
        QTest::newRow("three") << u"🎉🎉🎉"_s << true;
        QTest::newRow("three with spaces") << u" 🎉 🚀 😄 "_s << true;
        QTest::newRow("four") << u"🎉🎉🎉🎉"_s << false;
        QTest::newRow("skin tone") << u"👍🏽"_s << true;
        QTest::newRow("family is one")
            << u"👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦"_s
            << true;
        QTest::newRow("flag") << u"🇩🇪"_s << true;
        QTest::newRow("flag of a part") << u"🏴󠁧󠁢󠁳󠁣󠁴󠁿"_s << true;
        QTest::newRow("half a flag") << u"🇩"_s << false;
        QTest::newRow("keycap") << u"1️⃣"_s << true;
        QTest::newRow("heart as emoji") << u"❤️"_s << true;
        QTest::newRow("heart as text") << u"❤"_s << false;
        QTest::newRow("digit") << u"1"_s << false;
        QTest::newRow("with a word") << u"👍 ok"_s << false;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("spaces") << u"  \n"_s << false;
        QTest::newRow("letters") << u"日本"_s << false;
        QTest::newRow("joiner at the end") << u"👍"_s + QChar(0x200D) << false;
    }
    void emojiOnly()
    {
        QFETCH(QString, text);
        QTEST(isEmojiOnly(text), "isEmoji");
    }
    void initials_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("letters");
        QTest::newRow("two words") << u"ada lovelace"_s << u"AL"_s;
        QTest::newRow("one word") << u"grace"_s << u"G"_s;
        QTest::newRow("three words") << u"Eun Ji Park"_s << u"EJ"_s;
        QTest::newRow("signs first") << u"|trey|"_s << u"T"_s;
        QTest::newRow("only signs") << u"***"_s << u"?"_s;
        QTest::newRow("nothing") << QString() << u"?"_s;
        QTest::newRow("other script") << u"дмитрий"_s << u"Д"_s;
    }
    void initials()
    {
        QFETCH(QString, name);
        QTEST(salon::client::initials(name), "letters");
    }
    void namesThatTurnTheRestAreIsolated_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isIsolated");
        QTest::newRow("a word") << u"general"_s << false;
        QTest::newRow("signs within") << u"Ada's room, 2nd"_s << false;
        QTest::newRow("a number at the end") << u"room 2"_s << false;
        QTest::newRow("a number alone") << u"42"_s << true;
        QTest::newRow("a sign at the end") << u"what?"_s << true;
        QTest::newRow("a sign at the beginning") << u"(so)"_s << true;
        QTest::newRow("another script of our direction") << u"дмитрий"_s << false;
        QTest::newRow("Hebrew") << u"שלום"_s << true;
        QTest::newRow("Arabic in the middle") << u"a سلام b"_s << true;
        QTest::newRow("letters beyond 16 bits") << u"a\U0001E900b"_s << true;
        QTest::newRow("an override") << u"a\u202Eb"_s << false; // U+FFFD stands there instead
        QTest::newRow("a mark of direction") << u"a\u200Fb"_s << true;
        QTest::newRow("nothing") << QString() << true;
    }
    void namesThatTurnTheRestAreIsolated()
    {
        QFETCH(QString, name);
        const QString shown = salon::client::drawable(name);
        QTEST(isolated(name) == QChar(0x2068) + shown + QChar(0x2069), "isIsolated");
        QVERIFY(isolated(name).contains(shown));
    }
    void namesCannotLeaveTheirIsolation()
    {
        const QString name = isolated(QString(QChar(0x2069)) + QChar(0x202E) + u"evil\n"_s);
        QCOMPARE(name,
                 QChar(0x2068) + QString(3, QChar::ReplacementCharacter).insert(2, u"evil"_s)
                     + QChar(0x2069));
    }
};

QTEST_APPLESS_MAIN(TestDisplayText)
#include "tst_display_text.moc"
