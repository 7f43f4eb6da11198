// SPDX-License-Identifier: MIT
#include "server/dispatch/dispatcher.h"
#include "server/dispatch/request_table.h"
#include "server/operation/timings.h"
#include "server/service/room_rows.h"
#include "server/service/server_marks.h"
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kSweepMs = 500; // expiry reaches open sockets within a second
constexpr int kTryStoreMs = 2'000;
constexpr qint64 kPushPresencesEveryMs = 1'000;
constexpr qint64 kForgetEveryMs = 3600 * 1000;

} // namespace

Dispatcher::Dispatcher(const Parts &parts)
    : m_parts(parts), m_hellos(parts.hellos), m_watch(parts.shared.presences, parts.shard),
      m_forgotAt(parts.facts.clock->steadyMs())
{
    m_sweep.setInterval(kSweepMs);
    connect(&m_sweep, &QTimer::timeout, this, &Dispatcher::sweep);
    m_sweep.start();
    if (!isFirst())
        return;
    m_tryStore.setInterval(kTryStoreMs);
    connect(&m_tryStore, &QTimer::timeout, this, &Dispatcher::tryStore);
    m_tryStore.start();
}

void Dispatcher::sweep()
{
    const qint64 now = facts().clock->steadyMs();
    m_hellos.expire(now);
    pushPresences(now);
    if (!isFirst())
        return;
    tellExpired();
    m_parts.shared.rates.prune(now);
    m_parts.shared.typing.prune(now);
    m_parts.shared.presences.expire();
    if (now - m_forgotAt >= kForgetEveryMs) {
        m_forgotAt = now;
        forgetExpired();
    }
}

void Dispatcher::tellExpired()
{
    const auto expired = m_parts.shared.sessions.takeExpired(facts().clock->now());
    if (expired.isEmpty())
        return;
    auto effects = std::make_shared<Effects>();
    for (const SessionId session : expired)
        effects->ended.append({session, ErrorCode::SessionExpired});
    spread(std::move(effects));
}

// What changes within the second is told once, and not at all when it is as before.
void Dispatcher::pushPresences(qint64 steadyMs)
{
    if (!m_push || steadyMs - m_pushedAt < kPushPresencesEveryMs)
        return;
    m_pushedAt = steadyMs;
    m_watch.pushChanges(m_push);
}

// A balancer sends nobody here until this is ready again, so nobody else would find out.
void Dispatcher::tryStore()
{
    if (m_isTrying || m_parts.shared.isStopping || (canStore() && canRead()))
        return;
    const RequestScope beside({});
    m_isTrying = true;
    const auto tried = [this](const auto &) { m_isTrying = false; };
    if (canStore())
        return look<bool>([](ReadContext &context) { return context.accounts.isEmpty(); }, tried);
    write(
        [](WriteContext &c) -> Result<QByteArray> {
            TRY(tryToStore(c.database, c.facts.clock->now()));
            return QByteArray();
        },
        tried);
}

void Dispatcher::forgetExpired()
{
    write(
        [](WriteContext &c) -> Result<QByteArray> {
            TRY(c.accounts.forgetExpired(c.facts.clock->now()));
            return QByteArray();
        },
        [](const Result<Answer> &) {});
}

Result<Caller> Dispatcher::authenticate(QByteArrayView token, const QHostAddress &address)
{
    TRY_ASSIGN(const auto claims, m_parts.signer.read(token));
    const Caller caller{claims.user, claims.session};
    TRY(m_parts.shared.sessions.check(caller, facts().clock->now()));
    noteUse(caller, address.toString());
    return caller;
}

void Dispatcher::noteUse(const Caller &caller, const QString &address)
{
    const auto due = m_parts.shared.sessions.noteUse(caller.session, facts().clock->now(), address);
    if (!due)
        return;
    const RequestScope beside({}); // the request does not wait for this
    write(
        [caller, due](WriteContext &c) -> Result<QByteArray> {
            TRY(c.accounts.touchSession(caller.session, due->address, due->at));
            return QByteArray();
        },
        [](const Result<Answer> &) {});
}

Error Dispatcher::turnedAway() const
{
    if (m_parts.shared.isStopping)
        return {ErrorCode::Stopping, u"the server is going down"_s};
    Error error(ErrorCode::Unavailable, Reason::Busy, u"too much is waiting"_s);
    error.retryAfterMs = 1000;
    return error;
}

Result<> Dispatcher::mayAsk(const Caller &caller, Cost cost)
{
    TRY(m_parts.shared.sessions.check(caller, facts().clock->now()));
    return m_parts.shared.rates.take(cost, caller, facts().clock->steadyMs());
}

void Dispatcher::write(Rule rule, Done done, int status,
                       std::function<void(const WriteOutcome &)> after)
{
    auto told = [this, done, status, after = std::move(after)](WriteOutcome outcome) {
        if (after)
            after(outcome);
        if (outcome.reply)
            done(Answer{*std::move(outcome.reply), outcome.wasKnown ? 200 : status});
        else
            done(std::move(outcome.reply).error());
        if (outcome.effects)
            m_sink(*outcome.effects);
    };
    if (!m_parts.writer.enqueue({std::move(rule), std::move(told), m_parts.shard}))
        return done(turnedAway());
    if (std::exchange(m_wakesWriter, true))
        return;
    auto wake = [this] {
        m_wakesWriter = false;
        m_parts.writer.wake();
    };
    QMetaObject::invokeMethod(this, wake, Qt::QueuedConnection);
}

