// SPDX-License-Identifier: MIT
#include "client/app/quiet_presence.h"

namespace salon::client {

QuietPresence::QuietPresence(NotificationSettings &settings, OwnPresence &own, const Clock &clock)
    : m_settings(settings), m_own(own), m_clock(clock), m_choice(own.choice(), own.until()),
      m_quietUntil(settings.quietUntil())
{
    m_end.setSingleShot(true);
    m_end.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_end, &QTimer::timeout, this, &QuietPresence::look);
    connect(&settings, &NotificationSettings::changed, this, &QuietPresence::look);
    connect(&own, &OwnPresence::opened, this, [this] {
        m_choice = {m_own.choice(), m_own.until()};
        m_own.end(m_clock.now()); // it may have been over since
        followQuiet();
    });
    connect(&own, &OwnPresence::changed, this, &QuietPresence::followChoice);
    look();
}

void QuietPresence::look()
{
    // The timer stands still while the computer sleeps; the quiet time does not.
    constexpr qint64 kMostMs = 10 * 60 * 1'000;
    constexpr qint64 kLeastMs = 1'000;
    m_own.end(m_clock.now());
    const Timestamp until = m_settings.quietUntil();
    if (until > 0 && until != NotificationSettings::kUntilTurnedOff)
        m_end.start(int(std::clamp(until - m_clock.now(), kLeastMs, kMostMs)));
    else
        m_end.stop();
    if (std::exchange(m_quietUntil, until) != until)
        followQuiet();
}

void QuietPresence::followQuiet()
{
    if (m_own.choice() == PresenceChoice::Invisible)
        return;
    const bool hasEnd = m_quietUntil != NotificationSettings::kUntilTurnedOff;
    if (m_quietUntil > 0)
        m_own.choose(PresenceChoice::DoNotDisturb, hasEnd ? m_quietUntil : 0);
    else
        m_own.choose(PresenceChoice::Available);
}

void QuietPresence::followChoice()
{
    const std::pair now{m_own.choice(), m_own.until()};
    if (std::exchange(m_choice, now) == now)
        return;
    Timestamp until = 0;
    if (now.first == PresenceChoice::DoNotDisturb)
        until = now.second > 0 ? now.second : NotificationSettings::kUntilTurnedOff;
    if (until != m_settings.quietUntil())
        m_settings.setQuietUntil(until);
}

} // namespace salon::client
