// SPDX-License-Identifier: MIT
#pragma once
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>

namespace salon::test {

//! What a desktop has on the bus to tell for how long nobody was there: a test says it.
class IdleDesktop {
public:
    enum class Kind { Gnome, Kde };

    IdleDesktop(const QString &address, Kind kind)
        : m_name(QStringLiteral("idle desktop %1").arg(int(kind))), m_isGnome(kind == Kind::Gnome),
          m_connection(QDBusConnection::connectToBus(address, m_name))
    {
    }
    ~IdleDesktop()
    {
        m_connection.unregisterService(service());
        m_connection.unregisterObject(path());
        QDBusConnection::disconnectFromBus(m_name);
    }

    bool enter()
    {
        return m_connection.registerVirtualObject(path(), &m_answers)
            && m_connection.registerService(service());
    }
    void setIdle(uint milliseconds)
    {
        m_answers.idle = m_isGnome ? QVariant(quint64(milliseconds)) : QVariant(milliseconds);
    }
    //! As a screen saver that knows other methods only.
    void knowNothing() { m_answers.idle = {}; }
    int questions() const { return m_answers.questions; }

private:
    struct Answers : QDBusVirtualObject {
        QVariant idle;
        int questions = 0;
        QString introspect(const QString &) const override { return {}; }
        bool handleMessage(const QDBusMessage &message, const QDBusConnection &on) override
        {
            const bool isGnome = message.interface().contains(QLatin1String("Mutter"));
            if (message.member() != QLatin1String(isGnome ? "GetIdletime" : "GetSessionIdleTime"))
                return false;
            ++questions;
            return idle.isValid() && on.send(message.createReply(idle));
        }
    };

    QString service() const
    {
        return m_isGnome ? QStringLiteral("org.gnome.Mutter.IdleMonitor")
                         : QStringLiteral("org.freedesktop.ScreenSaver");
    }
    QString path() const
    {
        return m_isGnome ? QStringLiteral("/org/gnome/Mutter/IdleMonitor/Core")
                         : QStringLiteral("/org/freedesktop/ScreenSaver");
    }

    const QString m_name;
    const bool m_isGnome;
    QDBusConnection m_connection;
    Answers m_answers;
};

} // namespace salon::test
