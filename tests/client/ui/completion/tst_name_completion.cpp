// SPDX-License-Identifier: MIT
#include "client/ui/completion/name_completion.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestNameCompletion : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_people = std::make_unique<NameCompletion>(u'@', u"People"_s);
        m_people->setNames({{.name = u"grace"_s, .shown = u"Grace Hopper"_s},
                            {.name = u"adele"_s, .isNear = false},
                            {.name = u"\u0440\u0430ul"_s},
                            {.name = u"mary"_s},
                            {.name = u"rnaz"_s, .isNear = false},
                            {.name = u"ada"_s, .shown = u"Ada Lovelace"_s},
                            {.name = u"jose"_s, .shown = u"José Ångström"_s},
                            {.name = u"hopkins"_s, .shown = u"Hopkins"_s, .detail = u"away"_s}});
    }

    void finds_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("texts");
        const auto row = [](const char *name, QStringView typed, const QStringList &texts) {
            QTest::newRow(name) << typed.toString() << texts;
        };
        row("nothing yet: all, members first", u"",
            {u"@ada"_s, u"@grace"_s, u"@hopkins"_s, u"@jose"_s, u"@mary"_s, u"@\u0440\u0430ul"_s,
             u"@adele"_s, u"@rnaz"_s});
        row("by the name, members first", u"ad", {u"@ada"_s, u"@adele"_s});
        row("a name before a word of what is shown", u"hop", {u"@hopkins"_s, u"@grace"_s});
        row("in any case", u"GRA", {u"@grace"_s});
        row("without accents", u"ang", {u"@jose"_s});
        row("with accents", u"josé", {u"@jose"_s});
        row("letters of another width", u"\uFF41\uFF44\uFF41", {u"@ada"_s});
        row("a Greek letter that looks so", u"\u03B1da", {u"@ada"_s}); // alpha
        row("typed in Latin, named in Cyrillic", u"paul", {u"@\u0440\u0430ul"_s});
        row("a digit for a letter", u"h0p", {u"@hopkins"_s, u"@grace"_s});
        row("two letters that look like one", u"rnary", {u"@mary"_s});
        row("one that looks like two", u"m", {u"@mary"_s, u"@rnaz"_s});
        row("not half of a letter", u"r", {u"@rnaz"_s});
        row("exact ones first", u"\u0430d", {u"@ada"_s, u"@adele"_s}); // Cyrillic
        row("not from the middle", u"race", {});
        row("nobody", u"zed", {});
    }
    void finds()
    {
        QFETCH(QString, typed);
        QStringList texts;
        for (const Completion &completion : m_people->find(typed))
            texts.append(completion.text);
        QTEST(texts, "texts");
    }

    void whatIsShownStandsFirstAndTheNameBeside()
    {
        const Completion ada = m_people->find(u"ada"_s).constFirst();
        QCOMPARE(ada.label, u"Ada Lovelace"_s);
        QCOMPARE(ada.detail, u"@ada"_s);
        const Completion adele = m_people->find(u"adele"_s).constFirst();
        QCOMPARE(adele.label, u"@adele"_s);
        QCOMPARE(adele.detail, QString());
        const Completion hopkins = m_people->find(u"hopk"_s).constFirst();
        QCOMPARE(hopkins.detail, u"@hopkins · away"_s);
    }

    void tellsWhosePictureItIs()
    {
        m_people->setNames({{.name = u"ada"_s, .shown = u"Ada Lovelace"_s, .person = {7}},
                            {.name = u"linus"_s, .person = {9}},
                            {.name = u"room"_s, .shown = u"Everybody"_s, .icon = u"users"_s}});
        const auto all = m_people->find({});
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0].person, salon::UserId{7});
        QCOMPARE(all[0].name, u"Ada Lovelace"_s);
        QCOMPARE(all[1].person, salon::UserId{9});
        QCOMPARE(all[1].name, u"linus"_s); // without the mark
        QVERIFY(!all[2].person.isValid());
        QCOMPARE(all[2].icon, u"users"_s);
    }

    void asksForNamesWhenSomebodyTypesOne()
    {
        QSignalSpy wanted(m_people.get(), &NameCompletion::wanted);
        (void)m_people->find(u"a"_s);
        QCOMPARE(wanted.size(), 1);
        QSignalSpy changed(m_people.get(), &CompletionSource::changed);
        m_people->setNames({{.name = u"alan"_s}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_people->find(u"a"_s).size(), 1);
    }

private:
    std::unique_ptr<NameCompletion> m_people;
};

QTEST_GUILESS_MAIN(TestNameCompletion)
#include "tst_name_completion.moc"
