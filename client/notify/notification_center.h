// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/notification_texts.h"
#include <QHash>

namespace salon::client {

//! What the desktop shows of the rooms: one notification each, brought up to date in its place,
//! and taken away when there is nothing to tell any more.
class NotificationCenter : public QObject {
    Q_OBJECT
public:
    explicit NotificationCenter(std::unique_ptr<DesktopNotifier> notifier);

    struct Style {
        bool hasSound = false;
        bool hidesText = false;
    };
    void tell(const RoomNews &news, Style style);
    //! The message says something else now: without a sound, and where the room tells of it still.
    void correct(RoomId room, Seq seq, const QString &text);
    void withdraw(RoomId room);
    void withdrawAll();
    //! The message that the room's notification is about; 0 without one.
    Seq toldOf(RoomId room) const { return m_told.value(room).news.seq; }
    QList<RoomId> rooms() const { return m_told.keys(); }
    //! Shows the rule of the notification that came last.
    void explainLatest();

Q_SIGNALS:
    void latestChanged(bool hasOne); //!< that explainLatest() knows
    //! Somebody wants to see that message; 0: what is unread in the room.
    void opened(salon::RoomId room, salon::Seq seq);

private:
    struct Told {
        RoomNews news;
        Style style;
    };
    void explain(const Told &told);
    void open(RoomId room);

    std::unique_ptr<DesktopNotifier> m_notifier;
    QHash<RoomId, Told> m_told; //!< and neither withdrawn nor closed
    std::optional<Told> m_latest; //!< also after that
};

} // namespace salon::client
