// SPDX-License-Identifier: MIT
#include "client/ui/server_address.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! What address a person means, and how it is shown to them.
class TestServerAddress : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void typed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("meant");
        const auto row = [](const char *name, const QString &text, const QString &meant) {
            QTest::newRow(name) << text << meant;
        };
        row("a name", u"chat.example.org"_s, u"https://chat.example.org"_s);
        row("spaces around", u"  chat.example.org "_s, u"https://chat.example.org"_s);
        row("with a port", u"chat.example.org:8443"_s, u"https://chat.example.org:8443"_s);
        row("this computer", u"localhost"_s, u"http://localhost:8008"_s);
        row("this computer, with a port", u"127.0.0.1:9000"_s, u"http://127.0.0.1:9000"_s);
        row("this computer, IPv6", u"[::1]"_s, u"http://[::1]:8008"_s);
        row("this computer, secure", u"https://localhost"_s, u"https://localhost"_s);
        row("plain on purpose", u"http://chat.example.org"_s, u"http://chat.example.org"_s);
        row("a path is no part of it", u"https://chat.example.org/login?a=b#c"_s,
            u"https://chat.example.org"_s);
        row("nothing", u""_s, {});
        row("words", u"my server"_s, {});
        row("another scheme", u"ftp://chat.example.org"_s, {});
        row("only a scheme", u"https://"_s, {});
        row("a name before it", u"https://ada:secret@chat.example.org"_s, {});
        row("no number for a port", u"chat.example.org:http"_s, {});
    }
    void typed()
    {
        QFETCH(QString, text);
        QFETCH(QString, meant);
        const auto url = serverFromTyping(text);
        QCOMPARE(url ? url->toString() : QString(), meant);
    }
    void forPeople_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const QString &server, const QString &shown) {
            QTest::newRow(name) << server << shown;
        };
        row("encrypted", u"https://chat.example.org"_s, u"chat.example.org"_s);
        row("encrypted, a port", u"https://chat.example.org:8443"_s, u"chat.example.org:8443"_s);
        row("plain", u"http://chat.example.org"_s, u"http://chat.example.org"_s);
        row("plain, a port", u"http://10.1.2.3:8008"_s, u"http://10.1.2.3:8008"_s);
        row("this computer", u"http://localhost:8008"_s, u"localhost:8008"_s);
        row("this computer, encrypted", u"https://localhost:8443"_s, u"https://localhost:8443"_s);
        row("this computer, the web's port", u"http://localhost"_s, u"http://localhost"_s);
        row("IPv6", u"https://[2001:db8::1]:8443"_s, u"[2001:db8::1]:8443"_s);
        row("this computer, IPv6", u"http://[::1]:8008"_s, u"[::1]:8008"_s);
    }
    void forPeople()
    {
        QFETCH(QString, server);
        QFETCH(QString, shown);
        QCOMPARE(serverForPeople(QUrl(server)), shown);
        const auto again = serverFromTyping(shown); // as the next log-in has it in its field
        QVERIFY(again);
        QCOMPARE(again->toString(), server);
    }
    void exposed()
    {
        QVERIFY(isExposed(QUrl(u"http://chat.example.org"_s)));
        QVERIFY(!isExposed(QUrl(u"https://chat.example.org"_s)));
        QVERIFY(!isExposed(QUrl(u"http://127.0.0.1:8008"_s)));
    }
};

QTEST_GUILESS_MAIN(TestServerAddress)
#include "tst_server_address.moc"
