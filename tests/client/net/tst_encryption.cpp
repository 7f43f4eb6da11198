// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "client/net/http_api.h"
#include "client/net/server_trust.h"
#include "client/platform/profile_settings.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/tls_proxy.h"
#include <QSslCipher>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

} // namespace

//! Who is talked to, and what is told of who is not: real handshakes with a salond behind TLS. Of a
//! server that is refused it is looked that it heard nothing.
class TestEncryption : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void everythingByTls();
    void wrongCertificates_data();
    void wrongCertificates();
    void graverReasonFirst();
    void trustedCertificate();
    void keptConnectionEndsWithTheTrust();
    void trustEndsWithTheCertificate();
    void trustIsForOneServer();
    void trustDoesNotMendADate();
    void authorityDoesNotReplaceTheTrusted();
    void changedWhileConnected();
    void noCommonVersion();
    void tlsWanted();
    void tlsMissing();
    void plainBeyondThisComputer();

private:
    QUrl url(const QString &scheme = u"https"_s, const QString &host = u"localhost"_s) const
    {
        return QUrl(u"%1://%2:%3"_s.arg(scheme, host).arg(m_proxy->serverPort()));
    }
    //! Of the first question over HTTP; nothing when it was answered.
    Failure httpFailure(const QUrl &server);
    //! Of the socket; nothing when it got online.
    Failure socketFailure(const QUrl &server);
    void expectRefused(const QUrl &server, ConnectionFailure failure);

    TestAuthority m_authority;
    TestAuthority m_stranger;
    SalondProcess m_salond{kCheapPasswords};
    QString m_token;
    std::unique_ptr<TlsProxy> m_proxy;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileSettings> m_settings;
    std::unique_ptr<ServerTrust> m_trust;
};

void TestEncryption::initTestCase()
{
    QVERIFY2(m_authority.problem().isEmpty(), qPrintable(m_authority.problem()));
    m_authority.installHere();
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    const auto login = HttpClient(m_salond.port()).login(u"ada"_s, kPassword);
    QVERIFY(login);
    m_token = login->token;
}

void TestEncryption::init()
{
    m_proxy = std::make_unique<TlsProxy>(m_salond.port(), m_authority.issue());
    QVERIFY2(m_authority.problem().isEmpty(), qPrintable(m_authority.problem()));
    m_folder = std::make_unique<QTemporaryDir>();
    m_trust.reset();
    m_settings = std::make_unique<ProfileSettings>(m_folder->filePath(u"salon.ini"_s));
    m_trust = std::make_unique<ServerTrust>(*m_settings);
}

