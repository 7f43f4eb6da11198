// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/dispatcher.h"
#include "server/net/fan_out.h"
#include "server/net/websocket_channel.h"
#include "shared/wire/envelope.h"
#include <QPointer>
#include <QSet>

namespace salon::server {

//! One WebSocket, from the first frame on: hello, then requests and their answers.
class ClientSession : public QObject, private Recipient {
    Q_OBJECT
public:
    //! `token` as it stood in the upgrade's Authorization header, or empty.
    ClientSession(WebSocketChannel *channel, QByteArray token, Dispatcher &dispatcher,
                  FanOut &fanOut);
    ~ClientSession() override;

private:
    const Caller &caller() const override { return m_caller; }
    void deliver(const QByteArray &frame) override;
    bool offer(const QByteArray &frame) override;
    void end(ErrorCode code) override;

    void endSlow(WebSocketChannel::Slow what);
    void receive(const QByteArray &utf8);
    void receiveHello(const wire::Frame &frame);
    Result<Caller> accept(const protocol::Hello &hello) const;
    bool takeTurn(const QString &id, const protocol::Hello &hello, HelloPace::Turn turn);
    void welcome(const QString &id, Result<protocol::HelloReply> reply);
    void refuse(const QString &id, const Error &error, bool close);
    void sendError(const QString &id, Error error, const QString &trace);

    QPointer<WebSocketChannel> m_channel;
    QByteArray m_token;
    Dispatcher &m_dispatcher;
    FanOut &m_fanOut;
    Caller m_caller;
    QSet<QString> m_inFlight;
    QList<QByteArray> m_held; //!< events that came before the answer to hello
    bool m_saidHello = false;
    bool m_isWelcome = false;
};

} // namespace salon::server
