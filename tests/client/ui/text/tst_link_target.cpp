// SPDX-License-Identifier: MIT
#include "client/ui/text/link_target.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestLinkTarget : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scripts_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<bool>("isOne");
        QTest::newRow("latin") << u"example.org"_s << true;
        QTest::newRow("umlaut") << u"bücher.de"_s << true;
        QTest::newRow("digits") << u"127.0.0.1"_s << true;
        QTest::newRow("all cyrillic") << u"пример.рф"_s << true;
        QTest::newRow("one cyrillic letter") << u"pаypal.com"_s << false;
        QTest::newRow("cyrillic name, latin end") << u"аррӏе.com"_s << false;
        QTest::newRow("greek o") << u"gοogle.com"_s << false;
        QTest::newRow("japanese") << u"日本語テスト.jp"_s << true;
        QTest::newRow("korean") << u"한국.kr"_s << true;
    }
    void scripts()
    {
        QFETCH(QString, host);
        QTEST(isOfOneScript(host), "isOne");
    }
    void beside_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("destination");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const QString &text, const QString &destination,
                            const QString &told) {
            QTest::newRow(name) << text << destination << told;
        };
        row("the same", u"https://a.org/b"_s, u"https://a.org/b"_s, {});
        row("without scheme", u"a.org/b"_s, u"https://a.org/b"_s, {});
        row("another", u"docs"_s, u"https://a.org"_s, u"a.org"_s);
        row("with more", u"docs"_s, u"https://a.org/b?c"_s, u"a.org/…"_s);
        row("looks like an address", u"a.org/b"_s, u"https://a.org/c?d"_s, u"a.org/c?d"_s);
        row("port", u"docs"_s, u"http://a.org:81/"_s, u"a.org:81"_s);
        row("mail", u"write"_s, u"mailto:ada@a.org"_s, u"ada@a.org"_s);
        row("umlaut", u"shop"_s, u"https://bücher.de/"_s, u"bücher.de"_s);
        row("umlaut, encoded", u"shop"_s, u"https://xn--bcher-kva.de"_s, u"bücher.de"_s);
        row("mixed", u"shop"_s, u"https://pаypal.com"_s, u"xn--pypal-4ve.com"_s);
        row("mixed and the same", u"pаypal.com"_s, u"https://pаypal.com"_s, u"xn--pypal-4ve.com"_s);
    }
    void beside()
    {
        QFETCH(QString, text);
        QFETCH(QString, destination);
        QTEST(targetBeside(text, destination, QUrl(destination)), "told");
    }
    void allOfWhatIsNotOpenedIsTold()
    {
        QCOMPARE(targetBeside(u"x"_s, u"javascript:alert(1)"_s, {}), u"javascript:alert(1)"_s);
        const QString long_ = u"data:"_s + QString(5000, u'x');
        QVERIFY(targetBeside(u"x"_s, long_, {}).size() < 300);
    }
};

QTEST_APPLESS_MAIN(TestLinkTarget)
#include "tst_link_target.moc"
