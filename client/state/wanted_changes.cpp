// SPDX-License-Identifier: MIT
#include "client/state/wanted_changes.h"
#include "shared/base/clock.h"
#include <algorithm>

namespace salon::client {
namespace {

template <class Made, class Undone>
std::optional<bool> oneOf(const protocol::RoomEvent &event)
{
    if (std::holds_alternative<Made>(event.data))
        return true;
    return std::holds_alternative<Undone>(event.data) ? std::optional(false) : std::nullopt;
}

QString emojiOf(const protocol::RoomEvent &event)
{
    const auto *added = std::get_if<protocol::ReactionAdded>(&event.data);
    const auto *removed = std::get_if<protocol::ReactionRemoved>(&event.data);
    return added ? added->emoji : removed ? removed->emoji : QString();
}

//! Which way it is from that event on; nothing when that is about something else.
std::optional<bool> isOnAfter(const protocol::RoomEvent &event, const WantedChange &change,
                              UserId self)
{
    if (event.room != change.room || event.changes() != change.seq)
        return {};
    if (change.what == WantedChange::What::Pin)
        return oneOf<protocol::MessagePinned, protocol::MessageUnpinned>(event);
    if (change.what == WantedChange::What::Reaction && event.by == self
        && emojiOf(event) == change.emoji)
        return oneOf<protocol::ReactionAdded, protocol::ReactionRemoved>(event);
    return {};
}

void showReaction(protocol::Message &message, const WantedChange &change, UserId self)
{
    auto all = message.reactions.value_or(QList<protocol::Reaction>());
    const auto same = std::ranges::find(all, change.emoji, &protocol::Reaction::emoji);
    if (change.isOn && same == all.end())
        all.append({change.emoji, {self}});
    else if (change.isOn && !same->by.contains(self))
        same->by.append(self);
    else if (!change.isOn && same != all.end())
        same->by.removeAll(self);
    all.removeIf([](const protocol::Reaction &reaction) { return reaction.by.isEmpty(); });
    message.reactions.reset();
    if (!all.isEmpty())
        message.reactions = all;
}

//! Without the place of its event in the log, which it does not have yet.
void showPin(protocol::Message &message, const WantedChange &change, UserId self)
{
    if (change.isOn == message.isPinned())
        return;
    message.pinnedSeq.reset();
    message.pinned.reset();
    message.pinnedBy.reset();
    message.pinnedAt.reset();
    if (!change.isOn)
        return;
    message.pinned = true;
    message.pinnedBy = self;
    message.pinnedAt = change.at;
}

} // namespace

WantedChanges::WantedChanges(Connection &connection, LocalStore &store, MaySend maySend)
    : m_connection(connection), m_store(store), m_maySend(std::move(maySend))
{
    connect(&m_pause, &SendingPause::over, this, &WantedChanges::sendWaiting);
}

void WantedChanges::open(const StoreAccount &account, const QList<WantedChange> &kept)
{
    m_account = account;
    for (const WantedChange &change : kept) {
        Entry entry{++m_lastId, change};
        entry.isShown = true;
        entry.wasSent = true; // perhaps, when that run ended
        entry.hasWaited = true;
        m_entries.append(entry);
    }
}

void WantedChanges::close()
{
    m_pause.end();
    m_entries.clear();
    m_inFlight.clear();
    m_epoch.clear();
    m_account = {};
}

void WantedChanges::setEpoch(const QString &epoch)
{
    m_epoch = epoch;
    drop(
        [&](const Entry &entry) {
            return !epoch.isEmpty() && !entry.change.epoch.isEmpty() && entry.change.epoch != epoch;
        },
        {});
}

WantedChanges::Entry *WantedChanges::find(qint64 id)
{
    const auto found = std::ranges::find(m_entries, id, &Entry::id);
    return found == m_entries.end() ? nullptr : &*found;
}

WantedChanges::Entry *WantedChanges::findWaiting(const WantedChange &change)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) {
        return !entry.isDone && entry.change.isAbout(change);
    });
    return found == m_entries.end() ? nullptr : &*found;
}

