// SPDX-License-Identifier: MIT
// The HTTP parser: however the bytes are cut into pieces, the same requests and the same refusal
// come out.
#include "server/net/http_parser.h"
#include "tests/fuzz/target.h"

using namespace Qt::StringLiterals;
using salon::server::HttpParser;
using salon::server::HttpRequest;
using salon::server::NetSettings;

namespace salon::fuzz {
namespace {

//! Small, so that the limits are within reach.
const NetSettings &smallSettings()
{
    static const NetSettings settings = [] {
        NetSettings s;
        s.headerBytes = 512;
        s.targetBytes = 128;
        s.bodyBytes = 256;
        return s;
    }();
    return settings;
}

struct Reading {
    QStringList lines; //!< a request each, and how it ended
    std::optional<QString> fault;
};

QString lineOf(const HttpRequest &request, const HttpParser &parser)
{
    QString line = QString::fromLatin1(request.method) + u' '
        + QString::fromLatin1(request.target.toPercentEncoding()) + u' ' + request.path.join(u'|')
        + u' ' + QString::fromLatin1(request.body.toBase64());
    for (const auto &[key, value] : request.query)
        line += u'?' + key + u'=' + value;
    for (const auto *name : {"host", "connection", "content-length", "upgrade", "x"})
        line += u' ' + QString::fromLatin1(request.headers.values(name).join(';').toBase64());
    return line + (parser.keepAlive() ? u" keep"_s : u" close"_s);
}

std::optional<QString> faultOf(const HttpRequest &request)
{
    if (request.body.size() > smallSettings().bodyBytes)
        return u"a body over the limit"_s;
    if (request.target.size() > smallSettings().targetBytes)
        return u"an address over the limit"_s;
    for (const QString &segment : request.path) {
        if (segment.contains(QChar(0)))
            return u"a NUL in the path"_s;
    }
    return {};
}

//! Feeds all bytes; `pieceSize(n)` is the most that the n-th call gets.
Reading read(QByteArrayView bytes, const std::function<qsizetype(int)> &pieceSize)
{
    using State = HttpParser::State;
    Reading reading;
    HttpParser parser(smallSettings());
    qsizetype at = 0;
    for (int piece = 0; at < bytes.size() && !reading.fault; ++piece) {
        const qsizetype size = std::min(pieceSize(piece), bytes.size() - at);
        const qsizetype taken = parser.feed(bytes.sliced(at, size));
        const State state = parser.state();
        if (taken < 0 || taken > size)
            reading.fault = u"took more bytes than there are"_s;
        if (state == State::Failed) {
            reading.lines.append(u"refused with %1"_s.arg(parser.status()));
            if (parser.status() < 400 || parser.message().isEmpty())
                reading.fault = u"refused without saying why"_s;
            return reading;
        }
        at += taken;
        if (state == State::Complete || state == State::Upgrade) {
            const HttpRequest request = parser.takeRequest();
            reading.lines.append(lineOf(request, parser));
            reading.fault = faultOf(request);
            if (state == State::Upgrade)
                return reading;
        } else if (taken == 0) {
            reading.fault = u"took nothing, and wants more"_s;
        }
    }
    reading.lines.append(u"open in state %1"_s.arg(int(parser.state())));
    return reading;
}

} // namespace

std::optional<QString> checkHttp(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return {};
    const int cut = quint8(bytes.front());
    bytes = bytes.sliced(1);
    const Reading whole = read(bytes, [&](int) { return bytes.size(); });
    const Reading cutUp = read(bytes, [cut](int n) { return 1 + (cut * (n + 1)) % 7; });
    if (whole.fault || cutUp.fault)
        return whole.fault ? whole.fault : cutUp.fault;
    if (whole.lines != cutUp.lines)
        return u"whole: "_s + whole.lines.join(u" / ") + u"\nin pieces: "_s
            + cutUp.lines.join(u" / ");
    return {};
}

QList<QByteArray> httpSeeds()
{
    return {
        "\1GET /api/rooms?after=1&filter=m%20e+x HTTP/1.1\r\nHost: h\r\n\r\n",
        "\2POST /api/login HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n{  }GET / "
        "HTTP/1.0\r\n\r\n",
        "\3POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n",
        "\4GET /ws HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\nrest",
        "\5POST /a%2Fb HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
        "Connection: close\r\nX: 1\r\nX: 2\r\n\r\nok",
        "\6\r\nHEAD http://h/healthz HTTP/1.1\r\nhost:h\r\n\r\n",
    };
}

QList<QByteArray> httpWords()
{
    return {"\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            " ",
            ":",
            "\t",
            "%00",
            "%2",
            "HTTP/1.1",
            "HTTP/2.0",
            "HTTP/0.9",
            "GET ",
            "POST ",
            "OPTIONS * ",
            "CONNECT ",
            "PRI ",
            "Host: h",
            "\r\nHost: g",
            "Content-Length: 3",
            "\r\nContent-Length: +3",
            "\r\nContent-Length: 99999999999999999999",
            "\r\nTransfer-Encoding: chunked",
            "\r\nTransfer-Encoding: identity",
            "\r\nConnection: upgrade",
            "\r\nUpgrade: h2c",
            "\r\nExpect: 100-continue",
            "ffffffffffffffff\r\n",
            "0\r\n\r\n",
            "3\r\nabc\r\n",
            QByteArray(1, '\0'),
            QByteArray(140, 'a')};
}

} // namespace salon::fuzz
