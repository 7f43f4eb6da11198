// SPDX-License-Identifier: MIT
#include "client/app/quiet_presence.h"

namespace salon::client {

QuietPresence::QuietPresence(NotificationSettings &settings, OwnPresence &own, const Clock &clock)
    : m_settings(settings), m_own(own), m_clock(clock), m_choice(own.choice()),
      m_wasQuiet(settings.isQuiet())
{
    m_end.setSingleShot(true);
    m_end.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_end, &QTimer::timeout, this, &QuietPresence::look);
    connect(&settings, &NotificationSettings::changed, this, &QuietPresence::look);
    connect(&own, &OwnPresence::opened, this, [this] {
        m_choice = m_own.choice();
        followQuiet(); // it may have ended since
    });
    connect(&own, &OwnPresence::changed, this, &QuietPresence::followChoice);
    look();
}

void QuietPresence::look()
{
    // The timer stands still while the computer sleeps; the quiet time does not.
    constexpr qint64 kMostMs = 10 * 60 * 1'000;
    constexpr qint64 kLeastMs = 1'000;
    const Timestamp until = m_settings.quietUntil();
    if (until > 0 && until != NotificationSettings::kUntilTurnedOff)
        m_end.start(int(std::clamp(until - m_clock.now(), kLeastMs, kMostMs)));
    else
        m_end.stop();
    if (std::exchange(m_wasQuiet, until > 0) != (until > 0))
        followQuiet();
}

void QuietPresence::followQuiet()
{
    if (m_wasQuiet && m_own.choice() == PresenceChoice::Available)
        m_own.choose(PresenceChoice::DoNotDisturb);
    else if (!m_wasQuiet && m_own.choice() == PresenceChoice::DoNotDisturb)
        m_own.choose(PresenceChoice::Available);
}

void QuietPresence::followChoice()
{
    const PresenceChoice now = m_own.choice();
    if (std::exchange(m_choice, now) == now)
        return;
    const bool isQuiet = now == PresenceChoice::DoNotDisturb;
    if (isQuiet == m_settings.isQuiet())
        return;
    m_settings.setQuietUntil(isQuiet ? NotificationSettings::kUntilTurnedOff : 0);
}

} // namespace salon::client
