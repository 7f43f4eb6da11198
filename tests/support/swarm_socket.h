// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <functional>
#include <sys/types.h>

struct ssl_st;

namespace salon::test {

//! One WebSocket (RFC 6455) of a SocketSwarm: a non-blocking descriptor and its two buffers.
class SwarmSocket {
public:
    SwarmSocket() = default;
    ~SwarmSocket();
    SwarmSocket(const SwarmSocket &) = delete;
    SwarmSocket &operator=(const SwarmSocket &) = delete;

    //! Begins to connect to 127.0.0.1 and queues the upgrade; false when nobody listens.
    bool connectTo(quint16 port, const QByteArray &token, quint32 from = 0);
    //! Likewise over TLS, whoever the server is; the handshake is waited for.
    bool connectEncrypted(quint16 port, const QByteArray &token, quint32 from = 0);
    //! Reads what is there and hands on each text; false when the connection is over.
    bool receive(const std::function<void(QByteArrayView)> &onText);
    void queueText(QByteArrayView text) { queueFrame(0x1, text); }
    //! Writes what the kernel takes; false when the connection is over.
    bool flush();
    void close();

    int descriptor() const { return m_descriptor; }
    bool isUpgraded() const { return m_upgraded; }
    bool hasUnsent() const { return !m_outgoing.isEmpty(); }
    int closeCode() const { return m_closeCode; } //!< 0 until a close frame came

private:
    bool connectLine(quint16 port, quint32 from);
    bool beginTls();
    void queueUpgrade(quint16 port, const QByteArray &token);
    ssize_t readLine(char *to, size_t size);
    ssize_t writeLine(const char *bytes, size_t size);
    void queueFrame(int opcode, QByteArrayView payload);
    bool takeHandshake();
    void takeFrame(int opcode, QByteArrayView payload,
                   const std::function<void(QByteArrayView)> &onText);
    void takeFrames(const std::function<void(QByteArrayView)> &onText);

    int m_descriptor = -1;
    ssl_st *m_ssl = nullptr; //!< over TLS
    bool m_upgraded = false;
    int m_closeCode = 0;
    QByteArray m_incoming;
    QByteArray m_outgoing;
    QByteArray m_partial; //!< fragments of a message so far
};

} // namespace salon::test
