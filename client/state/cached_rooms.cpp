// SPDX-License-Identifier: MIT
#include "client/state/cached_rooms.h"

namespace salon::client {

static constexpr int kGatherMs = 1'000;

CachedRooms::CachedRooms(RoomsState &rooms, LogCache &cache, QObject *parent)
    : QObject(parent), m_rooms(rooms), m_cache(cache)
{
    m_gather.setSingleShot(true);
    m_gather.setInterval(kGatherMs);
    connect(&m_gather, &QTimer::timeout, this, &CachedRooms::flush);
    connect(&rooms, &RoomsState::changed, this, &CachedRooms::changed);
}

CachedRooms::~CachedRooms()
{
    close();
}

void CachedRooms::close()
{
    flush();
    m_account.reset();
}

void CachedRooms::changed(int index)
{
    if (!m_account)
        return;
    m_changed.insert(m_rooms.all()[index].id);
    if (!m_gather.isActive())
        m_gather.start();
}

void CachedRooms::flush()
{
    m_gather.stop();
    for (const RoomId id : std::exchange(m_changed, {})) {
        if (const protocol::Room *room = m_rooms.find(id); room && m_account)
            m_cache.putRoom(*m_account, *room);
    }
}

} // namespace salon::client
