// SPDX-License-Identifier: MIT
#include "client/ui/windows/main_window.h"
#include "client/model/room_list_model.h"
#include "client/ui/timeline/timeline_view.h"
#include "client/ui/windows/browse_rooms_dialog.h"
#include "client/ui/windows/composer.h"
#include "client/ui/windows/error_sentences.h"
#include "client/ui/windows/login_dialog.h"
#include "client/ui/windows/room_delegate.h"
#include "shared/base/clock.h"
#include <QApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kSidebarWidth = 260;
constexpr int kMembersWidth = 240;
constexpr int kHeaderHeight = 56;
constexpr int kSidebarHidesUnder = 640;
constexpr qint64 kBannerAfterMs = 2'000;
constexpr int kTickMs = 500;

//! A name shown among other text keeps its direction to itself.
QString isolated(const QString &name)
{
    return QChar(0x2068) + name + QChar(0x2069);
}

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

MainWindow::MainWindow(const QString &folder, const QUrl &server, const QString &user)
    : m_settings(folder + u"/window.ini"_s, QSettings::IniFormat), m_server(server), m_user(user),
      m_session(folder), m_chat(folder)
{
    setWindowTitle(u"Salon"_s);
    setMinimumSize(400, 480);
    resize(1120, 720);
    restoreGeometry(m_settings.value(u"geometry"_s).toByteArray());
    auto *central = new QWidget(this);
    auto *layout = new QHBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_sidebar = makeSidebar());
    layout->addWidget(makePane(), 1);
    m_members = new QListWidget(central);
    m_members->setObjectName(u"memberList"_s);
    m_members->setFixedWidth(kMembersWidth);
    m_members->hide();
    layout->addWidget(m_members);
    setCentralWidget(central);
    m_bannerTimer.setInterval(kTickMs);
    connect(&m_bannerTimer, &QTimer::timeout, this, &MainWindow::showConnection);
    connectState();
}

MainWindow::~MainWindow()
{
    m_timeline->setModel(nullptr);
}

QWidget *MainWindow::makeSidebar()
{
    auto *side = new QWidget(this);
    side->setFixedWidth(kSidebarWidth);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 8, 0, 8);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 0, 8, 0);
    m_account = plainLabel(u"accountName"_s, side);
    QFont bold = m_account->font();
    bold.setWeight(QFont::DemiBold);
    m_account->setFont(bold);
    auto *logOut = new QPushButton(tr("Log out"), side);
    logOut->setObjectName(u"logOutButton"_s);
    logOut->setFlat(true);
    connect(logOut, &QPushButton::clicked, this, [this] {
        keepDraft();
        m_session.logOut();
    });
    top->addWidget(m_account, 1);
    top->addWidget(logOut);
    layout->addLayout(top);
    auto *filter = new QLineEdit(side);
    filter->setObjectName(u"roomFilter"_s);
    filter->setPlaceholderText(tr("Filter rooms"));
    filter->setClearButtonEnabled(true);
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(8, 0, 8, 0);
    filterRow->addWidget(filter);
    layout->addLayout(filterRow);
    m_roomFilter = new QSortFilterProxyModel(this);
    m_roomFilter->setSourceModel(new RoomListModel(m_chat.rooms(), this));
    m_roomFilter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(filter, &QLineEdit::textChanged, m_roomFilter,
            &QSortFilterProxyModel::setFilterFixedString);
    m_roomList = new QListView(side);
    m_roomList->setObjectName(u"roomList"_s);
    m_roomList->setFrameShape(QFrame::NoFrame);
    m_roomList->setModel(m_roomFilter);
    m_roomList->setItemDelegate(new RoomDelegate(m_roomList));
    m_roomList->setMouseTracking(true);
    layout->addWidget(m_roomList, 1);
    auto *create = new QPushButton(tr("New room"), side);
    create->setObjectName(u"newRoomButton"_s);
    auto *browse = new QPushButton(tr("Browse"), side);
    browse->setObjectName(u"browseButton"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 0, 8, 0);
    buttons->addWidget(create);
    buttons->addWidget(browse);
    layout->addLayout(buttons);
    connect(create, &QPushButton::clicked, this, &MainWindow::createRoom);
    connect(browse, &QPushButton::clicked, this, &MainWindow::browseRooms);
    connect(m_roomList->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid())
                    openRoom({index.data(RoomListModel::RoomIdRole).toLongLong()});
            });
    return side;
}

