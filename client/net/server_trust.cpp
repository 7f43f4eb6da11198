// SPDX-License-Identifier: MIT
#include "client/net/server_trust.h"
#include "client/platform/profile_settings.h"
#include <QCryptographicHash>
#include <QHostAddress>
#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

bool isEncrypted(const QUrl &server)
{
    return server.scheme() == "https"_L1;
}

//! The group of the server's settings. The colon and a slash would mean something in a key.
QString groupOf(const QUrl &server)
{
    const int port = server.port(isEncrypted(server) ? kHttpsPort : kHttpPort);
    const QString name = server.host() + u':' + QString::number(port);
    return u"servers/"_s + QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString plainKey(const QUrl &server)
{
    return groupOf(server) + u"/plain_allowed"_s;
}

QString certificateKey(const QUrl &server)
{
    return groupOf(server) + u"/certificate_sha256"_s;
}

} // namespace

bool staysOnThisComputer(const QUrl &server)
{
    return server.host() == "localhost"_L1 || QHostAddress(server.host()).isLoopback();
}

ServerTrust::ServerTrust(ProfileSettings &settings, QObject *parent)
    : QObject(parent), m_settings(settings)
{
}

bool ServerTrust::isPlainAllowed(const QUrl &server) const
{
    return m_settings.value(plainKey(server)).toBool();
}

void ServerTrust::allowPlain(const QUrl &server)
{
    m_settings.setValue(plainKey(server), true);
    Q_EMIT changed(server);
}

QByteArray ServerTrust::trustedCertificate(const QUrl &server) const
{
    return QByteArray::fromHex(m_settings.value(certificateKey(server)).toString().toLatin1());
}

void ServerTrust::trustCertificate(const QUrl &server, const QSslCertificate &certificate)
{
    m_settings.setValue(certificateKey(server),
                        QString::fromLatin1(fingerprint(certificate).toHex()));
    Q_EMIT changed(server);
}

void ServerTrust::forget(const QUrl &server)
{
    m_settings.remove(plainKey(server));
    m_settings.remove(certificateKey(server));
    Q_EMIT changed(server);
}

bool mayBeAsked(const QUrl &server, const ServerTrust *trust)
{
    return isEncrypted(server) || staysOnThisComputer(server)
        || (trust && trust->isPlainAllowed(server));
}

QByteArray fingerprint(const QSslCertificate &certificate)
{
    return certificate.digest(QCryptographicHash::Sha256);
}

} // namespace salon::client
