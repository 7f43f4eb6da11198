// SPDX-License-Identifier: MIT
#include "client/net/server_trust.h"
#include "client/platform/profile_settings.h"
#include "client/ui/certificate_dialog.h"
#include "tests/client/golden/golden_test.h"
#include <QAbstractButton>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

//! By the server itself, from 2025 to 2035: always the same, so that its fingerprint is, too.
constexpr QByteArrayView kSelfSigned(R"(-----BEGIN CERTIFICATE-----
MIIBYzCCAQqgAwIBAgICShcwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQY2hhdC5l
eGFtcGxlLm9yZzAeFw0yNTAzMDExMjAwMDBaFw0zNTAzMDExMjAwMDBaMBsxGTAX
BgNVBAMMEGNoYXQuZXhhbXBsZS5vcmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAS9j2eZUqMCUa/RTBu46gVGOdDHluNRGxouOJiPb94kNNVMxSW2Het5m5j5dUOg
V94bKUPugPJbWK6grsjhHjVUoz4wPDAbBgNVHREEFDASghBjaGF0LmV4YW1wbGUu
b3JnMB0GA1UdDgQWBBSAwmfFqWxunDhOSxuWgXpHltev6DAKBggqhkjOPQQDAgNH
ADBEAiB87MHLkl2YzS1Yb0ZtARjn+YOpQVfzilHj6L5bLnQ1nwIgTStd0kKwOOFO
u+0/eam5xiDeuA3aLZF0yR/MZWR2KBA=
-----END CERTIFICATE-----)");

//! By an authority of one's own, for several names.
constexpr QByteArrayView kIssued(R"(-----BEGIN CERTIFICATE-----
MIICCDCCAa+gAwIBAgICShgwCgYIKoZIzj0EAwIwOjEgMB4GA1UECgwXQW5hbHl0
aWNhbCBFbmdpbmUgV29ya3MxFjAUBgNVBAMMDU93biBhdXRob3JpdHkwHhcNMjUw
MzAxMTIwMDAwWhcNMjcwMzAxMTIwMDAwWjA9MSAwHgYDVQQKDBdBbmFseXRpY2Fs
IEVuZ2luZSBXb3JrczEZMBcGA1UEAwwQY2hhdC5leGFtcGxlLm9yZzBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABPuzkTZ2/ySBomFLifojwyx+SY9pDf4AjKxYYHo7
yBFiy4RBPLggLWzJxM7aiTPwG3CNn3CfBUjBYFN4l+ffz/GjgaEwgZ4wXAYDVR0R
BFUwU4IQY2hhdC5leGFtcGxlLm9yZ4IQdGFsay5leGFtcGxlLm9yZ4IRZmlsZXMu
ZXhhbXBsZS5vcmeCFGNhbGVuZGFyLmV4YW1wbGUub3JnhwTAAAIRMB0GA1UdDgQW
BBRcEap1MMEP+mw2rJ6r7sijrCNewTAfBgNVHSMEGDAWgBRLNcVO2FUjQl9W1Sms
77OawGdEEDAKBggqhkjOPQQDAgNHADBEAiBsHOoFjQQmBs08j3OYHfjWjV6aG2n6
WrRCsTEQodzOIgIgIcqJz8kXgoKr0Tn+DBPAzr0N2mEyuN49ZpBFYTn9Dcg=
-----END CERTIFICATE-----)");

} // namespace

//! The certificate of a server as a person sees it who has to decide about it.
class TestGoldenCertificates : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void vouchedForByNobody_data() { schemes(); }
    void vouchedForByNobody()
    {
        compareDialog(ConnectionFailure::CertificateSelfSigned, kSelfSigned, u"certificateTrust"_s,
                      u"certificate_self_signed"_s);
    }
    void issuedByAStranger_data() { schemes(); }
    void issuedByAStranger()
    {
        compareDialog(ConnectionFailure::CertificateUnknownIssuer, kIssued, u"certificateTrust"_s,
                      u"certificate_unknown_issuer"_s);
    }
    void another_data() { schemes(); }
    void another()
    {
        trust(kSelfSigned);
        compareDialog(ConnectionFailure::CertificateChanged, kIssued, u"certificateForget"_s,
                      u"certificate_changed"_s);
    }
    void ofAnotherHost_data() { schemes(); }
    void ofAnotherHost()
    {
        m_server.setHost(u"salon.example.net"_s);
        compareDialog(ConnectionFailure::CertificateName, kIssued, {}, u"certificate_name"_s);
    }
    void trusted_data() { schemes(); }
    void trusted()
    {
        trust(kSelfSigned);
        compareDialog(ConnectionFailure::None, kSelfSigned, u"certificateForget"_s,
                      u"certificate_trusted"_s);
    }
    void cleanup()
    {
        m_trust.forget(m_server);
        m_server = kServer;
    }

private:
    static QSslCertificate read(QByteArrayView pem)
    {
        return QSslCertificate(pem.toByteArray(), QSsl::Pem);
    }
    void trust(QByteArrayView pem) { m_trust.trustCertificate(m_server, read(pem)); }
    //! `offered` is the button beside the usual ones, where there is one.
    void compareDialog(ConnectionFailure failure, QByteArrayView pem, const QString &offered,
                       const QString &name)
    {
        useScheme();
        const Failure shown{failure, {}, read(pem)};
        QVERIFY(!shown.certificate->isNull());
        CertificateDialog dialog(m_server, shown, m_trust);
        QCOMPARE(!offered.isEmpty() && dialog.findChild<QAbstractButton *>(offered),
                 !offered.isEmpty());
        compareShown(dialog, name);
    }

    const QUrl kServer{u"https://chat.example.org"_s};
    QUrl m_server = kServer;
    QTemporaryDir m_folder;
    ProfileSettings m_settings{m_folder.filePath(u"salon.ini"_s)};
    ServerTrust m_trust{m_settings};
};

GOLDEN_MAIN(TestGoldenCertificates)
#include "tst_golden_certificates.moc"
