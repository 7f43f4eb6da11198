// SPDX-License-Identifier: MIT
#pragma once
#include <QHash>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocketServer>
#include <functional>

class QTcpSocket;
class QWebSocket;

namespace salon::test {

//! Stands between a client and a server and says what it is told to instead of what they say: a
//! neighbour of another version. WebSockets only: what else is asked of it passes as it is.
class FrameProxy : public QObject {
    Q_OBJECT
public:
    //! Answers the frames that pass instead of the one that came.
    using Rewrite = std::function<QList<QByteArray>(const QByteArray &frame)>;

    explicit FrameProxy(const QUrl &server);
    ~FrameProxy() override;

    QUrl url() const;
    Rewrite toServer; //!< all passes as it is without
    Rewrite toClient;
    //! Ends all connections.
    void cut();
    //! How many frames of that type a client sent, before they were rewritten.
    int asked(const QByteArray &type) const { return m_asked.value(type); }

private:
    void look(QTcpSocket *client);
    void passOn(QTcpSocket *client);
    void connectThrough();

    QUrl m_server;
    QTcpServer m_listener;
    QWebSocketServer m_upgrader;
    QHash<QByteArray, int> m_asked;
};

} // namespace salon::test
