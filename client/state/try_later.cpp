// SPDX-License-Identifier: MIT
#include "client/state/try_later.h"

namespace salon::client {

static constexpr qint64 kUsualMs = 3'000;

bool isPassing(ErrorCode code)
{
    return code == ErrorCode::Unavailable || code == ErrorCode::RateLimited
        || code == ErrorCode::Stopping || code == ErrorCode::Internal;
}

bool isAboutSession(ErrorCode code)
{
    return code == ErrorCode::Unauthorized || code == ErrorCode::SessionExpired
        || code == ErrorCode::SessionRevoked;
}

bool isGone(ErrorCode code)
{
    return code == ErrorCode::NotFound || code == ErrorCode::Forbidden;
}

TryLater::TryLater(QObject *parent) : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { Q_EMIT due(std::exchange(m_rooms, {}).values()); });
}

void TryLater::add(const QList<RoomId> &rooms, const Error &why)
{
    m_rooms.unite(QSet<RoomId>(rooms.begin(), rooms.end()));
    if (!m_timer.isActive())
        m_timer.start(int(why.retryAfterMs.value_or(kUsualMs)));
}

void TryLater::clear()
{
    m_timer.stop();
    m_rooms.clear();
}

} // namespace salon::client
