// SPDX-License-Identifier: MIT
#include "server/net/websocket_handshake.h"
#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {
constexpr qsizetype kKeyBytes = 16;
}

std::optional<HttpResponse> handshakeFault(const HttpRequest &head)
{
    if (head.method != "GET")
        return HttpResponse::fault(400, u"a WebSocket is opened with GET"_s);
    if (head.headers.values("sec-websocket-version") != QList<QByteArray>{"13"})
        return upgradeRequired();
    const auto key = QByteArray::fromBase64Encoding(head.headers.value("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (head.headers.count("sec-websocket-key") != 1 || !key || key.decoded.size() != kKeyBytes)
        return HttpResponse::fault(400, u"Sec-WebSocket-Key must be 16 bytes in base64, once"_s);
    return {};
}

HttpResponse upgradeRequired()
{
    HttpResponse response =
        HttpResponse::fault(426, u"this address speaks WebSocket, version 13"_s);
    response.headers = {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}};
    return response;
}

// RFC 6455, 4.2.2
QByteArray handshakeAnswer(const HttpRequest &head)
{
    constexpr QByteArrayView kGuid("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(head.headers.value("sec-websocket-key"));
    hash.addData(kGuid.toByteArray());
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
        + hash.result().toBase64() + "\r\n\r\n";
}

} // namespace salon::server
