// SPDX-License-Identifier: MIT
#include "client/ui/main_window.h"
#include "client/model/room_list_model.h"
#include "client/platform/profile_settings.h"
#include "client/state/chat.h"
#include "client/ui/account_header.h"
#include "client/ui/certificate_dialog.h"
#include "client/ui/composer.h"
#include "client/ui/connection_panel.h"
#include "client/ui/emoji/emoji_choices.h"
#include "client/ui/member_panel.h"
#include "client/ui/notification_menu.h"
#include "client/ui/pin_panel.h"
#include "client/ui/room_actions.h"
#include "client/ui/room_header.h"
#include "client/ui/room_jumps.h"
#include "client/ui/room_list_view.h"
#include "client/ui/room_pane.h"
#include "client/ui/server_address.h"
#include "client/ui/sidebar.h"
#include "client/ui/theme/appearance.h"
#include "client/ui/thread_panel.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_view.h"
#include <QCloseEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QWindow>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kSidebarHidesUnder = 640;
constexpr int kMembersHideUnder = 1000;
constexpr int kSidebarWidth = 260;
constexpr int kSidebarLeast = 200;
constexpr int kSidebarMost = 400;
constexpr int kMembersWidth = 240;
constexpr int kSideWidth = 360;
const QString kGeometry = u"window/geometry"_s;
const QString kSplitter = u"window/splitter"_s;
const QString kMembers = u"window/members"_s;
const QString kRoom = u"window/room"_s;
const QString kNoteTold = u"window/session_note_told"_s;

} // namespace

MainWindow::MainWindow(Chat &chat, ServerTrust &trust, Appearance &appearance,
                       ProfileSettings &settings, const Clock &clock)
    : m_chat(chat), m_trust(trust), m_appearance(appearance), m_settings(settings),
      m_model(new RoomListModel(chat.rooms(), this)), m_sidebar(new Sidebar(appearance)),
      m_pane(new RoomPane(chat, clock)), m_emoji(new EmojiChoices(&settings, this)),
      m_members(new MemberPanel), m_thread(new ThreadPanel(chat, *m_pane, clock)),
      m_pins(new PinPanel(chat, *m_pane)), m_splitter(new QSplitter),
      m_actions(new RoomActions(chat, this)),
      m_wantsMembers(settings.value(kMembers, true).toBool())
{
    setObjectName(u"mainWindow"_s);
    m_pane->setEmojiChoices(*m_emoji);
    m_thread->setEmojiChoices(*m_emoji);
    build();
    buildShortcuts();
    connectRooms();
    showTitle();
    arrange();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    constexpr QSize kSize(1120, 720);
    constexpr QSize kSmallest(400, 480);
    m_sidebar->setMinimumWidth(kSidebarLeast);
    m_members->setFixedWidth(kMembersWidth);
    m_sidebar->rooms()->setRooms(m_model);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_sidebar);
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_members);
    m_splitter->addWidget(m_thread);
    m_splitter->addWidget(m_pins);
    for (SidePanel *side : sides())
        side->setFixedWidth(kSideWidth);
    m_splitter->setStretchFactor(1, 1);
    setCentralWidget(m_splitter);
    setMinimumSize(kSmallest);
    resize(kSize);
    m_splitter->setSizes(
        {kSidebarWidth, kSize.width() - kSidebarWidth - kMembersWidth, kMembersWidth});
    restoreGeometry(m_settings.value(kGeometry).toByteArray());
    m_splitter->restoreState(m_settings.value(kSplitter).toByteArray());
}

void MainWindow::buildShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    shortcut(QKeySequence(u"Ctrl+K"_s), [this] {
        m_showsRooms = true;
        arrange();
        m_sidebar->filter()->setFocus(Qt::ShortcutFocusReason);
        m_sidebar->filter()->selectAll();
    });
    shortcut(QKeySequence(u"Alt+Up"_s), [this] { m_sidebar->rooms()->step(-1); });
    shortcut(QKeySequence(u"Alt+Down"_s), [this] { m_sidebar->rooms()->step(1); });
    shortcut(QKeySequence(u"Ctrl+J"_s), [this] { m_pane->jumps()->toFirstUnread(); });
    shortcut(QKeySequence(u"Ctrl+Shift+J"_s), [this] { m_pane->jumps()->toNewest(); });
    shortcut(QKeySequence(u"Ctrl+D"_s), [this] { m_pane->jumps()->chooseDay(); });
    shortcut(QKeySequence(QKeySequence::Back), [this] { m_pane->jumps()->back(); });
    shortcut(QKeySequence(QKeySequence::Forward), [this] { m_pane->jumps()->forward(); });
    for (const auto &keys : {u"Ctrl++"_s, u"Ctrl+="_s})
        shortcut(QKeySequence(keys), [this] { m_appearance.enlargeText(); });
    shortcut(QKeySequence(u"Ctrl+-"_s), [this] { m_appearance.shrinkText(); });
    shortcut(QKeySequence(u"Ctrl+0"_s), [this] { m_appearance.resetText(); });
    shortcut(QKeySequence(QKeySequence::Quit), [this] { close(); });
}

