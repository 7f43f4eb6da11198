// SPDX-License-Identifier: MIT
#include "tests/support/history.h"
#include <algorithm>

namespace salon::test {

LogEntry entryOf(const protocol::RoomEvent &event)
{
    const auto kind = event.kind();
    LogEntry entry{.seq = event.seq,
                   .kind = QString::fromLatin1(kind.data(), qsizetype(kind.size())),
                   .by = event.by,
                   .at = event.at};
    if (const auto message = event.message()) {
        entry.n = message->n;
        entry.key = message->key;
        entry.text = message->text;
    }
    return entry;
}

LogEntry entryOf(const protocol::Message &message)
{
    return {.seq = message.seq,
            .kind = QStringLiteral("message.posted"),
            .by = message.by,
            .n = message.n,
            .key = message.key,
            .text = message.text,
            .at = message.at};
}

Sending *ClientHistory::find(const QString &key)
{
    const auto place = m_places.constFind(key);
    return place == m_places.cend() ? nullptr : &sendings[*place];
}

void ClientHistory::attempt(RoomId room, const QString &key, const QString &text)
{
    ++m_step;
    if (find(key))
        return;
    m_places.insert(key, sendings.size());
    sendings.push_back({.room = room, .key = key, .text = text, .startedAt = m_step});
}

void ClientHistory::acknowledge(const QString &key, const protocol::Posted &answer)
{
    ++m_step;
    Sending *sending = find(key);
    if (!sending)
        return;
    sending->answers.append(answer);
    if (sending->answeredAt == 0)
        sending->answeredAt = m_step;
}

void ClientHistory::refuse(const QString &key, const QString &code)
{
    ++m_step;
    if (Sending *sending = find(key))
        sending->refusal = code;
}

void ClientHistory::receive(Source source, RoomId room, const LogEntry &entry)
{
    ++m_step;
    receipts.push_back({m_connection, source, room, entry});
}

size_t History::acknowledged() const
{
    size_t count = 0;
    for (const ClientHistory &client : m_clients)
        count += size_t(std::ranges::count_if(client.sendings,
                                              [](const Sending &s) { return s.answeredAt > 0; }));
    return count;
}

} // namespace salon::test
