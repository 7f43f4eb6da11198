// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include <QSslConfiguration>
#include <QSslError>

namespace salon::client {

//! How TLS is spoken to a server: 1.2 or 1.3, no session taken up that was checked by earlier
//! rules. With a `trusted` certificate (its SHA-256) no authority counts, so that every handshake
//! comes before certificateFailure().
QSslConfiguration tlsConfiguration(const QByteArray &trusted);

//! Why the certificate that a server shows is refused, the graver reason first; nothing when it is
//! the `trusted` one and nobody vouching for it is all that is wrong.
std::optional<Failure> certificateFailure(const QList<QSslError> &errors,
                                          const QSslCertificate &shown, const QByteArray &trusted);

//! Whether a person may trust the certificate for want of anybody who vouches for it.
bool canBeTrusted(ConnectionFailure failure);

} // namespace salon::client