QWidget *MainWindow::makePane()
{
    auto *pane = new QWidget(this);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    auto *header = new QWidget(pane);
    header->setFixedHeight(kHeaderHeight);
    auto *row = new QHBoxLayout(header);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(0);
    m_name = plainLabel(u"roomName"_s, header);
    QFont title = m_name->font();
    title.setPixelSize(17);
    title.setWeight(QFont::DemiBold);
    m_name->setFont(title);
    m_topic = plainLabel(u"roomTopic"_s, header);
    m_topic->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    titles->addWidget(m_name);
    titles->addWidget(m_topic);
    row->addLayout(titles, 1);
    const auto button = [&](const QString &text, const QString &name, auto slot) {
        auto *made = new QPushButton(text, header);
        made->setObjectName(name);
        made->setFlat(true);
        connect(made, &QPushButton::clicked, this, slot);
        row->addWidget(made);
    };
    button(tr("Topic"), u"topicButton"_s, &MainWindow::changeTopic);
    button(tr("Members"), u"membersButton"_s, [this] {
        m_members->setVisible(m_members->isHidden());
        showMembers();
    });
    button(tr("Leave"), u"leaveButton"_s, [this] {
        if (m_room.isValid())
            m_chat.leaveRoom(m_room, [this](const Result<protocol::Done> &left) {
                if (!left)
                    notice(sentenceFor(left.error()));
            });
    });
    layout->addWidget(header);
    m_banner = plainLabel(u"connectionBanner"_s, pane);
    m_banner->setAlignment(Qt::AlignCenter);
    m_banner->setFixedHeight(32);
    m_banner->hide();
    layout->addWidget(m_banner);
    m_timeline = new TimelineView(pane);
    m_timeline->setObjectName(u"timeline"_s);
    layout->addWidget(m_timeline, 1);
    m_notice = new QPushButton(pane);
    m_notice->setObjectName(u"notice"_s);
    m_notice->setToolTip(tr("Close"));
    m_notice->hide();
    connect(m_notice, &QPushButton::clicked, m_notice, &QWidget::hide);
    layout->addWidget(m_notice);
    auto *writing = new QHBoxLayout;
    writing->setContentsMargins(16, 8, 16, 12);
    m_composer = new Composer(pane);
    auto *send = new QPushButton(tr("Send"), pane);
    send->setObjectName(u"sendButton"_s);
    writing->addWidget(m_composer, 1);
    writing->addWidget(send, 0, Qt::AlignBottom);
    layout->addLayout(writing);
    const auto post = [this](const QString &text) {
        if (!m_room.isValid())
            return;
        m_chat.post(m_room, text);
        m_composer->clear();
        m_chat.setDraft(m_room, {});
    };
    connect(m_composer, &Composer::textEntered, this, post);
    connect(send, &QPushButton::clicked, this, [this, post] {
        if (!m_composer->toPlainText().trimmed().isEmpty())
            post(m_composer->toPlainText());
    });
    return pane;
}

