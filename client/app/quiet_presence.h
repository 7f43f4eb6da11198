// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/notification_settings.h"
#include "client/state/own_presence.h"

namespace salon::client {

//! "Do not disturb" is one switch, whether it is turned with the notifications, as what one wants
//! to be seen, or on another device: where one changes, the other follows, its end too. Whoever is
//! invisible stays so while nothing disturbs.
class QuietPresence : public QObject {
    Q_OBJECT
public:
    QuietPresence(NotificationSettings &settings, OwnPresence &own,
                  const Clock &clock = Clock::system());

    //! Looks whether the quiet time is over; done by a timer, too.
    void look();

private:
    void followQuiet();
    void followChoice();

    NotificationSettings &m_settings;
    OwnPresence &m_own;
    const Clock &m_clock;
    std::pair<PresenceChoice, Timestamp> m_choice;
    Timestamp m_quietUntil;
    QTimer m_end;
};

} // namespace salon::client
