// SPDX-License-Identifier: MIT
#include "tests/support/swarm_socket.h"
#include <QtEndian>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::test {

// Any key satisfies RFC 6455; a fixed one keeps runs alike.
static constexpr std::array<quint8, 4> kMask{0x5a, 0x12, 0xc3, 0x77};

SwarmSocket::~SwarmSocket()
{
    close();
}

void SwarmSocket::close()
{
    SSL_free(m_ssl);
    m_ssl = nullptr;
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    m_upgraded = false;
    m_closeCode = 0;
    m_incoming.clear();
    m_outgoing.clear();
    m_partial.clear();
}

static sockaddr_in addressOf(quint32 host, quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(port);
    address.sin_addr.s_addr = qToBigEndian(host);
    return address;
}

bool SwarmSocket::connectTo(quint16 port, const QByteArray &token, quint32 from)
{
    if (!connectLine(port, from))
        return false;
    queueUpgrade(port, token);
    return true;
}

bool SwarmSocket::connectEncrypted(quint16 port, const QByteArray &token, quint32 from)
{
    if (!connectLine(port, from) || !beginTls())
        return false;
    queueUpgrade(port, token);
    return true;
}

bool SwarmSocket::connectLine(quint16 port, quint32 from)
{
    close();
    // Not waited for: one whose connection is not accepted yet must not hold up the others.
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(m_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const sockaddr_in here = addressOf(from, 0);
    const sockaddr_in there = addressOf(INADDR_LOOPBACK, port);
    const bool isBound = from == 0
        || ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&here), sizeof here) == 0;
    if (!isBound
        || (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&there), sizeof there) != 0
            && errno != EINPROGRESS)) {
        close();
        return false;
    }
    return true;
}

bool SwarmSocket::beginTls()
{
    static SSL_CTX *const kContext = SSL_CTX_new(TLS_client_method());
    m_ssl = SSL_new(kContext);
    if (!m_ssl || SSL_set_fd(m_ssl, m_descriptor) != 1)
        return false;
    for (int result = SSL_connect(m_ssl); result != 1; result = SSL_connect(m_ssl)) {
        constexpr int kPatienceMs = 10'000;
        const int error = SSL_get_error(m_ssl, result);
        pollfd wait{m_descriptor, short(error == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN), 0};
        if ((error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
            || ::poll(&wait, 1, kPatienceMs) != 1) {
            close();
            return false;
        }
    }
    return true;
}

void SwarmSocket::queueUpgrade(quint16 port, const QByteArray &token)
{
    m_outgoing = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
          "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
        + token + "\r\n\r\n";
}

// As recv(2): -1 and EAGAIN when there is nothing, 0 at the end.
ssize_t SwarmSocket::readLine(char *to, size_t size)
{
    if (!m_ssl)
        return ::recv(m_descriptor, to, size, 0);
    const int got = SSL_read(m_ssl, to, int(size));
    if (got > 0)
        return got;
    const int error = SSL_get_error(m_ssl, got);
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

ssize_t SwarmSocket::writeLine(const char *bytes, size_t size)
{
    if (!m_ssl)
        return ::send(m_descriptor, bytes, size, MSG_NOSIGNAL);
    const int sent = SSL_write(m_ssl, bytes, int(size));
    if (sent > 0)
        return sent;
    const int error = SSL_get_error(m_ssl, sent);
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
    return -1;
}

void SwarmSocket::queueFrame(int opcode, QByteArrayView payload)
{
    const auto size = payload.size();
    m_outgoing += char(0x80 | opcode);
    if (size < 126) {
        m_outgoing += char(0x80 | size);
    } else if (size < 65536) {
        m_outgoing += char(0x80 | 126);
        m_outgoing += char(size >> 8);
        m_outgoing += char(size & 0xff);
    } else {
        m_outgoing += char(0x80 | 127);
        const auto big = qToBigEndian(quint64(size));
        m_outgoing.append(reinterpret_cast<const char *>(&big), sizeof big);
    }
    m_outgoing.append(reinterpret_cast<const char *>(kMask.data()), qsizetype(kMask.size()));
    const auto start = m_outgoing.size();
    m_outgoing.append(payload.data(), size);
    char *bytes = m_outgoing.data() + start;
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char(quint8(bytes[i]) ^ kMask[size_t(i % 4)]);
}

bool SwarmSocket::flush()
{
    while (!m_outgoing.isEmpty()) {
        const auto sent = writeLine(m_outgoing.constData(), size_t(m_outgoing.size()));
        if (sent < 0)
            return errno == EAGAIN || errno == EINTR;
        m_outgoing.remove(0, sent);
    }
    return true;
}

bool SwarmSocket::receive(const std::function<void(QByteArrayView)> &onText)
{
    std::array<char, 65536> buffer;
    while (true) {
        const auto got = readLine(buffer.data(), buffer.size());
        if (got == 0)
            return false;
        if (got < 0)
            return errno == EAGAIN || errno == EINTR;
        m_incoming.append(buffer.data(), got);
        if (!m_upgraded && !takeHandshake())
            continue;
        takeFrames(onText);
        if (m_closeCode != 0)
            return false;
        if (size_t(got) < buffer.size())
            return true;
    }
}

bool SwarmSocket::takeHandshake()
{
    const auto end = m_incoming.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    m_upgraded = m_incoming.startsWith("HTTP/1.1 101");
    if (!m_upgraded)
        m_closeCode = m_incoming.mid(9, 3).toInt();
    m_incoming.remove(0, end + 4);
    return true;
}

void SwarmSocket::takeFrames(const std::function<void(QByteArrayView)> &onText)
{
    qsizetype place = 0;
    while (m_upgraded && m_incoming.size() - place >= 2) {
        const auto *bytes = reinterpret_cast<const uchar *>(m_incoming.constData()) + place;
        const auto available = m_incoming.size() - place;
        const int shortSize = bytes[1] & 0x7f;
        const qsizetype head = shortSize == 126 ? 4 : shortSize == 127 ? 10 : 2;
        if (available < head)
            break;
        const qsizetype size = shortSize == 126 ? qFromBigEndian<quint16>(bytes + 2)
            : shortSize == 127                  ? qsizetype(qFromBigEndian<quint64>(bytes + 2))
                                                : shortSize;
        if (available - head < size)
            break;
        const QByteArrayView payload(m_incoming.constData() + place + head, size);
        const bool last = bytes[0] & 0x80;
        const int opcode = bytes[0] & 0x0f;
        place += head + size;
        if (opcode < 0x8 && (!last || opcode == 0)) {
            m_partial.append(payload.data(), size);
            if (last)
                onText(std::exchange(m_partial, {}));
        } else {
            takeFrame(opcode, payload, onText);
        }
    }
    m_incoming.remove(0, place);
}

void SwarmSocket::takeFrame(int opcode, QByteArrayView payload,
                            const std::function<void(QByteArrayView)> &onText)
{
    if (opcode == 0x1)
        onText(payload);
    else if (opcode == 0x9)
        queueFrame(0xa, payload);
    else if (opcode == 0x8)
        m_closeCode = payload.size() >= 2 ? qFromBigEndian<quint16>(payload.data()) : 1005;
}

} // namespace salon::test
