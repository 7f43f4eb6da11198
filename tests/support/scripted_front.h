// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/account_messages.h"
#include "tests/client/net/scripted_server.h"
#include <QDateTime>
#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace salon::test {

//! What a scripted server says is not salond's word: a program with one is not held against the
//! description.
inline const bool kIsUnrecorded = qunsetenv("SALON_RECORD_FRAMES");

//! A whole server on one port that says what a test tells it to: HTTP by path, and the WebSocket of
//! a ScriptedServer behind it.
class ScriptedFront : public QObject {
    Q_OBJECT
public:
    ScriptedFront()
    {
        m_listener.listen(QHostAddress::LocalHost);
        connect(&m_listener, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *client = m_listener.nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, this, [this, client] { look(client); });
        });
        setCard(protocol::kProtocolVersion, protocol::kProtocolVersion);
        protocol::LoginReply reply;
        reply.user = socket.hello.user;
        reply.token = QStringLiteral("token");
        reply.expiresAt = QDateTime::currentMSecsSinceEpoch() + 30LL * 24 * 3600 * 1000;
        socket.hello.session.expiresAt = reply.expiresAt;
        socket.hello.now = QDateTime::currentMSecsSinceEpoch();
        onPath("/api/login", "200 OK", wire::encoded(reply));
    }

    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_listener.serverPort()); }
    void onPath(const QByteArray &path, const QByteArray &status, const QByteArray &body,
                const QByteArray &headers = {})
    {
        m_answers[path] = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: "
            + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
    }
    //! Which versions of the protocol its card names.
    void setCard(qint64 least, qint64 most, bool needsSetup = false)
    {
        const protocol::ServerCard card{QStringLiteral("scripted"),
                                        QStringLiteral("9"),
                                        {least, most},
                                        needsSetup,
                                        QStringLiteral("closed")};
        onPath("/api/server", "200 OK", wire::encoded(card));
    }
    //! From now on a WebSocket is answered as any other path.
    void setTakesSockets(bool isTaken) { m_takesSockets = isTaken; }

    ScriptedServer socket;

private:
    void look(QTcpSocket *client)
    {
        const QByteArray head = client->peek(64 * 1024);
        if (!head.contains("\r\n\r\n"))
            return;
        client->disconnect(this);
        if (m_takesSockets && head.startsWith("GET /ws ") && head.contains("Sec-WebSocket-Key"))
            return socket.adopt(client);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        client->readAll();
        client->write(m_answers.value(head.split(' ').value(1)));
        client->disconnectFromHost();
    }

    QTcpServer m_listener;
    QHash<QByteArray, QByteArray> m_answers;
    bool m_takesSockets = true;
};

} // namespace salon::test
