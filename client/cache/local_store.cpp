// SPDX-License-Identifier: MIT
#include "client/cache/local_store.h"
#include <QDateTime>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr QLatin1StringView kConnection = "salon-local"_L1;

} // namespace

//! Lives in the store's thread and owns the connection.
class LocalStore::Worker : public QObject {
public:
    explicit Worker(const QString &folder) : m_path(folder + u"/local.db"_s) {}
    ~Worker() override
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }

    void open()
    {
        m_name = kConnection + QString::number(quintptr(this));
        if (tryOpen())
            return;
        const QString aside = m_path + u".damaged-"_s
            + QDateTime::currentDateTimeUtc().toString(u"yyyyMMddhhmmss"_s);
        m_database.close();
        QFile::rename(m_path, aside);
        m_note = aside;
        tryOpen();
    }
    bool run(const QString &sql, const QVariantList &values)
    {
        QSqlQuery query(m_database);
        if (!query.prepare(sql))
            return false;
        for (const QVariant &value : values)
            query.addBindValue(value);
        return query.exec();
    }
    Content load(UserId user)
    {
        Content content;
        content.note = std::exchange(m_note, {});
        QSqlQuery query(m_database);
        query.prepare(u"SELECT room, key, text, created_at FROM outbox WHERE user = ? ORDER BY rowid"_s);
        query.addBindValue(user.value);
        query.exec();
        while (query.next())
            content.outbox.append({user, {query.value(0).toLongLong()}, query.value(1).toString(),
                                   query.value(2).toString(), query.value(3).toLongLong()});
        query.prepare(u"SELECT room, text FROM drafts WHERE user = ?"_s);
        query.addBindValue(user.value);
        query.exec();
        while (query.next())
            content.drafts.insert({query.value(0).toLongLong()}, query.value(1).toString());
        return content;
    }

private:
    bool tryOpen()
    {
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        m_database.setDatabaseName(m_path);
        return m_database.open() && run(u"PRAGMA journal_mode = WAL"_s, {})
            && run(u"PRAGMA synchronous = FULL"_s, {})
            && run(u"CREATE TABLE IF NOT EXISTS outbox (user INTEGER, room INTEGER, key TEXT UNIQUE, "
                   "text TEXT, created_at INTEGER)"_s, {})
            && run(u"CREATE TABLE IF NOT EXISTS drafts (user INTEGER, room INTEGER, text TEXT, "
                   "PRIMARY KEY (user, room))"_s, {});
    }

    QString m_path;
    QString m_name;
    QString m_note;
    QSqlDatabase m_database;
};

LocalStore::LocalStore(const QString &folder, QObject *parent)
    : QObject(parent), m_worker(new Worker(folder))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"local store"_s);
    m_thread.start();
    post([](Worker &worker) { worker.open(); });
}

LocalStore::~LocalStore()
{
    // The queue is emptied before the thread ends: quit() is queued behind what waits.
    post([this](Worker &) { m_thread.quit(); });
    m_thread.wait();
}

template <class Work>
void LocalStore::post(Work work)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, work] { work(*worker); },
                              Qt::QueuedConnection);
}

void LocalStore::load(UserId user, std::function<void(Content)> done)
{
    post([this, user, done](Worker &worker) {
        QMetaObject::invokeMethod(this, [done, content = worker.load(user)] { done(content); },
                                  Qt::QueuedConnection);
    });
}

void LocalStore::putOutbox(const OutboxRow &row, std::function<void(bool)> done)
{
    post([this, row, done](Worker &worker) {
        const bool stored = worker.run(
            u"INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?)"_s,
            {row.user.value, row.room.value, row.key, row.text, row.createdAt});
        QMetaObject::invokeMethod(this, [done, stored] { done(stored); }, Qt::QueuedConnection);
    });
}

void LocalStore::removeOutbox(const QString &key)
{
    post([key](Worker &worker) { worker.run(u"DELETE FROM outbox WHERE key = ?"_s, {key}); });
}

void LocalStore::setDraft(UserId user, RoomId room, const QString &text)
{
    post([=](Worker &worker) {
        if (text.isEmpty())
            worker.run(u"DELETE FROM drafts WHERE user = ? AND room = ?"_s, {user.value, room.value});
        else
            worker.run(u"INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)"_s,
                       {user.value, room.value, text});
    });
}

} // namespace salon::client
