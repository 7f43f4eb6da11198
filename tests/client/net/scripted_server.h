// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include <QUrl>
#include <QWebSocket>
#include <QWebSocketServer>
#include <functional>
#include <map>

namespace salon::test {

//! A server that says what a test tells it to, so that answers can be had which no real one gives
//! on demand. One client at a time.
class ScriptedServer : public QObject {
    Q_OBJECT
public:
    ScriptedServer();
    ~ScriptedServer() override;

    QUrl url() const;
    //! What the next hello is answered with.
    protocol::HelloReply hello;

    //! Answers each request of the kind T. Without: it waits for ever.
    template <class T>
    void on(std::function<Result<typename T::Reply>(const T &)> answer)
    {
        m_handlers[wire::fromUtf8(T::kind)] = [this, answer](const wire::Frame &frame) {
            const auto data = wire::frameData(frame);
            const auto request = wire::decoded<T>(*data, {});
            Q_ASSERT(request);
            const auto reply = answer(*request);
            send(reply ? wire::replyFrame(frame.id, wire::encoded(*reply))
                       : wire::errorFrame(frame.id, reply.error()));
        };
    }
    //! The same, with frames of one's own making.
    void onRaw(const QString &kind, std::function<void(const QString &id)> answer);

    void send(const QByteArray &frame);
    void sendEvent(const protocol::RoomEvent &event);
    template <class T>
    void push(const T &push)
    {
        send(wire::pushFrame(push));
    }
    //! A client that came to another port, with what it said unread.
    void adopt(QTcpSocket *socket) { m_server.handleConnection(socket); }
    //! Cuts the line of the client that is connected.
    void cut();
    //! Nobody can connect until comeBack(), on the same port.
    void goAway();
    void comeBack();
    void closeWith(int code, const QString &reason);
    //! How often a request of that kind came.
    int count(const QString &kind) const { return int(m_asked.count(kind)); }
    int connections() const { return m_connections; }
    bool hasClient() const { return m_client != nullptr; }

private:
    void receive(const QString &text);

    QWebSocketServer m_server;
    quint16 m_port = 0;
    QWebSocket *m_client = nullptr;
    std::map<QString, std::function<void(const wire::Frame &)>> m_handlers;
    QStringList m_asked;
    wire::JsonParser m_parser;
    int m_connections = 0;
};

//! A room that one is a member of.
protocol::Room roomOf(RoomId id, const QString &name, Seq head = 1, qint64 n = 0);
//! A read marker at message `seq` of a room whose messages are 2 to `head`.
protocol::ReadState markerAt(RoomId room, Seq seq, qint64 counter, Seq head);
protocol::ReadMoved movedTo(RoomId room, Seq seq, qint64 counter, Seq head);
protocol::RoomEvent messageEvent(RoomId room, Seq seq, UserId by, const QString &text,
                                 const QString &key = {});
//! A page of messages with these numbers, "text <seq>".
protocol::MessagePage pageOf(RoomId room, Seq from, Seq to, bool hasBefore = false);

} // namespace salon::test
