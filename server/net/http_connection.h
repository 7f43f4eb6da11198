// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/http_exchange.h"
#include "server/net/http_parser.h"
#include "server/net/peer_socket.h"
#include "shared/base/clock.h"
#include <QObject>
#include <memory>

namespace salon::server {

//! A connection as long as it speaks HTTP: one request at a time, answered in order, deadlines kept
//! by tick().
class HttpConnection : public QObject, private PeerSocket::Reader {
    Q_OBJECT
public:
    //! What the connection asks of the one that owns it. Called from the event loop only.
    class Owner {
    public:
        virtual void requestRead(std::shared_ptr<HttpExchange> exchange) = 0;
        //! The owner refuses(), or takes the socket over with releaseSocket(); `rest` came after
        //! the head.
        virtual void upgradeRead(HttpConnection *connection, HttpRequest request,
                                 QByteArray rest) = 0;
        virtual void authenticated(HttpConnection *connection) = 0;
        //! Asked before the connection would wait for another request.
        virtual bool mayKeep(const HttpConnection *connection) const = 0;

    protected:
        ~Owner() = default;
    };

    HttpConnection(quint64 number, PeerSocketPtr socket, const NetSettings &settings,
                   const Clock &clock, Owner *owner);

    quint64 number() const { return m_number; }
    QHostAddress address() const { return m_address; }
    //! Waits for the next request after at least one answer.
    bool isIdle() const
    {
        return m_phase == Phase::Reading && m_answers > 0
            && m_parser.state() == HttpParser::State::Idle;
    }
    bool isHeld() const { return m_phase == Phase::Held; }

    void hold(); //!< reads nothing until start()
    void start();
    void refuse(const HttpResponse &response); //!< answers and ends
    PeerSocketPtr releaseSocket(); //!< this connection is over, the socket is not
    void shutDown(); //!< ends now if nothing is being answered, else after it
    void abort(); //!< ends now, and lets go of the descriptor
    void tick(qint64 now);

Q_SIGNALS:
    void finished(); //!< from the event loop; the owner deletes

private:
    friend class HttpExchange;
    enum class Phase { Held, Reading, Answering, Leaving, Over };
    void received(std::span<char> bytes) override;
    void disconnected() override { end(); }
    void consume(QByteArrayView bytes);
    void requestComplete();
    void answer(const HttpResponse &response);
    void send(const HttpResponse &response, bool keep);
    void refuseUnread(int status, const QString &why);
    void leave();
    void end();

    quint64 m_number;
    PeerSocketPtr m_socket;
    const NetSettings &m_settings;
    const Clock &m_clock;
    Owner *m_owner;
    QHostAddress m_address;
    HttpParser m_parser;
    Phase m_phase = Phase::Reading;
    QByteArray m_pending; // of the next request, read while one is answered
    qint64 m_since; // of the phase, or of the part of a request being read
    int m_answers = 0;
    bool m_lastKeepAlive = false, m_headOnly = false, m_stopping = false;
};

} // namespace salon::server
