// SPDX-License-Identifier: MIT
#include "client/state/room_logs.h"
#include "client/platform/loop_watch.h"

namespace salon::client {

static constexpr qsizetype kMostHeld = 10'000;

RoomLogs::RoomLogs(Connection &connection, LogCache &cache, QObject *parent)
    : QObject(parent), m_connection(connection), m_cache(cache),
      m_catchUp(connection, [this](RoomId room) { return known(room); })
{
    connect(&m_catchUp, &CatchUp::answered, this, &RoomLogs::synced);
    connect(&m_catchUp, &CatchUp::named, this, &RoomLogs::named);
    connect(&m_catchUp, &CatchUp::unreadable, this, &RoomLogs::skipUnreadable);
    connect(&m_catchUp, &CatchUp::done, this, &RoomLogs::caughtUp);
    connect(&m_unread, &TryLater::due, this, [this](const QList<RoomId> &rooms) {
        for (const RoomId room : rooms)
            skipUnreadable(room);
    });
}

void RoomLogs::open(const StoreAccount &account, const QHash<RoomId, Seq> &known)
{
    m_account = account;
    for (auto room = known.begin(); room != known.end(); ++room) {
        Log &log = m_logs[room.key()];
        log.order.start(room.value());
        log.isCached = true;
    }
}

void RoomLogs::close()
{
    m_catchUp.clear();
    m_unread.clear();
    m_logs.clear();
    m_held = 0;
    m_account = {};
}

Seq RoomLogs::known(RoomId room) const
{
    const auto log = m_logs.find(room);
    return log == m_logs.end() ? 0 : log->second.order.known();
}

Seq RoomLogs::newest(RoomId room) const
{
    const auto log = m_logs.find(room);
    return log == m_logs.end() ? 0 : log->second.order.newest();
}

template <class Step>
void RoomLogs::advance(Log &log, Step step)
{
    const qsizetype before = log.order.heldCount();
    const QList<protocol::RoomEvent> next = step(log.order);
    m_held += log.order.heldCount() - before;
    for (const protocol::RoomEvent &event : next)
        apply(log, event);
}

void RoomLogs::apply(Log &log, const protocol::RoomEvent &event)
{
    log.isCached = true;
    m_cache.append(m_account, event);
    Q_EMIT applied(event);
}

template <class Condition>
void RoomLogs::dropLogs(Condition condition)
{
    std::erase_if(m_logs, condition);
    m_held = 0;
    for (const auto &[room, log] : m_logs)
        m_held += log.order.heldCount();
}

void RoomLogs::reconnected()
{
    m_catchUp.clear();
    m_unread.clear();
    dropLogs([](const auto &log) { return !log.second.isCached; });
}

void RoomLogs::listed(const QList<protocol::Room> &rooms, const QList<RoomId> &first)
{
    QList<RoomId> behind;
    QSet<RoomId> own;
    for (const protocol::Room &room : rooms) {
        own.insert(room.id);
        Log &log = m_logs[room.id];
        if (!log.isCached)
            advance(log, [&room](EventOrder &order) { return order.start(room.head); });
        log.order.note(room.head);
        if (log.order.hasHole() || log.order.known() > room.head)
            behind.append(room.id);
    }
    dropLogs([&own](const auto &log) { return !own.contains(log.first); });
    std::ranges::stable_partition(behind, [&](RoomId room) { return first.contains(room); });
    m_catchUp.ask(behind);
    if (behind.isEmpty())
        Q_EMIT caughtUp();
}

void RoomLogs::begin(const protocol::Room &room)
{
    Log &log = m_logs[room.id];
    if (!log.order.isStarted())
        advance(log, [&room](EventOrder &order) { return order.start(room.head); });
    if (log.order.hasHole())
        m_catchUp.askNext(room.id);
}

void RoomLogs::receive(const protocol::RoomEvent &event)
{
    const StageScope stage(LoopStage::Applying);
    Log &log = m_logs[event.room];
    if (m_held >= kMostHeld && event.seq != log.order.known() + 1)
        log.order.note(event.seq);
    else
        advance(log, [&event](EventOrder &order) { return order.take(event); });
    if (log.order.hasHole())
        m_catchUp.askNext(event.room);
}

void RoomLogs::remove(RoomId room)
{
    const auto log = m_logs.find(room);
    if (log != m_logs.end()) {
        m_held -= log->second.order.heldCount();
        m_logs.erase(log);
    }
    m_catchUp.drop(room);
    m_cache.removeRoom(m_account, room);
}

void RoomLogs::forgetAll()
{
    m_catchUp.clear();
    m_unread.clear();
    m_logs.clear();
    m_held = 0;
}

void RoomLogs::keep(const protocol::MessagePage &page)
{
    const auto found = m_logs.find(page.room);
    if (found == m_logs.end() || !found->second.order.isStarted())
        return; // one is not in it
    found->second.isCached = true;
    m_cache.putPage(m_account, page);
}

void RoomLogs::synced(const protocol::RoomSync &answer)
{
    if (answer.error)
        return Q_EMIT lost(answer.room);
    const auto found = m_logs.find(answer.room);
    if (found == m_logs.end())
        return; // one left it meanwhile
    Log &log = found->second;
    const Seq before = log.order.known();
    const bool isReset = answer.reset.value_or(false);
    if (isReset || answer.page) // first, so that nobody is given an old page of it
        m_cache.putSync(m_account, answer);
    if (isReset)
        restart(log, answer.room);
    if (isReset && !answer.page)
        return skipUnreadable(answer.room);
    if (answer.page) {
        log.isCached = true;
        Q_EMIT skipped(answer);
        advance(log, [&answer](EventOrder &order) { return order.start(answer.page->asOf); });
    }
    for (const protocol::RoomEvent &event : answer.events.value_or(QList<protocol::RoomEvent>()))
        advance(log, [&event](EventOrder &order) { return order.take(event); });
    if (!log.order.hasHole())
        m_catchUp.drop(answer.room);
    else if (log.order.known() != before)
        m_catchUp.ask({answer.room});
    if (isReset) // what was pushed since was taken for old by its number
        m_catchUp.ask({answer.room});
}

void RoomLogs::restart(Log &log, RoomId room)
{
    m_held -= log.order.heldCount();
    log.order.clear();
    log.order.start(0);
    log.isCached = false;
    Q_EMIT restarted(room);
}

void RoomLogs::skipUnreadable(RoomId room)
{
    protocol::ListMessages newest;
    newest.room = room;
    m_connection.request(newest, [this, room](const Result<protocol::MessagePage> &page) {
        const auto log = m_logs.find(room);
        if (log == m_logs.end())
            return;
        if (!page) {
            if (isGone(page.error().code))
                Q_EMIT lost(room);
            else if (isPassing(page.error().code)
                     && m_connection.state() == ConnectionState::Online)
                m_unread.add({room}, page.error());
            return;
        }
        Q_EMIT named(page->users);
        // All that is older may have changed, and nobody can say how.
        protocol::RoomSync answer{.room = room};
        answer.gap = protocol::Gap{log->second.order.known() + 1, page->from - 1, {}};
        answer.page = *page;
        synced(answer);
    });
}

} // namespace salon::client
