// SPDX-License-Identifier: MIT
#include "client/notify/notification_settings.h"
#include "client/platform/profile_settings.h"
#include <QDateTime>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kHourMs = 60 * 60 * 1'000;
const QString kQuietUntil = u"notifications/quiet_until"_s;
const QString kSound = u"notifications/sound"_s;
const QString kHidesText = u"notifications/hides_text"_s;

struct LevelName {
    NotificationLevel level;
    QLatin1StringView name;
};
constexpr std::array kLevelNames{LevelName{NotificationLevel::All, "all"_L1},
                                 LevelName{NotificationLevel::Mentions, "mentions"_L1},
                                 LevelName{NotificationLevel::Nothing, "nothing"_L1}};

} // namespace

NotificationSettings::NotificationSettings(ProfileSettings &settings, const Clock &clock)
    : m_settings(settings), m_clock(clock)
{
}

void NotificationSettings::setAccount(const QUrl &server, UserId user)
{
    // The colon and a slash would mean something in a key.
    m_account =
        QString::fromLatin1(QUrl::toPercentEncoding(server.authority())) + u'-' + user.toString();
    Q_EMIT changed();
}

QString NotificationSettings::roomKey(RoomId room) const
{
    return u"notifications/"_s + m_account + u'/' + room.toString();
}

std::optional<NotificationLevel> NotificationSettings::chosen(RoomId room) const
{
    const QString kept = m_settings.value(roomKey(room)).toString();
    for (const LevelName &row : kLevelNames) {
        if (kept == row.name)
            return row.level;
    }
    return {};
}

NotificationLevel NotificationSettings::level(const protocol::Room &room) const
{
    return chosen(room.id).value_or(usualLevel(room));
}

void NotificationSettings::setLevel(const protocol::Room &room, NotificationLevel level)
{
    if (level == usualLevel(room)) {
        m_settings.remove(roomKey(room.id));
        return Q_EMIT changed();
    }
    for (const LevelName &row : kLevelNames) {
        if (row.level == level)
            keep(roomKey(room.id), QString(row.name));
    }
}

Timestamp NotificationSettings::quietUntil() const
{
    const Timestamp until = m_settings.value(kQuietUntil).toLongLong();
    return until > m_clock.now() ? until : 0;
}

void NotificationSettings::setQuietUntil(Timestamp until)
{
    keep(kQuietUntil, until);
}

void NotificationSettings::setQuietForAnHour()
{
    setQuietUntil(m_clock.now() + kHourMs);
}

void NotificationSettings::setQuietUntilTomorrow()
{
    const QTime morning(8, 0);
    const QDate tomorrow = QDateTime::fromMSecsSinceEpoch(m_clock.now()).date().addDays(1);
    setQuietUntil(QDateTime(tomorrow, morning).toMSecsSinceEpoch());
}

bool NotificationSettings::hasSound() const
{
    return m_settings.value(kSound, false).toBool();
}

void NotificationSettings::setSound(bool isOn)
{
    keep(kSound, isOn);
}

bool NotificationSettings::hidesText() const
{
    return m_settings.value(kHidesText, false).toBool();
}

void NotificationSettings::setTextHidden(bool isHidden)
{
    keep(kHidesText, isHidden);
}

void NotificationSettings::keep(const QString &key, const QVariant &value)
{
    m_settings.setValue(key, value);
    Q_EMIT changed();
}

} // namespace salon::client
