// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include <QAbstractSocket>
#include <QNetworkReply>

class QUrl;

namespace salon::client {

//! What a socket's, or a request's, own error means for somebody who wanted to reach `server`.
ConnectionFailure failureOf(QAbstractSocket::SocketError error, const QUrl &server);
ConnectionFailure failureOf(QNetworkReply::NetworkError error, const QUrl &server);
//! What an HTTP answer means that is not in our words; `otherwise` where its status says nothing.
ConnectionFailure failureOfStatus(int status, ConnectionFailure otherwise);

} // namespace salon::client
