// SPDX-License-Identifier: MIT
#include "client/net/server_trust.h"
#include "client/platform/profile_settings.h"
#include <QSignalSpy>
#include <QSslCertificate>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! What a person allowed single servers, and that it counts for no other.
class TestServerTrust : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoMayBeAsked_data();
    void whoMayBeAsked();
    void allowedOnceAndRemembered();
    void forgotten();

private:
    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath(u"salon.ini"_s); }
};

void TestServerTrust::whoMayBeAsked_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("may");
    const auto row = [](const char *name, const QString &server, bool may) {
        QTest::newRow(name) << server << may;
    };
    row("encrypted", u"https://chat.example.org"_s, true);
    row("plain", u"http://chat.example.org"_s, false);
    row("plain in the local network", u"http://192.168.1.5:8008"_s, false);
    row("this computer", u"http://localhost:8008"_s, true);
    row("this computer's address", u"http://127.0.0.1:8008"_s, true);
    row("all of 127", u"http://127.3.2.1:8008"_s, true);
    row("this computer, IPv6", u"http://[::1]:8008"_s, true);
    row("looks like this computer", u"http://localhost.example.org"_s, false);
    row("begins like this computer", u"http://127.0.0.1.example.org"_s, false);
    row("every address", u"http://0.0.0.0:8008"_s, false);
}

void TestServerTrust::whoMayBeAsked()
{
    QFETCH(QString, server);
    QFETCH(bool, may);
    ProfileSettings settings(file());
    const ServerTrust trust(settings);
    QCOMPARE(mayBeAsked(QUrl(server), &trust), may);
    QCOMPARE(mayBeAsked(QUrl(server), nullptr), may);
}

void TestServerTrust::allowedOnceAndRemembered()
{
    const QUrl server(u"http://chat.example.org"_s);
    {
        ProfileSettings settings(file());
        ServerTrust trust(settings);
        QSignalSpy changed(&trust, &ServerTrust::changed);
        trust.allowPlain(server);
        QCOMPARE(changed.count(), 1);
        QVERIFY(mayBeAsked(server, &trust));
    }
    ProfileSettings settings(file());
    const ServerTrust trust(settings);
    QVERIFY(mayBeAsked(server, &trust));
    QVERIFY(mayBeAsked(QUrl(u"http://chat.example.org:80"_s), &trust)); // the same
    QVERIFY(!mayBeAsked(QUrl(u"http://chat.example.org:8008"_s), &trust));
    QVERIFY(!mayBeAsked(QUrl(u"http://example.org"_s), &trust));
    QVERIFY(trust.trustedCertificate(QUrl(u"https://chat.example.org"_s)).isEmpty());
}

void TestServerTrust::forgotten()
{
    const QUrl server(u"https://[2001:db8::1]:8443"_s);
    ProfileSettings settings(file());
    ServerTrust trust(settings);
    const QSslCertificate none;
    trust.trustCertificate(server, none);
    QCOMPARE(trust.trustedCertificate(server), fingerprint(none));
    trust.allowPlain(server);
    trust.forget(server);
    QVERIFY(trust.trustedCertificate(server).isEmpty());
    QVERIFY(!trust.isPlainAllowed(server));
}

QTEST_GUILESS_MAIN(TestServerTrust)
#include "tst_server_trust.moc"
