// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_certificates.h"
#include "tests/support/test_client.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkInterface>
#include <QSslSocket>
#include <QTest>
#include <QUuid>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

const QString kPassword = u"seven-blue-kettles"_s;

bool replace(const QString &file, const QString &with)
{
    QFile::remove(file);
    return QFile::copy(with, file);
}

QHash<QString, QString> verdictsOf(const CommandResult &doctor)
{
    QHash<QString, QString> verdicts;
    const auto findings =
        QJsonDocument::fromJson(doctor.output).object().value(u"findings"_s).toArray();
    for (const auto &finding : findings)
        verdicts.insert(finding[u"check"_s].toString(), finding[u"verdict"_s].toString());
    return verdicts;
}

//! An address of this machine that is not loopback; null when there is none.
QHostAddress ownAddress()
{
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLoopback())
            return address;
    }
    return {};
}

} // namespace

//! salond with a certificate, from the outside and from the operator's side.
class TestEncryptedServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void talks();
    void showsARenewedCertificate();
    void keepsTheOldWhenTheNewIsBad();
    void doctorSeesTheCertificate();
    void refusesToStartWithABadOne();
    void servesTheProxyOnly();

private:
    QByteArray configuration() const
    {
        return "[net]\ntls_cert = \"" + m_certificate.toUtf8() + "\"\ntls_key = \"" + m_key.toUtf8()
            + "\"\n";
    }
    void install(const TestCertificate &identity) const
    {
        QVERIFY(replace(m_certificate, identity.certificateFile));
        QVERIFY(replace(m_key, identity.keyFile));
        QVERIFY(QFile::setPermissions(m_key, QFile::ReadOwner | QFile::WriteOwner));
    }
    QSslCertificate shown() const
    {
        QSslSocket socket;
        socket.connectToHostEncrypted(u"127.0.0.1"_s, m_salond->port());
        socket.waitForEncrypted();
        return socket.peerCertificate();
    }
    CommandResult doctor() const
    {
        return m_salond->command(
            {u"doctor"_s, u"--json"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_salond->port())});
    }
    bool logged(const QByteArray &text) const
    {
        return QTest::qWaitFor([&] { return m_salond->log().contains(text); });
    }

    TestAuthority m_authority;
    QTemporaryDir m_folder;
    QString m_certificate = m_folder.filePath(u"chat.pem"_s);
    QString m_key = m_folder.filePath(u"chat.key"_s);
    std::unique_ptr<SalondProcess> m_salond;
};

void TestEncryptedServer::initTestCase()
{
    if (!m_authority.problem().isEmpty())
        QSKIP(qPrintable(m_authority.problem()));
    m_authority.installHere();
}

void TestEncryptedServer::init()
{
    install(m_authority.issue());
    m_salond = std::make_unique<SalondProcess>(configuration());
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
}

void TestEncryptedServer::talks()
{
    HttpClient http(m_salond->url());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    TestClient ada(m_salond->url());
    const auto hello = ada.open(login->token);
    QVERIFY(hello);
    QVERIFY(ada.socket().sslConfiguration().sessionProtocol() >= QSsl::TlsV1_2);
    const QString text = QString(12'000, u'ä'); // more than one record of TLS
    QVERIFY(ada.ask(protocol::PostMessage{.room = hello->rooms.first().id,
                                          .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
                                          .text = text,
                                          .replyTo = {}}));
    QTRY_COMPARE(ada.events.size(), 1);
    QVERIFY(m_salond->command({u"stats"_s}).output.contains("certificate until"));
    const QByteArray log = m_salond->log();
    QVERIFY2(log.contains("https://127.0.0.1"), log);
}

void TestEncryptedServer::showsARenewedCertificate()
{
    const QSslCertificate before = shown();
    const TestCertificate renewed = m_authority.issue();
    install(renewed);
    QCOMPARE(shown(), before);
    QCOMPARE(::kill(pid_t(m_salond->pid()), SIGHUP), 0);
    QTRY_COMPARE(shown(), renewed.certificate);
}

void TestEncryptedServer::keepsTheOldWhenTheNewIsBad()
{
    HttpClient http(m_salond->url());
    const QSslCertificate before = shown();
    QVERIFY(replace(m_key, m_authority.issue().keyFile));
    QCOMPARE(::kill(pid_t(m_salond->pid()), SIGHUP), 0);
    QVERIFY(logged("does not belong to the first certificate"));
    QCOMPARE(shown(), before);
    QVERIFY(http.login(u"ada"_s, kPassword));
}

void TestEncryptedServer::doctorSeesTheCertificate()
{
    auto seen = verdictsOf(doctor());
    QCOMPARE(seen.value(u"certificate"_s), u"ok"_s);
    QCOMPARE(seen.value(u"issuer"_s), u"warn"_s); // nobody knows the authority of this test
    QCOMPARE(seen.value(u"port"_s), u"ok"_s);
    QCOMPARE(seen.value(u"reload"_s), u"ok"_s);

    CertificateWish soon;
    soon.until = QDateTime::currentDateTimeUtc().addDays(5);
    install(m_authority.selfSigned(soon));
    QVERIFY(QFile::setPermissions(m_key, QFile::permissions(m_key) | QFile::ReadOther));
    CommandResult result = doctor();
    seen = verdictsOf(result);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(seen.value(u"certificate"_s), u"warn"_s);
    QVERIFY(result.output.contains("signed itself"));
    QCOMPARE(seen.value(u"privacy"_s), u"fail"_s);
    QCOMPARE(seen.value(u"reload"_s), u"warn"_s);

    CertificateWish past;
    past.from = QDateTime::currentDateTimeUtc().addDays(-20);
    past.until = QDateTime::currentDateTimeUtc().addDays(-2);
    install(m_authority.issue(past));
    result = doctor();
    QCOMPARE(verdictsOf(result).value(u"certificate"_s), u"fail"_s);
    QVERIFY(result.output.contains("expired"));
    QVERIFY(QFile::remove(m_key));
    QCOMPARE(verdictsOf(doctor()).value(u"certificate"_s), u"fail"_s);
}

void TestEncryptedServer::refusesToStartWithABadOne()
{
    QCOMPARE(m_salond->stop(), 0);
    QVERIFY(QFile::remove(m_certificate));
    const CommandResult result =
        m_salond->command({u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_salond->port())});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("net.tls_cert"), result.errors);
    QVERIFY2(result.errors.contains(m_certificate.toUtf8()), result.errors);
}

void TestEncryptedServer::servesTheProxyOnly()
{
    const QHostAddress own = ownAddress();
    if (own.isNull())
        QSKIP("this machine has no other address than loopback");
    const auto statusFor = [&own](const QByteArray &trusted) {
        SalondProcess salond("[net]\nbehind_proxy = true\n"
                             "trusted_proxies = [\""
                             + trusted + "\"]\n");
        if (!salond.start(u"0.0.0.0"_s))
            return -1;
        QTcpSocket socket;
        socket.connectToHost(own, salond.port());
        socket.waitForConnected();
        socket.write("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
        return socket.waitForReadyRead() ? socket.read(12).mid(9).toInt() : 0;
    };
    QCOMPARE(statusFor("192.0.2.1"), 403);
    QCOMPARE(statusFor(own.toString().toLatin1()), 200);
}

QTEST_GUILESS_MAIN(TestEncryptedServer)
#include "tst_encrypted_server.moc"
