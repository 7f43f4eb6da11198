// SPDX-License-Identifier: MIT
#include "server/app/local_socket.h"
#include <QLocalSocket>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kConnectMs = 3'000;
constexpr int kAnswerMs = 60'000;
constexpr qint64 kLongestLine = 1024 * 1024;

} // namespace

LocalSocket::LocalSocket(Handler handler) : m_handler(std::move(handler))
{
    connect(&m_server, &QLocalServer::newConnection, this, &LocalSocket::serve);
}

Result<> LocalSocket::listen(const QString &name)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(name); // of a salond that was killed; the folder's lock is ours
    if (!m_server.listen(name))
        return Error(ErrorCode::Unavailable,
                     u"the local socket cannot be opened: "_s + m_server.errorString());
    return {};
}

void LocalSocket::serve()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(kLongestLine);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            while (socket->canReadLine()) {
                m_handler(socket->readLine().trimmed(),
                          [peer = QPointer(socket)](const QByteArray &line) {
                              if (peer)
                                  peer->write(line + '\n');
                          });
            }
        });
    }
}

Result<QByteArray> LocalSocket::ask(const QString &name, const QByteArray &line)
{
    QLocalSocket socket;
    socket.connectToServer(name);
    if (!socket.waitForConnected(kConnectMs))
        return Error(ErrorCode::Unavailable, u"salond does not answer: "_s + socket.errorString());
    socket.write(line + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(kAnswerMs))
            return Error(ErrorCode::Unavailable, u"salond did not answer in time"_s);
    }
    return socket.readLine().trimmed();
}

} // namespace salon::server
