// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_dialog.h"
#include <QUrl>

class QLabel;
class QPushButton;
class QSettings;

namespace salon::client {

class FormField;
class PasswordEdit;
class TextLabel;

//! Asks where and who. Does not sign in by itself: it says what was asked for, and is told what
//! came of it.
class LoginDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Field { Server, User, Password };

    //! Server and user of the last time come from `settings`, and are kept there; null remembers
    //! nothing.
    explicit LoginDialog(QSettings *settings = nullptr, QWidget *parent = nullptr);

    void setServer(const QString &server);
    void setUser(const QString &user);
    //! Why one is asked again, above the fields; empty for the first time.
    void setReason(const QString &reason);
    //! What is wrong, below the field that caused it; no longer busy.
    void showError(Field field, const QString &text);
    //! While the server is asked nothing can be changed, only cancelled.
    void setBusy(bool isBusy);
    bool isBusy() const { return m_isBusy; }

    void reject() override;

Q_SIGNALS:
    void loginRequested(const QUrl &server, const QString &user, const QString &password);
    void cancelled(); //!< the attempt that is under way is given up

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    int neededHeight() const override;

private:
    void build();
    void followTheme();
    void submit();
    FormField *fieldOf(Field field) const;

    QSettings *m_settings;
    QWidget *m_card;
    QLabel *m_logo;
    TextLabel *m_reason;
    FormField *m_server;
    FormField *m_user;
    FormField *m_password;
    PasswordEdit *m_passwordEdit;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    bool m_isBusy = false;
};

} // namespace salon::client
