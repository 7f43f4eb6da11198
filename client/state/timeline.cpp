// SPDX-License-Identifier: MIT
#include "client/state/timeline.h"

namespace salon::client {
namespace {

constexpr qsizetype kMostChanges = 100;

} // namespace

Timeline::Timeline(RoomId room, UserId self, Seq readMarker, QObject *parent)
    : QObject(parent), m_room(room), m_self(self), m_readMarker(readMarker)
{
}

Seq Timeline::firstSeq() const
{
    return m_delivered > 0 ? m_entries.first().message.seq : 0;
}

TimelineEntry Timeline::entryOf(const protocol::Message &message)
{
    TimelineEntry entry;
    entry.id = ++m_lastId;
    entry.message = message;
    return entry;
}

int Timeline::unsentIndex(const QString &key) const
{
    for (int i = m_delivered; i < m_entries.size(); ++i) {
        if (m_entries[i].message.key == key)
            return i;
    }
    return -1;
}

void Timeline::reset(const protocol::MessagePage &page)
{
    Q_EMIT aboutToReset();
    QList<TimelineEntry> entries;
    for (const protocol::Message &message : page.messages)
        entries.append(entryOf(message));
    const int delivered = int(entries.size());
    for (qsizetype i = m_delivered; i < m_entries.size(); ++i) {
        const TimelineEntry &unsent = m_entries[i];
        const auto isSame = [&](const protocol::Message &message) {
            return message.by == m_self && message.key == unsent.message.key;
        };
        const bool isBefore = unsent.postedSeq > 0 && unsent.postedSeq <= page.asOf;
        if (!isBefore && std::ranges::none_of(page.messages, isSame))
            entries.append(unsent);
    }
    m_entries = entries;
    m_delivered = delivered;
    m_hasOlder = page.hasBefore;
    const QList<protocol::RoomEvent> pushed = setEnd(page);
    Q_EMIT wasReset();
    changeAgain(page);
    for (const protocol::RoomEvent &event : pushed)
        take(event);
    Q_EMIT boundsChanged();
}

void Timeline::forget()
{
    Q_EMIT aboutToReset();
    m_entries.remove(0, m_delivered);
    m_delivered = 0;
    m_order.clear();
    m_changes.clear();
    m_hasOlder = true;
    m_hasNewer = false;
    Q_EMIT wasReset();
    Q_EMIT boundsChanged();
}

bool Timeline::apply(const protocol::RoomEvent &event)
{
    if (m_hasNewer) { // a page will bring it, but nothing else what changes a message that is here
        m_order.note(event.seq);
        change(event);
        return true;
    }
    const QList<protocol::RoomEvent> next = m_order.take(event);
    for (const protocol::RoomEvent &ready : next)
        take(ready);
    if (!next.isEmpty() && trim())
        Q_EMIT boundsChanged();
    return !hasHole();
}

void Timeline::take(const protocol::RoomEvent &event)
{
    if (const auto message = event.message())
        insertDelivered(*message);
    change(event);
}

int Timeline::indexOf(Seq seq) const
{
    const int index = firstAt(seq);
    return index < m_delivered && m_entries[index].message.seq == seq ? index : -1;
}

const protocol::Message *Timeline::find(Seq seq) const
{
    const int index = indexOf(seq);
    return index < 0 ? nullptr : &m_entries[index].message;
}

//! In that form, if it is newer.
void Timeline::show(int index, const protocol::Message &message)
{
    if (index < 0 || m_entries[index].message.rev >= message.rev)
        return;
    m_entries[index].message = message;
    const auto edit = m_edits.constFind(message.seq);
    if (edit != m_edits.constEnd() && edit->rev > 0 && message.rev >= edit->rev)
        m_edits.erase(edit);
    ++m_entries[index].revision;
    Q_EMIT changed(index, index);
    touchAnswers({message.seq});
}

void Timeline::setEdit(Seq seq, const std::optional<PendingEdit> &edit)
{
    const int index = indexOf(seq);
    const bool isThere =
        edit && edit->rev > 0 && index >= 0 && m_entries[index].message.rev >= edit->rev;
    if (edit && !isThere)
        m_edits.insert(seq, *edit);
    else
        m_edits.remove(seq);
    touchMessage(seq);
}

const PendingEdit *Timeline::edit(Seq seq) const
{
    const auto found = m_edits.constFind(seq);
    if (found == m_edits.constEnd())
        return nullptr;
    // What the server took may have come with a page, without its event.
    const int index = indexOf(seq);
    const bool isTaken =
        found->rev > 0 && (index < 0 || m_entries[index].message.rev >= found->rev);
    return isTaken ? nullptr : &*found;
}

void Timeline::change(const protocol::RoomEvent &event)
{
    if (event.changes() == 0)
        return;
    m_changes.append(event);
    if (m_changes.size() > kMostChanges)
        m_changes.removeFirst();
    if (std::holds_alternative<protocol::MessageDeleted>(event.data))
        removePosted(event.changes());
    changeShown(event);
}

void Timeline::changeShown(const protocol::RoomEvent &event)
{
    const int index = indexOf(event.changes());
    if (index < 0)
        return;
    protocol::Message message = m_entries[index].message;
    event.change(message);
    show(index, message);
}

void Timeline::changeAgain(const protocol::MessagePage &page)
{
    for (const protocol::RoomEvent &event : QList(m_changes)) {
        if (event.seq > page.asOf)
            changeShown(event);
    }
}

void Timeline::insertDelivered(const protocol::Message &message)
{
    const int unsent = message.by == m_self ? unsentIndex(message.key) : -1;
    TimelineEntry entry = entryOf(message);
    if (unsent >= 0) {
        entry.id = m_entries[unsent].id;
        entry.revision = m_entries[unsent].revision + 1;
    }
    if (unsent == m_delivered) {
        m_entries[unsent] = entry;
        ++m_delivered;
        Q_EMIT changed(unsent, unsent);
        Q_EMIT delivered(message.key);
        return;
    }
    if (unsent > m_delivered)
        remove(unsent, 1);
    Q_EMIT aboutToInsert(m_delivered, m_delivered);
    m_entries.insert(m_delivered++, entry);
    Q_EMIT inserted();
    if (unsent >= 0)
        Q_EMIT delivered(message.key);
}

void Timeline::remove(int first, int count)
{
    Q_EMIT aboutToRemove(first, first + count - 1);
    m_entries.remove(first, count);
    m_delivered -= std::clamp(m_delivered - first, 0, count);
    Q_EMIT removed();
}

void Timeline::addPending(const protocol::Message &message)
{
    if (unsentIndex(message.key) >= 0)
        return;
    for (const TimelineEntry &entry : m_entries) {
        if (entry.message.by == m_self && entry.message.key == message.key)
            return; // it is in the log already
    }
    TimelineEntry entry = entryOf(message);
    entry.state = SendState::Pending;
    Q_EMIT aboutToInsert(int(m_entries.size()), int(m_entries.size()));
    m_entries.append(entry);
    Q_EMIT inserted();
}

void Timeline::setPending(const QString &key)
{
    const int index = unsentIndex(key);
    if (index < 0 || m_entries[index].state == SendState::Pending)
        return;
    m_entries[index].state = SendState::Pending;
    ++m_entries[index].revision;
    Q_EMIT changed(index, index);
}

void Timeline::setPosted(const QString &key, Seq seq)
{
    const int index = unsentIndex(key);
    if (index < 0)
        return;
    if (isLoaded() && seq <= known())
        return discard(key); // older than what is shown
    m_entries[index].postedSeq = seq;
}

//! Of what is unsent, what a page will bring.
void Timeline::discardPosted()
{
    for (int i = int(m_entries.size()) - 1; i >= m_delivered; --i) {
        if (m_entries[i].postedSeq > 0)
            remove(i, 1);
    }
}

//! It was acknowledged, and is gone before a page has brought it.
void Timeline::removePosted(Seq seq)
{
    for (int i = m_delivered; i < m_entries.size(); ++i) {
        if (m_entries[i].postedSeq == seq)
            return remove(i, 1);
    }
}

void Timeline::changeKey(const QString &key, const QString &next)
{
    const int index = unsentIndex(key);
    if (index >= 0)
        m_entries[index].message.key = next;
}

void Timeline::setFailed(const QString &key, const Error &failure)
{
    const int index = unsentIndex(key);
    if (index < 0)
        return;
    m_entries[index].state = SendState::Failed;
    m_entries[index].failure = failure;
    ++m_entries[index].revision;
    Q_EMIT changed(index, index);
}

void Timeline::changeText(const QString &key, const QString &text)
{
    const int index = unsentIndex(key);
    if (index < 0 || m_entries[index].message.text == text)
        return;
    m_entries[index].message.text = text;
    ++m_entries[index].revision;
    Q_EMIT changed(index, index);
}

void Timeline::discard(const QString &key)
{
    const int index = unsentIndex(key);
    if (index >= 0)
        remove(index, 1);
}

void Timeline::touchMessage(Seq seq)
{
    const int index = indexOf(seq);
    if (index < 0)
        return;
    ++m_entries[index].revision;
    Q_EMIT changed(index, index);
}

template <class Is>
void Timeline::touchRows(Is is)
{
    int first = -1;
    int last = -1;
    for (int i = 0; i < m_entries.size(); ++i) {
        if (!is(m_entries[i].message))
            continue;
        ++m_entries[i].revision;
        first = first < 0 ? i : first;
        last = i;
    }
    if (first >= 0)
        Q_EMIT changed(first, last);
}

void Timeline::touch(const QSet<UserId> &people)
{
    const auto calls = [&](const protocol::Message &message) {
        return message.mentions && std::ranges::any_of(*message.mentions, [&](UserId user) {
                   return people.contains(user);
               });
    };
    // An answer shows the author of another one, too, and a pin who pinned.
    touchRows([&](const protocol::Message &message) {
        return people.contains(message.by) || message.replyTo || calls(message)
            || (message.pinnedBy && people.contains(*message.pinnedBy));
    });
}

void Timeline::touchAnswers(const QSet<Seq> &answered)
{
    touchRows([&](const protocol::Message &message) {
        return message.replyTo && answered.contains(*message.replyTo);
    });
}

} // namespace salon::client
