// SPDX-License-Identifier: MIT
#include "shared/names/mention_places.h"
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;

class TestMentionPlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void found_data();
    void found();
    void longNamesEnd();
    void notMoreThanAFew();
    void anyTextAtAll();
};

void TestMentionPlaces::found_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("shortest"); // of each place
    const auto row = [](const char *name, const QString &text, const QStringList &shortest) {
        QTest::newRow(name) << text << shortest;
    };
    row("at the start", u"@ada look"_s, {u"ada"_s});
    row("in brackets", u"(@ada)"_s, {u"ada"_s});
    row("two", u"@ada @grace"_s, {u"ada"_s, u"grace"_s});
    row("mail", u"ada@example.org"_s, {});
    row("nothing after it", u"@ @\n@"_s, {});
    row("inline code", u"`@ada` @grace"_s, {u"grace"_s});
    row("code of two backticks", u"``a ` @ada`` @grace"_s, {u"grace"_s});
    row("a backtick alone", u"5` @ada"_s, {u"ada"_s});
    row("a fence", u"```\n@ada\n```\n@grace"_s, {u"grace"_s});
    row("an open fence", u"~~~ c\n@ada\n"_s, {});
    row("tildes in a line", u"so ~~@ada~~"_s, {u"ada"_s});
    row("letters of other scripts", u"@Ада @Đặng"_s, {u"Ада"_s, u"Đặng"_s});
}

void TestMentionPlaces::found()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, shortest);
    QStringList all;
    for (const MentionPlace &place : mentionPlaces(text, 32))
        all.append(place.names.last());
    QCOMPARE(all, shortest);
}

void TestMentionPlaces::longNamesEnd()
{
    const auto places = mentionPlaces(u"@Mary Ann-Lou, come"_s, 32);
    QCOMPARE(places.size(), size_t(1));
    QCOMPARE(places[0].names,
             (QStringList{u"Mary Ann-Lou, come"_s, u"Mary Ann-Lou,"_s, u"Mary Ann-Lou"_s,
                          u"Mary Ann"_s, u"Mary"_s}));
    QCOMPARE(mentionPlaces(u'@' + QString(33, u'x'), 32).size(), size_t(0));
    QCOMPARE(mentionPlaces(u'@' + QString(32, u'x'), 32).size(), size_t(1));
}

void TestMentionPlaces::notMoreThanAFew()
{
    const auto places = mentionPlaces(u"@ada "_s.repeated(1'000), 32);
    QCOMPARE(places.size(), kMostMentionPlaces);
    QCOMPARE(places[1].at, 5);
}

void TestMentionPlaces::anyTextAtAll()
{
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    const QString letters = u"@`~a \n😀."_s;
    for (int round = 0; round < 2'000; ++round) {
        QString text;
        for (int i = std::uniform_int_distribution(0, 60)(random); i > 0; --i)
            text += letters[std::uniform_int_distribution(0, int(letters.size()) - 1)(random)];
        for (const MentionPlace &place : mentionPlaces(text, 32)) {
            for (const QString &words : place.names)
                QVERIFY(QStringView(text).sliced(place.at).startsWith(u'@' + words));
        }
    }
}

QTEST_GUILESS_MAIN(TestMentionPlaces)
#include "tst_mention_places.moc"
