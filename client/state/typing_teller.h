// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"
#include "shared/base/clock.h"

namespace salon::client {

//! Tells the room that one writes there: while it is so, once in four seconds at most. What cannot
//! be told now is not told later, and that it was not is nothing for people.
class TypingTeller : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kEveryMs = 4'000;

    TypingTeller(Connection &connection, const Clock &clock, QObject *parent = nullptr);

    //! Somebody changed what is to become a message of the room.
    void written(RoomId room, const QString &text);
    void setOn(bool isOn) { m_isOn = isOn; }
    void connected() { m_toldMs.clear(); }

private:
    Connection &m_connection;
    const Clock &m_clock;
    QHash<RoomId, qint64> m_toldMs;
    bool m_isOn = true;
};

} // namespace salon::client