void MainWindow::connectState()
{
    connect(&m_session, &SessionState::signedIn, this, &MainWindow::signedIn);
    connect(&m_session, &SessionState::logInFailed, this, [this](const Failure &failure) {
        askToLogIn();
        m_login->showFailure(failure);
    });
    connect(&m_session, &SessionState::signedOut, this, [this] {
        m_timeline->setModel(nullptr);
        m_model.reset();
        m_room = {};
        m_chat.close();
        showHeader();
        askToLogIn();
    });
    connect(&m_session, &SessionState::tokenRenewed, this,
            [this](const QString &token) { m_chat.connection().setToken(token); });
    connect(&m_chat.connection(), &Connection::sessionRefused, this, &MainWindow::sessionRefused);
    connect(&m_chat.connection(), &Connection::stateChanged, this, &MainWindow::showConnection);
    connect(&m_chat, &Chat::ready, this, &MainWindow::openSomeRoom);
    connect(&m_chat, &Chat::membersChanged, this, [this](RoomId room) {
        if (room == m_room)
            showMembers();
    });
    connect(&m_chat.rooms(), &RoomsState::changed, this, &MainWindow::showHeader);
    connect(&m_chat.rooms(), &RoomsState::removed, this, [this](RoomId room) {
        if (room == m_room)
            openSomeRoom();
    });
    connect(&m_chat, &Chat::textNotTaken, this, [this](RoomId room, const QString &text) {
        if (room == m_room)
            m_composer->setPlainText(text);
        notice(tr("The message could not be written to this computer's disk, so it was not sent. "
                  "Make room and try again."));
    });
    connect(&m_chat, &Chat::storeSetAside, this, [this](const QString &path) {
        notice(tr("The file of unsent messages was damaged. It was set aside as %1.").arg(path));
    });
    connect(m_timeline, &TimelineView::olderWanted, this, [this] { m_chat.loadOlder(m_room); });
    connect(m_timeline, &TimelineView::lastVisibleSeqChanged, this,
            [this](Seq seq) { m_chat.markRead(m_room, seq); });
    connect(m_timeline, &TimelineView::retryRequested, this,
            [this](qint64 row) { m_chat.retry(m_room, m_model->keyOf(row)); });
    connect(m_timeline, &TimelineView::deleteRequested, this,
            [this](qint64 row) { m_chat.discard(m_room, m_model->keyOf(row)); });
}

void MainWindow::start(const QString &password)
{
    connect(&m_session, &SessionState::nothingRemembered, this, [this, password] {
        if (!password.isEmpty() && !m_user.isEmpty())
            m_session.logIn(m_server, m_user, password);
        else
            askToLogIn();
    });
    m_session.resume();
}

void MainWindow::askToLogIn()
{
    if (m_login)
        return;
    m_login = new LoginDialog(this);
    m_login->setAttribute(Qt::WA_DeleteOnClose);
    m_login->setServer(m_server);
    m_login->setUser(m_user);
    connect(m_login, &LoginDialog::loginRequested, this, &MainWindow::logIn);
    connect(m_login, &LoginDialog::cancelled, &m_session, &SessionState::cancelLogIn);
    m_login->open();
}

void MainWindow::logIn(const QUrl &server, const QString &user, const QString &password)
{
    m_server = server;
    m_user = user;
    m_session.logIn(server, user, password);
}

void MainWindow::signedIn()
{
    if (m_login)
        m_login->close();
    const Account &account = *m_session.account();
    m_server = account.server;
    m_user = account.user.name;
    m_account->setText(isolated(account.user.displayName));
    setWindowTitle(u"Salon – %1"_s.arg(isolated(account.user.displayName)));
    m_chat.open(account.server, account.token, account.user.id);
}

void MainWindow::sessionRefused(const Failure &failure)
{
    keepDraft();
    m_session.forget();
    m_login->showFailure(failure);
}

void MainWindow::openSomeRoom()
{
    if (m_room.isValid() && m_chat.rooms().find(m_room))
        return showHeader();
    const RoomId last{m_settings.value(u"room"_s).toLongLong()};
    const auto &rooms = m_chat.rooms().all();
    RoomId room = m_chat.rooms().find(last) ? last : RoomId{};
    if (!room.isValid() && !rooms.isEmpty())
        room = rooms.first().id;
    const int index = m_chat.rooms().indexOf(room);
    if (index >= 0) {
        const QModelIndex source = m_roomFilter->sourceModel()->index(index, 0);
        m_roomList->setCurrentIndex(m_roomFilter->mapFromSource(source));
    }
    openRoom(room);
}

void MainWindow::openRoom(RoomId room)
{
    if (room == m_room && m_model)
        return;
    keepDraft();
    m_room = room;
    m_timeline->setModel(nullptr);
    m_model.reset();
    if (room.isValid()) {
        m_settings.setValue(u"room"_s, room.value);
        m_model = std::make_unique<RoomTimelineModel>(
            m_chat, m_chat.openRoom(room), [](const Error &error) { return sentenceFor(error); });
        m_timeline->setModel(m_model.get());
        m_composer->setPlainText(m_chat.draft(room));
        m_composer->moveCursor(QTextCursor::End);
        m_composer->setFocus();
    }
    showHeader();
    showMembers();
}