void WantedChanges::want(WantedChange change)
{
    if (!m_account.user.isValid())
        return Q_EMIT notKept(change);
    change.at = Clock::system().now();
    change.epoch = m_epoch;
    Entry *before = findWaiting(change);
    if (before && before->change.isOn == change.isOn && !before->isHeld)
        return; // it is wanted already
    const bool isDeletion = change.what == WantedChange::What::Deletion;
    const bool isTaking = before && before->change.isOn != change.isOn && !before->isHeld;
    if (isTaking && (!before->wasSent || isDeletion))
        return takeBack(*before);
    if (isDeletion && !change.isOn)
        return; // what is gone does not come back
    put(change, before ? std::optional(*before) : std::nullopt);
}

//! `before` is what was wanted about the same until now.
void WantedChanges::put(const WantedChange &change, const std::optional<Entry> &before)
{
    Entry entry{++m_lastId, change};
    entry.isShown = before && before->isShown;
    entry.wasSent = before && before->wasSent;
    m_entries.removeIf([&](const Entry &other) { return other.change.isAbout(change); });
    m_entries.append(entry);
    m_store.putChange(m_account, change, [this, id = entry.id, before](bool isStored) {
        putDone(id, before, isStored);
    });
    if (before)
        Q_EMIT dropped(before->change);
    if (entry.isShown)
        Q_EMIT changed(change.room, change.seq);
    QTimer::singleShot(kSoonMs, this, [this, id = entry.id] { setWaiting(id); });
    send(change.room);
}

void WantedChanges::setWaiting(qint64 id)
{
    Entry *entry = find(id);
    if (!entry || std::exchange(entry->hasWaited, true))
        return;
    if (entry->change.what == WantedChange::What::Deletion)
        Q_EMIT changed(entry->change.room, entry->change.seq);
}

void WantedChanges::putDone(qint64 id, const std::optional<Entry> &before, bool isStored)
{
    Entry *entry = find(id);
    if (!entry || entry->isDone)
        return;
    entry->hasNoDisk = !isStored;
    const WantedChange change = entry->change;
    const bool isInFlight = m_inFlight.value(change.room) == id;
    if (!isStored && !isInFlight)
        return giveUp(id, before);
    if (!isStored)
        return; // the answer decides
    const bool isWaiting = !isInFlight && !isTheirTurn(change);
    const bool wasShown = std::exchange(entry->isShown, true);
    entry->hasWaited = entry->hasWaited || isWaiting;
    if (!wasShown)
        Q_EMIT changed(change.room, change.seq);
    Q_EMIT countChanged();
    if (isWaiting)
        Q_EMIT waits(change);
}

//! What could not be written is not shown as kept: what was there before is.
void WantedChanges::giveUp(qint64 id, const std::optional<Entry> &before)
{
    const WantedChange change = find(id)->change;
    erase(id);
    if (before && before->isShown) {
        m_entries.append(*before);
        m_entries.last().isHeld = false;
    }
    Q_EMIT changed(change.room, change.seq);
    Q_EMIT countChanged();
    Q_EMIT notKept(change);
}

void WantedChanges::takeBack(Entry &entry)
{
    entry.isHeld = true;
    const auto removed = [this, id = entry.id](bool isRemoved) {
        Entry *held = find(id);
        if (!held)
            return;
        const WantedChange change = held->change;
        held->isHeld = false;
        if (isRemoved)
            erase(id);
        Q_EMIT changed(change.room, change.seq);
        Q_EMIT countChanged();
        if (isRemoved)
            return Q_EMIT dropped(change);
        Q_EMIT notKept(change);
        send(change.room);
    };
    m_store.removeChange(m_account, entry.change, removed);
}

void WantedChanges::erase(qint64 id)
{
    m_entries.removeIf([id](const Entry &entry) { return entry.id == id; });
}

void WantedChanges::drop(const std::function<bool(const Entry &)> &is,
                         const std::optional<Error> &why)
{
    QList<Entry> gone;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (is(entry))
            gone.append(entry);
    }
    for (const Entry &entry : std::as_const(gone)) {
        erase(entry.id);
        if (!entry.isDone)
            m_store.removeChange(m_account, entry.change, [](bool) {});
        Q_EMIT changed(entry.change.room, entry.change.seq);
        if (why && !entry.isDone)
            Q_EMIT refused(entry.change, *why);
        else if (!entry.isDone)
            Q_EMIT dropped(entry.change);
    }
    if (!gone.isEmpty())
        Q_EMIT countChanged();
}

