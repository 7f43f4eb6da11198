// SPDX-License-Identifier: MIT
#pragma once
#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace salon::test {

//! Answers HTTP requests by their path with the bytes that a test gives, be they what they may;
//! what it has no answer for waits for ever.
class RawServer : public QObject {
    Q_OBJECT
public:
    //! Port 0 takes a free one.
    explicit RawServer(quint16 port = 0)
    {
        m_server.listen(QHostAddress::LocalHost, port);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }

    quint16 port() const { return m_server.serverPort(); }
    //! `bytes` go out as they are, then the connection is closed.
    void onPath(const QByteArray &path, const QByteArray &bytes) { m_answers[path] = bytes; }
    void onPath(const QByteArray &path, const QByteArray &type, const QByteArray &body)
    {
        onPath(path,
               "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n"
                   + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
    //! The same to whatever is said, be it HTTP or not.
    void onAnything(const QByteArray &bytes) { m_always = bytes; }
    //! How often the path was asked for.
    int count(const QByteArray &path) const { return m_asked.value(path); }
    int count() const //!< of all paths
    {
        int sum = 0;
        for (const int asked : m_asked)
            sum += asked;
        return sum;
    }

private:
    void answer(QTcpSocket *socket)
    {
        if (!m_always.isEmpty()) {
            socket->readAll();
            socket->write(m_always);
            return socket->disconnectFromHost();
        }
        if (!socket->canReadLine())
            return;
        const QByteArrayList words = socket->readLine().split(' ');
        socket->readAll();
        if (words.size() < 2)
            return;
        const QByteArray path = words.at(1);
        ++m_asked[path];
        if (const auto found = m_answers.constFind(path); found != m_answers.cend()) {
            socket->write(*found);
            socket->disconnectFromHost();
        }
    }

    QTcpServer m_server;
    QHash<QByteArray, QByteArray> m_answers;
    QByteArray m_always;
    QHash<QByteArray, int> m_asked;
};

} // namespace salon::test
