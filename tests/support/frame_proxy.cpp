// SPDX-License-Identifier: MIT
#include "tests/support/frame_proxy.h"
#include <QNetworkRequest>
#include <QTcpSocket>
#include <QWebSocket>
#include <memory>

using namespace Qt::StringLiterals;

namespace salon::test {

static QByteArray typeOf(const QByteArray &frame)
{
    static const QByteArray kKey = "\"type\":\"";
    const auto from = frame.indexOf(kKey) + kKey.size();
    return frame.mid(from, frame.indexOf('"', from) - from);
}

static QList<QByteArray> rewritten(const FrameProxy::Rewrite &rewrite, const QString &frame)
{
    const QByteArray bytes = frame.toUtf8();
    return rewrite ? rewrite(bytes) : QList{bytes};
}

FrameProxy::FrameProxy(const QUrl &server)
    : m_server(server), m_upgrader(u"frame proxy"_s, QWebSocketServer::NonSecureMode)
{
    m_server.setScheme(u"ws"_s);
    m_server.setPath(u"/ws"_s);
    if (!m_listener.listen(QHostAddress::LocalHost))
        qFatal("no proxy on 127.0.0.1");
    connect(&m_listener, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *client = m_listener.nextPendingConnection();
        connect(client, &QTcpSocket::readyRead, this, [this, client] { look(client); });
    });
    connect(&m_upgrader, &QWebSocketServer::newConnection, this, &FrameProxy::connectThrough);
}

FrameProxy::~FrameProxy()
{
    cut();
}

QUrl FrameProxy::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_listener.serverPort()));
}

void FrameProxy::cut()
{
    for (QWebSocket *socket : findChildren<QWebSocket *>(QString(), Qt::FindDirectChildrenOnly))
        socket->abort();
}

void FrameProxy::look(QTcpSocket *client)
{
    const QByteArray head = client->peek(64 * 1024);
    if (!head.contains("\r\n\r\n"))
        return;
    client->disconnect(this);
    if (head.startsWith("GET /ws "))
        m_upgrader.handleConnection(client);
    else
        passOn(client);
}

void FrameProxy::passOn(QTcpSocket *client)
{
    auto *server = new QTcpSocket(client); // goes with it
    connect(server, &QTcpSocket::readyRead, client, [=] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    connect(client, &QTcpSocket::readyRead, server, [=] { server->write(client->readAll()); });
    server->connectToHost(m_server.host(), quint16(m_server.port()));
    server->write(client->readAll());
}

void FrameProxy::connectThrough()
{
    QWebSocket *client = m_upgrader.nextPendingConnection();
    client->setParent(this);
    auto *server = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, client);
    const auto waiting = std::make_shared<QStringList>(); // said before the server was there
    const auto pass = [this, server](const QString &frame) {
        for (const QByteArray &bytes : rewritten(toServer, frame))
            server->sendTextMessage(QString::fromUtf8(bytes));
    };
    connect(client, &QWebSocket::textMessageReceived, this,
            [this, server, waiting, pass](const QString &frame) {
                ++m_asked[typeOf(frame.toUtf8())];
                if (server->isValid())
                    pass(frame);
                else
                    waiting->append(frame);
            });
    connect(server, &QWebSocket::connected, client, [waiting, pass] {
        for (const QString &frame : std::exchange(*waiting, {}))
            pass(frame);
    });
    connect(server, &QWebSocket::textMessageReceived, client, [this, client](const QString &frame) {
        for (const QByteArray &bytes : rewritten(toClient, frame))
            client->sendTextMessage(QString::fromUtf8(bytes));
    });
    connect(server, &QWebSocket::disconnected, client,
            [client, server] { client->close(server->closeCode(), server->closeReason()); });
    connect(client, &QWebSocket::disconnected, client, &QObject::deleteLater);
    QNetworkRequest request(m_server);
    request.setRawHeader("Authorization", client->request().rawHeader("Authorization"));
    server->open(request);
}

} // namespace salon::test
