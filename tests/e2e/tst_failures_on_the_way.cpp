// SPDX-License-Identifier: MIT
#include "client/net/server_trust.h"
#include "client/net/system_proxy.h"
#include "tests/support/injected_failures.h"
#include "tests/support/no_network.h"
#include "tests/support/raw_server.h"
#include "tests/support/salond_process.h"
#include "tests/support/tls_proxy.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
const auto kServer = u"loginServer"_s;
constexpr int kPatienceMs = 30'000;
constexpr int kTimeoutMs = 2'000;

QByteArray http(const QByteArray &status, const QByteArray &body = {},
                const QByteArray &headers = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: "
        + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

//! Each failure on the way to a server, caused for real: its sentence stands on the screen, with
//! the id of its row.
class TestFailuresOnTheWay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void nothingThere_data();
    void nothingThere();
    void noNetwork();
    void anotherAnswer_data();
    void anotherAnswer();
    void certificates_data();
    void certificates();
    void proxies_data();
    void proxies();
    void throughAProxy();
    void notEncrypted();
    void allWereShown();

private:
    void startAtLogin();
    void signIn(const QString &server);
    void expectAtLogin(const QString &id);
    void savePicture(QWidget *widget, const QString &name) const;

    SalondProcess m_salond{kCheapPasswords};
    TestAuthority m_authority;
    TestAuthority m_stranger;
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

void TestFailuresOnTheWay::initTestCase()
{
    m_authority.installHere();
    useSystemProxy();
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
}

void TestFailuresOnTheWay::init()
{
    m_ada = std::make_unique<WindowUser>();
    QSettings settings(m_ada->profile() + u"/salon.ini"_s, QSettings::IniFormat);
    settings.setValue(u"net/timeout_ms"_s, kTimeoutMs);
}

void TestFailuresOnTheWay::cleanup()
{
    m_ada.reset();
    for (const char *name : {"http_proxy", "https_proxy", "no_proxy"})
        qunsetenv(name);
}

void TestFailuresOnTheWay::startAtLogin()
{
    m_ada->start();
    QTRY_VERIFY(WindowUser::loginDialog());
}

void TestFailuresOnTheWay::signIn(const QString &server)
{
    startAtLogin();
    WindowUser::logIn(server, u"ada"_s, kPassword);
}

void TestFailuresOnTheWay::expectAtLogin(const QString &id)
{
    QTRY_VERIFY_WITH_TIMEOUT(!WindowUser::loginErrorDetail(kServer).isEmpty(), kPatienceMs);
    const QString detail = WindowUser::loginErrorDetail(kServer);
    QVERIFY2(idIn(detail) == id, qPrintable(WindowUser::loginError(kServer) + u'\n' + detail));
    savePicture(WindowUser::loginDialog(), id);
    m_shown.add(id);
}

void TestFailuresOnTheWay::savePicture(QWidget *widget, const QString &name) const
{
    QDir().mkpath(QStringLiteral(SALON_PICTURES));
    widget->grab().save(QStringLiteral(SALON_PICTURES "/failure ") + name + u".png"_s);
}

void TestFailuresOnTheWay::nothingThere_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("server");
    QTest::newRow("no such name") << u"name_not_found"_s << u"salon-nowhere.invalid"_s;
    QTest::newRow("nobody listens")
        << u"refused"_s << u"127.0.0.1:"_s + QString::number(freePort());
}

void TestFailuresOnTheWay::nothingThere()
{
    QFETCH(const QString, id);
    QFETCH(const QString, server);
    signIn(server);
    expectAtLogin(id);
}

void TestFailuresOnTheWay::noNetwork()
{
    NoNetwork none;
    if (const auto begun = none.begin(); !begun) {
        m_shown.add(u"no_network"_s);
        QSKIP(qPrintable(begun.error().message));
    }
    signIn(u"127.0.0.1:%1"_s.arg(m_salond.port()));
    expectAtLogin(u"no_network"_s);
}

