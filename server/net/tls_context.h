// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/tls_certificate.h"
#include "shared/base/result.h"
#include <memory>

struct ssl_ctx_st;
class QSslConfiguration;

namespace salon::server {

//! A certificate chain with its private key, read once and found to belong together. New
//! connections share it; one that was made before a reload goes on with what it has. TLS 1.2 and
//! 1.3, nothing that is not forward secret, no tickets and no renegotiation.
class TlsContext {
public:
    //! PEM files: the server's own certificate first, then those up to its issuer; the key without
    //! a password. The error's path is net.tls_cert or net.tls_key.
    static Result<std::shared_ptr<const TlsContext>> load(const QString &certificateFile,
                                                          const QString &keyFile);
    ~TlsContext();
    Q_DISABLE_COPY_MOVE(TlsContext)

    const TlsCertificate &certificate() const { return m_certificate; }
    //! Whether the chain leads to an issuer that this system trusts; else the reason.
    Result<> checkIssuer() const;

    ssl_ctx_st *native() const { return m_native; }
    //! The same for a QSslSocket; an error where Qt cannot take it.
    Result<QSslConfiguration> forQt() const;

private:
    TlsContext() = default;
    Result<> takeChain(const QString &file);
    Result<> takeKey(const QString &file, const QString &certificateFile);

    ssl_ctx_st *m_native = nullptr;
    TlsCertificate m_certificate;
    QByteArray m_chainPem;
    QByteArray m_keyPem;
};

} // namespace salon::server
