// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "client/ui/login_dialog.h"
#include <QPointer>

class QSettings;

namespace salon::client {

class SessionState;

//! Brings a person in: asks who they are, tries it, and tells under the right field why it did not
//! work.
class LoginFlow : public QObject {
    Q_OBJECT
public:
    LoginFlow(SessionState &session, QSettings &settings, QObject *parent = nullptr);
    ~LoginFlow() override;

    //! What stands in the fields at first, instead of the last time's.
    void prefill(const QUrl &server, const QString &user);
    //! Tries without asking; asks when it fails.
    void logIn(const QUrl &server, const QString &user, const QString &password);
    //! Over `over`, which may be null; `reason` is why one is asked (again).
    void ask(QWidget *over, const QString &reason = {});
    //! It worked: nothing is asked any more.
    void finish();

Q_SIGNALS:
    //! The person does not want to log in (now).
    void givenUp();

private:
    void showFailure(const Failure &failure);
    void setUp(const QUrl &server, const QString &code, const QString &user,
               const QString &password);
    void showSetUp(const QUrl &server, bool isNeeded);

    SessionState &m_session;
    QSettings &m_settings;
    QPointer<LoginDialog> m_dialog;
    QUrl m_server;
    QString m_user;
};

//! The field of the login dialog that a failure belongs to.
LoginDialog::Field fieldOf(const Failure &failure);

} // namespace salon::client