void MainWindow::connectRooms()
{
    connect(m_sidebar->account(), &AccountHeader::logOutRequested, this,
            &MainWindow::logOutRequested);
    connect(m_sidebar->account(), &AccountHeader::connectionRequested, this,
            &MainWindow::showConnection);
    connect(m_sidebar, &Sidebar::createRequested, m_actions, &RoomActions::create);
    connect(m_sidebar, &Sidebar::browseRequested, m_actions, &RoomActions::browse);
    connect(m_sidebar->rooms(), &RoomListView::roomChosen, this, &MainWindow::openRoom);
    connect(m_sidebar->rooms(), &RoomListView::leaveRequested, m_actions, &RoomActions::leave);
    connect(m_pane, &RoomPane::browseRequested, m_actions, &RoomActions::browse);
    connect(m_pane, &RoomPane::certificateRequested, this, [this] { showCertificate(this); });
    connect(m_pane, &RoomPane::connectionRequested, this, &MainWindow::showConnection);
    connect(m_pane, &RoomPane::logInRequested, this, &MainWindow::logInRequested);
    RoomHeader *header = m_pane->header();
    connect(header, &RoomHeader::topicRequested, this,
            [this] { m_actions->changeTopic(m_pane->room()); });
    connect(header, &RoomHeader::leaveRequested, this,
            [this] { m_actions->leave(m_pane->room()); });
    connect(header, &RoomHeader::membersToggled, this, &MainWindow::setMembersWanted);
    connect(header, &RoomHeader::roomsRequested, this, [this] {
        m_showsRooms = true;
        arrange();
        m_sidebar->rooms()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_actions, &RoomActions::openRequested, this, &MainWindow::openRoom);
    connect(m_actions, &RoomActions::failed, this,
            [this](const Error &error) { m_pane->notice(errorSentence(error)); });
    connect(m_actions, &RoomActions::left, this, [this](const protocol::Room &room) {
        const QString told = room.isPublic()
            ? tr("You left %1. It stays among the rooms to browse.")
            : tr("You left %1. One of its owners can bring you in again.");
        if (!m_pane->tellsOfFailure()) // as of what waited there
            m_pane->notice(NoticeKind::Info, {told.arg(isolated(room.name))});
    });
    connectSides();
    connectPeople();
    RoomsState &rooms = m_chat.rooms();
    connect(&m_chat, &Chat::restored, this, &MainWindow::openSomeRoom);
    connect(&m_chat, &Chat::ready, this, &MainWindow::openSomeRoom);
    connect(&rooms, &RoomsState::inserted, this, &MainWindow::roomsChanged);
    connect(&rooms, &RoomsState::reset, this, &MainWindow::roomsChanged);
    connect(&rooms, &RoomsState::changed, this, &MainWindow::showTitle);
    connect(&rooms, &RoomsState::removed, this, &MainWindow::roomRemoved);
    connect(&m_chat, &Chat::namesChanged, this, &MainWindow::showMembers);
    connect(&m_chat, &Chat::membersChanged, this, [this](RoomId room) {
        if (room == m_pane->room())
            showMembers();
    });
}

void MainWindow::offerNotifications(NotificationSettings &settings)
{
    const auto addLevels = [this, &settings](QMenu *menu, RoomId id) {
        if (const protocol::Room *room = m_chat.rooms().find(id))
            addNotificationLevels(*menu, settings, *room);
    };
    connect(m_sidebar->account(), &AccountHeader::menuOpening, this,
            [&settings](QMenu *menu) { addNotificationChoices(*menu, settings); });
    connect(m_sidebar->rooms(), &RoomListView::menuOpening, this, addLevels);
    connect(m_pane->header(), &RoomHeader::menuOpening, this,
            [this, addLevels](QMenu *menu) { addLevels(menu, m_pane->room()); });
}

bool MainWindow::showsMessage(RoomId room, Seq seq) const
{
    TimelineView *timeline = m_pane->timeline();
    const int index =
        room == m_pane->room() && timeline->model() ? timeline->model()->indexOf(seq) : -1;
    const bool isSeen = isActiveWindow() && timeline->isVisible() && !isMinimized()
        && windowHandle() && windowHandle()->isExposed();
    return index >= 0 && isSeen && !timeline->rowRect(index).isEmpty();
}

void MainWindow::setAccount(UserId user, const QString &name, const QUrl &server)
{
    m_accountName = name;
    const bool isMarked = isExposed(server); // more clearly than by its scheme
    m_sidebar->account()->setAccount(
        user, name, isMarked ? server.authority() : serverForPeople(server), isMarked);
    m_pane->setServer(serverForPeople(server));
    showTitle();
}

void MainWindow::setSessionNote(const ErrorSentence &note)
{
    const QString text = note.text();
    m_sidebar->account()->setSessionNote(text);
    const bool wasTold = m_settings.value(kNoteTold).toString() == text;
    if (text.isEmpty() || wasTold || m_pane->tellsOfFailure())
        return;
    m_settings.setValue(kNoteTold, text);
    m_pane->notice(NoticeKind::Info, note);
}

void MainWindow::setBlocked(const ErrorSentence &reason)
{
    m_pane->setBlocked(reason);
}

void MainWindow::openSomeRoom()
{
    const auto &rooms = m_chat.rooms();
    RoomId room = m_pane->room();
    if (!rooms.find(room))
        room = RoomId{m_settings.value(kRoom).toLongLong()};
    if (!rooms.find(room))
        room = rooms.all().isEmpty() ? RoomId{} : rooms.all().first().id;
    openRoom(room);
}

void MainWindow::openRoom(RoomId room)
{
    // Whoever is at a message of the room stays there when it is opened anew, as after hello.
    const bool isReading = room == m_pane->room() && focusWidget() == m_pane->timeline();
    m_showsRooms = false;
    m_sidebar->rooms()->setCurrentRoom(room);
    if (room != m_pane->room())
        m_side = nullptr;
    m_pane->openRoom(room);
    if (room.isValid())
        m_settings.setValue(kRoom, room.value);
    showTitle();
    showMembers();
    arrange();
    if (room.isValid() && !m_sidebar->rooms()->hasFocus() && !isReading)
        m_pane->focusComposer();
}

void MainWindow::roomsChanged()
{
    const bool hasRooms = !m_chat.rooms().all().isEmpty();
    m_sidebar->setHasRooms(hasRooms);
    m_pane->setHasRooms(hasRooms);
    if (m_pane->room().isValid() && !m_chat.rooms().find(m_pane->room()))
        openRoom({}); // its timeline is gone with it, e.g. at a log-out
}

void MainWindow::roomRemoved(RoomId room)
{
    roomsChanged();
    if (room == m_pane->room())
        openRoom({});
}

void MainWindow::showTitle()
{
    const protocol::Room *room = m_chat.rooms().find(m_pane->room());
    QStringList parts;
    if (room)
        parts.append(isolated(room->name));
    if (!m_accountName.isEmpty())
        parts.append(isolated(m_accountName));
    parts.append(u"Salon"_s);
    setWindowTitle(parts.join(u" · "_s));
}

bool MainWindow::isNarrow() const
{
    return width() < kSidebarHidesUnder;
}

void MainWindow::arrange()
{
    const bool hasMembers =
        m_wantsMembers && !m_side && width() >= kMembersHideUnder && m_pane->room().isValid();
    m_sidebar->setMaximumWidth(isNarrow() ? QWIDGETSIZE_MAX : kSidebarMost);
    m_sidebar->setVisible(!isNarrow() || m_showsRooms);
    // In a narrow window one of the three is seen.
    m_pane->setVisible(!isNarrow() || (!m_showsRooms && !m_side));
    for (SidePanel *side : sides()) {
        side->setVisible(side == m_side && (!isNarrow() || !m_showsRooms));
        side->setFixedWidth(isNarrow() ? width() : kSideWidth);
    }
    m_pane->header()->setPinsShown(m_side == m_pins);
    m_pane->header()->setRoomsButtonVisible(isNarrow());
    m_pane->header()->setMembersShown(hasMembers);
    const bool appears = hasMembers && m_members->isHidden();
    m_members->setVisible(hasMembers);
    if (appears)
        showMembers();
}

void MainWindow::setMembersWanted(bool isWanted)
{
    m_wantsMembers = isWanted;
    m_settings.setValue(kMembers, isWanted);
    if (isWanted)
        m_side = nullptr;
    if (isWanted && width() < kMembersHideUnder)
        resize(kMembersHideUnder, height());
    arrange();
}

void MainWindow::showConnection()
{
    if (!m_connection) {
        m_connection = new ConnectionPanel(m_chat, this);
        m_connection->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_connection, &ConnectionPanel::certificateRequested, this,
                [this] { showCertificate(m_connection); });
        connect(m_connection, &ConnectionPanel::plainWithdrawn, this,
                [this] { m_trust.forget(m_chat.connection().server()); });
    }
    m_connection->show();
    m_connection->raise();
    m_connection->activateWindow();
}

void MainWindow::showCertificate(QWidget *over)
{
    const Connection &connection = m_chat.connection();
    const auto &line = connection.encryption();
    const Failure shown = line ? Failure{ConnectionFailure::None, {}, line->peerCertificate()}
                               : connection.lastFailure();
    if (!shown.certificate)
        return;
    auto *dialog = new CertificateDialog(connection.server(), shown, m_trust, over);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    arrange();
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers();
    if (event->key() == Qt::Key_Escape && modifiers == Qt::NoModifier)
        m_pane->escape();
    else if (event->key() == Qt::Key_Escape && modifiers == Qt::ShiftModifier)
        m_chat.markAllRead();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(kGeometry, saveGeometry());
    if (!isNarrow())
        m_settings.setValue(kSplitter, m_splitter->saveState());
    QMainWindow::closeEvent(event);
}

} // namespace salon::client
