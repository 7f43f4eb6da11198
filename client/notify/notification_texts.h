// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/desktop_notifier.h"
#include "client/notify/notification_rules.h"

namespace salon::client {

//! What a room has to tell: its latest message that one is told of; or, by
//! NotificationRule::Missed, only how many there are.
struct RoomNews {
    RoomId room;
    Seq seq = 0; //!< of the message
    QString author;
    QString roomName; //!< empty for a conversation of two, where the author is all there is to say
    QString text; //!< as it is shown, without markup
    NotificationRule rule = NotificationRule::Mention;
    qint64 unread = 1; //!< messages that one would be told of
    bool areCalls = true; //!< they call one, others do not count
};

//! `hidesText`: only that there is a message.
Notification notificationOf(const RoomNews &news, bool hidesText);
//! "Why was I notified?", answered.
Notification explanationOf(NotificationRule rule);
//! How the question is called in menus.
QString reasonQuestion();

//! The text in one line, cut where it is long, never within a letter.
QString shortened(const QString &text, qsizetype most);

} // namespace salon::client
