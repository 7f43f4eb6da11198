// SPDX-License-Identifier: MIT
// How what a server says of a room's log gets into the CacheWorker's file.
#include "client/cache/cache_worker.h"

namespace salon::client {

void CacheWorker::putPage(Account account, const protocol::MessagePage &page)
{
    write(account, page.room, [&](qint64 id) {
        Log log = m_accounts.madeLog(id, page.room);
        // A message in it may have changed since, while it was not there to be changed.
        if (page.asOf < log.known)
            return;
        addPage(id, log, page);
        if (log.known == 0)
            knowUpTo(log, page.asOf);
        m_accounts.putLog(id, log);
    });
}

void CacheWorker::addPage(qint64 account, Log &log, const protocol::MessagePage &page)
{
    for (const protocol::User &user : page.users)
        m_accounts.putUser(account, user);
    m_logs.add(log.log, {page.from, page.to, page.messages});
}

void CacheWorker::append(Account account, const protocol::RoomEvent &event)
{
    write(account, event.room, [&](qint64 id) {
        Log log = m_accounts.madeLog(id, event.room);
        addEvent(log, event);
        m_accounts.putLog(id, log);
    });
}

void CacheWorker::addEvent(Log &log, const protocol::RoomEvent &event)
{
    CachedLogs::Part part{event.seq, event.seq, {}};
    if (const auto message = event.message())
        part.messages.append(*message);
    if (!m_logs.has(log.log, event.seq))
        m_logs.add(log.log, part);
    if (event.changes() > 0) {
        if (auto message = m_logs.find(log.log, event.changes())) {
            event.change(*message);
            m_hasDeleted = m_hasDeleted || message->isDeleted();
            m_logs.update(log.log, *message);
        }
    }
    Run &run = m_runs[log.log];
    if (event.seq != run.last + 1)
        run.first = event.seq;
    run.last = event.seq;
    knowUpTo(log, log.known == 0 ? event.seq : log.known);
}

//! Of what follows on `seq`, too, as far as it was appended already.
void CacheWorker::knowUpTo(Log &log, Seq seq)
{
    log.known = std::max(log.known, seq);
    const Run run = m_runs.value(log.log);
    if (run.first <= log.known + 1)
        log.known = std::max(log.known, run.last);
}

void CacheWorker::putSync(Account account, const protocol::RoomSync &sync)
{
    if (sync.error)
        return removeRoom(account, sync.room);
    if (!sync.page && !sync.reset && sync.events.value_or(QList<protocol::RoomEvent>()).isEmpty())
        return;
    write(account, sync.room, [&](qint64 id) {
        Log log = m_accounts.madeLog(id, sync.room);
        const bool isForgotten = sync.gap && !sync.gap->touched.value;
        if (sync.reset.value_or(false) || isForgotten) {
            const qint64 visited = log.visited;
            dropLog(id, log);
            log = m_accounts.madeLog(id, sync.room);
            log.visited = visited;
        }
        if (sync.page)
            addGap(id, log, sync);
        if (sync.events) {
            for (const protocol::RoomEvent &event : *sync.events)
                addEvent(log, event);
        }
        m_accounts.putLog(id, log);
    });
}

void CacheWorker::addGap(qint64 account, Log &log, const protocol::RoomSync &sync)
{
    if (sync.page->asOf < log.known)
        return;
    if (sync.gap) {
        m_hasDeleted = true; // maybe
        // What changed in the gap is not told, and pages from within it may be there. With few
        // messages among many events the page reaches to before the gap.
        if (sync.gap->from < sync.page->from)
            m_logs.forget(log.log, sync.gap->from, sync.page->from - 1);
        for (const auto &message : sync.gap->touched.value.value_or(QList<protocol::Message>()))
            m_logs.update(log.log, message);
    }
    addPage(account, log, *sync.page);
    // Who asked may have known more than is cached: then what changed in between is not told.
    if (log.known == 0 || (sync.gap && sync.gap->from <= log.known + 1))
        knowUpTo(log, sync.page->asOf);
}

void CacheWorker::update(Account account, const QList<protocol::Message> &messages)
{
    for (const protocol::Message &message : messages)
        write(account, message.room, [&](qint64 id) {
            if (const auto log = m_accounts.log(id, message.room))
                m_logs.update(log->log, message);
            m_hasDeleted = m_hasDeleted || message.isDeleted();
        });
}

void CacheWorker::dropLog(qint64 account, const Log &log)
{
    m_accounts.removeLog(account, log.room);
    m_accounts.removeMembers(log.log);
    m_logs.dropAll(log.log);
    m_runs.remove(log.log);
    m_hasDeleted = true;
}

} // namespace salon::client
