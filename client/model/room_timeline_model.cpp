// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::client {

static constexpr qsizetype kMostReactors = 20; // named

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

std::optional<TimelineRow> RoomTimelineModel::find(qint64 rowId) const
{
    const auto found = std::ranges::find(m_rows, rowId, &TimelineRow::id);
    return found == m_rows.end() ? std::nullopt : std::optional(*found);
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
    if (!message || !message->reactions)
        return {};
    const auto found = std::ranges::find(*message->reactions, emoji, &protocol::Reaction::emoji);
    if (found == message->reactions->end())
        return {};
    QStringList names;
    for (const UserId user : found->by.first(std::min(found->by.size(), kMostReactors))) {
        m_chat.askName(user);
        names.append(user == m_chat.self() ? tr("You") : m_chat.nameOf(user));
    }
    if (const auto rest = int(found->by.size() - names.size()); rest > 0)
        names.append(tr("%n other(s)", nullptr, rest));
    return QLocale().createSeparatedList(names);
}

bool RoomTimelineModel::isTimed(int index) const
{
    return m_rows[index].isOwn && m_chat.stages().find(keyAt(index));
}

TimelineRow RoomTimelineModel::rowOf(const TimelineEntry &entry) const
{
    TimelineRow row;
    row.id = entry.id;
    row.revision = entry.revision;
    row.seq = entry.message.seq;
    row.at = entry.message.at;
    row.by = entry.message.by;
    row.author = m_chat.nameOf(entry.message.by);
    row.isDeleted = entry.message.isDeleted();
    row.isEdited = entry.message.editedAt.has_value();
    row.text = row.isDeleted ? tr("This message was deleted.") : entry.message.text;
    row.isOwn = entry.message.by == m_chat.self();
    row.isForMe = entry.message.isFor(m_chat.self());
    if (entry.message.replyTo)
        row.quote = quoteOf(*entry.message.replyTo);
    for (const protocol::Reaction &reaction :
         entry.message.reactions.value_or(QList<protocol::Reaction>())) {
        row.reactions.append(
            {reaction.emoji, int(reaction.by.size()), reaction.by.contains(m_chat.self())});
    }
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
    row.delivery = edit.failure ? Delivery::Failed : Delivery::Pending;
    if (edit.failure)
        row.failure = m_sentence(*edit.failure);
}

RowQuote RoomTimelineModel::quoteOf(Seq seq) const
{
    RowQuote quote{.seq = seq, .by = {}, .author = {}, .text = {}};
    const protocol::Message *message = m_chat.message(m_timeline->room(), seq);
    if (!message)
        return quote;
    m_chat.askName(message->by);
    quote.by = message->by;
    quote.author = m_chat.nameOf(message->by);
    quote.text = message->isDeleted() ? tr("This message was deleted.") : message->text;
    return quote;
}

} // namespace salon::client
