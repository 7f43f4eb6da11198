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
    //! Remembers in the system's keychain, or in the profile's folder.
    explicit SessionState(const QString &folder, QObject *parent = nullptr);
    SessionState(const QString &folder, std::unique_ptr<Keychain> keychain,
                 QObject *parent = nullptr);

    //! What a person allowed; nothing without it.
    void setTrust(const ServerTrust &trust);

    const std::optional<Account> &account() const { return m_account; }
    //! Where the session is remembered, as far as is known: told by placeChanged().
    SessionPlace keptIn() const { return m_place; }
    //! Whether it would be in the keychain, had that not refused it.
    bool isRefusedByKeychain() const { return m_vault.wasRefused(); }
    //! With nothingRemembered(): what became of the session of the last run.
    SessionLoss loss() const { return m_loss; }

    //! Takes up the session of the last run: signedIn() or nothingRemembered() follows, within 2 s
    //! even when the keychain does not answer. If it answers later (somebody unlocked it) and
    //! nobody logged in meanwhile, signedIn() comes then. A session on a server that may not be
    //! asked is not taken up but told by heldBack().
    void resume();

    void logIn(const QUrl &server, const QString &user, const QString &password);
    //! Makes the first account of a server and is signed in to it; a failure is told like one of
    //! logIn().
    void setUp(const QUrl &server, const QString &code, const QString &user,
               const QString &password);
    //! Gives up a logIn() or a setUp().
    void cancelLogIn();
    //! Looks whether the server has accounts: serverSeen() follows when it answers at all.
    void look(const QUrl &server);
    //! How long a server may be silent before it counts as timed out.
    void setTimeout(int milliseconds);
    //! Revokes the token; the session is forgotten even when the server cannot be reached.
    void logOut();
    //! The server does not accept the session any more.
    void forget();

Q_SIGNALS:
    void signedIn();
    //! The session of the last run would be used without encryption, which nobody allowed: nothing
    //! was sent. resume() takes it up once it is allowed.
    void heldBack(const salon::client::Account &account);
    //! There is no session to take up, or it is over: log in.
    void nothingRemembered();
    void logInFailed(const salon::client::Failure &failure);
    //! There is no account on the server yet: instead of logIn(), use setUp().
    void setUpNeeded(const QUrl &server);
    void serverSeen(const QUrl &server, bool needsSetUp);
    void signedOut();
    void tokenRenewed(const QString &token);
    //! It is known (again) where the session is remembered; Nowhere with an account: it was not
    //! stored.
    void placeChanged();

private:
    void loggedIn(const QUrl &server, const ApiResult<protocol::LoginReply> &reply);
    void fail(const Failure &failure);
    void takeUp(const Account &account, SessionPlace place);
    void accept(const Account &account);
    void remember();
    void setPlace(SessionPlace place);
    void renewIfDue();

    HttpApi m_api;
    HttpApi m_logInApi; //!< cancelled by itself
    HttpApi m_lookApi; //!< and so is this
    const ServerTrust *m_trust = nullptr;
    SessionVault m_vault;
    std::optional<Account> m_account;
    SessionPlace m_place = SessionPlace::Nowhere;
    SessionLoss m_loss = SessionLoss::None;
    bool m_isLoggingIn = false;
    QTimer m_renewal;
};

} // namespace salon::client
