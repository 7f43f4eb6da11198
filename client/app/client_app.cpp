// SPDX-License-Identifier: MIT
#include "client/app/client_app.h"
#include "client/app/cache_bounds.h"
#include "client/platform/first_picture.h"
#include "client/ui/error_sentences.h"
#include "client/ui/log_out_dialog.h"
#include "client/ui/server_address.h"
#include "client/ui/theme/icons.h"
#include <QApplication>
#include <QFileOpenEvent>

using namespace Qt::StringLiterals;

namespace salon::client {

constexpr int kSlowDiskMs = 150;

static std::unique_ptr<DesktopNotifier> notifierOr(std::unique_ptr<DesktopNotifier> given,
                                                   TrayIcon &tray)
{
    return given ? std::move(given) : DesktopNotifier::ofThisPlatform(tray.icon());
}

ClientApp::ClientApp(const QString &profile, const Clock &clock,
                     std::unique_ptr<DesktopNotifier> notifier)
    : m_settings(profile + u"/salon.ini"_s), m_trust(m_settings), m_appearance(&m_settings),
      m_session(profile), m_presenceSettings(m_settings), m_chat(profile),
      m_idleWatch(m_presenceSettings.idleAfterMs(), clock),
      m_window(m_chat, m_trust, m_appearance, m_settings, clock),
      m_login(m_session, m_trust, m_settings), m_links(m_chat, m_window),
      m_notificationSettings(m_settings, clock), m_tray(m_notificationSettings),
      m_notifications(m_chat, m_window, m_notificationSettings,
                      notifierOr(std::move(notifier), m_tray)),
      m_quietPresence(m_notificationSettings, m_chat.presence().own(), clock)
{
    m_session.setTrust(m_trust);
    m_chat.connection().setTrust(&m_trust);
    // For networks on which a server takes its time.
    const int timeoutMs = m_settings.value(u"net/timeout_ms"_s, HttpApi::kUsualTimeoutMs).toInt();
    m_session.setTimeout(timeoutMs);
    m_chat.connection().setTimeout(timeoutMs);
    m_chat.connection().setSilenceLimit(
        m_settings.value(u"net/silence_limit_ms"_s, Connection::kUsualSilenceLimitMs).toInt());
    m_chat.presence().setSettings(m_presenceSettings);
    m_idleWatch.setDesktop(*m_desktopIdle);
    connect(m_lockWatch.get(), &LockWatch::changed, &m_idleWatch, &IdleWatch::setLocked);
    connect(&m_idleWatch, &IdleWatch::changed, &m_chat.presence().own(), &OwnPresence::setIdle);
    m_chat.setCacheBounds(cacheBounds(m_settings));
    connect(&m_session, &SessionState::signedIn, this, &ClientApp::signedIn);
    connect(&m_chat, &Chat::opened, this, &ClientApp::showWindow);
    m_slowDisk.setSingleShot(true);
    m_slowDisk.setInterval(kSlowDiskMs);
    connect(&m_slowDisk, &QTimer::timeout, this, &ClientApp::showWindow);
    connect(&m_session, &SessionState::nothingRemembered, this, &ClientApp::nothingRemembered);
    connect(&m_session, &SessionState::heldBack, this, &ClientApp::sessionHeldBack);
    connect(&m_trust, &ServerTrust::changed, this, &ClientApp::trustChanged);
    connect(&m_session, &SessionState::placeChanged, this, &ClientApp::tellWhereKept);
    connect(&m_session, &SessionState::tokenRenewed, &m_chat.connection(), &Connection::setToken);
    connect(&m_chat.connection(), &Connection::sessionRefused, this, &ClientApp::sessionRefused);
    connect(&m_window, &MainWindow::logOutRequested, this, [this] {
        m_elsewhere.clear();
        askToLogOut();
    });
    connect(&m_links, &LinkOpener::elsewhereWanted, this, &ClientApp::goElsewhere);
    connectNotifications();
    qApp->installEventFilter(this);
    connect(&m_window, &MainWindow::logInRequested, this, [this] { m_login.ask(&m_window); });
    connect(&m_login, &LoginFlow::givenUp, this, &ClientApp::loginGivenUp);
}

ClientApp::~ClientApp() = default;

void ClientApp::connectNotifications()
{
    m_window.offerNotifications(m_notificationSettings);
    connect(&m_notifications, &ChatNotifications::opened, this, &ClientApp::raise);
    connect(&m_notifications, &ChatNotifications::unreadCounted, &m_tray, &TrayIcon::setUnread);
    connect(&m_notifications.center(), &NotificationCenter::latestChanged, &m_tray,
            &TrayIcon::setHasReason);
    connect(&m_tray, &TrayIcon::openRequested, this, &ClientApp::raise);
    connect(&m_tray, &TrayIcon::reasonRequested, &m_notifications.center(),
            &NotificationCenter::explainLatest);
    connect(&m_tray, &TrayIcon::quitRequested, this, [this] {
        m_window.close();
        QApplication::quit();
    });
}

void ClientApp::start(const Wish &wish)
{
    m_wish = wish;
    m_isResuming = true;
    m_login.prefill(wish.server, wish.user);
    m_session.resume();
    QTimer::singleShot(kUntilPaintedMs, this, [] { QApplication::setWindowIcon(programIcon()); });
}

bool ClientApp::isAsWished(const Account &account) const
{
    const bool isServer = m_wish.server.isEmpty() || m_wish.server == account.server;
    const bool isUser =
        m_wish.user.isEmpty() || m_wish.user.compare(account.user.name, Qt::CaseInsensitive) == 0;
    return isServer && isUser;
}

void ClientApp::signedIn()
{
    const Account account = *m_session.account();
    if (std::exchange(m_isResuming, false) && !isAsWished(account)) {
        m_session.logOut();
        return nothingRemembered();
    }
    openChat(account);
    m_window.setAccount(account.user.id, account.user.displayName, account.server);
    m_window.setBlocked({});
    m_notificationSettings.setAccount(account.server, account.user.id);
    QTimer::singleShot(kUntilPaintedMs, &m_tray, [this] {
        if (m_session.account())
            m_tray.show();
    });
    m_links.setServer(account.server);
    if (m_chat.isOpen())
        showWindow();
    else
        m_slowDisk.start();
}

// With its rooms: an empty window would be laid out and painted for nothing.
void ClientApp::showWindow()
{
    m_slowDisk.stop();
    if (!m_session.account())
        return;
    m_window.show();
    m_login.finish();
}

void ClientApp::openChat(const Account &account)
{
    const bool isSame = m_chat.self() == account.user.id && m_openServer == account.server;
    if (isSame)
        return m_chat.connection().open(account.server, account.token);
    m_chat.close();
    m_openServer = account.server;
    m_chat.open(account.server, account.token, account.user.id);
}

void ClientApp::nothingRemembered()
{
    m_isResuming = false;
    if (m_wish.password.isEmpty() || m_wish.user.isEmpty() || m_wish.server.isEmpty())
        return m_login.ask(nullptr, lossSentence());
    m_login.logIn(m_wish.server, m_wish.user, std::exchange(m_wish.password, {}));
}

void ClientApp::sessionHeldBack(const Account &account)
{
    if (std::exchange(m_isResuming, false) && !isAsWished(account)) {
        m_session.forget();
        return nothingRemembered();
    }
    m_login.askToGoOn(account.server, account.user.name);
}

void ClientApp::trustChanged(const QUrl &server)
{
    // What is open was opened by the rules of before.
    if (m_session.account() && m_openServer == server)
        m_chat.connection().open(server, m_session.account()->token);
}

void ClientApp::sessionRefused(const Failure &failure)
{
    m_session.forget();
    const ErrorSentence why = errorSentence(failure, serverForPeople(m_openServer));
    m_window.setBlocked(why);
    m_login.ask(&m_window, why);
}

void ClientApp::askToLogOut()
{
    const OutboxCount unsent = m_chat.outboxCount();
    if (unsent.waiting == 0 && unsent.refused == 0)
        return logOut();
    auto *dialog = new LogOutDialog(&m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto count = [this, dialog] {
        const OutboxCount left = m_chat.outboxCount();
        dialog->setUnsent(left.waiting, left.refused);
    };
    const auto look = [dialog](ConnectionState state) {
        dialog->setOnline(state == ConnectionState::Online);
    };
    connect(&m_chat, &Chat::unsentChanged, dialog, count, Qt::QueuedConnection);
    connect(&m_chat.connection(), &Connection::stateChanged, dialog, look);
    connect(dialog, &LogOutDialog::chosen, this, [this, dialog](LogOutDialog::Choice choice) {
        dialog->disconnect(&m_chat);
        m_chat.disconnect(dialog);
        dialog->accept();
        if (choice == LogOutDialog::Choice::Delete)
            m_chat.discardAll();
        logOut();
    });
    look(m_chat.connection().state());
    count();
    dialog->open();
}

void ClientApp::logOut()
{
    m_links.setServer({});
    if (!m_elsewhere.isEmpty())
        m_login.prefill(std::exchange(m_elsewhere, {}), {});
    m_login.ask(nullptr);
    m_window.hide();
    m_tray.hide();
    m_chat.closeAndForget();
    m_openServer.clear();
    m_session.logOut();
}

void ClientApp::loginGivenUp()
{
    if (!m_window.isVisible())
        QApplication::quit();
}

void ClientApp::tellWhereKept()
{
    if (!m_session.account() || m_session.keptIn() == SessionPlace::Keychain)
        return m_window.setSessionNote({});
    if (m_session.keptIn() != SessionPlace::File)
        m_window.setSessionNote(errorSentence(LocalFailure::SessionNotRemembered));
    else if (m_session.isRefusedByKeychain())
        m_window.setSessionNote(errorSentence(LocalFailure::KeychainRefused));
    else
        m_window.setSessionNote({tr("Your session is kept in a file that only you can read, for "
                                    "want of a keychain.")});
}

ErrorSentence ClientApp::lossSentence() const
{
    switch (m_session.loss()) {
    case SessionLoss::None:
        break;
    case SessionLoss::Over:
        return errorSentence(Error(ErrorCode::SessionExpired, {}));
    case SessionLoss::Unreadable:
        return errorSentence(LocalFailure::SessionUnreadable);
    case SessionLoss::KeychainSilent:
        return errorSentence(LocalFailure::KeychainSilent);
    }
    return {};
}

void ClientApp::openAddress(const QString &address)
{
    if (const auto link = MessageLink::parse(address))
        m_links.open(*link);
}

void ClientApp::goElsewhere(const MessageLink &link)
{
    m_elsewhere = serverFromTyping(link.server()).value_or(QUrl());
    askToLogOut();
}

bool ClientApp::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FileOpen && watched == qApp) {
        openAddress(static_cast<QFileOpenEvent *>(event)->url().toString());
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void ClientApp::raise()
{
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (!window->isWindow() || !window->isVisible())
            continue;
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
        window->raise();
        window->activateWindow();
    }
}

} // namespace salon::client
