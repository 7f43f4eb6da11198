// SPDX-License-Identifier: MIT
#include "client/ui/theme/system_look_portal.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QMap>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kService = u"org.freedesktop.portal.Desktop"_s;
const QString kPath = u"/org/freedesktop/portal/desktop"_s;
const QString kInterface = u"org.freedesktop.portal.Settings"_s;
const QString kAppearance = u"org.freedesktop.appearance"_s;
const QString kGnome = u"org.gnome.desktop.interface"_s;

using Settings = QMap<QString, QVariantMap>;

} // namespace

PortalLook::PortalLook()
{
    askQt();
    m_guess = isDark;
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || !qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        askPortal();
}

void PortalLook::askPortal()
{
    qDBusRegisterMetaType<Settings>();
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    isDark.reset(); // until it answers, the colours of the last run are the better guess
    // Qt's D-Bus binding has no typed connect.
    bus.connect(kService, kPath, kInterface, u"SettingChanged"_s, this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    auto question = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"ReadAll"_s);
    question << QStringList{kAppearance, kGnome};
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, &PortalLook::readAnswer);
}

void PortalLook::readAnswer(QDBusPendingCallWatcher *watcher)
{
    watcher->deleteLater();
    const QDBusPendingReply<Settings> reply = *watcher;
    isDark = m_guess;
    const Settings settings = reply.isError() ? Settings() : reply.value();
    for (auto space = settings.begin(); space != settings.end(); ++space) {
        for (auto setting = space->begin(); setting != space->end(); ++setting)
            take(space.key(), setting.key(), setting.value());
    }
    Q_EMIT changed();
}

void PortalLook::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    take(space, key, value.variant());
    Q_EMIT changed();
}

void PortalLook::take(const QString &space, const QString &key, const QVariant &value)
{
    constexpr uint kPrefersDark = 1, kPrefersLight = 2;
    QVariant plain = value;
    while (plain.canConvert<QDBusVariant>())
        plain = plain.value<QDBusVariant>().variant();
    if (space == kAppearance && key == "color-scheme"_L1) {
        if (plain.toUInt() == kPrefersDark || plain.toUInt() == kPrefersLight)
            isDark = plain.toUInt() == kPrefersDark;
    } else if (space == kAppearance && key == "contrast"_L1) {
        isHighContrast = plain.toUInt() == 1;
    } else if (space == kAppearance && key == "reduced-motion"_L1) {
        isMotionReduced = plain.toUInt() == 1;
    } else if (space == kGnome && key == "enable-animations"_L1) {
        isMotionReduced = !plain.toBool();
    }
}

std::unique_ptr<SystemLook> SystemLook::ofThisPlatform()
{
    return std::make_unique<PortalLook>();
}

} // namespace salon::client
