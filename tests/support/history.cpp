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
                   .at = event.at,
                   .of = event.changes()};
    const auto takeText = [&entry](const auto &said) {
        entry.text = said.text;
        entry.isDeleted = said.deleted.value_or(false);
        entry.mentions = said.mentions;
        entry.mentionsRoom = said.mentionsRoom;
    };
    if (const auto *posted = std::get_if<protocol::MessagePosted>(&event.data)) {
        takeText(*posted);
        entry.n = posted->n;
        entry.key = posted->key;
        entry.of = posted->replyTo.value_or(0);
    } else if (const auto *edited = std::get_if<protocol::MessageEdited>(&event.data)) {
        takeText(*edited);
    } else if (const auto *added = std::get_if<protocol::ReactionAdded>(&event.data)) {
        entry.text = added->emoji;
    } else if (const auto *taken = std::get_if<protocol::ReactionRemoved>(&event.data)) {
        entry.text = taken->emoji;
    }
    return entry;
}

Sending *ClientHistory::find(const QString &key)
{
    const auto place = m_places.constFind(key);
    return place == m_places.cend() ? nullptr : &sendings[*place];
}

void ClientHistory::attempt(RoomId room, const QString &key, const QString &text, Act act, Seq of,
                            std::optional<qint64> startedAt)
{
    ++m_step;
    if (Sending *known = find(key)) {
        ++known->attempts;
        return;
    }
    m_places.insert(key, sendings.size());
    sendings.push_back({.room = room,
                        .key = key,
                        .text = text,
                        .act = act,
                        .of = of,
                        .startedAt = startedAt.value_or(m_step),
                        .attempts = 1});
}

void ClientHistory::answered(Sending &sending)
{
    if (sending.answeredAt == 0)
        sending.answeredAt = m_step;
}

void ClientHistory::acknowledge(const QString &key, const protocol::Posted &answer)
{
    ++m_step;
    Sending *sending = find(key);
    if (!sending)
        return;
    sending->answers.append(answer);
    answered(*sending);
}

void ClientHistory::acknowledgeChange(const QString &key, Seq rev)
{
    ++m_step;
    Sending *sending = find(key);
    if (!sending)
        return;
    sending->revs.append(rev);
    answered(*sending);
}

void ClientHistory::refuse(const QString &key, const QString &why, bool isTooMuch)
{
    ++m_step;
    Sending *sending = find(key);
    if (!sending)
        return;
    sending->refusal = why;
    sending->isTooMuch = isTooMuch;
}

void ClientHistory::receive(Source source, RoomId room, const LogEntry &entry, qint64 askedAt)
{
    ++m_step;
    receipts.push_back({m_connection, source, room, entry, askedAt});
}

void ClientHistory::see(const protocol::Message &message, qint64 askedAt)
{
    ++m_step;
    forms.push_back({message, askedAt});
}

template <class Is>
static size_t countOf(const std::deque<ClientHistory> &clients, Is is)
{
    size_t count = 0;
    for (const ClientHistory &client : clients)
        count += size_t(std::ranges::count_if(client.sendings, is));
    return count;
}

size_t History::acknowledged() const
{
    return countOf(m_clients, [](const Sending &s) { return s.answeredAt > 0; });
}

size_t History::answered() const
{
    return countOf(m_clients,
                   [](const Sending &s) { return s.answeredAt > 0 || !s.refusal.isEmpty(); });
}

QMap<QString, int> History::acknowledgedActs() const
{
    QMap<QString, int> acts;
    for (const ActRow &row : kActs)
        acts.insert(QString::fromLatin1(row.name), int(countOf(m_clients, [&](const Sending &s) {
                        return s.answeredAt > 0 && s.act == row.act;
                    })));
    return acts;
}

} // namespace salon::test
