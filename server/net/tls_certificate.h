// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QDateTime>
#include <QStringList>

struct x509_st;

namespace salon::server {

//! What a client is shown of a certificate.
struct TlsCertificate {
    QString subject; //!< its common name; may be empty
    QString issuer; //!< likewise
    QStringList names; //!< DNS names and addresses that it is good for
    QDateTime notBefore;
    QDateTime notAfter;
    QByteArray sha256; //!< of the certificate in DER, 32 bytes
    bool isSelfSigned = false;
};

TlsCertificate tlsCertificate(x509_st *certificate);

} // namespace salon::server
