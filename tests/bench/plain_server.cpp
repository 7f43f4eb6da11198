// SPDX-License-Identifier: MIT
// The yardstick of bench_idle_silent: plain_server PORT. QWebSocketServer on Qt's own sockets,
// which takes everybody, says nothing, and cuts who says nothing for five seconds.
#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketServer>

namespace {

constexpr int kBacklog = 4096; // QWebSocketServer's own is 50, too few for a crowd
constexpr int kHandshakeMs = 5000;

void cutLater(QTcpSocket *socket)
{
    QTimer::singleShot(kHandshakeMs, socket, [socket] {
        if (!socket->property("upgraded").toBool())
            socket->abort();
    });
    QObject::connect(socket, &QIODevice::readyRead, socket,
                     [socket] { socket->setProperty("upgraded", true); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QWebSocketServer upgrader(QStringLiteral("plain"), QWebSocketServer::NonSecureMode);
    QObject::connect(&upgrader, &QWebSocketServer::newConnection, &upgrader, [&upgrader] {
        while (QWebSocket *socket = upgrader.nextPendingConnection())
            QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
    });
    QTcpServer server;
    server.setListenBacklogSize(kBacklog);
    server.setMaxPendingConnections(kBacklog);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server, &upgrader] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            cutLater(socket);
            upgrader.handleConnection(socket);
        }
    });
    const quint16 port = QString::fromLocal8Bit(argc > 1 ? argv[1] : "").toUShort();
    return server.listen(QHostAddress::LocalHost, port) ? QCoreApplication::exec() : 1;
}