void WantedChanges::remove(RoomId room)
{
    drop([room](const Entry &entry) { return entry.change.room == room; }, {});
}

void WantedChanges::removeAll()
{
    drop([](const Entry &) { return true; }, {});
}

void WantedChanges::apply(const protocol::RoomEvent &event)
{
    if (m_entries.isEmpty() || event.changes() == 0)
        return;
    if (std::holds_alternative<protocol::MessageDeleted>(event.data))
        return messageDeleted(event);
    for (Entry &entry : m_entries) {
        if (isOnAfter(event, entry.change, m_account.user) == entry.change.isOn)
            entry.seen = event.seq;
    }
    const auto settled = m_entries.removeIf([&](const Entry &entry) {
        return entry.isDone && isOnAfter(event, entry.change, m_account.user);
    });
    if (settled > 0)
        Q_EMIT changed(event.room, event.changes());
}

void WantedChanges::messageDeleted(const protocol::RoomEvent &event)
{
    const auto isOfIt = [&](const Entry &entry) {
        return entry.change.room == event.room && entry.change.seq == event.changes();
    };
    const QList<Entry> all = m_entries;
    for (const Entry &entry : all) {
        const bool isDeletion = entry.change.what == WantedChange::What::Deletion;
        if (!isOfIt(entry) || entry.isDone || (entry.seen == 0 && !isDeletion))
            continue;
        erase(entry.id);
        m_store.removeChange(m_account, entry.change, [](bool) {});
        Q_EMIT done(entry.change, isDeletion ? event.seq : entry.seen);
        Q_EMIT countChanged();
    }
    drop(isOfIt, Error(ErrorCode::Conflict, Reason::MessageDeleted, {}));
}

protocol::Message WantedChanges::shown(protocol::Message message) const
{
    for (const Entry &entry : m_entries) {
        const WantedChange &change = entry.change;
        const bool isThere = entry.isDone && entry.rev > 0 && message.rev >= entry.rev;
        if (!entry.isShown || isThere || message.isDeleted() || change.seq != message.seq
            || change.room != message.room)
            continue;
        if (change.what == WantedChange::What::Reaction)
            showReaction(message, change, m_account.user);
        else if (change.what == WantedChange::What::Pin)
            showPin(message, change, m_account.user);
    }
    return message;
}

bool WantedChanges::isToBeDeleted(RoomId room, Seq seq) const
{
    const WantedChange deletion{room, seq, WantedChange::What::Deletion};
    return std::ranges::any_of(m_entries, [&](const Entry &entry) {
        return entry.isShown && entry.hasWaited && entry.change.isAbout(deletion);
    });
}

QList<WantedChange> WantedChanges::shownIn(RoomId room) const
{
    QList<WantedChange> all;
    for (const Entry &entry : m_entries) {
        if (entry.isShown && entry.change.room == room)
            all.append(entry.change);
    }
    return all;
}

QSet<RoomId> WantedChanges::rooms() const
{
    QSet<RoomId> rooms;
    for (const Entry &entry : m_entries) {
        if (!entry.isDone)
            rooms.insert(entry.change.room);
    }
    return rooms;
}

qsizetype WantedChanges::count() const
{
    return std::ranges::count_if(m_entries,
                                 [](const Entry &entry) { return entry.isShown && !entry.isDone; });
}

qsizetype WantedChanges::waitingIn(RoomId room) const
{
    return std::ranges::count_if(m_entries, [room](const Entry &entry) {
        return entry.change.room == room && entry.isShown && entry.hasWaited && !entry.isDone;
    });
}

std::optional<Timestamp> WantedChanges::oldest() const
{
    std::optional<Timestamp> oldest;
    for (const Entry &entry : m_entries) {
        if (entry.isShown && !entry.isDone)
            oldest = std::min(entry.change.at, oldest.value_or(entry.change.at));
    }
    return oldest;
}

} // namespace salon::client
