// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "client/model/message_rows.h"
#include "client/model/pin_lines.h"

using namespace Qt::StringLiterals;

namespace salon::client {

RoomTimelineModel::RoomTimelineModel(Chat &chat, Timeline *timeline, Sentence sentence,
                                     QObject *parent)
    : TimelineModel(parent), m_chat(chat), m_timeline(timeline), m_sentence(std::move(sentence))
{
    for (const TimelineEntry &entry : timeline->entries())
        m_rows.append(rowOf(entry));
    placePinLines();
    connect(timeline, &Timeline::aboutToInsert, this, [this](int first, int last) {
        beginInsertRows({}, first, last);
        m_first = first;
        m_last = last;
    });
    connect(timeline, &Timeline::inserted, this, [this] {
        m_rows.insert(m_first, m_last - m_first + 1, TimelineRow());
        for (int i = m_first; i <= m_last; ++i)
            m_rows[i] = rowOf(m_timeline->entries()[i]);
        const QList<int> changed = placePinLines();
        endInsertRows();
        tell(changed);
    });
    connect(timeline, &Timeline::aboutToRemove, this, [this](int first, int last) {
        beginRemoveRows({}, first, last);
        m_rows.remove(first, last - first + 1);
    });
    connect(timeline, &Timeline::removed, this, [this] {
        const QList<int> changed = placePinLines();
        endRemoveRows();
        tell(changed);
    });
    connect(timeline, &Timeline::changed, this, [this](int first, int last) {
        for (int i = first; i <= last; ++i) {
            TimelineRow row = rowOf(m_timeline->entries()[i]);
            row.pinLines = m_rows[i].pinLines;
            m_rows[i] = row;
        }
        const QList<int> changed = placePinLines();
        Q_EMIT dataChanged(index(first), index(last));
        tell(changed);
    });
    connect(timeline, &Timeline::aboutToReset, this, [this] { beginResetModel(); });
    connect(timeline, &Timeline::wasReset, this, [this] {
        m_rows.clear();
        for (const TimelineEntry &entry : m_timeline->entries())
            m_rows.append(rowOf(entry));
        m_lineChanges.clear();
        placePinLines();
        endResetModel();
    });
    connect(timeline, &Timeline::boundsChanged, this, [this] {
        renewPinLines();
        Q_EMIT boundsChanged();
    });
    connect(&chat.pins(), &RoomPins::changed, this, &RoomTimelineModel::renewPinLines);
    connect(&chat.wanted(), &WantedChanges::changed, this, &RoomTimelineModel::renewPinLines);
    connect(&chat, &Chat::namesChanged, this, &RoomTimelineModel::renewPinLines);
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
    return m_timeline && client::ownsRoom(m_chat, m_timeline->room());
}

bool RoomTimelineModel::isEditTimeOver(const TimelineRow &row, Timestamp now) const
{
    return client::isEditTimeOver(m_chat, row.at, now);
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
    row.revision = entry.revision + m_lineChanges.value(entry.id);
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

//! Puts each line below the message that was the last one then, and gives the rows that changed by
//! it. Behind the last row that is here there are more only when it is the newest.
QList<int> RoomTimelineModel::placePinLines()
{
    QList<int> changed;
    const QList<RowPinLine> lines = pinLinesOf(m_chat, *m_timeline);
    if (lines.isEmpty() && !m_hasPinLines)
        return changed;
    m_hasPinLines = !lines.isEmpty();
    for (int i = 0; i < m_rows.size(); ++i) {
        const bool isSent = m_rows[i].seq > 0;
        const bool isLast = i + 1 == m_rows.size() || m_rows[i + 1].seq == 0;
        QList<RowPinLine> below;
        if (isSent && !(isLast && m_timeline->hasNewer()))
            below = linesBetween(lines, m_rows[i].seq,
                                 isLast ? std::nullopt : std::optional(m_rows[i + 1].seq));
        if (below == m_rows[i].pinLines)
            continue;
        m_rows[i].pinLines = below;
        ++m_rows[i].revision;
        ++m_lineChanges[m_rows[i].id];
        changed.append(i);
    }
    return changed;
}

void RoomTimelineModel::renewPinLines()
{
    if (m_timeline)
        tell(placePinLines());
}

void RoomTimelineModel::tell(const QList<int> &changed)
{
    for (const int i : changed)
        Q_EMIT dataChanged(index(i), index(i));
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
