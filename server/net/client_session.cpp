// SPDX-License-Identifier: MIT
#include "server/net/client_session.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/operation/request_counts.h"
#include "server/operation/request_trace.h"
#include "server/operation/timings.h"
#include "shared/wire/envelope.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kMostInFlight = 1000;

QString word(ErrorCode code)
{
    return wire::fromUtf8(wireName(code));
}

} // namespace

ClientSession::ClientSession(WebSocketChannel *channel, QByteArray token, Dispatcher &dispatcher,
                             FanOut &fanOut)
    : m_channel(channel), m_token(std::move(token)), m_dispatcher(dispatcher), m_fanOut(fanOut)
{
    connect(channel, &WebSocketChannel::textReceived, this, &ClientSession::receive);
    connect(channel, &WebSocketChannel::closed, this, &QObject::deleteLater);
    connect(channel, &WebSocketChannel::tooSlow, this, &ClientSession::endSlow);
}

ClientSession::~ClientSession()
{
    m_fanOut.remove(this);
}

void ClientSession::deliver(const QByteArray &frame)
{
    if (!m_isWelcome)
        m_held.append(frame);
    else if (m_channel)
        m_channel->sendFrame(frame);
}

bool ClientSession::offer(const QByteArray &frame)
{
    if (!m_isWelcome || !m_channel)
        return false;
    if (m_channel->isCrowded(frame.size())) {
        RequestCounts::process().pushDropped();
        return false;
    }
    m_channel->sendFrame(frame);
    return true;
}

void ClientSession::end(ErrorCode code)
{
    m_fanOut.remove(this, Presences::Departure::ForGood);
    if (!m_channel)
        return;
    m_channel->sendText(wire::pushFrame(protocol::SessionEnded{word(code)}));
    m_channel->close(closeCode(code), word(code));
}

void ClientSession::endSlow(WebSocketChannel::Slow what)
{
    if (what == WebSocketChannel::Slow::Hello)
        return refuse({}, Error(ErrorCode::Unauthorized, u"no hello in time"_s), true);
    RequestCounts::process().failed(ErrorCode::SlowConsumer);
    FaultCounts::process().add(ServerFault::SlowConsumer);
    logWarning("net", u"a client does not read and is closed",
               {{"user", m_caller.user.value}, {"session", m_caller.session.value}});
    if (m_channel)
        m_channel->close(closeCode(ErrorCode::SlowConsumer), word(ErrorCode::SlowConsumer));
}

void ClientSession::sendError(const QString &id, Error error, const QString &trace)
{
    error.trace = trace;
    RequestCounts::process().failed(error.code);
    const bool isOurs = error.code == ErrorCode::Internal || error.code == ErrorCode::Unavailable;
    if (error.code == ErrorCode::Internal)
        FaultCounts::process().add(ServerFault::Internal);
    if (isOurs)
        logError("net", u"request failed",
                 {{"trace", trace},
                  {"error", error.toString()},
                  {"reason", wire::fromUtf8(wireName(error.reason))}});
    else
        logInfo("net", u"request refused", {{"trace", trace}, {"error", error.toString()}});
    if (m_channel)
        m_channel->sendText(wire::errorFrame(id, error));
}

void ClientSession::refuse(const QString &id, const Error &error, bool close)
{
    sendError(id, error, RequestTrace::currentId());
    if (close && m_channel)
        m_channel->close(closeCode(error.code), word(error.code));
}

void ClientSession::receive(const QByteArray &utf8)
{
    thread_local wire::JsonParser parser;
    const RequestTurn turn(RequestTrace::begin());
    RequestTrace::nameCurrent(m_caller.user, m_caller.session);
    QString id;
    StageTimer timer(Stage::Frame);
    const auto frame = wire::readFrame(parser, utf8, &id);
    timer.stop();
    if (!frame)
        return refuse(
            id, m_saidHello ? frame.error() : Error(ErrorCode::Unauthorized, frame.error().message),
            !m_saidHello);
    if (!m_saidHello)
        return receiveHello(*frame);
    if (frame->id.isEmpty())
        return refuse({}, Error::badRequest(u"id"_s, u"is missing"_s), false);
    if (m_inFlight.contains(id))
        return refuse(id, Error::badRequest(u"id"_s, u"is still in flight"_s), false);
    if (!m_isWelcome || m_inFlight.size() >= kMostInFlight)
        return refuse(id, Error::rateLimited(1000), false);
    const auto data = wire::frameData(*frame);
    if (!data)
        return refuse(id, data.error(), false);
    m_inFlight.insert(id);
    const QString trace = RequestTrace::currentId();
    const QPointer<ClientSession> self(this);
    m_dispatcher.request(frame->type.toStdString(), *data, m_caller,
                         [self, id, trace](const Result<Answer> &answer) {
                             if (!self)
                                 return;
                             self->m_inFlight.remove(id);
                             if (!answer)
                                 return self->sendError(id, answer.error(), trace);
                             RequestCounts::process().succeeded();
                             if (self->m_channel)
                                 self->m_channel->sendText(
                                     wire::replyFrame(id, answer->json, trace));
                         });
}

