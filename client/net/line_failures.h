// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include <QAbstractSocket>
#include <QNetworkReply>
#include <optional>

class QUrl;

namespace salon::client {

//! What a socket's, or a request's, own error means for somebody who wanted to reach `server`.
ConnectionFailure failureOf(QAbstractSocket::SocketError error, const QUrl &server);
ConnectionFailure failureOf(QNetworkReply::NetworkError error, const QUrl &server);
//! What an HTTP answer means that is not in our words; `otherwise` where its status says nothing.
ConnectionFailure failureOfStatus(int status, ConnectionFailure otherwise);
//! Why a WebSocket was closed, in our codes or in those of RFC 6455, 7.4.1; nothing where its code
//! does not say.
std::optional<ErrorCode> errorCodeOfClose(int code);

} // namespace salon::client
