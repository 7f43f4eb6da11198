// SPDX-License-Identifier: MIT
#include "client/state/presence_settings.h"
#include "client/platform/profile_settings.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kTellsTyping = u"presence/tells_typing"_s;
const QString kShowsTyping = u"presence/shows_typing"_s;
const QString kShared = u"presence/shared"_s;
const QString kIdleMinutes = u"presence/idle_minutes"_s;
const QString kChoice = u"presence/"_s; // and the account
const QString kUnsent = u"presence_unsent/"_s; // and the account
const QString kUntil = u"presence_until/"_s; // and the account

} // namespace

PresenceSettings::PresenceSettings(ProfileSettings &settings, QObject *parent)
    : QObject(parent), m_settings(settings)
{
}

bool PresenceSettings::tellsTyping() const
{
    return isOn(kTellsTyping);
}

void PresenceSettings::setTellsTyping(bool isOn)
{
    set(kTellsTyping, isOn);
}

bool PresenceSettings::showsTyping() const
{
    return isOn(kShowsTyping);
}

void PresenceSettings::setShowsTyping(bool isOn)
{
    set(kShowsTyping, isOn);
}

bool PresenceSettings::sharesPresence() const
{
    return isOn(kShared);
}

void PresenceSettings::setSharesPresence(bool isOn)
{
    set(kShared, isOn);
}

qint64 PresenceSettings::idleAfterMs() const
{
    constexpr int kUsualMinutes = 10;
    constexpr int kMostMinutes = 24 * 60;
    constexpr qint64 kMinuteMs = 60'000;
    const int minutes = m_settings.value(kIdleMinutes, kUsualMinutes).toInt();
    return std::clamp(minutes, 1, kMostMinutes) * kMinuteMs;
}

PresenceSettings::Choice PresenceSettings::choice(const QString &account) const
{
    Choice choice{m_settings.value(kChoice + account).toString(),
                  m_settings.value(kUnsent + account).toBool(),
                  m_settings.value(kUntil + account).toLongLong()};
    // So it was marked before there was a key for it.
    if (choice.name.endsWith(u'?'))
        choice = {choice.name.chopped(1), true};
    return choice;
}

void PresenceSettings::keepChoice(const QString &account, const Choice &choice)
{
    m_settings.setValue(kChoice + account, choice.name);
    setOrRemove(kUnsent + account, choice.isUnsent);
    setOrRemove(kUntil + account, choice.until);
}

//! What is nothing needs no line in the file.
template <class Value>
void PresenceSettings::setOrRemove(const QString &key, Value value)
{
    if (value == Value())
        m_settings.remove(key);
    else
        m_settings.setValue(key, value);
}

bool PresenceSettings::isOn(const QString &key) const
{
    return m_settings.value(key, true).toBool();
}

void PresenceSettings::set(const QString &key, bool shallBeOn)
{
    if (isOn(key) == shallBeOn)
        return;
    m_settings.setValue(key, shallBeOn);
    Q_EMIT changed();
}

} // namespace salon::client
