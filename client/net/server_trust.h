// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <QUrl>

class QSslCertificate;

namespace salon::client {

class ProfileSettings;

//! Whether what is sent to that server does not leave this computer.
bool staysOnThisComputer(const QUrl &server);

//! What a person decided about single servers against the rule, kept in the profile: that one may
//! be talked to without encryption, and which certificate one has that nobody else vouches for.
class ServerTrust : public QObject {
    Q_OBJECT
public:
    explicit ServerTrust(ProfileSettings &settings, QObject *parent = nullptr);

    bool isPlainAllowed(const QUrl &server) const;
    void allowPlain(const QUrl &server);

    //! SHA-256 of the one certificate that the server may show; empty: any that is vouched for.
    QByteArray trustedCertificate(const QUrl &server) const;
    void trustCertificate(const QUrl &server, const QSslCertificate &certificate);

    //! Both are forgotten: the rule holds again.
    void forget(const QUrl &server);

Q_SIGNALS:
    void changed(const QUrl &server);

private:
    ProfileSettings &m_settings;
};

//! Whether a byte may be sent to the server: by TLS, within this computer, or because a person
//! allowed it. `trust` may be null.
bool mayBeAsked(const QUrl &server, const ServerTrust *trust);

//! SHA-256 of the whole certificate.
QByteArray fingerprint(const QSslCertificate &certificate);

} // namespace salon::client
