// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/desktop_notifier.h"
#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QMap>
#include <functional>
#include <optional>

class QDBusMessage;
class QDBusPendingCallWatcher;

namespace salon::client {

//! Notifications by org.freedesktop.Notifications (Desktop Notifications Specification 1.2),
//! without waiting for it. What it cannot show, because nothing on the bus serves it, goes another
//! way.
class DbusNotifier final : public DesktopNotifier {
    Q_OBJECT
public:
    DbusNotifier(const QDBusConnection &bus, std::unique_ptr<DesktopNotifier> otherwise);
    ~DbusNotifier() override; //!< what is shown is taken away: a click on it would find nobody

    void show(RoomId room, const Notification &notification) override;
    void withdraw(RoomId room) override;

private Q_SLOTS:
    void actionInvoked(uint id, const QString &action);
    void notificationClosed(uint id, uint reason);
    void tokenGiven(uint id, const QString &token);

private:
    enum class Service { Asked, There, Missing };
    //! One room's notification. The server answers late, so that a wish may wait for its id.
    struct Entry {
        uint id = 0; //!< 0: not shown
        std::optional<Notification> sending; //!< the server has not said its id yet
        std::optional<Notification> next; //!< once it has
        bool isUnwanted = false; //!< to be closed as soon as its id is known
    };
    using Answered = std::function<void(QDBusPendingCallWatcher &)>;
    void call(const QDBusMessage &message, Answered answered);
    void askService();
    void serviceLeft();
    void useOtherWay();
    void send(RoomId room, Entry &entry);
    void sent(RoomId room, QDBusPendingCallWatcher &reply);
    void close(uint id);
    RoomId roomOf(uint id) const;

    QDBusConnection m_bus;
    std::unique_ptr<DesktopNotifier> m_otherwise;
    QDBusServiceWatcher m_watcher;
    Service m_service = Service::Asked;
    bool m_takesActions = false;
    bool m_takesMarkup = false;
    qint64 m_generation = 0; //!< of servers: the ids of an earlier one mean nothing
    QMap<RoomId, Entry> m_entries;
};

} // namespace salon::client
