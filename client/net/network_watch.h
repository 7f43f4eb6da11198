// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/route_watch.h"
#include <QHostAddress>
#include <QSet>
#include <QTimer>
#include <functional>

namespace salon::client {

//! Notices that this computer's network came back or is another one. The system is asked where it
//! can tell (QNetworkInformation); besides, while somebody waits for a connection, it is seen by
//! the computer's own addresses, each time the system tells of one, or else every few seconds.
class NetworkWatch : public QObject {
    Q_OBJECT
public:
    using Addresses = std::function<QList<QHostAddress>()>;
    static constexpr int kLookMs = 5'000;
    static constexpr int kNever = 0; //!< it looks when it is told to

    explicit NetworkWatch(QObject *parent = nullptr);
    //! The same with other eyes, for tests.
    NetworkWatch(Addresses addresses, int lookMs, QObject *parent = nullptr);

    //! Somebody waits, or not any more.
    void setWaiting(bool isWaiting);

Q_SIGNALS:
    //! A moment after the last of several changes.
    void changed();

private:
    void askSystem();
    void look();
    QSet<QHostAddress> present() const;

    RouteWatch m_routes;
    Addresses m_addresses;
    QSet<QHostAddress> m_present;
    QTimer m_look;
    QTimer m_gather;
    int m_lookMs;
    bool m_isWaiting = false;
    bool m_hasAsked = false;
};

} // namespace salon::client
