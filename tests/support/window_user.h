// SPDX-License-Identifier: MIT
#pragma once
#include "client/app/client_app.h"
#include "client/model/timeline_model.h"
#include <QTemporaryDir>
#include <memory>

class QAbstractButton;
class QMenu;

namespace salon::test {

//! Somebody at a real window of the client: types, clicks, and reads what is shown.
class WindowUser {
public:
    //! The clock is the one of what the window shows.
    explicit WindowUser(const Clock &clock = Clock::system());
    ~WindowUser();

    //! Starts the client in this user's own profile, as `salon --server … --user …
    //! --password-stdin`.
    void start(const client::ClientApp::Wish &wish = {});
    //! As `salon ADDRESS`, once started or while it runs.
    void follow(const QString &address) { m_app->openAddress(address); }
    //! Ends the client; the profile stays for the next start().
    void quit();

    //! From the next start() on notifications go to the desktop, and not nowhere.
    void useDesktop() { m_usesDesktop = true; }

    client::ClientApp &app() { return *m_app; }
    client::MainWindow &window() { return m_app->window(); }
    client::Chat &chat() { return m_app->chat(); }
    bool isSignedIn() { return m_app && window().isVisible() && isOnline(); }
    bool isOnline();

    //! The login dialog that is open, or null.
    static QDialog *loginDialog();
    //! Types into its fields and presses the button.
    static void logIn(const QString &server, const QString &user, const QString &password);
    //! What stands below a field of it ("loginServer", "loginUser", "loginPassword"); empty for
    //! nothing.
    static QString loginError(const QString &field);
    //! The small line below that: who can fix it, and the ids.
    static QString loginErrorDetail(const QString &field);
    //! The same below why one is asked (again).
    static QString loginReasonDetail();

    QStringList rooms();
    QString unreadBadge(const QString &room);
    void openRoom(const QString &name);
    QString openedRoom();
    //! Types into the composer, without sending.
    void type(const QString &text);
    //! Types and presses Enter.
    void say(const QString &text);
    QString draft();

    //! Texts of the open room, as far as they are loaded.
    QStringList texts();
    QString latest() { return texts().value(texts().size() - 1); }
    int countOf(const QString &text) { return int(texts().count(text)); }
    const client::TimelineRow *rowOf(const QString &text);
    //! Whether it stands there, so far on its way.
    bool isShown(const QString &text, client::Delivery delivery);
    QString topic();
    QStringList members();
    QString notice();
    QString noticeDetail();
    QString banner();
    QString bannerDetail();

    template <class T>
    T *find(const QString &name)
    {
        return window().findChild<T *>(name);
    }
    //! A visible dialog of the window, or null.
    QDialog *dialog(const QString &name);
    void click(const QString &button);
    static void click(QWidget *dialog, const QString &button);
    static void fill(QWidget *dialog, const QString &field, const QString &text);
    //! Opens a menu by its button and triggers an action in it.
    void choose(const QString &menuButton, const QString &action);
    QString profile() const { return m_profile.path(); }

private:
    const Clock &m_clock;
    QTemporaryDir m_profile;
    bool m_usesDesktop = false;
    std::unique_ptr<client::ClientApp> m_app;
};

} // namespace salon::test
