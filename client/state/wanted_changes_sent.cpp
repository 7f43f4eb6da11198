// SPDX-License-Identifier: MIT
// How WantedChanges go to the server, and what its answers make of them.
#include "client/state/try_later.h"
#include "client/state/wanted_changes.h"
#include <algorithm>

namespace salon::client {
namespace {

Seq revOf(const protocol::MessageChanged &answer)
{
    return answer.rev;
}

Seq revOf(const protocol::Done &)
{
    return 0;
}

} // namespace

//! Whether it goes out as soon as those before it are answered.
bool WantedChanges::isTheirTurn(const WantedChange &change) const
{
    return m_connection.state() == ConnectionState::Online && !m_pause.isOn()
        && m_maySend(change.room, change.seq);
}

void WantedChanges::sendAll()
{
    m_pause.end();
    sendWaiting();
}

void WantedChanges::sendWaiting()
{
    for (const RoomId room : rooms())
        send(room);
}

void WantedChanges::send(RoomId room)
{
    if (m_inFlight.contains(room))
        return;
    const auto next = std::ranges::find_if(m_entries, [&](const Entry &entry) {
        return entry.change.room == room && !entry.isDone && !entry.isHeld
            && isTheirTurn(entry.change);
    });
    if (next == m_entries.end())
        return;
    next->wasSent = true;
    m_inFlight.insert(room, next->id);
    const Entry entry = *next;
    Q_EMIT sent(entry.change);
    ask(entry);
}

void WantedChanges::ask(const Entry &entry)
{
    const auto told = [this, id = entry.id, room = entry.change.room](const auto &answer) {
        answered(id, room, answer ? Result<Seq>(revOf(*answer)) : Result<Seq>(answer.error()));
    };
    const auto &[room, seq, what, emoji, isOn, at, epoch] = entry.change;
    switch (what) {
    case WantedChange::What::Reaction:
        return isOn ? m_connection.request(protocol::AddReaction{room, seq, emoji}, told)
                    : m_connection.request(protocol::RemoveReaction{room, seq, emoji}, told);
    case WantedChange::What::Pin:
        return isOn ? m_connection.request(protocol::PinMessage{room, seq}, told)
                    : m_connection.request(protocol::UnpinMessage{room, seq}, told);
    case WantedChange::What::Deletion:
        return m_connection.request(protocol::DeleteMessage{room, seq}, told);
    }
}

void WantedChanges::answered(qint64 id, RoomId room, const Result<Seq> &rev)
{
    if (m_inFlight.value(room) == id)
        m_inFlight.remove(room);
    Entry *entry = find(id); // null when another wish took its place
    if (!rev && isPassing(rev.error().code))
        wait(rev.error());
    else
        m_pause.shorten();
    if (entry && rev)
        acknowledged(*entry, *rev);
    else if (entry)
        failed(*entry, rev.error());
    if (rev || !isAboutSession(rev.error().code))
        send(room);
}

//! Shown until its event is here: answer and event come by ways of their own.
void WantedChanges::acknowledged(Entry &entry, Seq rev)
{
    const WantedChange change = entry.change;
    m_store.removeChange(m_account, change, [](bool) {});
    entry.isDone = true;
    entry.rev = rev;
    const qint64 id = entry.id;
    const bool wasShown = std::exchange(entry.isShown, true);
    if (entry.seen > 0)
        erase(id);
    if (!wasShown)
        Q_EMIT changed(change.room, change.seq);
    QTimer::singleShot(kSettleMs, this, [this, id, change] {
        if (!find(id))
            return;
        erase(id);
        Q_EMIT changed(change.room, change.seq);
    });
    Q_EMIT done(change, rev);
    Q_EMIT countChanged();
}

void WantedChanges::failed(Entry &entry, const Error &why)
{
    const qint64 id = entry.id;
    const WantedChange change = entry.change;
    if (!isPassing(why.code) && !isAboutSession(why.code))
        return drop([id](const Entry &other) { return other.id == id; }, why);
    if (entry.hasNoDisk)
        return giveUp(id);
    if (!entry.isShown)
        return;
    setWaiting(id);
    Q_EMIT waits(change);
}

void WantedChanges::wait(const Error &why)
{
    if (m_connection.state() != ConnectionState::Online)
        return; // the next hello sends it
    if (const qint64 pauseMs = m_pause.begin(why); pauseMs > 0)
        Q_EMIT paused(why, pauseMs);
}

} // namespace salon::client