Failure TestEncryption::httpFailure(const QUrl &server)
{
    HttpApi api;
    api.setTrust(m_trust.get());
    api.setTimeout(2'000);
    std::optional<ApiResult<protocol::ServerCard>> card;
    api.fetchServer(server, [&](const ApiResult<protocol::ServerCard> &answer) { card = answer; });
    if (!QTest::qWaitFor([&] { return card.has_value(); }, 20'000))
        return {ConnectionFailure::TimedOut, Error::internal(u"no answer"_s)};
    const auto *failure = std::get_if<Failure>(&*card);
    return failure ? *failure : Failure();
}

Failure TestEncryption::socketFailure(const QUrl &server)
{
    Connection connection;
    connection.setTrust(m_trust.get());
    connection.setTimeout(5'000);
    connection.open(server, m_token);
    (void)QTest::qWaitFor(
        [&] {
            return connection.state() == ConnectionState::Online
                || connection.state() == ConnectionState::Waiting;
        },
        20'000);
    return connection.lastFailure();
}

void TestEncryption::expectRefused(const QUrl &server, ConnectionFailure failure)
{
    m_proxy->cut(); // who was connected before says nothing any more
    m_proxy->forgetHeard();
    const Failure http = httpFailure(server);
    QCOMPARE(http.connection, failure);
    const Failure socket = socketFailure(server);
    QCOMPARE(socket.connection, failure);
    QCOMPARE(m_proxy->heard(), QByteArray());
    QVERIFY(m_proxy->accepted() >= 2);
}

void TestEncryption::everythingByTls()
{
    HttpApi api;
    std::optional<ApiResult<protocol::LoginReply>> login;
    api.login(url(), {u"ada"_s, kPassword, u"test"_s}, [&](const auto &reply) { login = reply; });
    QTRY_VERIFY(login);
    QVERIFY(std::holds_alternative<protocol::LoginReply>(*login));
    const QString token = std::get<protocol::LoginReply>(*login).token;
    QVERIFY(m_proxy->heard().contains("POST /api/login"));
    Connection connection;
    connection.open(url(), token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    const auto &line = connection.encryption();
    QVERIFY(line);
    QVERIFY(line->sessionProtocol() == QSsl::TlsV1_3 || line->sessionProtocol() == QSsl::TlsV1_2);
    QVERIFY(!line->sessionCipher().name().isEmpty());
    QCOMPARE(line->peerCertificate().issuerInfo(QSslCertificate::CommonName),
             QStringList{u"Test Authority"_s});
    std::optional<ApiResult<protocol::Renewed>> renewed;
    api.renew(url(), token, [&](const auto &reply) { renewed = reply; });
    QTRY_VERIFY(renewed && std::holds_alternative<protocol::Renewed>(*renewed));
    std::optional<ApiResult<protocol::Done>> done;
    api.logout(url(), token, [&](const auto &reply) { done = reply; });
    QTRY_VERIFY(done && std::holds_alternative<protocol::Done>(*done));
    QTRY_COMPARE(connection.state(), ConnectionState::Closed);
    QVERIFY(!connection.encryption());
}

void TestEncryption::wrongCertificates_data()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QTest::addColumn<TestCertificate>("identity");
    QTest::addColumn<ConnectionFailure>("failure");
    using enum ConnectionFailure;
    const auto row = [](const char *name, const TestCertificate &identity,
                        ConnectionFailure failure) { QTest::newRow(name) << identity << failure; };
    row("of another host", m_authority.issue({.names = u"DNS:chat.example.org"_s}),
        CertificateName);
    row("ran out", m_authority.issue({.from = now.addDays(-9), .until = now.addDays(-2)}),
        CertificateExpired);
    row("not yet", m_authority.issue({.from = now.addDays(2)}), CertificateNotYetValid);
    row("by nobody", m_stranger.selfSigned(), CertificateSelfSigned);
    row("by somebody unknown", m_stranger.issue(), CertificateUnknownIssuer);
}

void TestEncryption::wrongCertificates()
{
    QFETCH(TestCertificate, identity);
    QFETCH(ConnectionFailure, failure);
    m_proxy->setIdentity(identity);
    expectRefused(url(), failure);
    QCOMPARE(httpFailure(url()).certificate, identity.certificate);
    QCOMPARE(socketFailure(url()).certificate, identity.certificate);
}

void TestEncryption::graverReasonFirst()
{
    // Whoever is offered to trust it must not overlook that it is another host's.
    m_proxy->setIdentity(m_stranger.selfSigned({.names = u"DNS:chat.example.org"_s}));
    expectRefused(url(), ConnectionFailure::CertificateName);
}

void TestEncryption::trustedCertificate()
{
    const TestCertificate own = m_stranger.selfSigned();
    m_proxy->setIdentity(own);
    QCOMPARE(httpFailure(url()).connection, ConnectionFailure::CertificateSelfSigned);
    m_trust->trustCertificate(url(), own.certificate);
    QCOMPARE(httpFailure(url()).connection, ConnectionFailure::None);
    QCOMPARE(socketFailure(url()).connection, ConnectionFailure::None);
    QVERIFY(m_proxy->heard().contains(m_token.toLatin1()));
    m_trust->forget(url());
    expectRefused(url(), ConnectionFailure::CertificateSelfSigned);
    // One that an unknown authority signed is trusted by itself, not for its authority.
    const TestCertificate issued = m_stranger.issue();
    m_proxy->setIdentity(issued);
    m_trust->trustCertificate(url(), issued.certificate);
    QCOMPARE(socketFailure(url()).connection, ConnectionFailure::None);
    m_proxy->setIdentity(m_stranger.issue());
    expectRefused(url(), ConnectionFailure::CertificateChanged);
}

void TestEncryption::keptConnectionEndsWithTheTrust()
{
    const TestCertificate own = m_stranger.selfSigned();
    m_proxy->setIdentity(own);
    m_trust->trustCertificate(url(), own.certificate);
    HttpApi api;
    api.setTrust(m_trust.get());
    const auto ask = [&] {
        std::optional<ApiResult<protocol::ServerCard>> card;
        api.fetchServer(url(), [&](const ApiResult<protocol::ServerCard> &reply) { card = reply; });
        return QTest::qWaitFor([&] { return card.has_value(); })
            && std::holds_alternative<protocol::ServerCard>(*card);
    };
    QVERIFY(ask());
    QVERIFY(ask());
    QCOMPARE(m_proxy->accepted(), 1); // it is kept
    m_trust->forget(url());
    m_proxy->forgetHeard();
    QVERIFY(!ask());
    QCOMPARE(m_proxy->heard(), QByteArray());
}

void TestEncryption::trustEndsWithTheCertificate()
{
    m_trust->trustCertificate(url(), m_stranger.selfSigned().certificate);
    m_proxy->setIdentity(m_stranger.selfSigned());
    expectRefused(url(), ConnectionFailure::CertificateChanged);
}

void TestEncryption::trustIsForOneServer()
{
    const TestCertificate own = m_stranger.selfSigned();
    m_proxy->setIdentity(own);
    m_trust->trustCertificate(QUrl(u"https://localhost:1"_s), own.certificate);
    expectRefused(url(), ConnectionFailure::CertificateSelfSigned);
}

void TestEncryption::trustDoesNotMendADate()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const TestCertificate old =
        m_stranger.selfSigned({.from = now.addDays(-9), .until = now.addDays(-2)});
    m_trust->trustCertificate(url(), old.certificate);
    m_proxy->setIdentity(old);
    expectRefused(url(), ConnectionFailure::CertificateExpired);
}

void TestEncryption::authorityDoesNotReplaceTheTrusted()
{
    m_trust->trustCertificate(url(), m_stranger.selfSigned().certificate);
    expectRefused(url(), ConnectionFailure::CertificateChanged);
}

void TestEncryption::changedWhileConnected()
{
    Connection connection;
    connection.open(url(), m_token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    m_proxy->setIdentity(m_stranger.issue());
    m_proxy->forgetHeard();
    m_proxy->cut();
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    connection.retryNow();
    QTRY_COMPARE(connection.lastFailure().connection, ConnectionFailure::CertificateUnknownIssuer);
    QVERIFY(!connection.encryption());
    QCOMPARE(m_proxy->heard(), QByteArray());
    m_proxy->setIdentity(m_authority.issue()); // mended
    connection.retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), ConnectionState::Online, 20'000);
}

void TestEncryption::noCommonVersion()
{
    QTcpServer old;
    QVERIFY(old.listen(QHostAddress::LocalHost));
    connect(&old, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = old.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write(QByteArray::fromHex("15030100020246")); // alert: protocol_version
            socket->disconnectFromHost();
        });
    });
    const QUrl server(u"https://localhost:%1"_s.arg(old.serverPort()));
    QCOMPARE(httpFailure(server).connection, ConnectionFailure::TlsFailed);
    QCOMPARE(socketFailure(server).connection, ConnectionFailure::TlsFailed);
}

void TestEncryption::tlsWanted()
{
    const QUrl plain = url(u"http"_s);
    QCOMPARE(httpFailure(plain).connection, ConnectionFailure::TlsWanted);
    Connection connection;
    connection.open(plain, m_token);
    QTRY_COMPARE(connection.lastFailure().connection, ConnectionFailure::TlsWanted);
    // A second try says it at once.
    connection.retryNow();
    QTRY_COMPARE(connection.state(), ConnectionState::Connecting);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(connection.lastFailure().connection, ConnectionFailure::TlsWanted);
}

void TestEncryption::tlsMissing()
{
    const QUrl secure(u"https://127.0.0.1:%1"_s.arg(m_salond.port()));
    QCOMPARE(httpFailure(secure).connection, ConnectionFailure::TlsMissing);
    Connection connection;
    connection.open(secure, m_token);
    QTRY_COMPARE(connection.lastFailure().connection, ConnectionFailure::TlsMissing);
}

void TestEncryption::plainBeyondThisComputer()
{
    // By this address one reaches oneself, but it is none of the loopback's.
    const QUrl plain = url(u"http"_s, u"0.0.0.0"_s);
    m_proxy->setIdentity({});
    QCOMPARE(httpFailure(plain).connection, ConnectionFailure::NotEncrypted);
    QCOMPARE(socketFailure(plain).connection, ConnectionFailure::NotEncrypted);
    HttpApi api;
    std::optional<ApiResult<protocol::LoginReply>> login;
    api.login(plain, {u"ada"_s, kPassword, u"test"_s}, [&](const auto &reply) { login = reply; });
    QTRY_VERIFY(login && std::holds_alternative<Failure>(*login));
    QCOMPARE(m_proxy->accepted(), 0);
    m_trust->allowPlain(plain);
    if (httpFailure(plain).connection == ConnectionFailure::Refused)
        QSKIP("this system does not lead 0.0.0.0 to itself");
    QCOMPARE(httpFailure(plain).connection, ConnectionFailure::None);
    QCOMPARE(socketFailure(plain).connection, ConnectionFailure::None);
    QVERIFY(m_proxy->heard().contains(m_token.toLatin1()));
}

QTEST_GUILESS_MAIN(TestEncryption)
#include "tst_encryption.moc"
