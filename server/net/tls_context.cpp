// SPDX-License-Identifier: MIT
#include "server/net/tls_context.h"
#include "shared/base/wipe.h"
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <array>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

const auto kCertificateKey = u"net.tls_cert"_s;
const auto kPrivateKeyKey = u"net.tls_key"_s;

//! What OpenSSL says of its latest failure.
QString opensslReason()
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason ? QString::fromLatin1(reason) : u"no reason given"_s;
}

Result<QByteArray> contentOf(const QString &path, const QString &setting)
{
    constexpr qint64 kMostBytes = 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::badRequest(setting, path + u": "_s + file.errorString());
    return file.read(kMostBytes);
}

BioPtr over(const QByteArray &bytes)
{
    return {BIO_new_mem_buf(bytes.constData(), int(bytes.size())), BIO_free};
}

//! A password is never asked for: the server starts without a person.
int noPassword(char *, int, int, void *isEncrypted)
{
    *static_cast<bool *>(isEncrypted) = true;
    return -1;
}

//! HTTP/1.1 for those who ask which protocols there are, as browsers do.
int chooseProtocol(SSL *, const unsigned char **out, unsigned char *outSize,
                   const unsigned char *in, unsigned inSize, void *)
{
    static constexpr std::array<unsigned char, 9> kHttp{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    const int chosen = SSL_select_next_proto(const_cast<unsigned char **>(out), outSize,
                                             kHttp.data(), kHttp.size(), in, inSize);
    return chosen == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void restrict(SSL_CTX *context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    // Tickets would keep a key that opens all of a day's connections; a full handshake is cheap.
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET
                            | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                         | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
}

} // namespace

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_native);
    wipe(m_keyPem);
}

Result<std::shared_ptr<const TlsContext>> TlsContext::load(const QString &certificateFile,
                                                           const QString &keyFile)
{
    const std::shared_ptr<TlsContext> context(new TlsContext);
    ERR_clear_error();
    context->m_native = SSL_CTX_new(TLS_server_method());
    if (!context->m_native)
        return Error(ErrorCode::Internal, u"TLS is not to be had: "_s + opensslReason());
    restrict(context->m_native);
    TRY(context->takeChain(certificateFile));
    TRY(context->takeKey(keyFile, certificateFile));
    return std::shared_ptr<const TlsContext>(context);
}

Result<> TlsContext::takeChain(const QString &file)
{
    TRY_ASSIGN(m_chainPem, contentOf(file, kCertificateKey));
    const BioPtr bio = over(m_chainPem);
    int count = 0;
    for (;; ++count) {
        const X509Ptr one(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
        if (!one)
            break;
        const bool taken = count == 0 ? SSL_CTX_use_certificate(m_native, one.get())
                                      : SSL_CTX_add1_chain_cert(m_native, one.get());
        if (!taken)
            return Error::badRequest(
                kCertificateKey,
                u"%1: certificate %2: %3"_s.arg(file).arg(count + 1).arg(opensslReason()));
        if (count == 0)
            m_certificate = tlsCertificate(one.get());
    }
    if (count == 0)
        return Error::badRequest(kCertificateKey, file + u": expected a certificate in PEM form"_s);
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return Error::badRequest(
            kCertificateKey,
            u"%1: certificate %2 is damaged: %3"_s.arg(file).arg(count + 1).arg(opensslReason()));
    ERR_clear_error();
    return {};
}

Result<> TlsContext::takeKey(const QString &file, const QString &certificateFile)
{
    TRY_ASSIGN(m_keyPem, contentOf(file, kPrivateKeyKey));
    const BioPtr bio = over(m_keyPem);
    bool isEncrypted = false;
    const KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassword, &isEncrypted),
                     EVP_PKEY_free);
    if (isEncrypted)
        return Error::badRequest(kPrivateKeyKey,
                                 file + u": the key has a password, and salond asks nobody"_s);
    if (!key)
        return Error::badRequest(kPrivateKeyKey, file + u": expected a private key in PEM form"_s);
    if (!SSL_CTX_use_PrivateKey(m_native, key.get()) || !SSL_CTX_check_private_key(m_native))
        return Error::badRequest(
            kPrivateKeyKey,
            u"%1 does not belong to the first certificate of %2"_s.arg(file, certificateFile));
    return {};
}

Result<> TlsContext::checkIssuer() const
{
    const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> trusted(X509_STORE_new(),
                                                                          X509_STORE_free);
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> check(
        X509_STORE_CTX_new(), X509_STORE_CTX_free);
    STACK_OF(X509) *chain = nullptr;
    SSL_CTX_get0_chain_certs(m_native, &chain);
    X509_STORE_set_default_paths(trusted.get());
    X509_STORE_CTX_init(check.get(), trusted.get(), SSL_CTX_get0_certificate(m_native), chain);
    X509_STORE_CTX_set_purpose(check.get(), X509_PURPOSE_SSL_SERVER);
    if (X509_verify_cert(check.get()) == 1)
        return {};
    const char *reason = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
    return Error::badRequest(kCertificateKey, QString::fromLatin1(reason));
}

Result<QSslConfiguration> TlsContext::forQt() const
{
    QSslKey key;
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (key.isNull())
            key = QSslKey(m_keyPem, algorithm);
    }
    const QList<QSslCertificate> chain = QSslCertificate::fromData(m_chainPem);
    if (key.isNull() || chain.isEmpty())
        return Error::badRequest(kPrivateKeyKey,
                                 u"expected a key of RSA or of an elliptic curve"_s);
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    configuration.setAllowedNextProtocols({QSslConfiguration::NextProtocolHttp1_1});
    return configuration;
}

} // namespace salon::server
