// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/room_timeline_model.h"
#include "client/state/session_state.h"
#include <QMainWindow>
#include <QSettings>

class QLabel;
class QListView;
class QListWidget;
class QPushButton;
class QSortFilterProxyModel;

namespace salon::client {

class Composer;
class LoginDialog;
class TimelineView;

//! The window: rooms, messages, composer, members.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const QString &folder, const QUrl &server, const QString &user);
    ~MainWindow() override;

    //! Takes up the remembered session; else tries the password, or asks.
    void start(const QString &password);

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeSidebar();
    QWidget *makePane();
    void connectState();
    void askToLogIn();
    void logIn(const QUrl &server, const QString &user, const QString &password);
    void signedIn();
    void sessionRefused(const Failure &failure);
    void openRoom(RoomId room);
    void openSomeRoom();
    void showHeader();
    void showMembers();
    void showConnection();
    void notice(const QString &sentence);
    void createRoom();
    void browseRooms();
    void changeTopic();
    void keepDraft();

    QSettings m_settings;
    QUrl m_server;
    QString m_user;
    SessionState m_session;
    Chat m_chat;
    RoomId m_room;
    std::unique_ptr<RoomTimelineModel> m_model;
    QSortFilterProxyModel *m_roomFilter = nullptr;
    QListView *m_roomList = nullptr;
    QWidget *m_sidebar = nullptr;
    QLabel *m_account = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_topic = nullptr;
    QLabel *m_banner = nullptr;
    QPushButton *m_notice = nullptr;
    TimelineView *m_timeline = nullptr;
    Composer *m_composer = nullptr;
    QListWidget *m_members = nullptr;
    QPointer<LoginDialog> m_login;
    QTimer m_bannerTimer;
    qint64 m_offlineSince = 0;
};

} // namespace salon::client
