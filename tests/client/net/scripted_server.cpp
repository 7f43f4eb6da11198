// SPDX-License-Identifier: MIT
#include "tests/client/net/scripted_server.h"

using namespace Qt::StringLiterals;

namespace salon::test {

ScriptedServer::ScriptedServer() : m_server(u"scripted"_s, QWebSocketServer::NonSecureMode)
{
    hello.user = {{7}, u"ada"_s, u"Ada"_s};
    hello.session = {{1}, 1'900'000'000'000};
    hello.server = {u"scripted"_s, u"1"_s, u"epoch-1"_s};
    hello.now = 1'790'000'000'000;
    on<protocol::Hello>([this](const protocol::Hello &) { return hello; });
    m_server.listen(QHostAddress::LocalHost);
    m_port = m_server.serverPort();
    connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
        m_client = m_server.nextPendingConnection();
        m_client->setParent(this);
        ++m_connections;
        connect(m_client, &QWebSocket::textMessageReceived, this, &ScriptedServer::receive);
        connect(m_client, &QWebSocket::disconnected, this, [this, client = m_client] {
            client->deleteLater();
            if (m_client == client)
                m_client = nullptr;
        });
    });
}

ScriptedServer::~ScriptedServer() = default;

QUrl ScriptedServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

void ScriptedServer::onRaw(const QString &kind, std::function<void(const QString &)> answer)
{
    m_handlers[kind] = [answer](const wire::Frame &frame) { answer(frame.id); };
}

void ScriptedServer::receive(const QString &text)
{
    const auto frame = wire::readFrame(m_parser, text.toUtf8());
    Q_ASSERT(frame);
    m_asked.append(frame->type);
    if (const auto handler = m_handlers.find(frame->type); handler != m_handlers.end())
        handler->second(*frame);
}

void ScriptedServer::send(const QByteArray &frame)
{
    if (m_client)
        m_client->sendTextMessage(QString::fromUtf8(frame));
}

void ScriptedServer::sendEvent(const protocol::RoomEvent &event)
{
    send(wire::encoded(event));
}

void ScriptedServer::cut()
{
    if (m_client)
        m_client->abort();
}

void ScriptedServer::goAway()
{
    m_server.close();
    cut();
}

void ScriptedServer::comeBack()
{
    m_server.listen(QHostAddress::LocalHost, m_port);
}

void ScriptedServer::closeWith(int code, const QString &reason)
{
    if (m_client)
        m_client->close(QWebSocketProtocol::CloseCode(code), reason);
}

protocol::Room roomOf(RoomId id, const QString &name, Seq head, qint64 n)
{
    protocol::Room room;
    room.id = id;
    room.name = name;
    room.kind = u"public"_s;
    room.role = u"member"_s;
    room.head = head;
    room.n = n;
    return room;
}

protocol::ReadState markerAt(RoomId room, Seq seq, qint64 counter, Seq head)
{
    return {room, seq, counter, head - seq, 0, seq - 1, head};
}

protocol::ReadMoved movedTo(RoomId room, Seq seq, qint64 counter, Seq head)
{
    return {room, seq, counter, head - seq, 0, seq - 1, head};
}

protocol::RoomEvent messageEvent(RoomId room, Seq seq, UserId by, const QString &text,
                                 const QString &key)
{
    const QString madeUp = u"00000000-0000-4000-8000-%1"_s.arg(seq, 12, 10, QChar(u'0'));
    return {room, seq, 1'790'000'000'000 + seq, by,
            protocol::MessagePosted{seq - 1, key.isEmpty() ? madeUp : key, text, {}}};
}

protocol::MessagePage pageOf(RoomId room, Seq from, Seq to, bool hasBefore)
{
    protocol::MessagePage page;
    page.room = room;
    for (Seq seq = from; seq <= to; ++seq) {
        auto message = *messageEvent(room, seq, {8}, u"text %1"_s.arg(seq)).message();
        message.rev = seq;
        page.messages.append(message);
    }
    page.from = from;
    page.to = to;
    page.asOf = to;
    page.hasBefore = hasBefore;
    return page;
}

} // namespace salon::test