void MainWindow::keepDraft()
{
    if (m_room.isValid())
        m_chat.setDraft(m_room, m_composer->toPlainText());
    m_composer->clear();
}

void MainWindow::showHeader()
{
    const protocol::Room *room = m_chat.rooms().find(m_room);
    m_name->setText(room ? u"# "_s + isolated(room->name) : tr("No room"));
    m_topic->setText(room ? room->topic : tr("Make a room or browse those that exist."));
    m_topic->setToolTip(m_topic->text());
    m_composer->setEnabled(room != nullptr);
    m_composer->setPlaceholderText(room ? tr("Message %1").arg(isolated(room->name)) : QString());
}

void MainWindow::showMembers()
{
    if (!m_room.isValid() || m_members->isHidden())
        return;
    m_chat.listMembers(m_room, [this, room = m_room](const Result<protocol::MemberPage> &page) {
        if (!page || room != m_room)
            return;
        m_members->clear();
        for (const protocol::Member &member : page->members) {
            const QString name = isolated(m_chat.nameOf(member.user));
            m_members->addItem(member.role == "owner"_L1 ? tr("%1 (owner)").arg(name) : name);
        }
    });
}

void MainWindow::showConnection()
{
    const ConnectionState state = m_chat.connection().state();
    if (state == ConnectionState::Online || state == ConnectionState::Closed) {
        m_offlineSince = 0;
        m_bannerTimer.stop();
        m_banner->hide();
        return;
    }
    const qint64 now = Clock::system().steadyMs();
    if (m_offlineSince == 0)
        m_offlineSince = now;
    m_bannerTimer.start();
    if (now - m_offlineSince < kBannerAfterMs)
        return;
    if (state == ConnectionState::Connecting)
        m_banner->setText(tr("Connecting…"));
    else
        m_banner->setText(tr("Offline, retrying in %1 s. %2")
                              .arg((m_chat.connection().retryInMs() + 999) / 1000)
                              .arg(sentenceFor(m_chat.connection().lastFailure())));
    m_banner->show();
}

void MainWindow::notice(const QString &sentence)
{
    m_notice->setText(sentence);
    m_notice->show();
}

void MainWindow::createRoom()
{
    const QString name = QInputDialog::getText(this, tr("New room"), tr("Name"));
    if (name.isEmpty())
        return;
    m_chat.createRoom(name, [this](const Result<protocol::RoomReply> &reply) {
        if (!reply)
            return notice(sentenceFor(reply.error()));
        openRoom(reply->room.id);
    });
}

void MainWindow::browseRooms()
{
    m_chat.listPublicRooms([this](const Result<protocol::RoomListReply> &list) {
        if (!list)
            return notice(sentenceFor(list.error()));
        auto *dialog = new BrowseRoomsDialog(list->rooms, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &BrowseRoomsDialog::roomChosen, this, [this](RoomId room) {
            m_chat.joinRoom(room, [this](const Result<protocol::RoomReply> &reply) {
                if (!reply)
                    return notice(sentenceFor(reply.error()));
                openRoom(reply->room.id);
            });
        });
        dialog->open();
    });
}

void MainWindow::changeTopic()
{
    const protocol::Room *room = m_chat.rooms().find(m_room);
    if (!room)
        return;
    bool accepted = false;
    const QString topic = QInputDialog::getText(this, tr("Topic"), tr("What the room is about"),
                                                QLineEdit::Normal, room->topic, &accepted);
    if (!accepted)
        return;
    m_chat.setTopic(m_room, topic, [this](const Result<protocol::Done> &done) {
        if (!done)
            notice(sentenceFor(done.error()));
    });
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_sidebar->setVisible(width() >= kSidebarHidesUnder);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setValue(u"geometry"_s, saveGeometry());
    keepDraft();
    QMainWindow::closeEvent(event);
}

} // namespace salon::client
