// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/notification_rules.h"
#include "shared/base/clock.h"
#include <QObject>
#include <QUrl>
#include <limits>

namespace salon::client {

class ProfileSettings;

//! What somebody chose about notifications, kept with the profile; what is chosen for a room, with
//! the account.
class NotificationSettings : public QObject {
    Q_OBJECT
public:
    static constexpr Timestamp kUntilTurnedOff = std::numeric_limits<Timestamp>::max();

    explicit NotificationSettings(ProfileSettings &settings, const Clock &clock = Clock::system());

    //! Whose rooms they are from now on.
    void setAccount(const QUrl &server, UserId user);
    std::optional<NotificationLevel> chosen(RoomId room) const;
    NotificationLevel level(const protocol::Room &room) const;
    //! The usual level of the room is no choice: it is as if nobody had chosen.
    void setLevel(const protocol::Room &room, NotificationLevel level);

    //! Until when nothing disturbs; 0: everything may.
    Timestamp quietUntil() const;
    bool isQuiet() const { return quietUntil() > 0; }
    void setQuietUntil(Timestamp until);
    void setQuietForAnHour();
    //! Until tomorrow at 8 in the morning: who chooses that in the evening wants to sleep.
    void setQuietUntilTomorrow();

    bool hasSound() const;
    void setSound(bool isOn);
    //! Nothing of who wrote what, and where, stands in a notification.
    bool hidesText() const;
    void setTextHidden(bool isHidden);

Q_SIGNALS:
    void changed();

private:
    QString roomKey(RoomId room) const;
    void keep(const QString &key, const QVariant &value);

    ProfileSettings &m_settings;
    const Clock &m_clock;
    QString m_account;
};

} // namespace salon::client
