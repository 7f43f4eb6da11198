// SPDX-License-Identifier: MIT
#include "tests/support/raw_client.h"
#include "tests/support/tls_line.h"
#include <QElapsedTimer>
#include <QHostAddress>
#include <QtEndian>

namespace salon {

int RawClient::Frame::closeCode() const
{
    return opcode == Close && payload.size() >= 2 ? qFromBigEndian<quint16>(payload.constData())
                                                  : 0;
}

RawClient::RawClient(quint16 port, const QString &host, int receiveBuffer)
{
    // Bounded on our side as well, so that a client that does not read fills the server's buffers.
    if (receiveBuffer > 0)
        m_socket.setReadBufferSize(receiveBuffer);
    m_socket.connectToHost(QHostAddress(host), port);
    m_socket.waitForConnected(kPatienceMs);
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (test::isTlsWanted()) { // not waited for: a server that holds the connection shakes no hands
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_socket.startClientEncryption();
    }
    if (receiveBuffer > 0)
        m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, receiveBuffer);
}

RawClient::~RawClient()
{
    m_socket.abort();
}

void RawClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(kPatienceMs)) { }
}

void RawClient::sendByteByByte(const QByteArray &bytes)
{
    for (const char c : bytes)
        send(QByteArray(1, c));
}

bool RawClient::readSome(int patienceMs)
{
    if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(patienceMs))
        return false;
    m_in += m_socket.readAll();
    return true;
}

bool RawClient::need(qsizetype size)
{
    while (m_in.size() < size) {
        if (!readSome(kPatienceMs))
            return false;
    }
    return true;
}

bool RawClient::readUntilClosed(int patienceMs)
{
    QElapsedTimer time;
    time.start();
    while (readSome(std::max(1, patienceMs - static_cast<int>(time.elapsed())))) { }
    return m_socket.state() != QAbstractSocket::ConnectedState;
}

QByteArray RawClient::readResponse()
{
    qsizetype end = -1;
    while ((end = m_in.indexOf("\r\n\r\n")) < 0) {
        if (!readSome(kPatienceMs))
            return {};
    }
    const QByteArray head = m_in.left(end + 4).toLower();
    qsizetype size = head.size();
    if (const qsizetype field = head.indexOf("\r\ncontent-length: "); field >= 0) {
        const qsizetype from = field + 18;
        size += head.mid(from, head.indexOf('\r', from) - from).toLongLong();
    }
    if (!need(size))
        return {};
    const QByteArray response = m_in.left(size);
    m_in.remove(0, size);
    return response;
}

QByteArray RawClient::upgradeRequest(const QByteArray &extraFields, const QByteArray &path)
{
    return "GET " + path
        + " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + extraFields + "\r\n";
}

bool RawClient::upgrade(const QByteArray &extraFields)
{
    send(upgradeRequest(extraFields));
    return readUpgraded();
}

bool RawClient::readUpgraded()
{
    const QByteArray response = readResponse();
    return response.startsWith("HTTP/1.1 101") && response.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

QByteArray RawClient::unmaskedFrame(int opcode, const QByteArray &payload)
{
    QByteArray frame(1, static_cast<char>(0x80 | opcode));
    const qsizetype size = payload.size();
    if (size < 126) {
        frame.append(static_cast<char>(size));
    } else {
        const int bytes = size < 0x10000 ? 2 : 8;
        frame.append(static_cast<char>(bytes == 2 ? 126 : 127));
        for (int i = bytes - 1; i >= 0; --i)
            frame.append(static_cast<char>(static_cast<quint64>(size) >> (8 * i) & 0xff));
    }
    return frame + payload;
}

QByteArray RawClient::clientFrame(int opcode, const QByteArray &payload, bool final)
{
    static const QByteArray kMask("abcd");
    QByteArray frame = unmaskedFrame(opcode, payload);
    const qsizetype head = frame.size() - payload.size();
    if (!final)
        frame[0] = static_cast<char>(frame[0] & 0x7f);
    frame[1] = static_cast<char>(frame[1] | 0x80);
    for (qsizetype i = 0; i < payload.size(); ++i)
        frame[head + i] = static_cast<char>(frame[head + i] ^ kMask[i & 3]);
    return frame.insert(head, kMask);
}

RawClient::Frame RawClient::readFrame()
{
    if (!need(2))
        return {};
    qsizetype head = 2;
    qsizetype size = m_in[1] & 0x7f;
    if (size >= 126) {
        const qsizetype bytes = size == 126 ? 2 : 8;
        head += bytes;
        if (!need(head))
            return {};
        size = 0;
        for (qsizetype i = 2; i < head; ++i)
            size = size << 8 | static_cast<quint8>(m_in[i]);
    }
    if (!need(head + size))
        return {};
    Frame frame{m_in[0] & 0x0f, m_in.mid(head, size)};
    m_in.remove(0, head + size);
    return frame;
}

RawClient::Frame RawClient::readMessage()
{
    Frame frame = readFrame();
    while (frame.opcode == Ping || frame.opcode == Pong)
        frame = readFrame();
    return frame;
}

void RawClient::reset()
{
    // Unread bytes and an abort: the kernel answers them with RST.
    m_socket.abort();
}

} // namespace salon
