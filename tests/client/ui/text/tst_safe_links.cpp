// SPDX-License-Identifier: MIT
#include "client/ui/text/safe_links.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

class TestSafeLinks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void links_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        const auto add = [](const char *name, const QString &text, const QStringList &links) {
            QTest::newRow(name) << text << links;
        };
        add("plain", u"see https://a.org/x now"_s, {u"https://a.org/x"_s});
        add("http and upper case", u"HTTP://A.org"_s, {u"HTTP://A.org"_s});
        add("two", u"http://a.b https://c.d"_s, {u"http://a.b"_s, u"https://c.d"_s});
        add("mail", u"mailto:ada@a.org"_s, {u"mailto:ada@a.org"_s});
        add("message", u"see salon://a.org/42/991."_s, {u"salon://a.org/42/991"_s});
        add("message of another user", u"salon://u@a.org/42/991"_s, {});
        add("full stop", u"Read https://a.org/x."_s, {u"https://a.org/x"_s});
        add("comma and quote", u"'https://a.org/x', he said"_s, {u"https://a.org/x"_s});
        add("many marks", u"https://a.org/?!..."_s, {u"https://a.org/"_s});
        add("in parentheses", u"(https://a.org/x)"_s, {u"https://a.org/x"_s});
        add("own parentheses", u"https://a.org/x_(y)"_s, {u"https://a.org/x_(y)"_s});
        add("both", u"(https://a.org/x_(y))."_s, {u"https://a.org/x_(y)"_s});
        add("angle brackets", u"<https://a.org/x>"_s, {u"https://a.org/x"_s});
        add("query and fragment", u"https://a.org/?q=1&r=2#top"_s,
            {u"https://a.org/?q=1&r=2#top"_s});
        add("port", u"http://127.0.0.1:8080/"_s, {u"http://127.0.0.1:8080/"_s});
        add("at sign in path", u"https://a.org/@ada"_s, {u"https://a.org/@ada"_s});
        add("other script", u"https://bücher.example/ä"_s, {u"https://bücher.example/ä"_s});
        add("line end", u"https://a.org\nnext"_s, {u"https://a.org"_s});
        add("javascript", u"javascript:alert(1)"_s, {});
        add("data", u"data:text/html,<b>x"_s, {});
        add("file", u"file:///etc/passwd"_s, {});
        add("other schemes", u"ftp://a.org ssh://a smb://a vbscript:x tel:1"_s, {});
        add("user information", u"https://bank.org@evil.org/"_s, {});
        add("user and password", u"https://u:p@evil.org/"_s, {});
        add("backslash", u"https://bank.org\\@evil.org/"_s, {});
        add("no host", u"https:/// and http://"_s, {});
        add("glued to a word", u"xhttps://a.org"_s, {});
        add("turned around", u"https://a.org/"_s + QChar(0x202E) + u"gpj.exe"_s,
            {u"https://a.org/"_s});
        add("invisible", u"https://a.org"_s + QChar(0x200B) + u".evil.org"_s, {u"https://a.org"_s});
        add("control character", u"https://a.org/"_s + QChar(8) + u"b"_s, {u"https://a.org/"_s});
        add("mail with attachment", u"mailto:a@b.org?attach=/etc/passwd"_s, {});
        add("mail without address", u"mailto:"_s, {});
        add("bare domain", u"www.a.org a.org"_s, {});
        add("too long", u"https://a.org/"_s + QString(3000, u'x'), {});
    }
    void links()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, links);
        QStringList found;
        for (const SafeLink &link : findSafeLinks(text))
            found.append(text.mid(link.start, link.length));
        QCOMPARE(found, links);
    }
    void targetShowsTheHostAsTheNetworkSeesIt()
    {
        const auto links = findSafeLinks(u"https://аррӏе.com/x"_s); // Cyrillic letters
        QCOMPARE(links.size(), size_t(1));
        QVERIFY2(describedTarget(links[0].target).startsWith(u"https://xn--"_s),
                 qPrintable(describedTarget(links[0].target)));
    }
};

QTEST_APPLESS_MAIN(TestSafeLinks)
#include "tst_safe_links.moc"
