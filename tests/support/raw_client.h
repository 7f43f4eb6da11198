// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QSslSocket>
#include <QtGlobal>

namespace salon {

//! A blocking TCP client that says exactly what it is told, for a server in another thread. Each
//! wait ends after `kPatienceMs`. Over TLS where isTlsWanted().
class RawClient {
public:
    static constexpr int kPatienceMs = 5'000;

    struct Frame {
        int opcode = -1; //!< -1: the connection ended first
        QByteArray payload;
        int closeCode() const; //!< of a close frame, 0 when it carries none
        friend bool operator==(const Frame &, const Frame &) = default;
    };
    enum Opcode { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

    //! `receiveBuffer` in bytes, 0 for the system's.
    explicit RawClient(quint16 port, const QString &host = QStringLiteral("127.0.0.1"),
                       int receiveBuffer = 0);
    ~RawClient();
    Q_DISABLE_COPY_MOVE(RawClient)

    bool isConnected() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void send(const QByteArray &bytes);
    //! Each byte in a packet of its own.
    void sendByteByByte(const QByteArray &bytes);
    //! Reads until the end of a header, and of the body that it announces; empty when the
    //! connection ended first.
    QByteArray readResponse();
    //! Whether the server ends the connection in time; what it sends meanwhile is kept in
    //! `received()`.
    bool readUntilClosed(int patienceMs = kPatienceMs);
    //! Whether anything comes within that time.
    bool readSome(int patienceMs);
    const QByteArray &received() const { return m_in; }

    static QByteArray upgradeRequest(const QByteArray &extraFields = {},
                                     const QByteArray &path = "/ws");
    static QByteArray clientFrame(int opcode, const QByteArray &payload, bool final = true);
    static QByteArray unmaskedFrame(int opcode, const QByteArray &payload);
    //! Sends the request; whether the answer is 101 with the right key.
    bool upgrade(const QByteArray &extraFields = {});
    bool readUpgraded();
    void sendText(const QByteArray &text) { send(clientFrame(Text, text)); }
    Frame readFrame();
    //! The next frame that is neither ping nor pong.
    Frame readMessage();
    void reset(); //!< ends the connection with RST

private:
    bool need(qsizetype size);
    QSslSocket m_socket;
    QByteArray m_in;
};

} // namespace salon
