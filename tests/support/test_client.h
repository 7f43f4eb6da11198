// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include <QHash>
#include <QUrl>
#include <QWebSocket>
#include <functional>

namespace salon::test {

//! A client that does no more than the protocol: says hello, asks, and keeps all that it is told.
class TestClient : public QObject {
    Q_OBJECT
public:
    explicit TestClient(const QUrl &server, QObject *parent = nullptr);
    ~TestClient() override;

    //! Opens the socket, with the token on the upgrade, and says hello; spins the event loop
    //! meanwhile.
    Result<protocol::HelloReply> open(const QString &token);
    //! Opens the socket only.
    Result<> openSocket(const QString &token = {}, const QString &origin = {});

    //! Asks and spins the event loop until the answer came.
    template <class T>
    Result<typename T::Reply> ask(const T &message)
    {
        const QString id = QString::number(++m_lastId);
        TRY_ASSIGN(const wire::JsonValue data, answer(wire::requestFrame(id, message), id));
        return wire::decoded<typename T::Reply>(data, {}, "data");
    }
    //! Sends any text and waits for the answer with this id ("" for one without).
    Result<wire::JsonValue> answer(const QByteArray &frame, const QString &id);

    void sendText(const QByteArray &frame);
    QWebSocket &socket() { return m_socket; }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    int closeCode() const { return int(m_socket.closeCode()); }
    QString closeReason() const { return m_socket.closeReason(); }

    //! All that came without being asked for, in order.
    QList<protocol::RoomEvent> events;
    QList<protocol::Room> listed;
    QList<protocol::ReadMoved> readMoves;
    QList<QString> ended; //!< codes of session.ended
    QList<QByteArray> frames; //!< every frame as it came

private:
    void receive(const QString &text);

    QUrl m_server;
    QWebSocket m_socket;
    QHash<QString, QByteArray> m_answers; //!< whole frames by id
    wire::JsonParser m_parser;
    qint64 m_lastId = 0;
    int m_recorded; //!< its number in the recording
};

} // namespace salon::test
