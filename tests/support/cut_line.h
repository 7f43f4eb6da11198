// SPDX-License-Identifier: MIT
#pragma once
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>

namespace salon::test {

//! The line between a client and a server: passes bytes on in both directions until it is cut, and
//! again once it is mended.
class CutLine : public QObject {
    Q_OBJECT
public:
    explicit CutLine(quint16 serverPort) : m_serverPort(serverPort)
    {
        connect(&m_listener, &QTcpServer::newConnection, this, [this] { connectThrough(); });
        mend();
    }

    quint16 port() const { return m_port; }
    //! What is passed on instead of the bytes that came from a client; they pass as they are
    //! without.
    std::function<QByteArray(const QByteArray &bytes)> toServer;
    //! Connections passed on at present.
    qsizetype connections() const { return m_listener.findChildren<QTcpSocket *>().size(); }
    void cut()
    {
        m_listener.close();
        for (QTcpSocket *socket : m_listener.findChildren<QTcpSocket *>())
            socket->abort();
    }
    void mend()
    {
        m_listener.listen(QHostAddress::LocalHost, m_port);
        m_port = m_listener.serverPort();
    }

private:
    void connectThrough()
    {
        while (QTcpSocket *client = m_listener.nextPendingConnection()) {
            auto *server = new QTcpSocket(client); // goes with it
            connect(server, &QTcpSocket::readyRead, client,
                    [=] { client->write(server->readAll()); });
            connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            connect(client, &QTcpSocket::readyRead, server, [=, this] {
                const QByteArray bytes = client->readAll();
                server->write(toServer ? toServer(bytes) : bytes);
            });
            server->connectToHost(QHostAddress::LocalHost, m_serverPort);
        }
    }

    quint16 m_serverPort;
    quint16 m_port = 0;
    QTcpServer m_listener;
};

} // namespace salon::test
