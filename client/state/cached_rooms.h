// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"
#include "client/state/rooms_state.h"
#include <QSet>
#include <QTimer>

namespace salon::client {

//! Writes the rows of one's rooms into the cache when they change: a moment later, so that a busy
//! room is not written at each message.
class CachedRooms : public QObject {
    Q_OBJECT
public:
    CachedRooms(RoomsState &rooms, LogCache &cache, QObject *parent = nullptr);
    ~CachedRooms() override;

    void open(const StoreAccount &account) { m_account = account; }
    //! Writes what waits.
    void close();

private:
    void changed(int index);
    void flush();

    RoomsState &m_rooms;
    LogCache &m_cache;
    std::optional<StoreAccount> m_account;
    QSet<RoomId> m_changed;
    QTimer m_gather;
};

} // namespace salon::client
