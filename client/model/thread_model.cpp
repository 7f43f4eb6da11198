// SPDX-License-Identifier: MIT
#include "client/model/thread_model.h"
#include "client/model/message_rows.h"
#include <algorithm>

namespace salon::client {

ThreadModel::ThreadModel(Chat &chat, RoomId room, const protocol::ThreadReply &thread,
                         QObject *parent)
    : TimelineModel(parent), m_chat(chat), m_room(room), m_messages(thread.messages)
{
    for (const protocol::Message &message : std::as_const(m_messages)) {
        m_rows.append(rowOf(chat, message));
        m_rows.last().id = message.seq;
    }
    connect(&chat, &Chat::eventApplied, this, &ThreadModel::apply);
    connect(&chat, &Chat::namesChanged, this, &ThreadModel::renewAll);
    connect(&chat.quoted(), &QuotedMessages::changed, this, &ThreadModel::renewAll);
    connect(&chat.wanted(), &WantedChanges::changed, this, &ThreadModel::renewAll);
}

int ThreadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

bool ThreadModel::ownsRoom() const
{
    return client::ownsRoom(m_chat, m_room);
}

bool ThreadModel::isEditTimeOver(const TimelineRow &row, Timestamp now) const
{
    return client::isEditTimeOver(m_chat, row.at, now);
}

QString ThreadModel::reactors(int index, const QString &emoji) const
{
    return reactorsOf(m_chat, m_messages[index], emoji);
}

void ThreadModel::apply(const protocol::RoomEvent &event)
{
    if (event.room != m_room)
        return;
    const auto find = [this](Seq seq) {
        return std::ranges::find(m_messages, seq, &protocol::Message::seq);
    };
    const auto changed = find(event.changes());
    if (event.changes() > 0 && changed != m_messages.end()) {
        event.change(*changed);
        renewAll(); // others quote it
    }
    const auto message = event.message();
    if (message && message->replyTo && find(*message->replyTo) != m_messages.end())
        add(*message);
}

void ThreadModel::add(const protocol::Message &message)
{
    if (message.seq <= m_messages.last().seq)
        return;
    beginInsertRows({}, rowCount(), rowCount());
    m_messages.append(message);
    m_rows.append(rowOf(m_chat, message));
    m_rows.last().id = message.seq;
    endInsertRows();
}

void ThreadModel::renew(int index)
{
    const int revision = m_rows[index].revision + 1;
    m_rows[index] = rowOf(m_chat, m_messages[index]);
    m_rows[index].id = m_messages[index].seq;
    m_rows[index].revision = revision;
}

void ThreadModel::renewAll()
{
    if (m_rows.isEmpty())
        return;
    for (int i = 0; i < rowCount(); ++i)
        renew(i);
    Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

} // namespace salon::client
