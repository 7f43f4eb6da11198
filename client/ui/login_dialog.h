// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_dialog.h"
#include "client/ui/form_field.h"
#include <QUrl>
#include <optional>

class QLabel;
class QPushButton;
namespace salon::client {

class ProfileSettings;
class PasswordEdit;
class ServerField;
class TextLabel;

//! Asks where and who; on a server without any account, for the first one. Does not sign in by
//! itself: it says what was asked for, and is told what came of it.
class LoginDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Field { Server, Code, User, Password };

    //! Server and user of the last time come from `settings`, and are kept there; null remembers
    //! nothing.
    explicit LoginDialog(ProfileSettings *settings = nullptr, QWidget *parent = nullptr);
    ~LoginDialog() override;

    void setServer(const QString &server);
    void setUser(const QString &user);
    //! Why one is asked again, above the fields; empty for the first time.
    void setReason(const ErrorSentence &reason);
    //! Whether the server has no account yet, and one makes the first by its set-up code.
    void setSetUp(bool isSetUp);
    bool isSetUp() const { return m_isSetUp; }
    //! The server that the address means; nothing when it is none.
    std::optional<QUrl> server() const;
    //! What is wrong, below the field that caused it; no longer busy.
    void showError(Field field, const ErrorSentence &error, const Remedy &remedy = {});
    //! As the button does.
    void submit();
    //! While the server is asked nothing can be changed, only cancelled.
    void setBusy(bool isBusy);
    bool isBusy() const { return m_isBusy; }

    void reject() override;

Q_SIGNALS:
    void loginRequested(const QUrl &server, const QString &user, const QString &password);
    void setUpRequested(const QUrl &server, const QString &code, const QString &user,
                        const QString &password);
    //! An address was typed, or stands there from the beginning.
    void serverEntered(const QUrl &server);
    void remedyChosen(); //!< of the error that is shown
    void cancelled(); //!< the attempt that is under way is given up

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    int neededHeight() const override;

private:
    void build();
    void followTheme();
    void followMode();
    bool isComplete();
    void tellServer();
    QList<FormField *> fields() const;
    FormField *fieldOf(Field field) const;

    ProfileSettings *m_settings;
    QWidget *m_card;
    QLabel *m_logo;
    TextLabel *m_reason;
    TextLabel *m_reasonDetail;
    TextLabel *m_title;
    TextLabel *m_explanation;
    ServerField *m_server;
    FormField *m_code;
    FormField *m_user;
    FormField *m_password;
    FormField *m_again;
    PasswordEdit *m_passwordEdit;
    PasswordEdit *m_againEdit;
    QPushButton *m_signIn;
    QPushButton *m_cancel;
    QString m_told; //!< the address that was told last
    bool m_wasSeen = false;
    bool m_isBusy = false;
    bool m_isSetUp = false;
};

} // namespace salon::client
