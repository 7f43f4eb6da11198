// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/http_words.h"
#include "tests/server/net/socket_kinds.h"
#include <QSslCipher>
#include <QSslSocket>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::test;

namespace {

constexpr int kPatienceMs = 5'000;

//! A client that checks the certificate as a careful one does.
struct CarefulClient {
    explicit CarefulClient(const TestAuthority &authority,
                           QSsl::SslProtocol protocol = QSsl::SecureProtocols)
    {
        QSslConfiguration configuration;
        configuration.setCaCertificates({authority.root()});
        configuration.setProtocol(protocol);
        socket.setSslConfiguration(configuration);
    }
    bool connectTo(quint16 port)
    {
        socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
        return socket.waitForEncrypted(kPatienceMs);
    }
    QByteArray ask(const QByteArray &request)
    {
        socket.write(request);
        return socket.waitForReadyRead(kPatienceMs) ? socket.readAll() : QByteArray();
    }
    QSslSocket socket;
};

QByteArray everything(QTcpSocket &socket)
{
    QByteArray all;
    while (socket.waitForReadyRead(kPatienceMs))
        all += socket.readAll();
    return all + socket.readAll();
}

} // namespace

//! Files that hold a certificate, and what connections make of it, on each kind of socket. That
//! HTTP and WebSocket go over TLS as over plain TCP is shown by their own tests, which run over
//! both.
class TestTls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }
    void initTestCase()
    {
        if (!m_authority.problem().isEmpty())
            QSKIP(qPrintable(m_authority.problem()));
        m_identity = m_authority.issue();
    }
    void readsWhatACertificateSays();
    void readsAChain();
    void refusesFiles_data();
    void refusesFiles();
    void speaksTheVersion_data();
    void speaksTheVersion();
    void refusesWeakCiphers();
    void showsTheNewCertificateToNewConnections();
    void tellsPlainHttp();
    void endsWhenTheHandshakeDoesNot_data();
    void endsWhenTheHandshakeDoesNot();
    void survivesACutHandshake();
    void sendsALotToASlowReader();

private:
    std::shared_ptr<const TlsContext> context() const { return contextOf(m_identity); }
    static std::shared_ptr<const TlsContext> contextOf(const TestCertificate &identity)
    {
        const auto loaded = TlsContext::load(identity.certificateFile, identity.keyFile);
        return loaded ? *loaded : nullptr;
    }
    //! A host whose connections speak TLS from now on.
    std::unique_ptr<GatewayHost> host(NetSettings settings = {}) const
    {
        settings.sockets = settingsOfKind().sockets;
        auto made = std::make_unique<GatewayHost>(settings);
        made->run([&] {
            if (!made->gateway()->setTls(context()))
                qFatal("no TLS");
        });
        return made;
    }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("not written");
        return file.fileName();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    TestAuthority m_authority;
    TestCertificate m_identity;
    QTemporaryDir m_folder;
};

void TestTls::readsWhatACertificateSays()
{
    CertificateWish wish;
    wish.names = u"DNS:chat.example.org,IP:192.0.2.7,IP:2001:db8::7"_s;
    wish.from = QDateTime({2026, 1, 2}, {3, 4, 5}, QTimeZone::utc());
    wish.until = QDateTime({2031, 6, 7}, {8, 9, 10}, QTimeZone::utc());
    const TestCertificate made = m_authority.issue(wish);
    const auto loaded = contextOf(made);
    QVERIFY(loaded);
    const TlsCertificate &said = loaded->certificate();
    QCOMPARE(said.subject, u"Salon server"_s);
    QCOMPARE(said.issuer, u"Test Authority"_s);
    QCOMPARE(said.names, (QStringList{u"chat.example.org"_s, u"192.0.2.7"_s, u"2001:db8::7"_s}));
    QCOMPARE(said.notBefore, wish.from);
    QCOMPARE(said.notAfter, wish.until);
    QCOMPARE(said.sha256, made.certificate.digest(QCryptographicHash::Sha256));
    QVERIFY(!said.isSelfSigned);
    QVERIFY(!loaded->checkIssuer());
    QVERIFY(contextOf(m_authority.selfSigned())->certificate().isSelfSigned);
}

