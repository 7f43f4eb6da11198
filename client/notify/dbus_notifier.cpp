// SPDX-License-Identifier: MIT
#include "client/notify/dbus_notifier.h"
#include "client/notify/notification_texts.h"
#include <QCoreApplication>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;
const QString kOpen = u"default"_s; // a click on the notification itself
const QString kReason = u"why"_s;

QDBusMessage request(const QString &method)
{
    return QDBusMessage::createMethodCall(kService, kPath, kService, method);
}

} // namespace

DbusNotifier::DbusNotifier(const QDBusConnection &bus, std::unique_ptr<DesktopNotifier> otherwise)
    : m_bus(bus), m_otherwise(std::move(otherwise)), m_watcher(kService, bus)
{
    connect(m_otherwise.get(), &DesktopNotifier::activated, this, &DbusNotifier::activated);
    connect(m_otherwise.get(), &DesktopNotifier::reasonRequested, this,
            &DbusNotifier::reasonRequested);
    connect(m_otherwise.get(), &DesktopNotifier::closed, this, &DbusNotifier::closed);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this,
            &DbusNotifier::serviceLeft);
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &DbusNotifier::askService);
    // Qt's D-Bus binding has no typed connect.
    m_bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this,
                  SLOT(actionInvoked(uint, QString)));
    m_bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this,
                  SLOT(notificationClosed(uint, uint)));
    m_bus.connect(kService, kPath, kService, u"ActivationToken"_s, this,
                  SLOT(tokenGiven(uint, QString)));
    askService();
}

DbusNotifier::~DbusNotifier()
{
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.id > 0)
            close(entry.id);
    }
}

void DbusNotifier::call(const QDBusMessage &message, Answered answered)
{
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, watcher, answered = std::move(answered), generation = m_generation] {
                watcher->deleteLater();
                if (generation == m_generation)
                    answered(*watcher);
            });
}

void DbusNotifier::askService()
{
    m_service = Service::Asked;
    call(request(u"GetCapabilities"_s), [this](QDBusPendingCallWatcher &watcher) {
        const QDBusPendingReply<QStringList> reply = watcher;
        if (reply.isError())
            return useOtherWay();
        m_service = Service::There;
        m_takesActions = reply.value().contains("actions"_L1);
        m_takesMarkup = reply.value().contains("body-markup"_L1);
        for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry)
            send(entry.key(), *entry);
    });
}

void DbusNotifier::serviceLeft()
{
    ++m_generation;
    const QList<RoomId> rooms = m_entries.keys();
    m_entries.clear();
    for (const RoomId room : rooms)
        Q_EMIT closed(room);
    m_service = Service::There; // the bus starts it again where it can, else refuses
}

void DbusNotifier::useOtherWay()
{
    m_service = Service::Missing;
    const auto entries = std::exchange(m_entries, {});
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const auto &wanted = entry->next ? entry->next : entry->sending;
        if (wanted && !entry->isUnwanted)
            m_otherwise->show(entry.key(), *wanted);
    }
}

void DbusNotifier::show(RoomId room, const Notification &notification)
{
    if (m_service == Service::Missing)
        return m_otherwise->show(room, notification);
    Entry &entry = m_entries[room];
    entry.next = notification;
    entry.isUnwanted = false;
    if (m_service == Service::There)
        send(room, entry);
}

void DbusNotifier::send(RoomId room, Entry &entry)
{
    if (entry.sending || !entry.next)
        return;
    entry.sending = std::exchange(entry.next, {});
    const Notification &notification = *entry.sending;
    QVariantMap hints{{u"desktop-entry"_s, u"salon"_s}, {u"category"_s, u"im.received"_s}};
    if (notification.hasSound)
        hints.insert(u"sound-name"_s, u"message-new-instant"_s);
    else
        hints.insert(u"suppress-sound"_s, true);
    QStringList actions;
    if (m_takesActions)
        actions << kOpen << QCoreApplication::translate("Notifications", "Show") << kReason
                << reasonQuestion();
    constexpr int kAsLongAsTheServerLikes = -1;
    QDBusMessage notify = request(u"Notify"_s);
    notify << u"Salon"_s << entry.id << u"salon"_s << notification.title
           << (m_takesMarkup ? notification.text.toHtmlEscaped() : notification.text) << actions
           << hints << kAsLongAsTheServerLikes;
    call(notify, [this, room](QDBusPendingCallWatcher &watcher) { sent(room, watcher); });
}

void DbusNotifier::sent(RoomId room, QDBusPendingCallWatcher &watcher)
{
    const QDBusPendingReply<uint> reply = watcher;
    const auto entry = m_entries.find(room);
    if (entry == m_entries.end())
        return;
    if (reply.isError())
        return useOtherWay();
    entry->sending.reset();
    entry->id = reply.value();
    if (std::exchange(entry->isUnwanted, false)) {
        close(entry->id);
        m_entries.erase(entry);
    } else {
        send(room, *entry);
    }
}

void DbusNotifier::withdraw(RoomId room)
{
    m_otherwise->withdraw(room);
    const auto entry = m_entries.find(room);
    if (entry == m_entries.end())
        return;
    entry->next.reset();
    entry->isUnwanted = entry->sending.has_value();
    if (entry->isUnwanted)
        return;
    if (entry->id > 0)
        close(entry->id);
    m_entries.erase(entry);
}

void DbusNotifier::close(uint id)
{
    QDBusMessage message = request(u"CloseNotification"_s);
    message << id;
    m_bus.send(message);
}

RoomId DbusNotifier::roomOf(uint id) const
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (id > 0 && entry->id == id)
            return entry.key();
    }
    return {};
}

void DbusNotifier::actionInvoked(uint id, const QString &action)
{
    const RoomId room = roomOf(id); // others' notifications are told of, too
    if (!room.isValid())
        return;
    if (action == kReason)
        Q_EMIT reasonRequested(room);
    else
        Q_EMIT activated(room);
}

void DbusNotifier::notificationClosed(uint id, uint)
{
    const RoomId room = roomOf(id);
    if (!room.isValid())
        return;
    Entry &entry = m_entries[room];
    entry.id = 0;
    if (entry.sending)
        return; // another one takes its place
    m_entries.remove(room);
    Q_EMIT closed(room);
}

void DbusNotifier::tokenGiven(uint id, const QString &token)
{
    // With it a Wayland compositor lets the window come to the front after the click.
    if (roomOf(id).isValid())
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
}

} // namespace salon::client
