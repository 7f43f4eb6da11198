// SPDX-License-Identifier: MIT
#include "client/ui/failure_notices.h"
#include "client/state/chat.h"
#include "client/ui/refused_change.h"
#include "client/ui/room_pane.h"

namespace salon::client {

FailureNotices::FailureNotices(Chat &chat, RoomPane &pane)
    : QObject(&pane), m_chat(chat), m_pane(pane)
{
    connect(&chat, &Chat::storeSetAside, &pane,
            [&pane] { pane.notice(errorSentence(LocalFailure::StoreSetAside)); });
    connect(&chat, &Chat::unsentLeftBehind, &pane, [&pane](const LeftBehind &what) {
        pane.notice(leftBehindSentence(what.room, what.messages, what.changes));
    });
    connect(&chat, &Chat::storeFailed, this, [this](StoreTrouble why) {
        m_hasStoreFailed = true;
        m_pane.notice(errorSentence(localFailure(why)));
    });
    connect(&chat, &Chat::cacheSetAside, &pane,
            [&pane] { pane.notice(errorSentence(LocalFailure::CacheSetAside)); });
    connect(&chat, &Chat::cacheStopped, this, &FailureNotices::tellCacheStopped);
    connect(&chat, &Chat::ready, this, &FailureNotices::compareClocks);
    connectWanted();
}

void FailureNotices::connectWanted()
{
    const WantedChanges &wanted = m_chat.wanted();
    connect(&wanted, &WantedChanges::sent, this, [this](const WantedChange &change) {
        if (change.room != m_pane.room())
            m_chat.message(change.room, change.seq); // at hand by then, if it is refused
    });
    connect(&wanted, &WantedChanges::refused, this,
            [this](const WantedChange &change, const Error &why) {
                m_pane.notice(refusedSentence(change, why, elsewhere(change, why)));
            });
    connect(&wanted, &WantedChanges::notKept, this,
            [this] { m_pane.notice(changeNotKeptSentence(localFailure(m_chat.storeTrouble()))); });
}

//! Nothing where its room is open. What was deleted is not quoted.
std::optional<Elsewhere> FailureNotices::elsewhere(const WantedChange &change, const Error &why)
{
    const protocol::Room *room = m_chat.rooms().find(change.room);
    if (!room || change.room == m_pane.room())
        return {};
    const bool isGone = why.reason == Reason::MessageDeleted;
    const protocol::Message *message = isGone ? nullptr : m_chat.message(change.room, change.seq);
    return Elsewhere{room->name, message ? message->text : QString()};
}

LocalFailure FailureNotices::localFailure(StoreTrouble trouble)
{
    switch (trouble) {
    case StoreTrouble::DiskFull:
        return LocalFailure::DiskFull;
    case StoreTrouble::NotWritable:
        return LocalFailure::StoreNotWritable;
    case StoreTrouble::Locked:
        return LocalFailure::StoreLocked;
    case StoreTrouble::TooNew:
        return LocalFailure::StoreTooNew;
    case StoreTrouble::None:
    case StoreTrouble::Other:
        break;
    }
    return LocalFailure::TextNotStored;
}

//! That what one types cannot be stored weighs more: it stays.
void FailureNotices::tellCacheStopped(LogCache::Stop why)
{
    if (m_hasStoreFailed)
        return;
    const bool isFull = why == LogCache::Stop::DiskFull;
    m_pane.notice(errorSentence(isFull ? LocalFailure::CacheDiskFull : LocalFailure::CacheFailed));
}

void FailureNotices::compareClocks()
{
    const qint64 ahead = m_chat.connection().clockAheadMs();
    if (qAbs(ahead) >= kClockToleranceMs)
        m_pane.notice(clockSentence(ahead));
}

} // namespace salon::client