void TestTls::readsAChain()
{
    const QString chain =
        write(u"chain.pem"_s,
              read(m_identity.certificateFile) + "\nThe authority:\n" + m_authority.root().toPem());
    const auto loaded = TlsContext::load(chain, m_identity.keyFile);
    QVERIFY(loaded);
    GatewayHost host(settingsOfKind());
    host.run([&] { QVERIFY(host.gateway()->setTls(*loaded)); });
    CarefulClient client(m_authority);
    QVERIFY(client.connectTo(host.port()));
    QCOMPARE(client.socket.peerCertificateChain().size(), 2);
}

void TestTls::refusesFiles_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("says");
    const QString good = m_identity.certificateFile, key = m_identity.keyFile;
    const QByteArray pem = read(good);
    const QByteArray keyPem = read(key);
    const auto cert = u"net.tls_cert"_s;
    const auto keyPath = u"net.tls_key"_s;
    QTest::newRow("no file") << u"/none.pem"_s << key << cert << u"/none.pem"_s;
    QTest::newRow("a folder") << u"/"_s << key << cert << u"/"_s;
    QTest::newRow("empty") << write(u"empty"_s, {}) << key << cert << u"PEM form"_s;
    QTest::newRow("no PEM") << write(u"noise"_s, QByteArray(3000, '\x7F')) << key << cert
                            << u"PEM form"_s;
    QTest::newRow("a key instead") << key << key << cert << u"PEM form"_s;
    QTest::newRow("damaged") << write(u"damaged"_s, pem.left(pem.size() / 2)) << key << cert
                             << QString();
    QTest::newRow("second one damaged") << write(u"second"_s, pem + pem.left(pem.size() / 2)) << key
                                        << cert << u"certificate 2 is damaged"_s;
    QTest::newRow("no key file") << good << u"/none.key"_s << keyPath << u"/none.key"_s;
    QTest::newRow("no key in it") << good << good << keyPath << u"private key"_s;
    QTest::newRow("another's key")
        << good << m_authority.issue().keyFile << keyPath << u"does not belong"_s;
    const QByteArray locked = m_identity.key.toPem("secret");
    QTest::newRow("with a password")
        << good << write(u"locked"_s, locked) << keyPath << u"password"_s;
    QTest::newRow("damaged key") << good << write(u"half"_s, keyPem.left(keyPem.size() / 2))
                                 << keyPath << u"private key"_s;
}

void TestTls::refusesFiles()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, says);
    const auto loaded = TlsContext::load(certificate, key);
    QVERIFY(!loaded);
    QTEST(loaded.error().path, "path");
    QVERIFY2(loaded.error().message.contains(says), qPrintable(loaded.error().message));
}

void TestTls::speaksTheVersion_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::addColumn<bool>("isSpoken");
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    QTest::newRow("1.3") << QSsl::TlsV1_3 << true;
    QTest::newRow("1.2") << QSsl::TlsV1_2 << true;
    QTest::newRow("1.1") << QSsl::TlsV1_1 << false;
    QTest::newRow("1.0") << QSsl::TlsV1_0 << false;
    QT_WARNING_POP
}

void TestTls::speaksTheVersion()
{
    QFETCH(QSsl::SslProtocol, protocol);
    const auto server = host();
    CarefulClient client(m_authority, protocol);
    QTEST(client.connectTo(server->port()), "isSpoken");
    if (client.socket.isEncrypted())
        QVERIFY(client.ask(kGood).startsWith("HTTP/1.1 200"));
}

