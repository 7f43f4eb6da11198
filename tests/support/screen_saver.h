// SPDX-License-Identifier: MIT
#pragma once
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QObject>

namespace salon::test {

//! What a desktop has behind org.freedesktop.ScreenSaver or a name of its own: a test locks it.
class ScreenSaver : public QObject {
    Q_OBJECT
public:
    ScreenSaver(const QString &address, const QString &service)
        : m_service(service), m_path(u'/' + QString(service).replace(u'.', u'/')),
          m_connection(QDBusConnection::connectToBus(address, service))
    {
    }
    ~ScreenSaver() override
    {
        leave();
        QDBusConnection::disconnectFromBus(m_service);
    }

    bool enter()
    {
        return m_connection.registerVirtualObject(m_path, &m_answers)
            && m_connection.registerService(m_service);
    }
    void leave()
    {
        m_connection.unregisterService(m_service);
        m_connection.unregisterObject(m_path);
    }
    void setActive(bool isActive)
    {
        m_answers.isActive = isActive;
        QDBusMessage signal =
            QDBusMessage::createSignal(m_path, m_service, QStringLiteral("ActiveChanged"));
        signal << isActive;
        m_connection.send(signal);
    }
    //! As one that was locked before anybody watched.
    void beActive() { m_answers.isActive = true; }

private:
    struct Answers : QDBusVirtualObject {
        bool isActive = false;
        QString introspect(const QString &) const override { return {}; }
        bool handleMessage(const QDBusMessage &message, const QDBusConnection &on) override
        {
            if (message.member() != QLatin1String("GetActive"))
                return false;
            return on.send(message.createReply(isActive));
        }
    };

    const QString m_service;
    const QString m_path;
    QDBusConnection m_connection;
    Answers m_answers;
};

} // namespace salon::test
