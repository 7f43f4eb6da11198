// SPDX-License-Identifier: MIT
#include "server/net/http_parser.h"
#include "shared/base/wipe.h"
#include <algorithm>
#include <llhttp.h>

using namespace Qt::StringLiterals;

namespace salon::server {

struct HttpParser::Engine {
    llhttp_t parser{};
    QByteArray name, value;
    bool headDone = false, messageDone = false, upgrade = false;

    static HttpParser *reader(llhttp_t *p) { return static_cast<HttpParser *>(p->data); }
    static const llhttp_settings_t *callbacks();
};

const llhttp_settings_t *HttpParser::Engine::callbacks()
{
    static const llhttp_settings_t kCallbacks = [] {
        llhttp_settings_t s;
        llhttp_settings_init(&s);
        s.on_url = [](llhttp_t *p, const char *at, size_t n) {
            reader(p)->m_request.target.append(at, static_cast<qsizetype>(n));
            return 0;
        };
        s.on_header_field = [](llhttp_t *p, const char *at, size_t n) {
            reader(p)->m_engine->name.append(at, static_cast<qsizetype>(n));
            return 0;
        };
        s.on_header_value = [](llhttp_t *p, const char *at, size_t n) {
            reader(p)->m_engine->value.append(at, static_cast<qsizetype>(n));
            return 0;
        };
        s.on_header_value_complete = [](llhttp_t *p) {
            Engine &engine = *reader(p)->m_engine;
            if (!engine.headDone) // trailers are read and forgotten
                reader(p)->m_request.headers.add(engine.name, engine.value.trimmed());
            engine.name.clear();
            engine.value.clear();
            return 0;
        };
        s.on_headers_complete = [](llhttp_t *p) {
            reader(p)->m_engine->headDone = true;
            return reader(p)->headDone();
        };
        s.on_body = [](llhttp_t *p, const char *at, size_t n) {
            HttpParser &self = *reader(p);
            appendSecret(self.m_request.body, {at, static_cast<qsizetype>(n)});
            if (self.m_request.body.size() <= self.m_settings.bodyBytes)
                return 0;
            self.fail(413, u"the body is longer than %1 bytes"_s.arg(self.m_settings.bodyBytes));
            return static_cast<int>(HPE_USER);
        };
        s.on_message_complete = [](llhttp_t *p) {
            reader(p)->m_engine->messageDone = true;
            return static_cast<int>(HPE_PAUSED);
        };
        return s;
    }();
    return &kCallbacks;
}

namespace {

bool isContinue(const QByteArray &expectation)
{
    return expectation.compare("100-continue", Qt::CaseInsensitive) == 0;
}

//! llhttp takes more than one blank between the words, and two protocols that look alike; what has
//! fewer words is left to it (RFC 9112, 3).
bool isRequestLine(QByteArrayView line)
{
    const auto blanks = std::ranges::count(line, ' ');
    return blanks < 2 || (blanks == 2 && line.sliced(line.lastIndexOf(' ')).startsWith(" HTTP/"));
}

} // namespace

HttpParser::HttpParser(const NetSettings &settings) : m_settings(settings)
{
}
HttpParser::~HttpParser() = default;

qsizetype HttpParser::feed(QByteArrayView bytes)
{
    qsizetype taken = 0;
    if (m_state == State::Idle || m_state == State::Head)
        taken = feedHead(bytes);
    if (m_state == State::Body && taken < bytes.size())
        taken += feedBody(bytes.sliced(taken));
    return taken;
}

qsizetype HttpParser::feedHead(QByteArrayView bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        const char before = m_head.isEmpty() ? '\0' : m_head.back();
        if ((c == '\n') != (before == '\r')) {
            fail(400, u"a line does not end with CR LF"_s);
            return i;
        }
        m_head.append(c);
        if (m_head == "\r\n") // an empty line before a request is allowed (RFC 9112, 2.2)
            m_head.clear();
        // Such lines are not the begin of anything: whoever sends nothing else is idle.
        m_state = m_head.isEmpty() || m_head == "\r" ? State::Idle : State::Head;
        if (m_head.endsWith("\r\n\r\n")) {
            parseHead();
            return i + 1;
        } else if (m_head.size() >= m_settings.headerBytes) {
            fail(431, u"the header is longer than %1 bytes"_s.arg(m_settings.headerBytes));
            return i;
        } else if (m_head.size() == m_settings.targetBytes && !m_head.contains('\n')) {
            fail(414, u"the address is longer than %1 bytes"_s.arg(m_settings.targetBytes));
            return i;
        }
    }
    return bytes.size();
}

void HttpParser::parseHead()
{
    if (m_head.contains("\r\n ") || m_head.contains("\r\n\t"))
        return fail(400, u"a header field is folded over two lines"_s);
    if (m_head.contains("\r\n:"))
        return fail(400, u"a header field has no name"_s);
    if (m_head.count("\r\n") - 2 > m_settings.headerFields)
        return fail(431, u"the header has more than %1 fields"_s.arg(m_settings.headerFields));
    if (!isRequestLine(QByteArrayView(m_head).first(m_head.indexOf('\r'))))
        return fail(400, u"the first line is not one of HTTP"_s);
    m_engine = std::make_unique<Engine>();
    llhttp_init(&m_engine->parser, HTTP_REQUEST, Engine::callbacks());
    m_engine->parser.data = this;
    const llhttp_errno_t code =
        llhttp_execute(&m_engine->parser, m_head.constData(), static_cast<size_t>(m_head.size()));
    if (m_state == State::Failed)
        return;
    if (m_engine->messageDone)
        m_state = m_engine->upgrade ? State::Upgrade : State::Complete;
    else if (code == HPE_OK)
        m_state = State::Body;
    else
        return failFromEngine(code);
    m_head = QByteArray();
}

