// SPDX-License-Identifier: MIT
#include "client/net/line_failures.h"
#include "client/net/system_proxy.h"
#include <QNetworkInterface>
#include <QWebSocketProtocol>
#include <algorithm>

namespace salon::client {
namespace {

//! Whether there is any network at all but the one inside of this computer.
bool hasNetwork()
{
    const auto all = QNetworkInterface::allInterfaces();
    return std::any_of(all.begin(), all.end(), [](const QNetworkInterface &each) {
        return each.flags().testFlag(QNetworkInterface::IsRunning)
            && !each.flags().testFlag(QNetworkInterface::IsLoopBack)
            && !each.addressEntries().isEmpty();
    });
}

//! Who has no network cannot look up a name either: that is the cause to tell. Through a proxy no
//! other name is looked up here than its own.
ConnectionFailure nameNotFound(const QUrl &server)
{
    if (hasProxy(server))
        return ConnectionFailure::ProxyNotFound;
    return hasNetwork() ? ConnectionFailure::NameNotFound : ConnectionFailure::NoNetwork;
}

//! Through a proxy nobody knows which of both is silent.
ConnectionFailure silent(const QUrl &server)
{
    return hasProxy(server) ? ConnectionFailure::ProxySilent : ConnectionFailure::TimedOut;
}

//! A proxy's refusal has no error of its own everywhere.
ConnectionFailure unknownTo(const QUrl &server, ConnectionFailure otherwise)
{
    return hasProxy(server) ? ConnectionFailure::ProxyForbids : otherwise;
}

} // namespace

ConnectionFailure failureOf(QAbstractSocket::SocketError error, const QUrl &server)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return nameNotFound(server);
    case QAbstractSocket::ConnectionRefusedError:
        return ConnectionFailure::Refused;
    case QAbstractSocket::SocketTimeoutError:
        return silent(server);
    case QAbstractSocket::NetworkError:
        return ConnectionFailure::NoNetwork;
    case QAbstractSocket::RemoteHostClosedError:
        return ConnectionFailure::HungUp;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return ConnectionFailure::TlsFailed;
    case QAbstractSocket::ProxyNotFoundError:
        return ConnectionFailure::ProxyNotFound;
    case QAbstractSocket::ProxyConnectionRefusedError:
        return ConnectionFailure::ProxyRefused;
    case QAbstractSocket::ProxyConnectionTimeoutError:
        return ConnectionFailure::ProxySilent;
    case QAbstractSocket::ProxyAuthenticationRequiredError:
        return ConnectionFailure::ProxyWantsPassword;
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyProtocolError:
        return ConnectionFailure::ProxyForbids;
    default:
        return unknownTo(server, ConnectionFailure::Unknown);
    }
}

ConnectionFailure failureOf(QNetworkReply::NetworkError error, const QUrl &server)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return nameNotFound(server);
    case QNetworkReply::ConnectionRefusedError:
        return ConnectionFailure::Refused;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return silent(server);
    case QNetworkReply::SslHandshakeFailedError:
        return ConnectionFailure::TlsFailed;
    case QNetworkReply::RemoteHostClosedError:
        return ConnectionFailure::HungUp;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return ConnectionFailure::NotASalonServer;
    case QNetworkReply::ProxyNotFoundError:
        return ConnectionFailure::ProxyNotFound;
    case QNetworkReply::ProxyConnectionRefusedError:
        return ConnectionFailure::ProxyRefused;
    case QNetworkReply::ProxyTimeoutError:
        return ConnectionFailure::ProxySilent;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return ConnectionFailure::ProxyWantsPassword;
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::UnknownProxyError:
        return ConnectionFailure::ProxyForbids;
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
        return ConnectionFailure::NoNetwork;
    case QNetworkReply::UnknownNetworkError: // all that is not in this list, and no way out
        return unknownTo(server, ConnectionFailure::NoNetwork);
    default:
        return ConnectionFailure::Unknown;
    }
}

ConnectionFailure failureOfStatus(int status, ConnectionFailure otherwise)
{
    constexpr int kLogInToNetwork = 511; // RFC 6585
    switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
    case kLogInToNetwork:
        return ConnectionFailure::Redirected;
    case 401:
    case 403:
    case 451:
        return ConnectionFailure::GatewayRefuses;
    case 407:
        return ConnectionFailure::ProxyWantsPassword;
    default:
        return status >= 500 ? ConnectionFailure::GatewayDown : otherwise;
    }
}

std::optional<ErrorCode> errorCodeOfClose(int code)
{
    switch (code) {
    case QWebSocketProtocol::CloseCodeGoingAway:
        return ErrorCode::Stopping;
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeDatatypeNotSupported:
    case QWebSocketProtocol::CloseCodeWrongDatatype:
    case QWebSocketProtocol::CloseCodeTooMuchData:
        return ErrorCode::ProtocolError;
    default:
        return errorCodeFromClose(code);
    }
}

} // namespace salon::client
