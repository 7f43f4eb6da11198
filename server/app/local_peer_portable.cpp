// SPDX-License-Identifier: MIT
#include "server/app/local_peer.h"
#include <QLocalSocket>
#include <QPointer>

namespace salon::server {

constexpr qint64 kLongestLine = 1024 * 1024;

void serveLocalPeer(quintptr descriptor, LineHandler handler, QObject *parent)
{
    auto *socket = new QLocalSocket(parent);
    QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QLocalSocket::readyRead, socket,
                     [socket, handler = std::move(handler)] {
                         while (socket->canReadLine()) {
                             handler(socket->readLine().trimmed(),
                                     [peer = QPointer(socket)](const QByteArray &line) {
                                         if (peer)
                                             peer->write(line + '\n');
                                     });
                         }
                     });
    socket->setReadBufferSize(kLongestLine);
    if (!socket->setSocketDescriptor(qintptr(descriptor)))
        socket->deleteLater();
}

} // namespace salon::server
