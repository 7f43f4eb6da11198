// SPDX-License-Identifier: MIT
#pragma once
#include "client/app/chat_notifications.h"
#include "client/app/link_opener.h"
#include "client/app/quiet_presence.h"
#include "client/platform/desktop_idle.h"
#include "client/platform/lock_watch.h"
#include "client/platform/loop_watch.h"
#include "client/platform/profile_settings.h"
#include "client/state/chat.h"
#include "client/state/presence_settings.h"
#include "client/state/session_state.h"
#include "client/ui/cursor_rest.h"
#include "client/ui/idle_watch.h"
#include "client/ui/login_flow.h"
#include "client/ui/main_window.h"
#include "client/ui/theme/appearance.h"
#include "client/ui/tray_icon.h"

namespace salon::client {

//! The program, wired top to bottom: the profile's settings, who one is, what is true, what is
//! seen.
class ClientApp : public QObject {
    Q_OBJECT
public:
    //! Whom to log in as, from the command line; empty parts are asked for.
    struct Wish {
        QUrl server;
        QString user;
        QString password;
    };

    //! `profile` is a folder that exists and is nobody else's. The clock is the one of what is
    //! shown: days, and how long something lasts.
    //! Without a notifier, it is the one of this platform.
    explicit ClientApp(const QString &profile, const Clock &clock = Clock::system(),
                       std::unique_ptr<DesktopNotifier> notifier = {});
    ~ClientApp() override;

    //! Takes up the remembered session; else logs in as wished, or asks.
    void start(const Wish &wish);
    //! Follows the address of a message, now or once somebody is signed in; anything else is
    //! ignored.
    void openAddress(const QString &address);
    //! Brings what is open to the front.
    void raise();
    MainWindow &window() { return m_window; }
    Chat &chat() { return m_chat; }
    const LoopWatch &loopWatch() const { return m_loopWatch; }
    IdleWatch &idleWatch() { return m_idleWatch; }
    QuietPresence &quietPresence() { return m_quietPresence; }
    TrayIcon &tray() { return m_tray; }
    const NotificationSettings &notifications() const { return m_notificationSettings; }

protected:
    //! Where the system hands addresses over as events, as macOS does.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectNotifications();
    void goElsewhere(const MessageLink &link);
    void signedIn();
    void openChat(const Account &account);
    void showWindow();
    void nothingRemembered();
    void sessionRefused(const Failure &failure);
    void sessionHeldBack(const Account &account);
    void trustChanged(const QUrl &server);
    //! Asks first when there is something that the server does not have.
    void askToLogOut();
    void logOut();
    void loginGivenUp();
    void tellWhereKept();
    ErrorSentence lossSentence() const;
    bool isAsWished(const Account &account) const;

    LoopWatch m_loopWatch;
    CursorRest m_cursorRest;
    ProfileSettings m_settings;
    ServerTrust m_trust;
    Appearance m_appearance;
    SessionState m_session;
    PresenceSettings m_presenceSettings;
    Chat m_chat;
    std::unique_ptr<DesktopIdle> m_desktopIdle = DesktopIdle::ofThisPlatform();
    IdleWatch m_idleWatch;
    std::unique_ptr<LockWatch> m_lockWatch = LockWatch::ofThisPlatform();
    MainWindow m_window;
    LoginFlow m_login;
    LinkOpener m_links;
    NotificationSettings m_notificationSettings;
    TrayIcon m_tray;
    ChatNotifications m_notifications;
    QuietPresence m_quietPresence;
    QUrl m_elsewhere; //!< where somebody wants to sign in instead
    Wish m_wish;
    bool m_isResuming = false;
    QTimer m_slowDisk; //!< until the window is shown without what is on it
    QUrl m_openServer; //!< that the chat belongs to
};

} // namespace salon::client