void TestFailuresOnTheWay::anotherAnswer_data()
{
    const auto card = [](int least, int most) {
        return http("200 OK",
                    R"({"name":"x","version":"9","protocol":{"min":%1,"max":%2},)"
                    R"("needs_setup":false,"registration":"closed"})"_ba
                        .replace("%1", QByteArray::number(least))
                        .replace("%2", QByteArray::number(most)));
    };
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("card");
    QTest::newRow("nothing") << u"hung_up"_s << QByteArray("");
    QTest::newRow("a web page") << u"not_a_salon_server"_s << http("200 OK", "<html>Hi</html>");
    QTest::newRow("no such page") << u"not_a_salon_server"_s << http("404 Not Found", "<html>");
    QTest::newRow("another protocol") << u"not_a_salon_server"_s << "SSH-2.0-OpenSSH_9.2\r\n"_ba;
    QTest::newRow("a network's log-in page")
        << u"redirected"_s << http("302 Found", {}, "Location: http://portal.example/\r\n");
    QTest::newRow("a network that says so")
        << u"redirected"_s << http("511 Network Authentication Required", "<html>");
    QTest::newRow("a password before it")
        << u"gateway_refuses"_s
        << http("401 Unauthorized", "<html>", "WWW-Authenticate: Basic realm=\"x\"\r\n");
    QTest::newRow("forbidden before it") << u"gateway_refuses"_s << http("403 Forbidden", "<html>");
    QTest::newRow("bad gateway") << u"gateway_down"_s << http("502 Bad Gateway", "<html>");
    QTest::newRow("unavailable") << u"gateway_down"_s << http("503 Service Unavailable", "<html>");
    QTest::newRow("gateway timeout") << u"gateway_down"_s << http("504 Gateway Timeout", "<html>");
    QTest::newRow("too old") << u"server_too_old"_s << card(0, 0);
    QTest::newRow("too new") << u"server_too_new"_s << card(98, 99);
    QTest::newRow("nonsense later") << u"reply_not_understood"_s << card(1, 1);
    QTest::newRow("silence") << u"timed_out"_s << QByteArray();
}

void TestFailuresOnTheWay::anotherAnswer()
{
    QFETCH(const QString, id);
    QFETCH(const QByteArray, card);
    RawServer other;
    if (card.startsWith("SSH"))
        other.onAnything(card);
    else if (!card.isNull())
        other.onPath("/api/server", card);
    other.onPath("/api/login", http("200 OK", "<html>"));
    signIn(u"127.0.0.1:%1"_s.arg(other.port()));
    expectAtLogin(id);
    QCOMPARE(other.count("/api/login"), id == "reply_not_understood"_L1 ? 1 : 0);
}

void TestFailuresOnTheWay::certificates_data()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QTest::addColumn<QString>("id");
    QTest::addColumn<TestCertificate>("identity");
    QTest::newRow("another host") << u"certificate_name"_s
                                  << m_authority.issue({.names = u"DNS:chat.example"_s});
    QTest::newRow("over") << u"certificate_expired"_s
                          << m_authority.issue({.from = now.addDays(-9), .until = now.addDays(-2)});
    QTest::newRow("not yet") << u"certificate_not_yet_valid"_s
                             << m_authority.issue(
                                    {.from = now.addDays(2), .until = now.addDays(9)});
    QTest::newRow("its own") << u"certificate_self_signed"_s << m_stranger.selfSigned();
    QTest::newRow("a stranger's") << u"certificate_unknown_issuer"_s << m_stranger.issue();
    QTest::newRow("for something else")
        << u"certificate_invalid"_s
        << m_authority.issue({.more = u"extendedKeyUsage=critical,clientAuth"_s});
    QTest::newRow("another one than trusted")
        << u"certificate_changed"_s << m_stranger.selfSigned();
    QTest::newRow("no agreement") << u"tls_failed"_s << TestCertificate();
    QTest::newRow("plain text") << u"tls_missing"_s << TestCertificate();
    QTest::newRow("encryption") << u"tls_wanted"_s << m_authority.issue();
}

