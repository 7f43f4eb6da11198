// SPDX-License-Identifier: MIT
#include "client/state/typing_teller.h"

namespace salon::client {

TypingTeller::TypingTeller(Connection &connection, const Clock &clock, QObject *parent)
    : QObject(parent), m_connection(connection), m_clock(clock)
{
}

void TypingTeller::written(RoomId room, const QString &text)
{
    const bool isBlank =
        std::all_of(text.begin(), text.end(), [](QChar letter) { return letter.isSpace(); });
    if (!m_isOn || isBlank || m_connection.state() != ConnectionState::Online)
        return;
    const qint64 now = m_clock.steadyMs();
    const auto told = m_toldMs.constFind(room);
    if (told != m_toldMs.constEnd() && now - *told < kEveryMs)
        return;
    m_toldMs.insert(room, now);
    m_connection.request(protocol::StartTyping{room}, [](const auto &) {});
}

} // namespace salon::client
