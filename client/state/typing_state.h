// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include <QHash>
#include <QObject>
#include <QTimer>

namespace salon::client {

//! Who writes in which room: for six seconds after it was last told, or until their message comes.
class TypingState : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kHoldsMs = 6'000;

    explicit TypingState(const Clock &clock, QObject *parent = nullptr);

    //! In the order in which they began.
    QList<UserId> writersIn(RoomId room) const;
    void started(RoomId room, UserId user);
    void stopped(RoomId room, UserId user);
    void forget(RoomId room);
    void clear();
    //! Drops those whose time is over; done by a timer, too.
    void expire();

Q_SIGNALS:
    void changed(salon::RoomId room);

private:
    struct Writer {
        UserId user;
        qint64 untilMs = 0; //!< by the clock's steadyMs()
    };

    void waitForNext();

    const Clock &m_clock;
    QHash<RoomId, QList<Writer>> m_writers;
    QTimer m_expiry;
};

} // namespace salon::client
