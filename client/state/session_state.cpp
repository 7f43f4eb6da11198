// SPDX-License-Identifier: MIT
#include "client/state/session_state.h"
#include "shared/base/clock.h"
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kLookMs = 3600 * 1000;
constexpr qint64 kLastThirdMs = 10LL * 24 * 3600 * 1000;    // of the usual 30 days; the server decides

} // namespace

SessionState::SessionState(const QString &folder, QObject *parent)
    : QObject(parent), m_vault(folder)
{
    m_renewal.setInterval(kLookMs);
    connect(&m_renewal, &QTimer::timeout, this, &SessionState::renewIfDue);
}

bool SessionState::resume()
{
    const auto account = m_vault.load();
    if (!account || account->expiresAt <= Clock::system().now())
        return false;
    accept(*account);
    renewIfDue();
    return true;
}

void SessionState::logIn(const QUrl &server, const QString &user, const QString &password)
{
    // Asked first, so that "not a Salon server" is told from "wrong password".
    m_api.fetchServer(server, [this, server, user, password](ApiResult<protocol::ServerCard> card) {
        if (const auto *failure = std::get_if<Failure>(&card))
            return Q_EMIT logInFailed(*failure);
        const protocol::Login login{user, password, QSysInfo::machineHostName().left(80)};
        m_api.login(server, login, [this, server](ApiResult<protocol::LoginReply> reply) {
            if (const auto *failure = std::get_if<Failure>(&reply))
                return Q_EMIT logInFailed(*failure);
            const auto &fine = std::get<protocol::LoginReply>(reply);
            accept({server, fine.user, fine.token, fine.expiresAt});
            m_vault.save(*m_account);
        });
    });
}

void SessionState::accept(const Account &account)
{
    m_account = account;
    m_renewal.start();
    Q_EMIT signedIn();
}

void SessionState::renewIfDue()
{
    if (!m_account || m_account->expiresAt - Clock::system().now() > kLastThirdMs)
        return;
    m_api.renew(m_account->server, m_account->token, [this](ApiResult<protocol::Renewed> reply) {
        const auto *renewed = std::get_if<protocol::Renewed>(&reply);
        if (!renewed || !m_account)
            return;
        m_account->token = renewed->token;
        m_account->expiresAt = renewed->expiresAt;
        m_vault.save(*m_account);
        Q_EMIT tokenRenewed(renewed->token);
    });
}

void SessionState::logOut()
{
    if (!m_account)
        return;
    m_api.logout(m_account->server, m_account->token, [](const ApiResult<protocol::Done> &) {});
    forget();
}

void SessionState::forget()
{
    m_renewal.stop();
    m_vault.clear();
    m_account.reset();
    Q_EMIT signedOut();
}

} // namespace salon::client
