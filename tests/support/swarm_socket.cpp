// SPDX-License-Identifier: MIT
#include "tests/support/swarm_socket.h"
#include <QtEndian>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
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
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    m_upgraded = false;
    m_closeCode = 0;
    m_incoming.clear();
    m_outgoing.clear();
    m_partial.clear();
}

bool SwarmSocket::connectTo(quint16 port, const QByteArray &token)
{
    close();
    m_descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(port);
    address.sin_addr.s_addr = qToBigEndian(quint32(INADDR_LOOPBACK));
    if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address)
        != 0) {
        close();
        return false;
    }
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(m_descriptor, F_SETFL, O_NONBLOCK);
    m_outgoing = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port)
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
          "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
        + token + "\r\n\r\n";
    return true;
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
        const auto sent =
            ::send(m_descriptor, m_outgoing.constData(), size_t(m_outgoing.size()), MSG_NOSIGNAL);
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
        const auto got = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
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
