// SPDX-License-Identifier: MIT
#include "client/cache/log_cache.h"
#include "client/cache/cache_worker.h"

using namespace Qt::StringLiterals;

namespace salon::client {

LogCache::LogCache(const QString &folder, QObject *parent)
    : QObject(parent),
      m_work(std::make_unique<WorkThread<CacheWorker>>(u"log cache"_s, new CacheWorker(folder)))
{
}

LogCache::~LogCache() = default;

void LogCache::load(const StoreAccount &, Told done)
{
    m_work->ask(
        this, [](CacheWorker &) { return Content(); }, std::move(done));
}

void LogCache::page(const StoreAccount &, const protocol::ListMessages &, Page done)
{
    m_work->ask(
        this, [](CacheWorker &) { return std::optional<protocol::MessagePage>(); },
        std::move(done));
}

void LogCache::members(const StoreAccount &, RoomId, Members done)
{
    m_work->ask(
        this, [](CacheWorker &) { return std::optional<protocol::MemberPage>(); }, std::move(done));
}

void LogCache::setEpoch(const StoreAccount &, const QString &)
{
}
void LogCache::putRooms(const StoreAccount &, const QList<protocol::Room> &)
{
}
void LogCache::putRoom(const StoreAccount &, const protocol::Room &)
{
}
void LogCache::removeRoom(const StoreAccount &, RoomId)
{
}
void LogCache::putUsers(const StoreAccount &, const QList<protocol::User> &)
{
}
void LogCache::putMembers(const StoreAccount &, RoomId, const QList<protocol::Member> &)
{
}
void LogCache::putPage(const StoreAccount &, const protocol::MessagePage &)
{
}
void LogCache::append(const StoreAccount &, const protocol::RoomEvent &)
{
}
void LogCache::putSync(const StoreAccount &, const protocol::RoomSync &)
{
}
void LogCache::update(const StoreAccount &, const QList<protocol::Message> &)
{
}
void LogCache::visit(const StoreAccount &, RoomId)
{
}
void LogCache::setBounds(const Bounds &)
{
}
void LogCache::forgetAccount(const StoreAccount &)
{
}

} // namespace salon::client
