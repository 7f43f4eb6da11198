// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "client/model/message_rows.h"

using namespace Qt::StringLiterals;

namespace salon::client {

RoomTimelineModel::RoomTimelineModel(Chat &chat, Timeline *timeline, Sentence sentence,
                                     QObject *parent)
    : TimelineModel(parent), m_chat(chat), m_timeline(timeline), m_sentence(std::move(sentence))
{
    for (const TimelineEntry &entry : timeline->entries())
        m_rows.append(rowOf(entry));
    connect(timeline, &Timeline::aboutToInsert, this, [this](int first, int last) {
        beginInsertRows({}, first, last);
        m_first = first;
        m_last = last;
    });
    connect(timeline, &Timeline::inserted, this, [this] {
        m_rows.insert(m_first, m_last - m_first + 1, TimelineRow());
        for (int i = m_first; i <= m_last; ++i)
            m_rows[i] = rowOf(m_timeline->entries()[i]);
        endInsertRows();
    });
    connect(timeline, &Timeline::aboutToRemove, this, [this](int first, int last) {
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
    });
    connect(timeline, &Timeline::removed, this, [this] { endRemoveRows(); });
    connect(timeline, &Timeline::changed, this, [this](int first, int last) {
        for (int i = first; i <= last; ++i)
            m_rows[i] = rowOf(m_timeline->entries()[i]);
        Q_EMIT dataChanged(index(first), index(last));
    });
    connect(timeline, &Timeline::aboutToReset, this, [this] { beginResetModel(); });
    connect(timeline, &Timeline::wasReset, this, [this] {
        m_rows.clear();
        for (const TimelineEntry &entry : m_timeline->entries())
            m_rows.append(rowOf(entry));
        endResetModel();
    });
    connect(timeline, &Timeline::boundsChanged, this, &TimelineModel::boundsChanged);
    connect(timeline, &QObject::destroyed, this, [this] {
        beginResetModel();
        m_rows.clear();
        endResetModel();
    });
}

int RoomTimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString RoomTimelineModel::keyOf(qint64 rowId) const
{
    if (!m_timeline)
        return {};
    const auto &entries = m_timeline->entries();
    const auto found = std::ranges::find(entries, rowId, &TimelineEntry::id);
    return found == entries.end() ? QString() : found->message.key;
}

QString RoomTimelineModel::unsentKeyOf(qint64 rowId) const
{
    const auto row = find(rowId);
    const PendingEdit *edit = row && m_timeline ? m_timeline->edit(row->seq) : nullptr;
    return edit ? edit->key : keyOf(rowId);
}

QString RoomTimelineModel::keyAt(int index) const
{
    return m_timeline ? m_timeline->entries()[index].message.key : QString();
}

bool RoomTimelineModel::ownsRoom() const
{
    const protocol::Room *room = m_timeline ? m_chat.rooms().find(m_timeline->room()) : nullptr;
    return room && room->role == "owner"_L1;
}

QString RoomTimelineModel::reactors(int index, const QString &emoji) const
{
    const auto *message = m_timeline ? m_timeline->find(m_rows[index].seq) : nullptr;
    return message ? reactorsOf(m_chat, *message, emoji) : QString();
}

bool RoomTimelineModel::isTimed(int index) const
{
    return m_rows[index].isOwn && m_chat.stages().find(keyAt(index));
}

TimelineRow RoomTimelineModel::rowOf(const TimelineEntry &entry) const
{
    TimelineRow row = client::rowOf(m_chat, entry.message);
    row.id = entry.id;
    row.revision = entry.revision;
    if (const PendingEdit *edit = m_timeline->edit(row.seq))
        addEdit(row, *edit);
    if (entry.state == SendState::Pending)
        row.delivery = Delivery::Pending;
    if (entry.state == SendState::Failed) {
        row.delivery = Delivery::Failed;
        row.failure = m_sentence(entry.failure);
    }
    return row;
}

//! One's own text for a message stands there, whatever became of the message meanwhile.
void RoomTimelineModel::addEdit(TimelineRow &row, const PendingEdit &edit) const
{
    row.text = edit.text;
    row.isDeleted = false;
    row.mentions.clear(); // whom it calls the server finds
    row.delivery = edit.failure ? Delivery::Failed : Delivery::Pending;
    if (edit.failure)
        row.failure = m_sentence(*edit.failure);
}

} // namespace salon::client
