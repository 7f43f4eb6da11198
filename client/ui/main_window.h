// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "shared/base/clock.h"
#include <QMainWindow>
#include <QPointer>

class QSplitter;

namespace salon::client {

class ProfileSettings;
class Appearance;
class EmojiChoices;
class Chat;
class ConnectionPanel;
class MemberPanel;
class NotificationSettings;
class PinPanel;
class RoomActions;
class RoomListModel;
class RoomPane;
class ServerTrust;
class SidePanel;
class Sidebar;
class ThreadPanel;

//! The window: rooms at the left, the open one in the middle, its members, a thread or its pins at
//! the right. In a narrow window they take turns.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Chat &chat, ServerTrust &trust, Appearance &appearance, ProfileSettings &settings,
               const Clock &clock = Clock::system());
    ~MainWindow() override;

    //! Whose window it is.
    void setAccount(UserId user, const QString &name, const QUrl &server);
    //! A line in the account's menu about how the session is kept, empty for none; told aloud once.
    void setSessionNote(const ErrorSentence &note);
    //! The session is over: everything stays readable, nothing can be written. Empty: it goes on.
    void setBlocked(const ErrorSentence &reason);
    //! Offers in the menus what can be chosen about notifications.
    void offerNotifications(NotificationSettings &settings);
    //! Whether the message is before somebody's eyes: in view, in the window that is active.
    bool showsMessage(RoomId room, Seq seq) const;
    void openRoom(RoomId room);
    RoomPane *pane() const { return m_pane; }

Q_SIGNALS:
    void logOutRequested();
    //! Wants to log in again, after setBlocked().
    void logInRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    //! Esc, where nothing that has the focus took it.
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void buildShortcuts();
    void connectRooms();
    void openSomeRoom();
    void roomsChanged();
    void roomRemoved(RoomId room);
    void showTitle();
    void arrange();
    void showConnection();
    void showCertificate(QWidget *over);
    void setMembersWanted(bool isWanted);
    bool isNarrow() const;

    // main_window_sides.cpp
    QList<SidePanel *> sides() const;
    void connectSides();
    void showThread(Seq seq);
    void showPins();
    void closeSide();

    // main_window_people.cpp
    void connectPeople();
    void showMembers();

    Chat &m_chat;
    ServerTrust &m_trust;
    Appearance &m_appearance;
    ProfileSettings &m_settings;
    QString m_accountName;
    RoomListModel *m_model;
    Sidebar *m_sidebar;
    RoomPane *m_pane;
    EmojiChoices *m_emoji;
    MemberPanel *m_members;
    ThreadPanel *m_thread;
    PinPanel *m_pins;
    SidePanel *m_side = nullptr; //!< which of the two is beside the room, instead of its members
    RoomId m_membersOf; //!< whose members the panel shows
    QSplitter *m_splitter;
    RoomActions *m_actions;
    QPointer<ConnectionPanel> m_connection;
    bool m_wantsMembers = true;
    bool m_showsRooms = false; //!< of the two, in a narrow window
};

} // namespace salon::client