void TestTls::refusesWeakCiphers()
{
    QFETCH_GLOBAL(SocketKind, kind);
    if (kind != SocketKind::Lean)
        QSKIP("Qt's own list of ciphers");
    const auto server = host();
    for (const char *cipher : {"ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA"}) {
        CarefulClient client(m_authority, QSsl::TlsV1_2);
        QSslConfiguration configuration = client.socket.sslConfiguration();
        configuration.setCiphers(QString::fromLatin1(cipher));
        QCOMPARE(configuration.ciphers().size(), 1);
        client.socket.setSslConfiguration(configuration);
        QVERIFY2(!client.connectTo(server->port()), cipher);
    }
}

void TestTls::showsTheNewCertificateToNewConnections()
{
    const auto server = host();
    CarefulClient before(m_authority);
    QVERIFY(before.connectTo(server->port()));
    QCOMPARE(before.socket.peerCertificate(), m_identity.certificate);
    const TestCertificate renewed = m_authority.issue();
    server->run([&] { QVERIFY(server->gateway()->setTls(contextOf(renewed))); });
    CarefulClient after(m_authority);
    QVERIFY(after.connectTo(server->port()));
    QCOMPARE(after.socket.peerCertificate(), renewed.certificate);
    QVERIFY(before.ask(kGood).startsWith("HTTP/1.1 200"));
    QVERIFY(after.ask(kGood).startsWith("HTTP/1.1 200"));
}

void TestTls::tellsPlainHttp()
{
    QFETCH_GLOBAL(SocketKind, kind);
    const auto server = host();
    QTcpSocket plain;
    plain.connectToHost(u"127.0.0.1"_s, server->port());
    QVERIFY(plain.waitForConnected(kPatienceMs));
    plain.write(kGood);
    const QByteArray answer = everything(plain);
    QCOMPARE(plain.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(int(server->seen.requests), 0);
    if (kind == SocketKind::Lean) {
        QVERIFY2(answer.startsWith("HTTP/1.1 400"), answer);
        QVERIFY(answer.contains("https"));
    }
}

void TestTls::endsWhenTheHandshakeDoesNot_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("silence") << QByteArray();
    QTest::newRow("half a greeting") << QByteArray::fromHex("1603010200010001fc0303");
    QTest::newRow("noise") << QByteArray(600, '\x80');
}

void TestTls::endsWhenTheHandshakeDoesNot()
{
    QFETCH(QByteArray, said);
    NetSettings settings;
    settings.headerDeadlineMs = 300;
    settings.answerDrainMs = 300;
    const auto server = host(settings);
    QTcpSocket peer;
    peer.connectToHost(u"127.0.0.1"_s, server->port());
    QVERIFY(peer.waitForConnected(kPatienceMs));
    peer.write(said);
    everything(peer);
    QCOMPARE(peer.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(server->connections(), 0);
    CarefulClient next(m_authority);
    QVERIFY(next.connectTo(server->port()));
}

void TestTls::survivesACutHandshake()
{
    const auto server = host();
    for (int i = 0; i < 20; ++i) {
        QTcpSocket peer;
        peer.connectToHost(u"127.0.0.1"_s, server->port());
        QVERIFY(peer.waitForConnected(kPatienceMs));
        peer.write(QByteArray::fromHex("1603010200010001fc0303"));
        peer.waitForBytesWritten(kPatienceMs);
        peer.abort();
    }
    CarefulClient next(m_authority);
    QVERIFY(next.connectTo(server->port()));
    QVERIFY(next.ask(kGood).startsWith("HTTP/1.1 200"));
    QTRY_COMPARE(server->connections(), 1);
}

void TestTls::sendsALotToASlowReader()
{
    constexpr int kBytes = 3'000'000;
    const auto server = host();
    CarefulClient client(m_authority);
    client.socket.setReadBufferSize(16 * 1024);
    QVERIFY(client.connectTo(server->port()));
    client.socket.write("GET /big/" + QByteArray::number(kBytes) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    QByteArray all;
    while (all.size() < kBytes && client.socket.waitForReadyRead(kPatienceMs)) {
        QTest::qSleep(1);
        all += client.socket.readAll();
    }
    const qsizetype end = all.indexOf("\r\n\r\n");
    QCOMPARE(all.mid(end + 4), QByteArray(kBytes, 'b'));
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
