// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_font.h"
#include "client/ui/emoji/emoji_table.h"
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

QStringList namesOf(const std::vector<const Emoji *> &some)
{
    QStringList names;
    for (const Emoji *emoji : some)
        names.append(emoji->name);
    return names;
}

} // namespace

class TestEmojiTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void groupsAreInUnicodesOrder()
    {
        QCOMPARE(m_all.groupCount(), 9);
        QCOMPARE(m_all.groupName(0), u"Smileys & Emotion"_s);
        QCOMPARE(m_all.groupName(8), u"Flags"_s);
        const QStringList smileys = namesOf(m_all.group(0));
        QCOMPARE(smileys.first(), u"grinning_face"_s);
        QCOMPARE(smileys.indexOf(u"winking_face"_s), 11);
        size_t count = 0;
        for (qsizetype group = 0; group < m_all.groupCount(); ++group)
            count += m_all.group(group).size();
        QCOMPARE(count, size_t(1870)); // fully qualified ones of version 15.0, tones not counted
    }

    void namesAndAliasesFind_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("name") << u"thumbs_up"_s << u"\U0001F44D"_s;
        QTest::newRow("alias") << u"+1"_s << u"\U0001F44D"_s;
        QTest::newRow("sign") << u"keycap_hash"_s << u"#\uFE0F\u20E3"_s;
        QTest::newRow("accent") << u"pinata"_s << u"\U0001FA85"_s;
        QTest::newRow("flag") << u"flag_germany"_s << u"\U0001F1E9\U0001F1EA"_s;
        QTest::newRow("picture asked for") << u"victory_hand"_s << u"\u270C\uFE0F"_s;
        QTest::newRow("part of a name") << u"thumbs"_s << QString();
        QTest::newRow("none") << u"no_such_thing"_s << QString();
        QTest::newRow("empty") << QString() << QString();
    }
    void namesAndAliasesFind()
    {
        QFETCH(QString, name);
        QFETCH(QString, text);
        const Emoji *emoji = m_all.find(name);
        QCOMPARE(emoji ? emoji->text() : QString(), text);
        if (emoji)
            QCOMPARE(m_all.findText(text), emoji);
    }

    void tones_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("dark");
        QTest::newRow("one") << u"waving_hand"_s << u"\U0001F44B\U0001F3FF"_s;
        QTest::newRow("instead of the style") << u"victory_hand"_s << u"\u270C\U0001F3FF"_s;
        QTest::newRow("in the middle")
            << u"woman_detective"_s << u"\U0001F575\U0001F3FF\u200D\u2640\uFE0F"_s;
        QTest::newRow("two people")
            << u"people_holding_hands"_s
            << u"\U0001F9D1\U0001F3FF\u200D\U0001F91D\u200D\U0001F9D1\U0001F3FF"_s;
        QTest::newRow("none") << u"red_heart"_s << u"\u2764\uFE0F"_s;
    }
    void tones()
    {
        QFETCH(QString, name);
        QFETCH(QString, dark);
        const Emoji *emoji = m_all.find(name);
        QVERIFY(emoji);
        QCOMPARE(emoji->text(SkinTone::Dark), dark);
        QCOMPARE(m_all.findText(dark), emoji);
        QCOMPARE(emoji->hasTones(), emoji->text() != dark);
    }

    void searching_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("first");
        const auto row = [](const char *name, QStringView typed, const QStringList &first) {
            QTest::newRow(name) << typed.toString() << first;
        };
        row("a whole name before others", u"star", {u"star"_s, u"star_struck"_s});
        row("aliases count", u"tada", {u"party_popper"_s});
        row("words in any order", u"big eyes grin", {u"grinning_face_with_big_eyes"_s});
        row("as it is written in a text", u"thumbs_u", {u"thumbs_up"_s});
        row("in any case", u"TaDa", {u"party_popper"_s});
        row("blanks", u"  ", {});
        row("aliases before names, short ones first", u"fi", {u"wrench"_s, u"oncoming_fist"_s});
        row("short names first", u"gra", {u"grapes"_s});
        row("nothing", u"xyzzy", {});
    }
    void searching()
    {
        QFETCH(QString, typed);
        QFETCH(QStringList, first);
        const QStringList found = namesOf(m_all.search(typed, 40));
        QCOMPARE(found.first(qMin(found.size(), first.size())), first);
        QCOMPARE(found.isEmpty(), first.isEmpty());
        for (const QString &name : found)
            QVERIFY2(found.count(name) == 1, qPrintable(name));
    }
    void noMoreThanAsked() { QCOMPARE(m_all.search(u"face"_s, 5).size(), size_t(5)); }

    void everyAliasIsOfOneEmoji()
    {
        QSet<QString> seen;
        for (qsizetype group = 0; group < m_all.groupCount(); ++group) {
            for (const Emoji *emoji : m_all.group(group)) {
                for (const QString &alias : emoji->aliases) {
                    QVERIFY2(!seen.contains(alias), qPrintable(alias));
                    seen.insert(alias);
                    QCOMPARE(m_all.find(alias), emoji);
                }
            }
        }
        QVERIFY(seen.size() > 100);
    }

    void whatCannotBeDrawnIsNotOffered()
    {
        const EmojiTable table([](const QString &text) { return text != u"\U0001F44D"; });
        QVERIFY(!table.find(u"thumbs_up"_s));
        QVERIFY(!table.find(u"+1"_s));
        QVERIFY(!table.findText(u"\U0001F44D\U0001F3FF"_s));
        QVERIFY(!namesOf(table.search(u"thumbs"_s, 10)).contains(u"thumbs_up"_s));
        QVERIFY(!namesOf(table.group(1)).contains(u"thumbs_up"_s));
        QVERIFY(namesOf(table.group(1)).contains(u"thumbs_down"_s));
    }

    void theFontKnowsWhatItDraws_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isDrawn");
        QTest::newRow("picture") << u"\U0001F44D"_s << true;
        QTest::newRow("heart") << u"\u2764\uFE0F"_s << true;
        QTest::newRow("family") << u"\U0001F468\u200D\U0001F469\u200D\U0001F467"_s << true;
        QTest::newRow("flag") << u"\U0001F1E9\U0001F1EA"_s << true;
        QTest::newRow("keycap") << u"#\uFE0F\u20E3"_s << true;
        QTest::newRow("woman detective") << u"\U0001F575\uFE0F\u200D\u2640\uFE0F"_s << true;
        QTest::newRow("no such family") << u"\U0001F44D\u200D\U0001F44D"_s << false;
        QTest::newRow("not assigned") << QString::fromUcs4(U"\U0001FAFF") << false;
        QTest::newRow("two") << u"\U0001F44D\U0001F44D"_s << false;
    }
    void theFontKnowsWhatItDraws()
    {
        QFETCH(QString, text);
        QFETCH(bool, isDrawn);
        if (!isDrawnAsOne(u"\U0001F44D"_s))
            QSKIP("no font with emoji here");
        QCOMPARE(isDrawnAsOne(text), isDrawn);
    }

    void theUsualFontHasNearlyAll()
    {
        const EmojiTable &table = EmojiTable::current();
        if (!table.find(u"thumbs_up"_s))
            QSKIP("no font with emoji here");
        size_t count = 0;
        for (qsizetype group = 0; group < table.groupCount(); ++group)
            count += table.group(group).size();
        QVERIFY2(count > 1'500, qPrintable(QString::number(count)));
    }

private:
    const EmojiTable m_all{[](const QString &) { return true; }};
};

QTEST_MAIN(TestEmojiTable)
#include "tst_emoji_table.moc"
