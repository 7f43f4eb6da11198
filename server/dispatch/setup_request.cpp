// SPDX-License-Identifier: MIT
// The Dispatcher's part in the first start: from the set-up code to the first account.
#include "server/dispatch/dispatcher.h"
#include "server/service/name_rules.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

const QString kDevice = u"set-up"_s;
//! Among the names of the throttle; no account can have it.
const QString kThrottleKey = u"\x1F"
                             "set-up code"_s;

} // namespace

Result<> Dispatcher::checkSetupCode(const QString &code, const QHostAddress &address)
{
    using enum LoginThrottle::Outcome;
    TRY(m_parts.throttle.begin(kThrottleKey, address));
    const auto checked = m_parts.shared.setupCode.check(code);
    const bool isTrue = checked || checked.error().reason == Reason::SetupCodeExpired;
    m_parts.throttle.end(kThrottleKey, address, isTrue ? Right : Wrong);
    return checked;
}

void Dispatcher::setUp(const protocol::Setup &request, const QHostAddress &address, Done told)
{
    auto read = [](ReadContext &context) { return context.accounts.isEmpty(); };
    auto found = [this, request, address, told](Result<bool> isEmpty) {
        if (!isEmpty)
            return told(isEmpty.error());
        if (!*isEmpty)
            return told(AccountService::setupDone());
        if (auto fine = checkSetupCode(request.code, address); !fine)
            return told(fine.error().at(u"code"_s));
        const auto name = checkUserName(request.username, facts().limits.userName, u"username"_s);
        if (!name)
            return told(name.error());
        withHash(request.password, address.toString(), u"password"_s, told,
                 [=, this](const QString &hash) { makeFirst(request, address, hash, told); });
    };
    look<bool>(read, found);
}

void Dispatcher::makeFirst(const protocol::Setup &request, const QHostAddress &address,
                           const QString &hash, Done told)
{
    write(
        [this, request, address, hash](WriteContext &c) -> Result<QByteArray> {
            TRY_ASSIGN(const auto user, c.accountRules.addFirst(request.username, hash));
            TRY(c.rooms.joinDefaults(c.facts.defaultRooms, user.id));
            TRY_ASSIGN(const auto session,
                       c.accountRules.openSession(user.id, hash, request.device.value_or(kDevice),
                                                  address.toString()));
            return loginReply(user, session);
        },
        std::move(told));
}

} // namespace salon::server
