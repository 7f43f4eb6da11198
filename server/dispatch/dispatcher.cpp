// SPDX-License-Identifier: MIT
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/request_table.h"
#include "server/operation/timings.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kSweepMs = 500;               // expiry reaches open sockets within a second

Error busy()
{
    Error error(ErrorCode::Unavailable, Reason::Busy, u"too much is waiting"_s);
    error.retryAfterMs = 1000;
    return error;
}

} // namespace

Dispatcher::Dispatcher(const Parts &parts) : m_parts(parts), m_limits(parts.facts.limits)
{
    m_sweep.setInterval(kSweepMs);
    connect(&m_sweep, &QTimer::timeout, this, [this] {
        Effects effects;
        for (const SessionId session : m_sessions.takeExpired(facts().clock->now()))
            effects.ended.append({session, ErrorCode::SessionExpired});
        if (!effects.ended.isEmpty())
            m_sink(effects);
        m_limits.prune(facts().clock->steadyMs());
    });
    m_sweep.start();
}

Result<Caller> Dispatcher::authenticate(QByteArrayView token) const
{
    TRY_ASSIGN(const auto claims, m_parts.signer.read(token));
    const Caller caller{claims.user, claims.session};
    TRY(m_sessions.check(caller, facts().clock->now()));
    return caller;
}

void Dispatcher::write(Rule rule, Done done, int status, std::function<void(bool)> after)
{
    auto told = [this, done, status, after = std::move(after)](WriteOutcome outcome) {
        for (const auto &live : outcome.effects.live)
            m_sessions.set(live.session, live.user, live.expiresAt);
        for (const auto &ended : outcome.effects.ended)
            m_sessions.end(ended.session, ended.code);
        if (after)
            after(outcome.wasKnown);
        if (outcome.reply)
            done(Answer{*std::move(outcome.reply), outcome.wasKnown ? 200 : status});
        else
            done(std::move(outcome.reply).error());
        m_sink(outcome.effects);
    };
    if (!m_parts.writer.add({std::move(rule), std::move(told)}))
        done(busy());
}

void Dispatcher::request(std::string_view kind, const wire::JsonValue &data, const Caller &caller,
                         Done done)
{
    StageTimer timer(Stage::Preconditions);
    const RequestRow *row = findRequest(kind);
    if (!row)
        return done(Error(ErrorCode::UnknownKind, u"no such kind of request"_s));
    if (auto alive = m_sessions.check(caller, facts().clock->now()); !alive)
        return done(alive.error());
    const qint64 now = facts().clock->steadyMs();
    if (auto taken = m_limits.take(row->cost, caller, now); !taken)
        return done(taken.error());
    timer.stop();
    StageTimer decoding(Stage::Decode);
    if (row->write) {
        auto rule = row->write(data, facts().limits, caller);
        decoding.stop();
        if (!rule)
            return done(rule.error());
        std::function<void(bool)> after;
        if (row->cost == Cost::Message) {
            after = [this, caller](bool wasKnown) {
                if (wasKnown)
                    (void)m_limits.messageWasKnown(caller, facts().clock->steadyMs());
            };
        }
        return write(*std::move(rule), std::move(done), row->createdStatus, std::move(after));
    }
    auto rule = row->read(data, facts().limits, caller);
    decoding.stop();
    if (!rule)
        return done(rule.error());
    auto answered = [done](Result<QByteArray> json) {
        done(json ? Result<Answer>(Answer{*std::move(json), 200}) : Result<Answer>(json.error()));
    };
    if (!m_parts.readers.ask<QByteArray>(*std::move(rule), answered))
        done(busy());
}

void Dispatcher::hello(const Caller &caller,
                       std::function<void(Result<protocol::HelloReply>)> done)
{
    auto read = [caller](ReadContext &context) { return context.rooms.hello(caller.user); };
    auto answered = [this, caller, done](Result<protocol::HelloReply> reply) {
        if (reply) {
            reply->session = {caller.session, m_sessions.expiryOf(caller.session)};
            reply->server = {facts().name, QStringLiteral(SALON_VERSION), facts().epoch};
            reply->now = facts().clock->now();
            reply->limits = facts().limits;
        }
        done(std::move(reply));
    };
    if (!m_parts.readers.ask<protocol::HelloReply>(read, answered))
        done(busy());
}

void Dispatcher::serverCard(Done done)
{
    auto read = [](ReadContext &context) { return context.accounts.isEmpty(); };
    auto answered = [this, done](Result<bool> isEmpty) {
        if (!isEmpty)
            return done(isEmpty.error());
        const protocol::ServerCard card{facts().name, QStringLiteral(SALON_VERSION), {}, *isEmpty,
                                        u"closed"_s};
        done(Answer{wire::encoded(card), 200});
    };
    if (!m_parts.readers.ask<bool>(read, answered))
        done(busy());
}

void Dispatcher::findRoom(const QString &name, const Caller &caller,
                          std::function<void(Result<RoomId>)> done)
{
    auto read = [name, caller](ReadContext &context) {
        return context.rooms.idOf(name, caller.user);
    };
    if (!m_parts.readers.ask<RoomId>(read, done))
        done(busy());
}

} // namespace salon::server