void TestFailuresOnTheWay::certificates()
{
    QFETCH(const QString, id);
    QFETCH(const TestCertificate, identity);
    TlsProxy proxy(m_salond.port(), identity);
    RawServer refuses; // with TLS's own alert of a handshake that failed
    refuses.onAnything(QByteArray::fromHex("15030100020228"));
    const quint16 port = id == "tls_failed"_L1 ? refuses.port() : proxy.serverPort();
    const QString scheme = id == "tls_wanted"_L1 ? u""_s : u"https://"_s;
    const QString address = u"%1localhost:%2"_s.arg(scheme).arg(port);
    if (id == "certificate_changed"_L1) {
        ProfileSettings settings(m_ada->profile() + u"/salon.ini"_s);
        ServerTrust(settings).trustCertificate(QUrl(address), m_stranger.selfSigned().certificate);
    }
    signIn(address);
    expectAtLogin(id);
    QVERIFY(!proxy.heard().contains("/api/login"));
}

void TestFailuresOnTheWay::proxies_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no such name") << u"proxy_not_found"_s << QByteArray();
    QTest::newRow("nobody listens") << u"proxy_refused"_s << QByteArray();
    QTest::newRow("silence") << u"proxy_silent"_s << QByteArray();
    QTest::newRow("password") << u"proxy_wants_password"_s
                              << http("407 Proxy Authentication Required", {},
                                      "Proxy-Authenticate: Basic realm=\"office\"\r\n");
    QTest::newRow("forbidden") << u"proxy_forbids"_s << http("403 Forbidden");
    QTest::newRow("cannot reach it") << u"proxy_forbids"_s << http("502 Bad Gateway");
}

void TestFailuresOnTheWay::proxies()
{
    QFETCH(const QString, id);
    QFETCH(const QByteArray, answer);
    RawServer proxy;
    if (!answer.isEmpty())
        proxy.onPath("salon.example:443", answer);
    QByteArray address = "http://127.0.0.1:" + QByteArray::number(proxy.port());
    if (id == "proxy_not_found"_L1)
        address = "http://salon-nowhere.invalid:3128";
    if (id == "proxy_refused"_L1)
        address = "http://127.0.0.1:" + QByteArray::number(freePort());
    qputenv("https_proxy", address);
    qputenv("http_proxy", address);
    signIn(u"salon.example"_s);
    expectAtLogin(id);
}

//! What a proxy lets through arrives, requests and WebSocket alike.
void TestFailuresOnTheWay::throughAProxy()
{
    TlsProxy server(m_salond.port(), m_authority.issue({.names = u"DNS:salon.example"_s}));
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    int tunnels = 0;
    connect(&proxy, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *client = proxy.nextPendingConnection();
        auto *onward = new QTcpSocket(client);
        connect(client, &QTcpSocket::readyRead, onward, [&, client, onward] {
            if (onward->state() != QTcpSocket::UnconnectedState) {
                onward->write(client->readAll());
                return;
            }
            if (!client->peek(4096).contains("\r\n\r\n"))
                return;
            QVERIFY(client->readAll().startsWith("CONNECT salon.example:443 "));
            ++tunnels;
            connect(onward, &QTcpSocket::connected, client,
                    [client] { client->write("HTTP/1.1 200 Connection established\r\n\r\n"); });
            onward->connectToHost(QHostAddress::LocalHost, server.serverPort());
        });
        connect(onward, &QTcpSocket::readyRead, client,
                [client, onward] { client->write(onward->readAll()); });
    });
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(proxy.serverPort());
    qputenv("https_proxy", address);
    qputenv("http_proxy", address);
    signIn(u"salon.example"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn(), kPatienceMs);
    QVERIFY(tunnels >= 2);
    m_ada.reset();
}

void TestFailuresOnTheWay::notEncrypted()
{
    signIn(u"http://0.0.0.0:%1"_s.arg(m_salond.port()));
    expectAtLogin(u"not_encrypted"_s);
}

void TestFailuresOnTheWay::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedOnTheWay), QString());
}

QTEST_MAIN(TestFailuresOnTheWay)
#include "tst_failures_on_the_way.moc"
