// SPDX-License-Identifier: MIT
#include "client/platform/dbus_desktop_idle.h"
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kPatienceMs = 2'000; // with one that does not answer

//! The interface of each is called as its service. All answer in milliseconds.
struct Source {
    QString service;
    QString path;
    QString method;
    bool mayLackTime; //!< and says 0 then: KDE's, on Wayland
};

const std::array<Source, 2> &sources()
{
    static const std::array<Source, 2> kAll{
        Source{u"org.gnome.Mutter.IdleMonitor"_s, u"/org/gnome/Mutter/IdleMonitor/Core"_s,
               u"GetIdletime"_s, false},
        Source{u"org.freedesktop.ScreenSaver"_s, u"/org/freedesktop/ScreenSaver"_s,
               u"GetSessionIdleTime"_s, true}};
    return kAll;
}

//! GNOME says it in 64 bits, KDE in 32.
std::optional<qint64> millisecondsIn(const QDBusMessage &reply, const Source &source)
{
    bool isNumber = false;
    const QVariant value = reply.arguments().value(0);
    const qint64 milliseconds = value.toLongLong(&isNumber);
    const bool isAnswer = reply.type() == QDBusMessage::ReplyMessage && isNumber;
    if (!isAnswer || milliseconds < 0 || (milliseconds == 0 && source.mayLackTime))
        return {};
    return milliseconds;
}

} // namespace

void DbusDesktopIdle::ask()
{
    askFrom(0);
}

void DbusDesktopIdle::askFrom(size_t source)
{
    if (source == sources().size()) {
        Q_EMIT answered({});
        return;
    }
    const Source &asked = sources()[source];
    QDBusMessage message =
        QDBusMessage::createMethodCall(asked.service, asked.path, asked.service, asked.method);
    message.setAutoStartService(false);
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(message, kPatienceMs), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, source] {
        call->deleteLater();
        if (const auto idleMs = millisecondsIn(call->reply(), sources()[source]))
            Q_EMIT answered(idleMs);
        else
            askFrom(source + 1);
    });
}

} // namespace salon::client
