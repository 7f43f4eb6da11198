// SPDX-License-Identifier: MIT
#include "tests/support/history_index.h"
#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr qint64 kNever = std::numeric_limits<qint64>::max();

QString namedPlace(RoomId room, Seq seq)
{
    return u"room %1, seq %2"_s.arg(room.value).arg(seq);
}

HistoryIndex::HistoryIndex(const History &history, const RoomLogs &logs) : m_logs(logs)
{
    for (auto log = m_logs.cbegin(); log != m_logs.cend(); ++log)
        learnLog(log.key(), log.value());
    for (const ClientHistory &client : history.clients())
        learnChanges(client);
    for (const ClientHistory &client : history.clients())
        learnSteps(client);
}

void HistoryIndex::learnLog(RoomId room, const QList<LogEntry> &log)
{
    for (const LogEntry &entry : log) {
        m_bySeq[room].insert(entry.seq, &entry);
        const SenderKey key{entry.by.value, entry.key};
        if (entry.n > 0 && !m_byKey.contains(key))
            m_byKey.insert(key, {room, &entry});
    }
    m_forms.insert(room, MessageForms(room, log));
}

void HistoryIndex::learnChanges(const ClientHistory &client)
{
    for (const Sending &sending : client.sendings) {
        if (makesMessage(sending.act))
            continue;
        m_asked[nameOf(client.user, sending)] +=
            rowOf(sending.act).isEverybodys ? sending.attempts : 1;
        if (sending.act != Act::Delete || sending.answeredAt == 0)
            continue;
        const std::pair message{sending.room.value, sending.of};
        m_deletions[message] = std::min(m_deletions.value(message, kNever), sending.answeredAt);
    }
}

void HistoryIndex::learnSteps(const ClientHistory &client)
{
    for (const Sending &sending : client.sendings) {
        const Seq seq = placeOf(client, sending);
        if (seq > 0)
            m_steps[sending.room].push_back(
                {.seq = seq,
                 .startedAt = sending.startedAt,
                 .answeredAt = sending.answeredAt > 0 ? sending.answeredAt : kNever});
    }
}

const LogEntry *HistoryIndex::at(RoomId room, Seq seq) const
{
    const auto log = m_bySeq.constFind(room);
    return log == m_bySeq.cend() ? nullptr : log->value(seq, nullptr);
}

const HistoryIndex::Place *HistoryIndex::stored(UserId by, const QString &key) const
{
    const auto place = m_byKey.constFind({by.value, key});
    return place == m_byKey.cend() ? nullptr : &*place;
}

const MessageForms &HistoryIndex::forms(RoomId room) const
{
    static const MessageForms kNone;
    const auto forms = m_forms.constFind(room);
    return forms == m_forms.cend() ? kNone : *forms;
}

HistoryIndex::ChangeName HistoryIndex::nameOf(UserId user, const Sending &sending)
{
    return {user.value, sending.room.value, sending.act, sending.of, sending.text};
}

int HistoryIndex::asked(const ChangeName &name) const
{
    const auto found = m_asked.find(name);
    return found == m_asked.end() ? 0 : found->second;
}

bool HistoryIndex::isAsked(UserId user, RoomId room, Act act, Seq of) const
{
    const auto next = m_asked.lower_bound({user.value, room.value, act, of, QString()});
    return next != m_asked.end()
        && std::tie(std::get<0>(next->first), std::get<1>(next->first), std::get<2>(next->first),
                    std::get<3>(next->first))
        == std::tie(user.value, room.value, act, of);
}

Seq HistoryIndex::placeOf(const ClientHistory &client, const Sending &sending) const
{
    if (makesMessage(sending.act)) {
        const Place *place = stored(client.user, sending.key);
        return place && place->room == sending.room ? place->entry->seq : 0;
    }
    if (asked(nameOf(client.user, sending)) > 1)
        return 0;
    Seq found = 0;
    for (const protocol::Message &form : forms(sending.room).of(sending.of)) {
        const LogEntry *entry = at(sending.room, form.rev);
        if (!entry || entry->by != client.user
            || entry->kind != QLatin1StringView(rowOf(sending.act).event)
            || (sending.act != Act::Delete && entry->text != sending.text))
            continue;
        found = entry->seq;
    }
    return found;
}

HistoryIndex::Span HistoryIndex::spanOf(const Sending &sending) const
{
    Span span{0, kNever};
    const auto steps = m_steps.constFind(sending.room);
    if (steps == m_steps.cend())
        return span;
    for (const Steps &other : *steps) {
        if (other.answeredAt < sending.startedAt)
            span.from = std::max(span.from, other.seq);
        if (sending.answeredAt > 0 && other.startedAt > sending.answeredAt)
            span.to = std::min(span.to, other.seq - 1);
    }
    return span;
}

bool HistoryIndex::wasDeleted(RoomId room, Seq message, qint64 step) const
{
    return m_deletions.value({room.value, message}, kNever) < step;
}

} // namespace salon::test
