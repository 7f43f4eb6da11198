// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "client/ui/login_dialog.h"
#include <QPointer>

namespace salon::client {

class ProfileSettings;
class ServerTrust;
class SessionState;

//! Brings a person in: asks who they are, tries it, and tells under the right field why it did not
//! work.
class LoginFlow : public QObject {
    Q_OBJECT
public:
    LoginFlow(SessionState &session, ServerTrust &trust, ProfileSettings &settings,
              QObject *parent = nullptr);
    ~LoginFlow() override;

    //! What stands in the fields at first, instead of the last time's.
    void prefill(const QUrl &server, const QString &user);
    //! Tries without asking; asks when it fails.
    void logIn(const QUrl &server, const QString &user, const QString &password);
    //! Over `over`, which may be null; `reason` is why one is asked (again).
    void ask(QWidget *over, const ErrorSentence &reason = {});
    //! There is a session, but using it would not be encrypted: asks whether it may.
    void askToGoOn(const QUrl &server, const QString &user);
    //! It worked: nothing is asked any more.
    void finish();

Q_SIGNALS:
    //! The person does not want to log in (now).
    void givenUp();

private:
    void showFailure(const Failure &failure);
    void applyRemedy();
    void allowPlain();
    void showCertificate();
    void setUp(const QUrl &server, const QString &code, const QString &user,
               const QString &password);
    void showSetUp(const QUrl &server, bool isNeeded);

    SessionState &m_session;
    ServerTrust &m_trust;
    ProfileSettings &m_settings;
    QPointer<LoginDialog> m_dialog;
    QUrl m_server;
    QString m_user;
    Failure m_failure; //!< that the dialog shows
    bool m_isHeldBack = false; //!< what is asked is only whether the session may be used
};

//! What the login dialog offers to do about a failure; nothing for most.
Remedy remedyOf(const Failure &failure);

//! The field of the login dialog that a failure belongs to.
LoginDialog::Field fieldOf(const Failure &failure);

} // namespace salon::client
