// SPDX-License-Identifier: MIT
#include "server/service/name_rules.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

QString outcomeOf(const Error &error)
{
    const auto word = error.reason == Reason::None ? wireName(error.code) : wireName(error.reason);
    return QString::fromLatin1(word.data(), qsizetype(word.size()));
}

} // namespace

class TestNameRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void userNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("outcome"); // the stored name, or the word of the error
        const QString refused = u"!name_not_allowed"_s;
        const auto row = [](const char *what, const QString &name, const QString &outcome) {
            QTest::newRow(what) << name << outcome;
        };
        row("plain", u"ada"_s, u"ada"_s);
        row("as in the channel", u"|trey|"_s, u"|trey|"_s);
        row("one letter", u"x"_s, u"x"_s);
        row("two words", u"Ada Lovelace"_s, u"Ada Lovelace"_s);
        row("other scripts", u"Ада 亜田 עדה"_s, u"Ада 亜田 עדה"_s);
        row("composed", u"Zoe\u0308"_s, u"Zo\u00EB"_s);
        row("full width", u"ＡＤＡ"_s, u"ADA"_s);
        row("no-break space", u"Ada\u00A0L"_s, u"Ada L"_s);
        row("emoji", u"ada 😀"_s, u"ada 😀"_s);
        row("emoji with selector and joiner", u"ada ❤\uFE0F 👩\u200D💻"_s, u"ada ❤\uFE0F 👩\u200D💻"_s);
        row("Persian non-joiner", u"می\u200Cخواهم"_s, u"می\u200Cخواهم"_s);
        row("32 letters", QString(32, u'a'), QString(32, u'a'));
        row("32 beyond the plane", u"😀"_s.repeated(32), u"😀"_s.repeated(32));
        row("33 letters", QString(33, u'a'), u"!too_large"_s);
        row("33 beyond the plane", u"😀"_s.repeated(33), u"!too_large"_s);
        row("long once normalised", QString(2, QChar(0xFDFA)), u"!too_large"_s);
        row("megabyte", QString(1'000'000, u'a'), u"!too_large"_s);
        row("empty", QString(), refused);
        row("space only", u" "_s, refused);
        row("space after", u"ada "_s, refused);
        row("space before", u" ada"_s, refused);
        row("ideographic space after", u"ada\u3000"_s, refused);
        row("line feed", u"ada\nroot"_s, refused);
        row("tab", u"a\tb"_s, refused);
        row("NUL", QString::fromUtf16(u"a\0b", 3), refused);
        row("backspace", u"ada\u0008"_s, refused);
        row("C1 control", u"ada\u0085x"_s, refused);
        row("right-to-left override", u"ada\u202Egpj"_s, refused);
        row("isolate", u"\u2066ada\u2069"_s, refused);
        row("right-to-left mark", u"ada\u200F"_s, refused);
        row("zero width space", u"ad\u200Ba"_s, refused);
        row("joiner between letters", u"ad\u200Da"_s, refused);
        row("non-joiner between letters", u"ad\u200Ca"_s, refused);
        row("selector after a letter", u"ad\uFE0Fa"_s, refused);
        row("soft hyphen", u"ad\u00ADa"_s, refused);
        row("byte order mark", u"\uFEFFada"_s, refused);
        row("Hangul filler", u"\u3164"_s, refused);
        row("blank Braille", u"\u2800"_s, refused);
        row("line separator", u"a\u2028b"_s, refused);
        row("private use", u"a\uE000"_s, refused);
        row("unassigned", u"a\u0378"_s, refused);
        row("tag", u"a\U000E0041"_s, refused);
        row("lone surrogate", u"a"_s + QChar(0xD800), refused);
        row("swapped surrogates", u"a"_s + QChar(0xDC00) + QChar(0xD800), refused);
    }
    void userNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, outcome);
        const auto checked = checkUserName(name, 32, u"data.username"_s);
        if (checked) {
            QCOMPARE(checked->text, outcome);
            return;
        }
        QCOMPARE(u'!' + outcomeOf(checked.error()), outcome);
        QCOMPARE(checked.error().path, u"data.username"_s);
        QCOMPARE(checked.error().limit.has_value(), checked.error().code == ErrorCode::TooLarge);
        QVERIFY(checked.error().limit.value_or(32) == 32);
    }

    void roomNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("outcome");
        const QString refused = u"name_not_allowed"_s;
        QTest::newRow("plain") << u"general"_s << u"good"_s;
        QTest::newRow("date") << u"ubuntu-2004-11-15"_s << u"good"_s;
        QTest::newRow("three dots") << u"..."_s << u"good"_s;
        QTest::newRow("digits and a letter") << u"42a"_s << u"good"_s;
        QTest::newRow("hash") << u"#help 50% & more?"_s << u"good"_s;
        QTest::newRow("80") << QString(80, u'a') << u"good"_s;
        QTest::newRow("81") << QString(81, u'a') << u"too_large"_s;
        QTest::newRow("empty") << QString() << refused;
        QTest::newRow("digits") << u"42"_s << refused;
        QTest::newRow("Arabic digits") << u"٤٢"_s << refused;
        QTest::newRow("full width digits") << u"４２"_s << refused;
        QTest::newRow("slash") << u"a/b"_s << refused;
        QTest::newRow("dot") << u"."_s << refused;
        QTest::newRow("dots") << u".."_s << refused;
        QTest::newRow("space after") << u"general "_s << refused;
        QTest::newRow("override") << u"gen\u202Eeral"_s << refused;
    }
    void roomNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, outcome);
        const auto checked = checkRoomName(name, 80, u"data.name"_s);
        QCOMPARE(checked ? u"good"_s : outcomeOf(checked.error()), outcome);
        if (checked)
            QCOMPARE(checked->text, name);
    }

    void topics_data()
    {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("plain") << u"release on Friday"_s << u"good"_s;
        QTest::newRow("empty") << QString() << u"good"_s;
        QTest::newRow("digits and slashes") << u"24/7"_s << u"good"_s;
        QTest::newRow("250") << u"😀"_s.repeated(250) << u"good"_s;
        QTest::newRow("251") << QString(251, u'a') << u"too_large"_s;
        QTest::newRow("two lines") << u"a\nb"_s << u"name_not_allowed"_s;
        QTest::newRow("override") << QString(QChar(0x202E)) << u"name_not_allowed"_s;
        QTest::newRow("space before") << u" x"_s << u"name_not_allowed"_s;
    }
    void topics()
    {
        QFETCH(QString, topic);
        QFETCH(QString, outcome);
        const auto checked = checkTopic(topic, 250, u"data.topic"_s);
        QCOMPARE(checked ? u"good"_s : outcomeOf(checked.error()), outcome);
        if (checked)
            QCOMPARE(*checked, topic);
        else
            QCOMPARE(checked.error().path, u"data.topic"_s);
    }

    void alike_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("alike");
        QTest::newRow("case") << u"Ada"_s << u"aDA"_s << true;
        QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s << true;
        QTest::newRow("Cyrillic a") << u"ada"_s << u"\u0430d\u0430"_s << true;
        QTest::newRow("digit one") << u"paul"_s << u"pau1"_s << true;
        QTest::newRow("zero") << u"root"_s << u"r00t"_s << true;
        QTest::newRow("rn") << u"marn"_s << u"mam"_s << true;
        QTest::newRow("composed") << u"Zo\u00EB"_s << u"Zoe\u0308"_s << true;
        QTest::newRow("two spaces") << u"a  b"_s << u"a b"_s << true;
        QTest::newRow("emoji selector") << u"a❤"_s << u"a❤\uFE0F"_s << true;
        QTest::newRow("capital i and l") << u"paypal"_s << u"paypaI"_s << true;
        QTest::newRow("capital i and l, other capitals") << u"paypal"_s << u"PaypaI"_s << true;
        QTest::newRow("capital i and l, both") << u"PaypaI"_s << u"paypa1"_s << true;
        QTest::newRow("capital i and l, first") << u"Ian"_s << u"lan"_s << true;
        QTest::newRow("capital i and l, two letters") << u"AI"_s << u"Al"_s << true;
        QTest::newRow("capital i and l of full width") << u"paypal"_s << u"paypa\uFF29"_s << true;
        QTest::newRow("Greek capital eta") << u"hans"_s << u"\u0397ans"_s << true;
        QTest::newRow("Cyrillic capital ve") << u"bob"_s << u"\u0412o\u0412"_s << true;
        QTest::newRow("emoji selector after capitals") << u"I❤"_s << u"i❤\uFE0F"_s << true;
        QTest::newRow("small i and l") << u"mail"_s << u"mall"_s << false;
        QTest::newRow("capital i and L") << u"IT"_s << u"LT"_s << false;
        QTest::newRow("capital i and L, in a word") << u"MAIL"_s << u"MALL"_s << false;
        QTest::newRow("capital i and L, first") << u"Ian"_s << u"LAN"_s << false;
        QTest::newRow("others") << u"ada"_s << u"grace"_s << false;
        QTest::newRow("accent") << u"zoe"_s << u"zoë"_s << false;
        QTest::newRow("one space") << u"ab"_s << u"a b"_s << false;
        QTest::newRow("a bar more") << u"usual"_s << u"usual_"_s << false;
    }
    void alike()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QVERIFY(!nameKey(one).isEmpty());
        QVERIFY(!lookKey(one).isEmpty());
        QTEST(nameKey(one) == nameKey(other) || lookKey(one) == lookKey(other), "alike");
    }
};

QTEST_GUILESS_MAIN(TestNameRules)
#include "tst_name_rules.moc"
