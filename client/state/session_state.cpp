// SPDX-License-Identifier: MIT
#include "client/state/session_state.h"
#include "shared/base/clock.h"
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kLookMs = 3600 * 1000;
constexpr qint64 kLastThirdMs = 10LL * 24 * 3600 * 1000; // of the usual 30 days; the server decides

bool isOver(const Account &account)
{
    return account.expiresAt <= Clock::system().now();
}

QString deviceName()
{
    constexpr qsizetype kMost = 80;
    return QSysInfo::machineHostName().left(kMost);
}

} // namespace

SessionState::SessionState(const QString &folder, QObject *parent)
    : SessionState(folder, Keychain::system(), parent)
{
}

SessionState::SessionState(const QString &folder, std::unique_ptr<Keychain> keychain,
                           QObject *parent)
    : QObject(parent), m_vault(folder, std::move(keychain))
{
    m_renewal.setInterval(kLookMs);
    connect(&m_renewal, &QTimer::timeout, this, &SessionState::renewIfDue);
    connect(&m_vault, &SessionVault::foundLate, this, [this](const Account &account) {
        if (!m_account && !m_isLoggingIn && !isOver(account))
            takeUp(account, SessionPlace::Keychain);
    });
}

void SessionState::setTrust(const ServerTrust &trust)
{
    m_trust = &trust;
    for (HttpApi *api : {&m_api, &m_logInApi, &m_lookApi})
        api->setTrust(&trust);
}

void SessionState::resume()
{
    m_vault.load([this](const std::optional<Account> &account, SessionPlace place) {
        if (m_account || m_isLoggingIn)
            return; // a person was faster than the keychain
        m_loss = account && isOver(*account) ? SessionLoss::Over : m_vault.loss();
        if (!account || isOver(*account))
            return Q_EMIT nothingRemembered();
        takeUp(*account, place);
    });
}

void SessionState::takeUp(const Account &account, SessionPlace place)
{
    if (!mayBeAsked(account.server, m_trust))
        return Q_EMIT heldBack(account);
    setPlace(place);
    accept(account);
    renewIfDue();
}

void SessionState::logIn(const QUrl &server, const QString &user, const QString &password)
{
    m_isLoggingIn = true;
    m_lookApi.cancel();
    // Asked first, so that "not a Salon server" is told from "wrong password".
    m_logInApi.fetchServer(server, [=, this](const ApiResult<protocol::ServerCard> &card) {
        if (const auto *failure = std::get_if<Failure>(&card))
            return fail(*failure);
        if (std::get<protocol::ServerCard>(card).needsSetup) {
            m_isLoggingIn = false;
            return Q_EMIT setUpNeeded(server);
        }
        const protocol::Login login{user, password, deviceName()};
        m_logInApi.login(server, login, [=, this](const ApiResult<protocol::LoginReply> &reply) {
            loggedIn(server, reply);
        });
    });
}

void SessionState::setUp(const QUrl &server, const QString &code, const QString &user,
                         const QString &password)
{
    m_isLoggingIn = true;
    m_lookApi.cancel();
    // Asked first: a code is not for strangers either.
    m_logInApi.fetchServer(server, [=, this](const ApiResult<protocol::ServerCard> &card) {
        if (const auto *failure = std::get_if<Failure>(&card))
            return fail(*failure);
        const protocol::Setup setup{code, user, password, deviceName()};
        m_logInApi.setUp(server, setup, [=, this](const ApiResult<protocol::LoginReply> &reply) {
            loggedIn(server, reply);
        });
    });
}

void SessionState::loggedIn(const QUrl &server, const ApiResult<protocol::LoginReply> &reply)
{
    if (const auto *failure = std::get_if<Failure>(&reply))
        return fail(*failure);
    m_isLoggingIn = false;
    const auto &fine = std::get<protocol::LoginReply>(reply);
    accept({server, fine.user, fine.token, fine.expiresAt});
    remember();
}

void SessionState::fail(const Failure &failure)
{
    m_isLoggingIn = false;
    Q_EMIT logInFailed(failure);
}

void SessionState::look(const QUrl &server)
{
    m_lookApi.cancel();
    m_lookApi.fetchServer(server, [=, this](const ApiResult<protocol::ServerCard> &card) {
        if (const auto *found = std::get_if<protocol::ServerCard>(&card))
            Q_EMIT serverSeen(server, found->needsSetup);
    });
}

void SessionState::setTimeout(int milliseconds)
{
    m_api.setTimeout(milliseconds);
    m_logInApi.setTimeout(milliseconds);
    m_lookApi.setTimeout(milliseconds);
}

void SessionState::cancelLogIn()
{
    m_isLoggingIn = false;
    m_logInApi.cancel();
}

void SessionState::accept(const Account &account)
{
    m_account = account;
    m_renewal.start();
    Q_EMIT signedIn();
}

void SessionState::remember()
{
    if (m_account)
        m_vault.save(*m_account, [this](SessionPlace place) { setPlace(place); });
}

void SessionState::setPlace(SessionPlace place)
{
    m_place = place;
    Q_EMIT placeChanged();
}

void SessionState::renewIfDue()
{
    if (!m_account || m_account->expiresAt - Clock::system().now() > kLastThirdMs)
        return;
    m_api.renew(m_account->server, m_account->token,
                [this, asked = m_account->token](const ApiResult<protocol::Renewed> &reply) {
                    const auto *renewed = std::get_if<protocol::Renewed>(&reply);
                    if (!renewed || !m_account || m_account->token != asked)
                        return;
                    m_account->token = renewed->token;
                    m_account->expiresAt = renewed->expiresAt;
                    remember();
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
    m_place = SessionPlace::Nowhere;
    Q_EMIT signedOut();
}

} // namespace salon::client
