// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <QObject>

namespace salon::client {

//! One's rooms, by name, and behind them those with people. Signals come in pairs, so that a model
//! can tell the truth.
class RoomsState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    const QList<protocol::Room> &all() const { return m_rooms; }
    const protocol::Room *find(RoomId id) const;
    int indexOf(RoomId id) const;

    void replace(QList<protocol::Room> rooms);
    void put(const protocol::Room &room); //!< adds it, or changes it
    void remove(RoomId id);

Q_SIGNALS:
    void aboutToReset();
    void reset();
    void aboutToInsert(int index);
    void inserted();
    void aboutToRemove(int index);
    void removed(salon::RoomId room);
    void changed(int index, const salon::protocol::Room &before);

private:
    QList<protocol::Room> m_rooms;
};

} // namespace salon::client
