// SPDX-License-Identifier: MIT
// The Dispatcher's requests about accounts: they go through the hasher before or after the
// database.
#include "server/dispatch/dispatcher.h"
#include "server/service/name_rules.h"
#include "server/service/password_rules.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

const QByteArray kDone = QByteArrayLiteral("{}");

Error wrongPassword()
{
    return {ErrorCode::Unauthorized, Reason::WrongPassword, u"wrong name or password"_s};
}

Result<QByteArray> done(const Result<> &result)
{
    if (!result)
        return result.error();
    return kDone;
}

} // namespace

QByteArray Dispatcher::loginReply(const UserRow &user, const SessionRow &session) const
{
    const QByteArray token = m_parts.signer.sign(user.id, session.id, session.expiresAt);
    return wire::encoded(
        protocol::LoginReply{toProtocol(user), QString::fromLatin1(token), session.expiresAt});
}

void Dispatcher::login(const protocol::Login &login, const QHostAddress &address, Done told)
{
    const QString key = nameKey(login.username);
    if (auto begun = m_parts.throttle.begin(key, address); !begun)
        return told(begun.error());
    const auto giveUp = [this, key, address, told](const Error &error) {
        m_parts.throttle.end(key, address, LoginThrottle::Outcome::NotTried);
        told(error);
    };
    auto read = [key](ReadContext &context) { return context.accounts.findByKey(key); };
    auto found = [this, login, key, address, told, giveUp](Result<UserRow> user) {
        if (!user && user.error().code != ErrorCode::NotFound)
            return giveUp(user.error());
        std::optional<QByteArray> stored;
        if (user)
            stored = user->passwordHash.toLatin1();
        const UserRow row = user ? *user : UserRow{};
        auto judged = [this, login, key, address, told, row](PasswordHasher::Verdict verdict) {
            using enum LoginThrottle::Outcome;
            m_parts.throttle.end(key, address, verdict.matches ? Right : Wrong);
            if (!verdict.matches)
                return told(wrongPassword());
            if (row.disabledAt)
                return told(Error(ErrorCode::Forbidden, Reason::AccountDisabled,
                                  u"the account is disabled"_s));
            verified(login, address, row, verdict.needsRehash, told);
        };
        const auto asked = m_parts.hasher.verify(login.password.toUtf8(), stored,
                                                 address.toString(), this, judged);
        if (!asked)
            giveUp(asked.error());
    };
    look<UserRow>(read, found);
}

void Dispatcher::verified(const protocol::Login &login, const QHostAddress &address,
                          const UserRow &user, bool needsRehash, Done told)
{
    RequestTrace::nameCurrent(user.id, {});
    if (needsRehash) {
        const RequestScope beside({}); // the login does not wait for this
        // A busy hasher only means that it stays as it is until the next login.
        const auto hashed = [this, user](const Result<QByteArray> &hash) {
            if (!hash)
                return;
            const QString text = QString::fromLatin1(*hash);
            write(
                [user, text](WriteContext &c) {
                    return done(c.accountRules.rehash(user.id, user.passwordHash, text));
                },
                [](const Result<Answer> &) {});
        };
        (void)m_parts.hasher.hash(login.password.toUtf8(), address.toString(), this, hashed);
    }
    const auto open = [this, login, address, user](WriteContext &c) -> Result<QByteArray> {
        TRY_ASSIGN(const auto session,
                   c.accountRules.openSession(user.id, user.passwordHash, login.device,
                                              address.toString()));
        return loginReply(user, session);
    };
    write(open, [this, login, address, told = std::move(told)](Result<Answer> answer) {
        // The password was changed, or hashed anew, while this one was verified.
        if (!answer && answer.error().code == ErrorCode::Conflict)
            return this->login(login, address, told);
        told(std::move(answer));
    });
}

// Whoever wants to go may go: no rate holds a logout back.
void Dispatcher::logout(const Caller &caller, Done told)
{
    end(caller, caller.session, std::move(told));
}

void Dispatcher::endSession(const Caller &caller, SessionId session, Done told)
{
    if (auto may = mayAsk(caller); !may)
        return told(may.error());
    end(caller, session, std::move(told));
}

void Dispatcher::end(const Caller &caller, SessionId session, Done told)
{
    write([caller,
           session](WriteContext &c) { return done(c.accountRules.end(caller.user, session)); },
          std::move(told));
}

void Dispatcher::renew(const Caller &caller, Done told)
{
    if (auto may = mayAsk(caller); !may)
        return told(may.error());
    write(
        [this, caller](WriteContext &c) -> Result<QByteArray> {
            TRY_ASSIGN(const auto session, c.accountRules.renew(caller));
            const QByteArray token =
                m_parts.signer.sign(caller.user, session.id, session.expiresAt);
            return wire::encoded(protocol::Renewed{QString::fromLatin1(token), session.expiresAt});
        },
        std::move(told));
}

