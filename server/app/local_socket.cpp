// SPDX-License-Identifier: MIT
#include "server/app/local_socket.h"
#include <QLocalServer>
#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kConnectMs = 3'000;
constexpr int kAnswerMs = 60'000;

class Server : public QLocalServer {
public:
    explicit Server(LineHandler handler) : m_handler(std::move(handler)) { }

private:
    void incomingConnection(quintptr descriptor) override
    {
        serveLocalPeer(descriptor, m_handler, this);
    }
    const LineHandler m_handler;
};

} // namespace

LocalSocket::LocalSocket(LineHandler handler)
    : m_server(std::make_unique<Server>(std::move(handler)))
{
}

LocalSocket::~LocalSocket() = default;

Result<> LocalSocket::listen(const QString &name)
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(name); // of a salond that was killed; the folder's lock is ours
    if (!m_server->listen(name))
        return Error(ErrorCode::Unavailable,
                     u"the local socket cannot be opened: "_s + m_server->errorString());
    return {};
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
