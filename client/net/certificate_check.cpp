// SPDX-License-Identifier: MIT
#include "client/net/certificate_check.h"
#include "client/net/server_trust.h"
#include <algorithm>
#include <array>

namespace salon::client {
namespace {

ConnectionFailure failureOf(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::HostNameMismatch:
        return ConnectionFailure::CertificateName;
    case QSslError::CertificateExpired:
        return ConnectionFailure::CertificateExpired;
    case QSslError::CertificateNotYetValid:
        return ConnectionFailure::CertificateNotYetValid;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return ConnectionFailure::CertificateRevoked;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return ConnectionFailure::CertificateUnknownIssuer;
    default:
        return ConnectionFailure::CertificateInvalid;
    }
}

//! What a person can do least about comes first: nothing of it may hide behind "unknown issuer".
constexpr std::array kGravest{
    ConnectionFailure::CertificateRevoked, ConnectionFailure::CertificateName,
    ConnectionFailure::CertificateExpired, ConnectionFailure::CertificateNotYetValid,
    ConnectionFailure::CertificateInvalid, ConnectionFailure::CertificateUnknownIssuer,
};

ConnectionFailure gravestOf(const QList<QSslError> &errors)
{
    for (const ConnectionFailure failure : kGravest) {
        if (std::ranges::any_of(errors,
                                [=](const auto &each) { return failureOf(each) == failure; }))
            return failure;
    }
    return ConnectionFailure::CertificateInvalid;
}

} // namespace

QSslConfiguration tlsConfiguration(const QByteArray &trusted)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    for (const auto option :
         {QSsl::SslOptionDisableSessionSharing, QSsl::SslOptionDisableSessionTickets,
          QSsl::SslOptionDisableSessionPersistence})
        configuration.setSslOption(option, true);
    if (!trusted.isEmpty())
        configuration.setCaCertificates({});
    return configuration;
}

std::optional<Failure> certificateFailure(const QList<QSslError> &errors,
                                          const QSslCertificate &shown, const QByteArray &trusted)
{
    ConnectionFailure failure = gravestOf(errors);
    if (failure == ConnectionFailure::CertificateUnknownIssuer) {
        if (!trusted.isEmpty() && fingerprint(shown) == trusted)
            return {};
        if (!trusted.isEmpty())
            failure = ConnectionFailure::CertificateChanged;
        else if (shown.isSelfSigned())
            failure = ConnectionFailure::CertificateSelfSigned;
    }
    return Failure{failure, {}, shown.isNull() ? std::nullopt : std::optional(shown)};
}

bool canBeTrusted(ConnectionFailure failure)
{
    return failure == ConnectionFailure::CertificateSelfSigned
        || failure == ConnectionFailure::CertificateUnknownIssuer;
}

} // namespace salon::client