void Dispatcher::listSessions(const Caller &caller, Done told)
{
    if (auto may = mayAsk(caller); !may)
        return told(may.error());
    auto read = [this, caller](ReadContext &context) -> Result<QByteArray> {
        TRY_ASSIGN(const auto rows, context.accounts.sessionsOf(caller.user));
        protocol::SessionList list;
        for (const SessionRow &row : rows) {
            if (row.revokedAt || row.expiresAt <= facts().clock->now())
                continue;
            list.sessions.append({row.id, row.device, row.address, row.lastUsedAt, row.expiresAt,
                                  row.id == caller.session});
        }
        return wire::encoded(list);
    };
    auto answered = [told](Result<QByteArray> json) {
        told(json ? Result<Answer>(Answer{*std::move(json), 200}) : Result<Answer>(json.error()));
    };
    look<QByteArray>(read, answered);
}

void Dispatcher::withHash(const QString &password, const QString &address, const QString &path,
                          Done told, std::function<void(QString)> go)
{
    if (auto fine = checkNewPassword(password, path); !fine)
        return told(fine.error());
    auto hashed = [told, go = std::move(go)](Result<QByteArray> hash) {
        if (hash)
            go(QString::fromLatin1(*hash));
        else
            told(hash.error());
    };
    if (auto asked = m_parts.hasher.hash(password.toUtf8(), address, this, hashed); !asked)
        told(asked.error());
}

void Dispatcher::changePassword(const Caller &caller, const protocol::ChangePassword &request,
                                const QHostAddress &address, Done told)
{
    if (auto may = mayAsk(caller); !may)
        return told(may.error());
    auto read = [caller](ReadContext &context) { return context.accounts.find(caller.user); };
    auto found = [this, caller, request, address, told](Result<UserRow> user) {
        if (!user)
            return told(user.error());
        const QString key = user->keys.name;
        if (auto begun = m_parts.throttle.begin(key, address); !begun)
            return told(begun.error());
        auto judged = [=, this](PasswordHasher::Verdict verdict) {
            using enum LoginThrottle::Outcome;
            m_parts.throttle.end(key, address, verdict.matches ? Right : Wrong);
            if (!verdict.matches)
                return told(wrongPassword().at(u"old"_s));
            const QString old = user->passwordHash;
            withHash(request.fresh, address.toString(), u"new"_s, told,
                     [=, this](const QString &hash) {
                         write(
                             [caller, old, hash](WriteContext &c) {
                                 return done(c.accountRules.changePassword(caller, old, hash));
                             },
                             told);
                     });
        };
        const auto asked = m_parts.hasher.verify(
            request.old.toUtf8(), user->passwordHash.toLatin1(), address.toString(), this, judged);
        if (!asked) {
            m_parts.throttle.end(key, address, LoginThrottle::Outcome::NotTried);
            told(asked.error());
        }
    };
    look<UserRow>(read, found);
}

void Dispatcher::addUser(const QString &name, const QString &password, Done told)
{
    if (auto fine = checkUserName(name, facts().limits.userName, u"name"_s); !fine)
        return told(fine.error());
    withHash(password, {}, u"password"_s, told, [this, name, told](const QString &hash) {
        write(
            [name, hash](WriteContext &c) -> Result<QByteArray> {
                TRY_ASSIGN(const auto user, c.accountRules.add(name, hash));
                TRY(c.rooms.joinDefaults(c.facts.defaultRooms, user.id));
                return wire::encoded(toProtocol(user));
            },
            told);
    });
}

void Dispatcher::setPassword(const QString &name, const QString &password, Done told)
{
    withHash(password, {}, u"password"_s, told, [this, name, told](const QString &hash) {
        write(
            [name, hash](WriteContext &c) -> Result<QByteArray> {
                TRY_ASSIGN(const auto user, c.accounts.findByKey(nameKey(name)));
                return done(c.accountRules.setPassword(user.id, hash));
            },
            told);
    });
}

void Dispatcher::setDisabled(const QString &name, bool disabled, Done told)
{
    write(
        [name, disabled](WriteContext &c) -> Result<QByteArray> {
            TRY_ASSIGN(const auto user, c.accounts.findByKey(nameKey(name)));
            return done(c.accountRules.setDisabled(user.id, disabled));
        },
        std::move(told));
}

void Dispatcher::revokeSession(SessionId session, Done told)
{
    write([session](WriteContext &c) { return done(c.accountRules.endAny(session)); },
          std::move(told));
}

} // namespace salon::server