void Dispatcher::request(std::string_view kind, const wire::JsonValue &data, const Caller &caller,
                         Done done)
{
    StageTimer timer(Stage::Preconditions);
    const RequestRow *row = caller.connection.isValid() ? findRequest(kind) : findHttpRequest(kind);
    if (row)
        RequestTrace::nameCurrent(row->kind);
    RequestTrace::nameCurrent(caller.user, caller.session);
    if (auto may = mayAsk(caller, row ? row->cost : Cost::Other); !may)
        return done(may.error());
    if (!row)
        return done(Error(ErrorCode::UnknownKind, u"no such kind of request"_s));
    if (row->memory)
        return answerFromMemory(*row, data, caller, std::move(done));
    noteUse(caller, {});
    timer.goOn(Stage::Decode);
    if (row->write) {
        auto rule = row->write(data, facts().limits, caller);
        timer.stop();
        const auto wasNothing = [this, caller, cost = row->cost] {
            m_parts.shared.rates.countAsOther(cost, caller, facts().clock->steadyMs());
        };
        if (!rule) {
            if (row->cost == Cost::Room)
                wasNothing();
            return done(rule.error());
        }
        // A message that was known is none, and a room that was not made does not use up the hour's
        // few.
        std::function<void(const WriteOutcome &)> after;
        if (row->cost != Cost::Other) {
            after = [wasNothing, isRoom = row->cost == Cost::Room](const WriteOutcome &outcome) {
                if (outcome.wasKnown || (isRoom && !outcome.reply))
                    wasNothing();
            };
        }
        return write(*std::move(rule), std::move(done), row->createdStatus, std::move(after));
    }
    timer.stop();
    askReader(*row, data, caller, std::move(done));
}

void Dispatcher::answerFromMemory(const RequestRow &row, const wire::JsonValue &data,
                                  const Caller &caller, Done done)
{
    if (m_parts.shared.isStopping)
        return done(turnedAway());
    const auto json = row.memory(data, caller, *this);
    if (!json)
        return done(json.error());
    if (*json)
        return done(Answer{**json, 200});
    askReader(row, data, caller, std::move(done));
}

void Dispatcher::askReader(const RequestRow &row, const wire::JsonValue &data, const Caller &caller,
                           Done done)
{
    StageTimer timer(Stage::Decode);
    auto rule = row.read(data, facts().limits, caller);
    timer.stop();
    if (!rule)
        return done(rule.error());
    auto answered = [done](Result<QByteArray> json) {
        done(json ? Result<Answer>(Answer{*std::move(json), 200}) : Result<Answer>(json.error()));
    };
    look<QByteArray>(*std::move(rule), answered);
}

void Dispatcher::hello(const Caller &caller, std::function<void(Result<protocol::HelloReply>)> done)
{
    auto read = [caller](ReadContext &context) { return context.rooms.hello(caller.user); };
    auto answered = [this, caller, done](Result<protocol::HelloReply> reply) {
        if (reply) {
            reply->session = {caller.session, m_parts.shared.sessions.expiryOf(caller.session)};
            reply->server = {facts().name, QStringLiteral(SALON_VERSION), facts().epoch};
            reply->now = facts().clock->now();
            reply->limits = facts().limits;
            const auto chosen =
                effective(m_parts.shared.presences.chosenBy(caller.user), reply->now);
            reply->presence = wordFor(chosen.choice);
            if (chosen.until > 0)
                reply->presenceUntil = chosen.until;
            reply->features = {facts().presence.typing, facts().presence.shown};
        }
        done(std::move(reply));
        m_hellos.left();
    };
    look<protocol::HelloReply>(read, answered);
}

Error Dispatcher::notYet() const
{
    Error error = turnedAway();
    if (error.retryAfterMs)
        error.retryAfterMs = m_hellos.retryAfterMs(QRandomGenerator::global()->generateDouble());
    return error;
}

void Dispatcher::serverCard(Done done)
{
    auto read = [](ReadContext &context) { return context.accounts.isEmpty(); };
    auto answered = [this, done](Result<bool> isEmpty) {
        if (!isEmpty)
            return done(isEmpty.error());
        const protocol::ServerCard card{
            facts().name, QStringLiteral(SALON_VERSION), {}, *isEmpty, u"closed"_s};
        done(Answer{wire::encoded(card), 200});
    };
    look<bool>(read, answered);
}

void Dispatcher::findRoom(const QString &name, const Caller &caller,
                          std::function<void(Result<RoomId>)> done)
{
    auto read = [name, caller](ReadContext &context) {
        return context.rooms.idOf(name, caller.user);
    };
    // What is then asked of the room counts, not the finding.
    if (auto may = mayAsk(caller); !may)
        return done(may.error());
    auto found = [this, caller, done](Result<RoomId> room) {
        m_parts.shared.rates.giveBack(Cost::Other, caller);
        done(std::move(room));
    };
    look<RoomId>(read, found);
}

} // namespace salon::server
