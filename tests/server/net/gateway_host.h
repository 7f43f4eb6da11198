// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/port_gateway.h"
#include "shared/base/clock.h"
#include "tests/support/tls_line.h"
#include <QPointer>
#include <QThread>
#include <QTimer>
#include <atomic>
#include <functional>
#include <memory>

namespace salon::server {

inline void encryptIfWanted(PortGateway &gateway)
{
    if (!test::isTlsWanted())
        return;
    const test::TestCertificate &identity = test::tlsIdentity();
    const auto context = TlsContext::load(identity.certificateFile, identity.keyFile);
    if (!context || !gateway.setTls(*context))
        qFatal("no TLS");
}

//! A gateway in a thread of its own, whose HTTP and WebSocket side do what the peer's words ask
//! for.
class GatewayHost {
public:
    struct Seen {
        std::atomic<int> requests{0}, opened{0}, closed{0}, lastCloseCode{0}, slowReaders{0},
            strangers{0}, drained{0}, peersGone{0};
        std::atomic<qint64> mostUnsent{0};
    };

    explicit GatewayHost(NetSettings settings = {})
    {
        m_thread.start();
        auto *start = new QObject;
        start->moveToThread(&m_thread);
        QMetaObject::invokeMethod(
            start,
            [this, settings] {
                GatewayHooks hooks;
                hooks.httpRequested = [this](std::shared_ptr<HttpExchange> exchange) {
                    request(std::move(exchange));
                };
                hooks.upgradeAllowed = [](const HttpRequest &head) -> Result<> {
                    if (head.headers.contains("x-refuse"))
                        return Error(ErrorCode::Unauthorized,
                                     QStringLiteral("refused by the hook"));
                    return {};
                };
                hooks.webSocketOpened = [this](WebSocketChannel *channel, const HttpRequest &head) {
                    opened(channel, head);
                };
                m_gateway = std::make_unique<PortGateway>(settings, hooks);
                encryptIfWanted(*m_gateway);
                QObject::connect(m_gateway.get(), &PortGateway::drained, m_gateway.get(),
                                 [this] { ++seen.drained; });
                m_listening = bool(m_gateway->listen(QStringLiteral("127.0.0.1"), 0));
                m_port = m_gateway->port();
            },
            Qt::BlockingQueuedConnection);
        start->deleteLater();
    }

    ~GatewayHost()
    {
        run([this] {
            m_held.clear();
            m_gateway.release()->deleteLater();
        });
        m_thread.quit();
        m_thread.wait();
    }

    quint16 port() const { return m_port; }
    bool isListening() const { return m_listening; }
    PortGateway *gateway() { return m_gateway.get(); }
    //! In the gateway's thread; returns when it is done.
    void run(const std::function<void()> &work)
    {
        QMetaObject::invokeMethod(m_gateway.get(), work, Qt::BlockingQueuedConnection);
    }
    int connections()
    {
        int count = 0;
        run([&] { count = static_cast<int>(m_gateway->connectionCount()); });
        return count;
    }

    Seen seen;

private:
    void request(std::shared_ptr<HttpExchange> exchange)
    {
        ++seen.requests;
        const HttpRequest &request = exchange->request();
        const QString path = request.path.value(0);
        if (path == QLatin1String("echo")) {
            exchange->answer(HttpResponse::text(200, request.body));
        } else if (path == QLatin1String("show")) {
            QByteArray shown = request.method + ' ' + request.path.join(QLatin1Char('|')).toUtf8();
            for (const auto &[key, value] : request.query)
                shown += ' ' + key.toUtf8() + '=' + value.toUtf8();
            exchange->answer(
                HttpResponse::text(200, shown + ' ' + request.peer.toString().toLatin1()));
        } else if (path == QLatin1String("later")) {
            const int delay = request.path.value(1).toInt();
            QTimer::singleShot(delay, m_gateway.get(), [this, exchange] {
                seen.peersGone += exchange->isPeerGone() ? 1 : 0;
                exchange->answer(HttpResponse::text(200, "later"));
            });
        } else if (path == QLatin1String("known")) {
            exchange->markAuthenticated();
            exchange->answer(HttpResponse::text(200, "known"));
        } else if (path == QLatin1String("keep")) {
            m_held.push_back(exchange);
        } else if (path == QLatin1String("big")) {
            exchange->answer(
                HttpResponse::text(200, QByteArray(request.path.value(1).toInt(), 'b')));
        } // else dropped: the exchange answers for itself
    }

    void opened(WebSocketChannel *channel, const HttpRequest &head)
    {
        ++seen.opened;
        QObject::connect(channel, &WebSocketChannel::textReceived, channel,
                         [this, channel](const QByteArray &utf8) { said(channel, utf8); });
        QObject::connect(
            channel, &WebSocketChannel::tooSlow, channel, [this](WebSocketChannel::Slow what) {
                ++(what == WebSocketChannel::Slow::Hello ? seen.strangers : seen.slowReaders);
            });
        QObject::connect(channel, &WebSocketChannel::closed, channel, [this](int code) {
            seen.lastCloseCode = code;
            ++seen.closed;
        });
        if (head.headers.contains("x-known"))
            channel->markAuthenticated();
        if (head.headers.contains("x-greet"))
            channel->sendText("welcome");
        if (head.headers.contains("x-close"))
            channel->close(4004, QStringLiteral("unauthorized"));
    }

    void said(WebSocketChannel *channel, const QByteArray &text)
    {
        const QList<QByteArray> words = text.split(' ');
        const QByteArray word = words.first();
        const int number = words.value(1).toInt();
        if (word == "CLOSE")
            channel->close(number, QStringLiteral("bye"));
        else if (word == "ABORT")
            channel->abort();
        else if (word == "KNOWN")
            channel->markAuthenticated(), channel->sendText("known");
        else if (word == "BIG")
            channel->sendText(QByteArray(number, 'b'));
        else if (word == "BIGCLOSE")
            channel->sendText(QByteArray(number, 'b')), channel->close(4000, QStringLiteral("bye"));
        else if (word == "TIMER")
            QTimer::singleShot(number, channel, [channel] { channel->sendText("from a timer"); });
        else if (word == "COUNT")
            for (int i = 0; i < number; ++i)
                channel->sendText(QByteArray::number(i));
        else if (word == "FLOOD") {
            const QByteArray frame = WebSocketChannel::prepareTextFrame(QByteArray(1000, 'f'));
            for (int i = 0; i < number; ++i)
                channel->sendFrame(frame);
            seen.mostUnsent = channel->unsentBytes();
        } else
            channel->sendText(text);
    }

    QThread m_thread;
    std::unique_ptr<PortGateway> m_gateway;
    std::vector<std::shared_ptr<HttpExchange>> m_held;
    quint16 m_port = 0;
    bool m_listening = false;
};

} // namespace salon::server
