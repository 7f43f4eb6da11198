// SPDX-License-Identifier: MIT
#include "tests/support/test_certificates.h"
#include <QFile>
#include <QProcess>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

// `openssl x509` cannot date a certificate back before 3.4; `openssl ca` always could.
constexpr auto kConfiguration = R"([ca]
default_ca = ours
[ours]
database = index.txt
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
)";

QString dated(const QDateTime &moment)
{
    return moment.toString(u"yyyyMMddHHmmss'Z'"_s);
}

QSslCertificate certificateIn(const QString &path)
{
    return QSslCertificate::fromPath(path).value(0);
}

} // namespace

TestAuthority::TestAuthority()
{
    write(u"ca.cnf"_s, kConfiguration);
    write(u"index.txt"_s, {});
    run({u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
         u"-nodes"_s, u"-keyout"_s, u"ca.key"_s, u"-out"_s, u"ca.pem"_s, u"-days"_s, u"30"_s,
         u"-subj"_s, u"/CN=Test Authority"_s});
}

bool TestAuthority::write(const QString &name, const QByteArray &text)
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

bool TestAuthority::run(const QStringList &arguments)
{
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.setProcessChannelMode(QProcess::MergedChannels);
    openssl.start(u"openssl"_s, arguments);
    const bool isDone = openssl.waitForFinished() && openssl.exitCode() == 0;
    if (!isDone)
        m_problem = openssl.errorString() + u": "_s + QString::fromUtf8(openssl.readAll());
    return isDone;
}

QSslCertificate TestAuthority::root() const
{
    return certificateIn(path(u"ca.pem"_s));
}

TestCertificate TestAuthority::issue(const CertificateWish &wish)
{
    return sign(wish, false);
}

TestCertificate TestAuthority::selfSigned(const CertificateWish &wish)
{
    return sign(wish, true);
}

TestCertificate TestAuthority::sign(const CertificateWish &wish, bool isSelfSigned)
{
    const QString name = u"server%1"_s.arg(++m_count);
    const QString key = name + u".key"_s, request = name + u".csr"_s, signedFile = name + u".pem"_s;
    write(u"ext.cnf"_s,
          "subjectAltName=" + wish.names.toLatin1() + '\n' + wish.more.toLatin1() + '\n');
    run({u"req"_s, u"-new"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s,
         u"-nodes"_s, u"-keyout"_s, key, u"-out"_s, request, u"-subj"_s, u"/CN=Salon server"_s});
    QStringList arguments{u"ca"_s,          u"-batch"_s,   u"-notext"_s,      u"-config"_s,
                          u"ca.cnf"_s,      u"-extfile"_s, u"ext.cnf"_s,      u"-startdate"_s,
                          dated(wish.from), u"-enddate"_s, dated(wish.until), u"-in"_s,
                          request,          u"-out"_s,     signedFile};
    if (isSelfSigned)
        arguments += {u"-selfsign"_s, u"-keyfile"_s, key};
    else
        arguments += {u"-cert"_s, u"ca.pem"_s, u"-keyfile"_s, u"ca.key"_s};
    run(arguments);
    QFile keyFile(path(key));
    (void)keyFile.open(QIODevice::ReadOnly);
    return {certificateIn(path(signedFile)), QSslKey(&keyFile, QSsl::Ec), path(signedFile),
            path(key)};
}

void TestAuthority::installHere() const
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.addCaCertificate(root());
    QSslConfiguration::setDefaultConfiguration(configuration);
}

} // namespace salon::test
