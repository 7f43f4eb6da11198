// SPDX-License-Identifier: MIT
#include "client/cache/cache_worker.h"
#include <QCoreApplication>
#include <QEvent>

namespace salon::client {
namespace {

constexpr int kMostInBurst = 1'000;
constexpr int kEmptyLogMs = 30'000;
constexpr int kWipeLogMs = 1'000; //!< where it has what was deleted
constexpr int kLastMs = 2'000; //!< somebody waits for the program to end

} // namespace

CacheWorker::CacheWorker(const QString &folder, std::function<void(const QString &)> onSetAside,
                         std::function<void(LogCache::Stop)> onStop)
    : m_folder(folder), m_onStop(std::move(onStop)), m_database(folder, std::move(onSetAside))
{
    m_emptyLog.setSingleShot(true);
    QObject::connect(&m_emptyLog, &QTimer::timeout, this, [this] {
        endBurst();
        m_database.emptyLog();
        settle();
    });
}

void CacheWorker::start()
{
    deleteOldFiles();
    isReady();
}

CacheWorker::~CacheWorker()
{
    endBurst();
    if (!m_isStopped && m_database.isOpen())
        m_upkeep.deleteAllDropped(QDeadlineTimer(kLastMs));
}

LogCache::Content CacheWorker::load(Account account)
{
    LogCache::Content content;
    const auto id = isReady() && m_lost.isEmpty() ? m_accounts.account(account) : std::nullopt;
    if (id) {
        content.epoch = m_accounts.epoch(account);
        content.rooms = m_accounts.rooms(*id);
        qint64 latest = 0;
        for (const Log &log : m_accounts.logs(*id)) {
            if (log.known > 0)
                content.known.insert(log.room, log.known);
            if (log.visited > latest)
                content.visited = log.room;
            latest = std::max(latest, log.visited);
        }
    }
    if (m_database.hasFailed())
        content = {};
    settle();
    return content;
}

std::optional<protocol::MessagePage> CacheWorker::page(Account account,
                                                       const protocol::ListMessages &request)
{
    if (isLost(account, request.room) || !isReady())
        return {};
    std::optional<protocol::MessagePage> page;
    const auto id = m_accounts.account(account);
    const auto log = id ? m_accounts.log(*id, request.room) : std::nullopt;
    if (log)
        page = m_logs.page(log->log, log->known, m_accounts.firstOf(*id, request.room), request);
    if (page) {
        QSet<UserId> authors;
        for (const protocol::Message &message : std::as_const(page->messages)) {
            authors.insert(message.by);
            authors.insert(message.pinnedBy.value_or(message.by));
        }
        page->users = m_accounts.users(*id, authors);
    }
    if (m_database.hasFailed())
        page.reset();
    settle();
    return page;
}

std::optional<protocol::MemberPage> CacheWorker::members(Account account, RoomId room)
{
    if (isLost(account, room) || !isReady())
        return {};
    std::optional<protocol::MemberPage> page;
    const auto id = m_accounts.account(account);
    const auto log = id ? m_accounts.log(*id, room) : std::nullopt;
    if (log)
        page = m_accounts.members(log->log);
    if (page) {
        QSet<UserId> named;
        for (const protocol::Member &member : std::as_const(page->members))
            named.insert(member.user);
        page->users = m_accounts.users(*id, named);
    }
    if (m_database.hasFailed())
        page.reset();
    settle();
    return page;
}

std::optional<QList<Seq>> CacheWorker::moments(Account account, RoomId room,
                                               const QList<Timestamp> &times)
{
    if (isLost(account, room) || !isReady())
        return {};
    const auto id = m_accounts.account(account);
    const auto log = id ? m_accounts.log(*id, room) : std::nullopt;
    auto moments = log ? std::optional(m_logs.moments(log->log, times)) : std::nullopt;
    if (m_database.hasFailed())
        moments.reset();
    settle();
    return moments;
}

std::optional<protocol::PinPage> CacheWorker::pins(Account account, RoomId room)
{
    if (isLost(account, room) || !isReady())
        return {};
    std::optional<protocol::PinPage> page;
    const auto id = m_accounts.account(account);
    const auto log = id ? m_accounts.log(*id, room) : std::nullopt;
    if (log) {
        page = protocol::PinPage{m_logs.pins(log->log), log->known, {}, {}};
        QSet<UserId> named;
        for (const protocol::Message &message : std::as_const(page->messages)) {
            named.insert(message.by);
            named.insert(message.pinnedBy.value_or(message.by));
        }
        page->users = m_accounts.users(*id, named);
    }
    if (m_database.hasFailed())
        page.reset();
    settle();
    return page;
}

void CacheWorker::write(Account account, std::optional<RoomId> changed,
                        const std::function<void(qint64)> &work)
{
    if (m_isStopped || !isReady()) {
        if (changed)
            m_lost.insert({account, *changed});
        return;
    }
    m_database.begin();
    if (changed)
        m_burst.insert({account, *changed});
    work(m_accounts.madeAccount(account));
    settle();
    if (++m_inBurst >= kMostInBurst)
        endBurst();
    schedule();
}

void CacheWorker::setEpoch(Account account, const QString &epoch)
{
    write(account, RoomId(), [&](qint64 id) {
        const QString known = m_accounts.epoch(account);
        if (known == epoch)
            return;
        if (!known.isEmpty()) {
            for (const Log &log : m_accounts.logs(id))
                dropLog(id, log);
        }
        m_accounts.setEpoch(account, epoch);
    });
}

void CacheWorker::putRooms(Account account, const QList<protocol::Room> &rooms)
{
    write(account, RoomId(), [&](qint64 id) {
        QSet<RoomId> listed;
        for (const protocol::Room &room : rooms) {
            listed.insert(room.id);
            m_accounts.putRoom(id, room);
        }
        for (const protocol::Room &room : m_accounts.rooms(id)) {
            if (!listed.contains(room.id))
                m_accounts.removeRoom(id, room.id);
        }
        for (const Log &log : m_accounts.logs(id)) {
            if (!listed.contains(log.room))
                dropLog(id, log);
        }
    });
}

void CacheWorker::putRoom(Account account, const protocol::Room &room)
{
    write(account, {}, [&](qint64 id) { m_accounts.putRoom(id, room); });
}

void CacheWorker::removeRoom(Account account, RoomId room)
{
    write(account, room, [&](qint64 id) {
        m_accounts.removeRoom(id, room);
        if (const auto log = m_accounts.log(id, room))
            dropLog(id, *log);
    });
}

void CacheWorker::putUsers(Account account, const QList<protocol::User> &users)
{
    write(account, {}, [&](qint64 id) {
        for (const protocol::User &user : users)
            m_accounts.putUser(id, user);
    });
}

void CacheWorker::putMembers(Account account, RoomId room, const QList<protocol::Member> &members)
{
    write(account, {},
          [&](qint64 id) { m_accounts.putMembers(m_accounts.madeLog(id, room).log, members); });
}

void CacheWorker::visit(Account account, RoomId room)
{
    write(account, {}, [&](qint64 id) {
        Log log = m_accounts.madeLog(id, room);
        log.visited = m_accounts.nextVisit();
        m_accounts.putLog(id, log);
    });
}

void CacheWorker::setBounds(const LogCache::Bounds &bounds)
{
    m_upkeep.setBounds(bounds);
    schedule();
}

void CacheWorker::schedule()
{
    if (std::exchange(m_isScheduled, true))
        return;
    // Behind all that was posted, and what is posted until then.
    QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::LowEventPriority);
}

bool CacheWorker::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_isScheduled = false;
    endBurst();
    // What was deleted meanwhile has nothing left to be kept in order, and does not come back.
    if (!m_isStopped && m_database.isOpen()) {
        if (m_upkeep.step()) {
            m_emptyLog.start(kWipeLogMs);
            schedule();
        }
        settle();
    }
    return true;
}

void CacheWorker::endBurst()
{
    m_inBurst = 0;
    if (!m_database.isInTransaction())
        return;
    m_database.commit();
    settle();
    m_burst.clear();
    if (std::exchange(m_hasDeleted, false))
        m_emptyLog.start(kWipeLogMs);
    else if (!m_emptyLog.isActive())
        m_emptyLog.start(kEmptyLogMs);
}

} // namespace salon::client