// What the head as a whole must satisfy; -1 ends the parsing, 2 announces another protocol.
int HttpParser::headDone()
{
    llhttp_t &parser = m_engine->parser;
    m_request.method = llhttp_method_name(static_cast<llhttp_method_t>(parser.method));
    if (parser.http_major != 1 || parser.http_minor > 1)
        fail(505, u"only HTTP/1.1 and HTTP/1.0 are spoken here"_s);
    else if (parser.method == HTTP_CONNECT || parser.method == HTTP_TRACE)
        fail(501, u"this method is not supported"_s);
    else if (checkFraming()) {
        if (const auto decoded = decodeTarget(m_request); !decoded)
            fail(400, decoded.error().message);
    }
    if (m_state == State::Failed)
        return -1;
    m_keepAlive = llhttp_should_keep_alive(&parser) != 0;
    // Other protocols than WebSocket are not offered, and none from HTTP/1.0: such a request is
    // answered as if it had not asked (RFC 9110, 7.8).
    m_engine->upgrade = parser.upgrade && parser.http_minor == 1
        && m_request.headers.hasToken("upgrade", "websocket");
    if (m_engine->upgrade && hasBody()) {
        fail(400, u"a request for an upgrade has no body here"_s);
        return -1;
    }
    parser.upgrade = m_engine->upgrade ? 1 : 0;
    return m_engine->upgrade ? 2 : 0;
}

// Where the message ends must be beyond doubt: request smuggling lives on doubt (RFC 9112, 6.3
// and 11.2).
bool HttpParser::checkFraming()
{
    const HttpHeaders &headers = m_request.headers;
    const llhttp_t &parser = m_engine->parser;
    const QByteArray coding = headers.value("transfer-encoding").toLower();
    const QList<QByteArray> expected = headers.values("expect");
    const qsizetype lengths = headers.count("content-length");
    if (headers.count("host") > 1 || (parser.http_minor == 1 && !headers.contains("host")))
        fail(400, u"exactly one Host field is needed"_s);
    else if (!isHost(headers.value("host")))
        fail(400, u"the Host field names no host"_s);
    else if (lengths > 1)
        fail(400, u"more than one Content-Length"_s);
    else if (headers.contains("transfer-encoding") && (lengths > 0 || parser.http_minor == 0))
        fail(400, u"Transfer-Encoding contradicts Content-Length or HTTP/1.0"_s);
    else if (headers.contains("transfer-encoding") && coding != "chunked")
        fail(501, u"only the transfer coding \"chunked\" is supported"_s);
    else if (lengths == 1 && parser.content_length > static_cast<quint64>(m_settings.bodyBytes))
        fail(413, u"the body is longer than %1 bytes"_s.arg(m_settings.bodyBytes));
    else if (!std::ranges::all_of(expected, isContinue))
        fail(417, u"this expectation cannot be met"_s);
    // Not from HTTP/1.0, which would take the invitation for the answer (RFC 9110, 10.1.1).
    m_expectsContinue = !expected.isEmpty() && parser.http_minor == 1 && hasBody();
    return m_state != State::Failed;
}

bool HttpParser::hasBody() const
{
    return m_request.headers.contains("transfer-encoding") || m_engine->parser.content_length > 0;
}

qsizetype HttpParser::feedBody(QByteArrayView bytes)
{
    // Chunk extensions and trailers are not kept, but they are not free either.
    const qsizetype atMost = 8 * m_settings.bodyBytes + m_settings.headerBytes;
    llhttp_t &parser = m_engine->parser;
    bytes = bytes.first(std::min(bytes.size(), atMost - m_rawBody));
    const llhttp_errno_t code =
        llhttp_execute(&parser, bytes.data(), static_cast<size_t>(bytes.size()));
    if (m_state == State::Failed)
        return bytes.size();
    if (!m_engine->messageDone && code != HPE_OK) {
        failFromEngine(code);
        return bytes.size();
    }
    const qsizetype taken = m_engine->messageDone
        ? qsizetype(llhttp_get_error_pos(&parser) - bytes.data())
        : bytes.size();
    m_rawBody += taken;
    if (m_engine->messageDone)
        m_state = State::Complete;
    else if (m_rawBody == atMost)
        fail(413, u"the chunks carry too much beside the body"_s);
    return taken;
}

HttpRequest HttpParser::takeRequest()
{
    Q_ASSERT(m_state == State::Complete || m_state == State::Upgrade);
    m_engine.reset();
    m_state = State::Idle;
    m_rawBody = 0;
    m_expectsContinue = false;
    return std::exchange(m_request, {});
}

bool HttpParser::isHead() const
{
    return m_request.method == "HEAD" || m_head.startsWith("HEAD ");
}

void HttpParser::fail(int status, const QString &message)
{
    m_state = State::Failed;
    m_status = status;
    m_message = message;
}

void HttpParser::failFromEngine(int code)
{
    const auto isMethodLetter = [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; };
    const qsizetype space = std::max<qsizetype>(m_head.indexOf(' '), 0);
    const bool wellFormedMethod =
        space > 0 && std::all_of(m_head.begin(), m_head.begin() + space, isMethodLetter);
    const QString what = QString::fromLatin1(llhttp_get_error_reason(&m_engine->parser));
    if (code == HPE_INVALID_METHOD && wellFormedMethod)
        fail(501, u"this method is not supported"_s);
    else if (code == HPE_INVALID_VERSION || code == HPE_PAUSED_H2_UPGRADE)
        fail(505, u"only HTTP/1.1 and HTTP/1.0 are spoken here"_s);
    else
        fail(400, u"not an HTTP request: %1"_s.arg(what));
}

} // namespace salon::server
