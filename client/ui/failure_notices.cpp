// SPDX-License-Identifier: MIT
#include "client/ui/failure_notices.h"
#include "client/state/chat.h"
#include "client/ui/room_pane.h"

namespace salon::client {

namespace {

ErrorSentence refusedSentence(WantedChange::What what, const Error &why)
{
    switch (what) {
    case WantedChange::What::Reaction:
        return reactionSentence(why);
    case WantedChange::What::Pin:
        return pinSentence(why);
    case WantedChange::What::Deletion:
        break;
    }
    return errorSentence(why);
}

} // namespace

FailureNotices::FailureNotices(Chat &chat, RoomPane &pane)
    : QObject(&pane), m_chat(chat), m_pane(pane)
{
    connect(&chat, &Chat::storeSetAside, &pane,
            [&pane] { pane.notice(errorSentence(LocalFailure::StoreSetAside)); });
    connect(&chat, &Chat::unsentLeftBehind, &pane,
            [&pane] { pane.notice(errorSentence(LocalFailure::UnsentLeftBehind)); });
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
    connect(&m_chat.wanted(), &WantedChanges::refused, this,
            [this](const WantedChange &change, const Error &why) {
                m_pane.notice(refusedSentence(change.what, why));
            });
    connect(&m_chat.wanted(), &WantedChanges::notKept, this,
            [this] { m_pane.notice(errorSentence(localFailure(m_chat.storeTrouble()))); });
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