Result<Caller> ClientSession::accept(const protocol::Hello &hello) const
{
    if (hello.protocol.min > protocol::kProtocolVersion
        || hello.protocol.max < protocol::kProtocolVersion)
        return Error(ErrorCode::UnsupportedProtocol,
                     u"this server speaks version %1"_s.arg(protocol::kProtocolVersion));
    const QByteArray token = hello.token ? hello.token->toLatin1() : m_token;
    TRY_ASSIGN(const auto caller, m_dispatcher.authenticate(token, m_channel->address()));
    if (m_dispatcher.shared().presences.socketsOf(caller.user)
        >= m_dispatcher.facts().limits.socketsPerUser) {
        Error error(ErrorCode::RateLimited, Reason::TooManySockets,
                    u"too many connections of this account"_s);
        error.limit = m_dispatcher.facts().limits.socketsPerUser;
        return error;
    }
    return Caller{caller.user, caller.session, {qint64(m_channel->number())}};
}

void ClientSession::receiveHello(const wire::Frame &frame)
{
    m_saidHello = true;
    RequestTrace::nameCurrent(protocol::Hello::kind);
    if (frame.type != wire::fromUtf8(protocol::Hello::kind))
        return refuse(frame.id, Error(ErrorCode::Unauthorized, u"hello comes first"_s), true);
    if (frame.id.isEmpty())
        return refuse({}, Error::badRequest(u"id"_s, u"is missing"_s), true);
    const auto data = wire::frameData(frame);
    if (!data)
        return refuse(frame.id, data.error(), true);
    const auto hello = wire::decoded<protocol::Hello>(*data, m_dispatcher.facts().limits, "data");
    if (!hello)
        return refuse(frame.id, hello.error(), true);
    const auto caller = accept(*hello);
    if (!caller)
        return refuse(frame.id, caller.error(), true);
    m_caller = *caller;
    RequestTrace::nameCurrent(m_caller.user, m_caller.session);
    m_channel->markAuthenticated();
    const QPointer<ClientSession> self(this);
    m_dispatcher.whenHelloMay([self, id = frame.id, hello = *hello](HelloPace::Turn turn) {
        return self && self->takeTurn(id, hello, turn);
    });
}

bool ClientSession::takeTurn(const QString &id, const protocol::Hello &hello, HelloPace::Turn turn)
{
    if (!m_channel || !m_channel->isOpen())
        return false;
    if (turn == HelloPace::Turn::TooLate) {
        refuse(id, m_dispatcher.notYet(), true);
        return false;
    }
    // Asked once more: the session may have ended while it waited.
    if (const auto caller = accept(hello); !caller) {
        refuse(id, caller.error(), true);
        return false;
    }
    m_token = QByteArray();
    // Subscribed before the snapshot is read: what arrives twice is dropped by its number.
    m_fanOut.add(this);
    const QPointer<ClientSession> self(this);
    m_dispatcher.hello(m_caller, [self, id](Result<protocol::HelloReply> reply) {
        if (self)
            self->welcome(id, std::move(reply));
    });
    return true;
}

void ClientSession::welcome(const QString &id, Result<protocol::HelloReply> reply)
{
    if (!reply)
        return refuse(id, reply.error(), true);
    if (!m_channel)
        return;
    m_channel->sendText(wire::replyFrame(id, wire::encoded(*reply)));
    m_isWelcome = true;
    for (const QByteArray &frame : std::exchange(m_held, {}))
        m_channel->sendFrame(frame);
}

} // namespace salon::server
