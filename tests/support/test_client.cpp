// SPDX-License-Identifier: MIT
#include "tests/support/test_client.h"
#include "tests/support/frame_recorder.h"
#include <QNetworkRequest>
#include <QTest>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kAnswerMs = 10'000;

TestClient::TestClient(const QUrl &server, QObject *parent)
    : QObject(parent), m_server(server), m_recorded(nextRecordedSocket())
{
    m_server.setScheme(server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    m_server.setPath(u"/ws"_s);
    connect(&m_socket, &QWebSocket::textMessageReceived, this, &TestClient::receive);
}

TestClient::~TestClient()
{
    m_socket.disconnect(this);
}

Result<> TestClient::openSocket(const QString &token, const QString &origin)
{
    QNetworkRequest request(m_server);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    if (!origin.isEmpty())
        request.setRawHeader("Origin", origin.toUtf8());
    bool failed = false;
    const auto onError =
        connect(&m_socket, &QWebSocket::disconnected, this, [&] { failed = true; });
    m_socket.open(request);
    const bool settled = QTest::qWaitFor([&] { return isOpen() || failed; }, kAnswerMs);
    disconnect(onError);
    if (!settled || !isOpen())
        return Error(ErrorCode::Unavailable, u"no WebSocket: "_s + m_socket.errorString());
    return {};
}

void TestClient::sendText(const QByteArray &frame)
{
    recordFrame(m_recorded, Said::ByClient, frame);
    m_socket.sendTextMessage(QString::fromUtf8(frame));
}

Result<protocol::HelloReply> TestClient::open(const QString &token)
{
    TRY(openSocket(token));
    return ask(protocol::Hello{.protocol = {}, .client = {u"test"_s, u"1"_s}, .token = {}});
}

Result<wire::JsonValue> TestClient::answer(const QByteArray &frame, const QString &id)
{
    m_answers.remove(id);
    sendText(frame);
    const bool came =
        QTest::qWaitFor([&] { return m_answers.contains(id) || !isOpen(); }, kAnswerMs);
    if (!m_answers.contains(id))
        return Error(ErrorCode::Unavailable,
                     came ? u"closed with %1 %2"_s.arg(closeCode()).arg(closeReason())
                          : u"no answer in time"_s);
    const QByteArray bytes = m_answers.take(id);
    TRY_ASSIGN(const wire::Frame reply, wire::readFrame(m_parser, bytes));
    if (const auto member = reply.body.member("error")) {
        const auto error = wire::decodeError(*member);
        return error ? *error : Error::internal(u"unreadable error frame"_s);
    }
    return wire::frameData(reply);
}

void TestClient::receive(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    recordFrame(m_recorded, Said::ByServer, bytes);
    frames.append(bytes);
    wire::JsonParser parser;
    const auto frame = wire::readFrame(parser, bytes);
    if (!frame)
        return;
    if (frame->type == "reply"_L1 || frame->type == "error"_L1) {
        m_answers.insert(frame->id, bytes);
        return;
    }
    if (frame->body.member("seq")) {
        if (auto event = wire::decoded<protocol::RoomEvent>(frame->body, {}))
            events.append(*event);
        return;
    }
    const auto data = wire::frameData(*frame);
    if (!data)
        return;
    if (frame->type == "room.listed"_L1) {
        if (auto push = wire::decoded<protocol::RoomListed>(*data, {}))
            listed.append(push->room);
    } else if (frame->type == "room.read_moved"_L1) {
        if (auto push = wire::decoded<protocol::ReadMoved>(*data, {}))
            readMoves.append(*push);
    } else if (frame->type == "session.ended"_L1) {
        if (auto push = wire::decoded<protocol::SessionEnded>(*data, {}))
            ended.append(push->code);
    }
}

} // namespace salon::test
