// SPDX-License-Identifier: MIT
#include "server/dispatch/typing_pace.h"

namespace salon::server {

bool TypingPace::take(UserId user, RoomId room, qint64 steadyMs)
{
    const std::lock_guard lock(m_mutex);
    const auto told = m_toldAt.find({user, room});
    if (told == m_toldAt.end()) {
        m_toldAt.insert({user, room}, steadyMs);
        return true;
    }
    if (steadyMs - *told < kEveryMs)
        return false;
    *told = steadyMs;
    return true;
}

void TypingPace::prune(qint64 steadyMs)
{
    const std::lock_guard lock(m_mutex);
    m_toldAt.removeIf([steadyMs](const auto &told) { return steadyMs - *told >= kEveryMs; });
}

} // namespace salon::server
