// SPDX-License-Identifier: MIT
#include "server/net/lean_tls_socket.h"
#include "server/net/http_response.h"
#include "server/operation/log.h"
#include <QHostAddress>
#include <array>
#include <cerrno>
#include <cstring>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {
constexpr size_t kRecordBytes = SSL3_RT_MAX_PLAIN_LENGTH;
}

LeanTlsSocket::LeanTlsSocket(Poller &poller, const PeerLimits &limits, const TlsContext &context)
    : LeanSocket(poller, limits), m_ssl(SSL_new(context.native()))
{
    if (m_ssl)
        SSL_set_accept_state(m_ssl);
}

LeanTlsSocket::~LeanTlsSocket()
{
    SSL_free(m_ssl);
}

bool LeanTlsSocket::adopt(int descriptor, bool reading)
{
    return m_ssl && SSL_set_fd(m_ssl, descriptor) == 1 && LeanSocket::adopt(descriptor, reading);
}

// Reads whole records only: nothing stays behind in OpenSSL, where epoll would not see it.
ssize_t LeanTlsSocket::receiveBytes(char *to, size_t max)
{
    setReceiveWaitsForRoom(false);
    size_t all = 0;
    while (max - all >= kRecordBytes) {
        ERR_clear_error();
        errno = 0;
        const int got = SSL_read(m_ssl, to + all, int(max - all));
        if (got > 0) {
            all += size_t(got);
            continue;
        }
        const ssize_t result = outcome(got);
        if (all > 0) {
            if (result == 0 || errno != EAGAIN)
                ::shutdown(descriptor(), SHUT_RD); // so that epoll tells the end, too
            break;
        }
        if (result < 0 && errno == EAGAIN && SSL_want_write(m_ssl))
            setReceiveWaitsForRoom(true);
        return result;
    }
    return ssize_t(all);
}

// Gathered, so that a turn's small frames leave as one record. What has to be sent again begins
// with the same bytes: those at the front of what is queued.
ssize_t LeanTlsSocket::sendBytes(iovec *vectors, size_t count)
{
    setSendWaitsForPeer(false);
    std::array<char, kRecordBytes> record;
    size_t all = 0, offset = 0;
    for (size_t i = 0; i < count;) {
        size_t size = 0;
        while (i < count && size < record.size()) {
            const size_t take = std::min(vectors[i].iov_len - offset, record.size() - size);
            std::memcpy(record.data() + size, static_cast<char *>(vectors[i].iov_base) + offset,
                        take);
            size += take;
            offset += take;
            if (offset == vectors[i].iov_len) {
                ++i;
                offset = 0;
            }
        }
        ERR_clear_error();
        errno = 0;
        const int sent = SSL_write(m_ssl, record.data(), int(size));
        if (sent <= 0) {
            const ssize_t result = outcome(sent);
            if (result < 0 && errno == EAGAIN && SSL_want_read(m_ssl))
                setSendWaitsForPeer(true);
            return all > 0 ? ssize_t(all) : result == 0 ? (errno = EPIPE, -1) : result;
        }
        all += size_t(sent);
        if (size_t(sent) < size)
            break;
    }
    return ssize_t(all);
}

void LeanTlsSocket::sayGoodbye()
{
    ERR_clear_error();
    if (SSL_is_init_finished(m_ssl))
        SSL_shutdown(m_ssl);
}

// As recv(2) and send(2) would have ended.
ssize_t LeanTlsSocket::outcome(int result)
{
    switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_SYSCALL:
        if (errno == 0)
            errno = ECONNRESET;
        return -1;
    default:
        if (!SSL_is_init_finished(m_ssl))
            handshakeFailed();
        errno = EPROTO;
        return -1;
    }
}

void LeanTlsSocket::handshakeFailed()
{
    const unsigned long error = ERR_peek_error();
    const char *reason = ERR_reason_error_string(error);
    logDebug("net", u"TLS handshake failed",
             {{"address", peerAddress().toString()}, {"reason", QString::fromLatin1(reason)}});
    if (ERR_GET_REASON(error) == SSL_R_HTTP_REQUEST)
        answerPlainHttp();
}

void LeanTlsSocket::answerPlainHttp()
{
    const HttpResponse answer =
        HttpResponse::fault(400, u"this port speaks TLS: the address begins with https"_s);
    const QByteArray bytes = answer.head(false) + answer.body;
    ::send(descriptor(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    // A close with unread input would reset the connection, and with it the answer.
    std::array<char, 4096> rest;
    for (int i = 0; i < 8 && ::recv(descriptor(), rest.data(), rest.size(), MSG_DONTWAIT) > 0;
         ++i) { }
}

} // namespace salon::server
