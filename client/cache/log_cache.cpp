// SPDX-License-Identifier: MIT
#include "client/cache/log_cache.h"
#include "client/cache/cache_worker.h"

using namespace Qt::StringLiterals;

namespace salon::client {

LogCache::LogCache(const QString &folder, QObject *parent) : QObject(parent)
{
    const auto tellAside = [this](const QString &path) {
        QMetaObject::invokeMethod(
            this, [this, path] { Q_EMIT setAside(path); }, Qt::QueuedConnection);
    };
    const auto tellStop = [this](Stop why) {
        QMetaObject::invokeMethod(
            this, [this, why] { Q_EMIT stopped(why); }, Qt::QueuedConnection);
    };
    m_work = std::make_unique<WorkThread<CacheWorker>>(
        u"log cache"_s, new CacheWorker(folder, tellAside, tellStop));
    m_work->post([](CacheWorker &worker) { worker.start(); });
}

LogCache::~LogCache() = default;

void LogCache::load(const StoreAccount &account, Told done)
{
    m_work->ask(
        this, [account](CacheWorker &worker) { return worker.load(account); }, std::move(done));
}

void LogCache::page(const StoreAccount &account, const protocol::ListMessages &request, Page done)
{
    m_work->ask(
        this, [account, request](CacheWorker &worker) { return worker.page(account, request); },
        std::move(done));
}

void LogCache::members(const StoreAccount &account, RoomId room, Members done)
{
    m_work->ask(
        this, [account, room](CacheWorker &worker) { return worker.members(account, room); },
        std::move(done));
}

void LogCache::moments(const StoreAccount &account, RoomId room, const QList<Timestamp> &times,
                       Moments done)
{
    m_work->ask(
        this, [=](CacheWorker &worker) { return worker.moments(account, room, times); },
        std::move(done));
}

void LogCache::pins(const StoreAccount &account, RoomId room, Pins done)
{
    m_work->ask(
        this, [account, room](CacheWorker &worker) { return worker.pins(account, room); },
        std::move(done));
}

void LogCache::setEpoch(const StoreAccount &account, const QString &epoch)
{
    m_work->post([=](CacheWorker &worker) { worker.setEpoch(account, epoch); });
}

void LogCache::putRooms(const StoreAccount &account, const QList<protocol::Room> &rooms)
{
    m_work->post([=](CacheWorker &worker) { worker.putRooms(account, rooms); });
}

void LogCache::putRoom(const StoreAccount &account, const protocol::Room &room)
{
    m_work->post([=](CacheWorker &worker) { worker.putRoom(account, room); });
}

void LogCache::removeRoom(const StoreAccount &account, RoomId room)
{
    m_work->post([=](CacheWorker &worker) { worker.removeRoom(account, room); });
}

void LogCache::putUsers(const StoreAccount &account, const QList<protocol::User> &users)
{
    m_work->post([=](CacheWorker &worker) { worker.putUsers(account, users); });
}

void LogCache::putMembers(const StoreAccount &account, RoomId room,
                          const QList<protocol::Member> &members)
{
    m_work->post([=](CacheWorker &worker) { worker.putMembers(account, room, members); });
}

void LogCache::putPage(const StoreAccount &account, const protocol::MessagePage &page)
{
    m_work->post([=](CacheWorker &worker) { worker.putPage(account, page); });
}

void LogCache::append(const StoreAccount &account, const protocol::RoomEvent &event)
{
    m_work->post([=](CacheWorker &worker) { worker.append(account, event); });
}

void LogCache::putSync(const StoreAccount &account, const protocol::RoomSync &sync)
{
    m_work->post([=](CacheWorker &worker) { worker.putSync(account, sync); });
}

void LogCache::update(const StoreAccount &account, const QList<protocol::Message> &messages)
{
    m_work->post([=](CacheWorker &worker) { worker.update(account, messages); });
}

void LogCache::visit(const StoreAccount &account, RoomId room)
{
    m_work->post([=](CacheWorker &worker) { worker.visit(account, room); });
}

void LogCache::setBounds(const Bounds &bounds)
{
    m_work->post([=](CacheWorker &worker) { worker.setBounds(bounds); });
}

void LogCache::forgetAccount(const StoreAccount &account)
{
    m_work->post([=](CacheWorker &worker) { worker.forgetAccount(account); });
}

} // namespace salon::client
