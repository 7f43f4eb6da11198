// SPDX-License-Identifier: MIT
#include "client/state/place_trail.h"

namespace salon::client {
namespace {

std::optional<ReadingPlace> step(QList<ReadingPlace> &from, QList<ReadingPlace> &to,
                                 const ReadingPlace &now)
{
    if (from.isEmpty())
        return {};
    to.append(now);
    return from.takeLast();
}

} // namespace

void PlaceTrail::leave(const ReadingPlace &from)
{
    m_ahead.clear();
    if (m_behind.isEmpty() || m_behind.last() != from)
        m_behind.append(from);
    if (m_behind.size() > kMost)
        m_behind.removeFirst();
}

std::optional<ReadingPlace> PlaceTrail::back(const ReadingPlace &now)
{
    return step(m_behind, m_ahead, now);
}

std::optional<ReadingPlace> PlaceTrail::forward(const ReadingPlace &now)
{
    return step(m_ahead, m_behind, now);
}

} // namespace salon::client
