// SPDX-License-Identifier: MIT
#include "server/net/websocket_handshake.h"
#include <QUrl>

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

QByteArray leanHandshake(const HttpRequest &head, quint64 number)
{
    return "GET /" + QByteArray::number(number)
        + " HTTP/1.1\r\nHost: s\r\nUpgrade: websocket\r\nConnection: "
          "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: "
        + head.headers.value("sec-websocket-key") + "\r\n\r\n";
}

quint64 numberOfResource(const QString &resourceName)
{
    // Some versions of Qt give the path, others the whole address.
    return resourceName.mid(resourceName.lastIndexOf(u'/') + 1).toULongLong();
}

} // namespace salon::server
