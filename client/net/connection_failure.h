// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QSslCertificate>

namespace salon::client {

//! Why the server could not be asked, or not be understood; None when it answered with an Error.
enum class ConnectionFailure {
    None,
    NameNotFound,
    Refused,
    TimedOut,
    NoNetwork,
    NotEncrypted, //!< plain HTTP to another computer, which nobody allowed; nothing was sent
    TlsWanted, //!< plain HTTP was spoken to a port that takes TLS
    TlsMissing, //!< TLS was spoken to a port that takes plain HTTP
    TlsFailed, //!< no version or cipher that both know
    CertificateName, //!< of another host
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRevoked,
    CertificateSelfSigned,
    CertificateUnknownIssuer,
    CertificateChanged, //!< not the one that the person trusted
    CertificateInvalid, //!< anything else that is wrong with it
    NotASalonServer,
    ProtocolVersion,
    ReplyNotUnderstood,
};

//! What went wrong on the way to an answer: a failure of the connection, or the server's own error.
struct Failure {
    ConnectionFailure connection = ConnectionFailure::None;
    Error error;
    QSslCertificate certificate = QSslCertificate(); //!< that was refused; else null
};

} // namespace salon::client
