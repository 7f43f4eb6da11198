// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"
#include <QDir>
#include <QEventLoop>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTimer>

namespace salon::test {

inline const client::StoreAccount kAda{QStringLiteral("https://chat.example"), {7}};
inline const client::StoreAccount kGrace{QStringLiteral("https://chat.example"), {8}};

//! A profile with its cache, and answers that are waited for.
struct LogCacheUser {
    QTemporaryDir folder;
    std::unique_ptr<client::LogCache> cache;
    QStringList toldAside;
    QList<client::LogCache::Stop> toldStopped;

    LogCacheUser() { start(); }
    //! As a start of the program with this profile.
    void start()
    {
        cache.reset();
        cache = std::make_unique<client::LogCache>(folder.path());
        QObject::connect(cache.get(), &client::LogCache::setAside, cache.get(),
                         [this](const QString &file) { toldAside.append(file); });
        QObject::connect(cache.get(), &client::LogCache::stopped, cache.get(),
                         [this](client::LogCache::Stop why) { toldStopped.append(why); });
    }
    client::LogCache::Content content(const client::StoreAccount &account = kAda)
    {
        return waited<client::LogCache::Content>(
            [&](auto done) { cache->load(account, std::move(done)); });
    }
    Seq known(RoomId room) { return content().known.value(room); }
    std::optional<protocol::MessagePage> page(const protocol::ListMessages &request,
                                              const client::StoreAccount &account = kAda)
    {
        return waited<std::optional<protocol::MessagePage>>(
            [&](auto done) { cache->page(account, request, std::move(done)); });
    }
    std::optional<protocol::MemberPage> members(RoomId room,
                                                const client::StoreAccount &account = kAda)
    {
        return waited<std::optional<protocol::MemberPage>>(
            [&](auto done) { cache->members(account, room, std::move(done)); });
    }
    //! What another program finds in the file: the stretches of a room's log, first and last.
    QList<std::pair<Seq, Seq>> stretches(const client::StoreAccount &account, RoomId room) const
    {
        QList<std::pair<Seq, Seq>> found;
        query(QStringLiteral("SELECT first, last FROM stretch JOIN log USING (log) "
                             "JOIN account ON id = account "
                             "WHERE server = '%1' AND user = %2 AND room = %3")
                  .arg(account.server, account.user.toString(), room.toString()),
              [&](const QSqlQuery &row) {
                  found.append({row.value(0).toLongLong(), row.value(1).toLongLong()});
              });
        return found;
    }
    qint64 held() const { return number(QStringLiteral("SELECT count(*) FROM message")); }
    qint64 number(const QString &sql) const
    {
        qint64 found = -1;
        query(sql, [&](const QSqlQuery &row) { found = row.value(0).toLongLong(); });
        return found;
    }
    void query(const QString &sql, const std::function<void(const QSqlQuery &)> &row = {}) const
    {
        const QString name = QStringLiteral("beside");
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(path());
            database.open();
            QSqlQuery query(database);
            query.exec(sql);
            while (row && query.next())
                row(query);
        }
        QSqlDatabase::removeDatabase(name);
    }
    QString path() const { return folder.filePath(QStringLiteral("cache.db")); }
    QStringList setAside(const QString &why = QStringLiteral("*")) const
    {
        return QDir(folder.path()).entryList({QStringLiteral("cache.db.") + why});
    }

private:
    template <class Answer, class Ask>
    static Answer waited(Ask ask)
    {
        constexpr int kLongMs = 30'000;
        std::optional<Answer> answer;
        QEventLoop loop;
        ask([&](const Answer &found) {
            answer = found;
            loop.quit();
        });
        QTimer::singleShot(kLongMs, &loop, &QEventLoop::quit);
        loop.exec();
        Q_ASSERT_X(answer, "LogCacheUser", "the cache does not answer");
        return *answer;
    }
};

} // namespace salon::test
