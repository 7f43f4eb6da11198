// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QSslCertificate>
#include <optional>

namespace salon::client {

//! Why the server could not be asked, or not be understood; None when it answered with an Error.
enum class ConnectionFailure {
    None,
    NameNotFound,
    Refused,
    TimedOut,
    NoNetwork,
    HungUp, //!< it took the connection and ended it without an answer
    BrokenOff, //!< the connection ended while it was in use
    FellSilent, //!< nothing came any more while it was in use
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
    ProxyNotFound, //!< the proxy that this computer's settings name
    ProxyRefused, //!< nobody listens there
    ProxySilent,
    ProxyWantsPassword,
    ProxyForbids, //!< it answers, but does not let us through
    Redirected, //!< an HTTP answer names another address; it is not followed
    GatewayRefuses, //!< something before the server wants to know who one is, or forbids it
    GatewayDown, //!< something before the server does not reach it
    LineNotPassedOn, //!< requests reach the server, WebSockets do not
    NotASalonServer,
    ServerTooOld,
    ServerTooNew,
    ProtocolVersion, //!< they do not meet, and which of both is older is not known
    ReplyNotUnderstood,
    Unknown, //!< none of these
};

//! What went wrong on the way to an answer: a failure of the connection, or the server's own error.
struct Failure {
    ConnectionFailure connection = ConnectionFailure::None;
    Error error;
    //! That was refused. Not a null one otherwise: making one starts the whole TLS library.
    std::optional<QSslCertificate> certificate = {};
};

} // namespace salon::client
