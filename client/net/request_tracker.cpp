// SPDX-License-Identifier: MIT
#include "client/net/request_tracker.h"

namespace salon::client {

QString RequestTracker::add(Answer answer)
{
    const QString id = QString::number(++m_last);
    m_waiting.insert(id, std::move(answer));
    return id;
}

bool RequestTracker::resolve(const QString &id, const Result<wire::JsonValue> &answer)
{
    const auto waiting = m_waiting.constFind(id);
    if (waiting == m_waiting.constEnd())
        return false;
    const Answer tell = *waiting;
    m_waiting.erase(waiting);
    tell(answer);
    return true;
}

void RequestTracker::failAll(const Error &error)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const Answer &tell : waiting)
        tell(error);
}

} // namespace salon::client
