// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/http_api.h"
#include "client/state/session_vault.h"
#include <QTimer>

namespace salon::client {

//! Who one is: logs in, remembers, renews in the last third of the session's life, logs out.
class SessionState : public QObject {
    Q_OBJECT
public:
    explicit SessionState(const QString &folder, QObject *parent = nullptr);

    const std::optional<Account> &account() const { return m_account; }
    //! Takes up the session of the last run, if it has not expired.
    bool resume();

    void logIn(const QUrl &server, const QString &user, const QString &password);
    void cancelLogIn() { m_api.cancel(); }
    //! Revokes the token; the session is forgotten even when the server cannot be reached.
    void logOut();
    //! The server does not accept the session any more.
    void forget();

Q_SIGNALS:
    void signedIn();
    void logInFailed(const Failure &failure);
    void signedOut();
    void tokenRenewed(const QString &token);

private:
    void accept(const Account &account);
    void renewIfDue();

    HttpApi m_api;
    SessionVault m_vault;
    std::optional<Account> m_account;
    QTimer m_renewal;
};

} // namespace salon::client
