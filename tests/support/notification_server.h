// SPDX-License-Identifier: MIT
#pragma once
#include <QDBusConnection>
#include <QMap>
#include <QObject>
#include <QVariantMap>

namespace salon::test {

//! What a desktop has behind org.freedesktop.Notifications: keeps what is shown, and lets a test do
//! what a person does with it.
class NotificationServer : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        QString title, text;
        QStringList actions;
        QVariantMap hints;
        uint replaced = 0; //!< the id that it was to take the place of
    };

    explicit NotificationServer(const QString &address)
        : m_connection(
            QDBusConnection::connectToBus(address, QStringLiteral("notification-server")))
    {
    }
    ~NotificationServer() override
    {
        leave();
        QDBusConnection::disconnectFromBus(QStringLiteral("notification-server"));
    }

    bool enter()
    {
        return m_connection.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                           QDBusConnection::ExportAllSlots
                                               | QDBusConnection::ExportAllSignals)
            && m_connection.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }
    void leave()
    {
        m_connection.unregisterService(QStringLiteral("org.freedesktop.Notifications"));
        m_connection.unregisterObject(QStringLiteral("/org/freedesktop/Notifications"));
        shown.clear();
    }
    //! As most desktops do it, a notification goes with what is pressed on it.
    void press(uint id, const QString &action)
    {
        Q_EMIT ActionInvoked(id, action);
        shown.remove(id);
        Q_EMIT NotificationClosed(id, kDismissed);
    }
    void expire(uint id)
    {
        shown.remove(id);
        Q_EMIT NotificationClosed(id, kExpired);
    }
    //! Of the only one.
    uint id() const { return shown.isEmpty() ? 0 : shown.firstKey(); }
    Shown only() const { return shown.size() == 1 ? shown.first() : Shown(); }

    QMap<uint, Shown> shown;
    QStringList capabilities{QStringLiteral("actions"), QStringLiteral("body"),
                             QStringLiteral("body-markup")};
    int notifies = 0;

public Q_SLOTS:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title,
                const QString &text, const QStringList &actions, const QVariantMap &hints, int)
    {
        ++notifies;
        const uint given = shown.contains(replaces) ? replaces : ++m_last;
        shown.insert(given, {title, text, actions, hints, replaces});
        return given;
    }
    void CloseNotification(uint closing)
    {
        if (shown.remove(closing) > 0)
            Q_EMIT NotificationClosed(closing, kTakenBack);
    }
    QStringList GetCapabilities() { return capabilities; }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);

private:
    static constexpr uint kExpired = 1, kDismissed = 2, kTakenBack = 3;
    QDBusConnection m_connection;
    uint m_last = 0;
};

} // namespace salon::test
