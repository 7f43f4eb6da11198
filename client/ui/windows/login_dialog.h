// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include <QDialog>
#include <QUrl>

class QLabel;
class QLineEdit;
class QPushButton;

namespace salon::client {

//! Asks for server, name and password. Stays open while it is tried, and says under the field what was wrong.
class LoginDialog : public QDialog {
    Q_OBJECT
public:
    explicit LoginDialog(QWidget *parent = nullptr);

    void setServer(const QUrl &server);
    void setUser(const QString &user);
    void setBusy(bool busy);
    void showFailure(const Failure &failure);

Q_SIGNALS:
    void loginRequested(const QUrl &server, const QString &user, const QString &password);
    void cancelled();

private:
    void submit();
    void clearErrors();

    QLineEdit *m_server;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLabel *m_serverError;
    QLabel *m_passwordError;
    QPushButton *m_login;
    QPushButton *m_cancel;
    bool m_isBusy = false;
};

} // namespace salon::client
