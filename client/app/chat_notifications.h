// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/notification_center.h"
#include "client/notify/notification_settings.h"
#include "shared/protocol/room_event.h"
#include <QSet>
#include <QTimer>

namespace salon::client {

class Chat;
class MainWindow;

//! Tells the desktop what happens in the chat, as the rules say. What comes within a moment is told
//! together, and what was missed when it is all here: a room is told of once, by its latest message
//! that is unread, or by the number of those that are not here.
class ChatNotifications : public QObject {
    Q_OBJECT
public:
    ChatNotifications(Chat &chat, MainWindow &window, NotificationSettings &settings,
                      std::unique_ptr<DesktopNotifier> notifier);

    NotificationCenter &center() { return m_center; }

Q_SIGNALS:
    //! Somebody clicked a notification, and the window has to come to the front.
    void opened();
    void unreadCounted(qint64 unread, qint64 mentions); //!< in the rooms that are not silent

private:
    void happened(const protocol::RoomEvent &event);
    void arrived(const protocol::Message &message);
    Verdict verdictOn(const protocol::Message &message, const protocol::Room &room) const;
    void tellAll();
    void tell(const protocol::Message &message);
    void caughtUp();
    void tellMissed(const protocol::Room &room);
    void forgetAll();
    void look();
    void withdrawRead();
    void count();
    void open(RoomId room, Seq seq);

    Chat &m_chat;
    MainWindow &m_window;
    NotificationSettings &m_settings;
    NotificationCenter m_center;
    QHash<RoomId, protocol::Message> m_arrived; //!< the latest of each room, not told of yet
    //! Up to where a room's events were looked at. What lies beyond in a log that went on behind a
    //! gap, or that is not followed here, is known by its numbers only.
    QHash<RoomId, Seq> m_seen;
    bool m_knowsSeen = false; //!< else this device knows the account for the first time
    QSet<RoomId> m_missed; //!< rooms in which that was so, not told of yet
    QTimer m_gather;
    QTimer m_look; //!< until markers and numbers are looked at again
    bool m_isCatchingUp = false; //!< what was missed is on its way
    int m_waits = 0; //!< for names, one after the other
};

} // namespace salon::client
