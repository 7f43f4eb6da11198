// SPDX-License-Identifier: MIT
#include "client/ui/message_link.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! salon://… addresses: which they are, and which server they lead to.
class TestMessageLink : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void madeAndRead_data();
    void madeAndRead();
    void noLinks_data();
    void noLinks();
    void leadsToOneServer_data();
    void leadsToOneServer();
    void pagesOfTheServer_data();
    void pagesOfTheServer();
};

void TestMessageLink::madeAndRead_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("link");
    const auto row = [](const char *name, const QString &server, const QString &link) {
        QTest::newRow(name) << server << link;
    };
    row("usual", u"https://chat.example.org"_s, u"salon://chat.example.org/42/991"_s);
    row("usual port said", u"https://chat.example.org:443"_s, u"salon://chat.example.org/42/991"_s);
    row("other port", u"https://chat.example.org:8443"_s,
        u"salon://chat.example.org:8443/42/991"_s);
    row("this computer", u"http://127.0.0.1:8008"_s, u"salon://127.0.0.1:8008/42/991"_s);
    row("IPv6", u"http://[::1]:8008"_s, u"salon://[::1]:8008/42/991"_s);
    row("other script", u"https://bücher.example"_s, u"salon://xn--bcher-kva.example/42/991"_s);
    row("upper case", u"https://Chat.Example.org"_s, u"salon://chat.example.org/42/991"_s);
}

void TestMessageLink::madeAndRead()
{
    QFETCH(const QString, server);
    QFETCH(const QString, link);
    const auto made = MessageLink::to(QUrl(server), {42}, 991);
    QCOMPARE(made.toString(), link);
    const auto read = MessageLink::parse(link);
    QVERIFY(read);
    QVERIFY(*read == made);
    QVERIFY(read->leadsTo(QUrl(server)));
    QCOMPARE(read->room, RoomId{42});
    QCOMPARE(read->seq, 991);
}

void TestMessageLink::noLinks_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             "salon",
                             "salon:",
                             "salon://",
                             "salon:///42/991",
                             "salon://h",
                             "salon://h/42",
                             "salon://h/42/",
                             "salon://h/42/991/",
                             "salon://h/42/991/x",
                             "salon://h//991",
                             "salon://h/42/991?x",
                             "salon://h/42/991#x",
                             "salon://u@h/42/991",
                             "salon://u:p@h/42/991",
                             "https://h/42/991",
                             "salon://h/0/991",
                             "salon://h/42/0",
                             "salon://h/-42/991",
                             "salon://h/042/991",
                             "salon://h/42/9007199254740993",
                             "salon://h/99999999999999999/1",
                             "salon://h/4%2F2/991",
                             "salon://h/42/99x",
                             "salon://h:0/42/991",
                             "salon://h:99999/42/991",
                             " salon://h/42/991",
                             "salon://h/42/991 ",
                             "salon://h h/42/991",
                             "salon:h/42/991"})
        QTest::newRow(text) << QString::fromLatin1(text);
    QTest::newRow("long") << u"salon://"_s + QString(600, u'h') + u"/42/991"_s;
    QTest::newRow("turned around") << u"salon://h/42/991"_s + QChar(0x202E);
}

void TestMessageLink::noLinks()
{
    QFETCH(const QString, text);
    QVERIFY(!MessageLink::parse(text));
}

void TestMessageLink::leadsToOneServer_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("leads");
    const auto row = [](const char *name, const QString &link, const QString &server, bool leads) {
        QTest::newRow(name) << u"salon://%1/42/991"_s.arg(link) << server << leads;
    };
    row("the same", u"h.example"_s, u"https://h.example"_s, true);
    row("case", u"H.Example"_s, u"https://h.example"_s, true);
    row("another host", u"evil.example"_s, u"https://h.example"_s, false);
    row("host within", u"h.example.evil"_s, u"https://h.example"_s, false);
    row("another port", u"h.example:8443"_s, u"https://h.example"_s, false);
    row("no port", u"h.example"_s, u"https://h.example:8443"_s, false);
    row("looks alike", u"xn--80ak6aa92e.example"_s, u"https://apple.example"_s, false);
}

void TestMessageLink::leadsToOneServer()
{
    QFETCH(const QString, link);
    QFETCH(const QString, server);
    QFETCH(const bool, leads);
    QVERIFY(MessageLink::parse(link));
    QCOMPARE(MessageLink::parse(link)->leadsTo(QUrl(server)), leads);
}

void TestMessageLink::pagesOfTheServer_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("page");
    QTest::addColumn<bool>("isMade"); // by this client
    QTest::addColumn<bool>("isRead");
    const QString h = u"https://h.example"_s;
    const auto made = [](const char *name, const QString &server, const QString &page) {
        QTest::newRow(name) << server << page << true << true;
    };
    const auto read = [&h](const char *name, const QString &page) {
        QTest::newRow(name) << h << page << false << true;
    };
    const auto left = [&h](const char *name, const QString &page) {
        QTest::newRow(name) << h << page << false << false;
    };
    made("usual", h, u"https://h.example/link/42/991"_s);
    made("other port", u"https://h:8443"_s, u"https://h:8443/link/42/991"_s);
    made("this computer", u"http://127.0.0.1:8008"_s, u"http://127.0.0.1:8008/link/42/991"_s);
    made("IPv6", u"http://[::1]:8008"_s, u"http://[::1]:8008/link/42/991"_s);
    made("other script", u"https://bücher.example"_s,
         u"https://xn--bcher-kva.example/link/42/991"_s);
    read("port said", u"https://h.example:443/link/42/991"_s);
    read("upper case", u"https://H.Example/link/42/991"_s);
    left("another scheme", u"http://h.example/link/42/991"_s);
    left("the scheme of links", u"salon://h.example/link/42/991"_s);
    left("another host", u"https://evil.example/link/42/991"_s);
    left("host within", u"https://h.example.evil/link/42/991"_s);
    left("host as a name", u"https://h.example@evil.example/link/42/991"_s);
    left("with a name", u"https://u@h.example/link/42/991"_s);
    left("another port", u"https://h.example:8443/link/42/991"_s);
    left("another page", u"https://h.example/api/42/991"_s);
    left("no page", u"https://h.example/42/991"_s);
    left("further down", u"https://h.example/link/link/42/991"_s);
    left("no message", u"https://h.example/link/42"_s);
    left("nought", u"https://h.example/link/42/0"_s);
    left("more", u"https://h.example/link/42/991/"_s);
    left("query", u"https://h.example/link/42/991?x"_s);
    left("fragment", u"https://h.example/link/42/991#x"_s);
    left("nothing", {});
}

void TestMessageLink::pagesOfTheServer()
{
    QFETCH(const QString, server);
    QFETCH(const QString, page);
    QFETCH(const bool, isMade);
    QFETCH(const bool, isRead);
    const auto link = MessageLink::to(QUrl(server), {42}, 991);
    QCOMPARE(link.page(QUrl(server).scheme()) == page, isMade);
    const auto read = MessageLink::ofPage(QUrl(page), QUrl(server));
    QCOMPARE(read.has_value(), isRead);
    QVERIFY(!isRead || *read == link);
    QVERIFY(!MessageLink::ofPage(QUrl(page), {})); // nowhere signed in
}

QTEST_GUILESS_MAIN(TestMessageLink)
#include "tst_message_link.moc"
