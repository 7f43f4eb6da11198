// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QHash>
#include <mutex>

namespace salon::server {

//! How often a room is told that somebody writes there. Any thread may ask.
class TypingPace {
public:
    static constexpr qint64 kEveryMs = 3'000;

    //! Whether it is to be told now; it then counts as told.
    bool take(UserId user, RoomId room, qint64 steadyMs);
    //! Forgets who may tell it again.
    void prune(qint64 steadyMs);

private:
    std::mutex m_mutex;
    QHash<std::pair<UserId, RoomId>, qint64> m_toldAt;
};

} // namespace salon::server
