// SPDX-License-Identifier: MIT
#include "client/cache/cached_accounts.h"
#include "client/cache/row_check.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

qint64 checkOf(qint64 account, const CachedAccounts::Log &log)
{
    return rowCheck({account, log.room.value, log.log, log.known, log.visited});
}

qint64 checkOf(const StoreAccount &account, qint64 id, const QString &epoch)
{
    return rowCheck({account.user.value, id}, (account.server + u'\n' + epoch).toUtf8());
}

} // namespace

void CachedAccounts::count()
{
    m_found.clear();
    m_lastAccount = m_database.number(u"SELECT max(id) FROM account"_s);
    m_lastVisit = m_database.number(u"SELECT max(visited) FROM log"_s);
    m_lastLog = 0;
    for (const auto &table : {u"log"_s, u"members"_s, u"stretch"_s, u"message"_s, u"dropped"_s})
        m_lastLog = std::max(m_lastLog, m_database.number(u"SELECT max(log) FROM %1"_s.arg(table)));
}

std::optional<CachedAccounts::Account> CachedAccounts::find(const StoreAccount &account)
{
    const auto known = m_found.constFind(account);
    if (known != m_found.constEnd())
        return *known;
    std::optional<Account> found;
    m_database.select(u"SELECT id, epoch, \"check\" FROM account WHERE server = ? AND user = ?"_s,
                      {account.server, account.user.value}, [&](const QSqlQuery &row) {
                          found = Account{row.value(0).toLongLong(), row.value(1).toString()};
                          if (row.value(2).toLongLong()
                              != checkOf(account, found->id, found->epoch))
                              m_database.distrust();
                      });
    if (m_database.hasFailed() || !found)
        return {};
    m_found.insert(account, *found);
    return found;
}

void CachedAccounts::put(const StoreAccount &account, const Account &row)
{
    m_database.run(u"INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?, ?)"_s,
                   {account.server, account.user.value, row.id, row.epoch,
                    checkOf(account, row.id, row.epoch)});
    m_found.insert(account, row);
}

std::optional<qint64> CachedAccounts::account(const StoreAccount &account)
{
    const auto found = find(account);
    return found ? std::optional(found->id) : std::nullopt;
}

qint64 CachedAccounts::madeAccount(const StoreAccount &account)
{
    if (const auto found = find(account))
        return found->id;
    put(account, {++m_lastAccount, {}});
    return m_lastAccount;
}

QString CachedAccounts::epoch(const StoreAccount &account)
{
    const auto found = find(account);
    return found ? found->epoch : QString();
}

void CachedAccounts::setEpoch(const StoreAccount &account, const QString &epoch)
{
    put(account, {madeAccount(account), epoch});
}

void CachedAccounts::forgetAccount(const StoreAccount &account)
{
    const auto found = find(account);
    if (!found)
        return;
    for (const auto &table : {u"room"_s, u"person"_s, u"log"_s})
        m_database.run(u"DELETE FROM %1 WHERE account = ?"_s.arg(table), {found->id});
    m_database.run(u"DELETE FROM account WHERE server = ? AND user = ?"_s,
                   {account.server, account.user.value});
    m_found.remove(account);
}

template <class T>
std::optional<T> CachedAccounts::read(const QSqlQuery &row, std::initializer_list<qint64> key)
{
    const QByteArray body = row.value(0).toByteArray();
    if (row.value(1).toLongLong() == rowCheck(key, body))
        return m_database.decoded<T>(body);
    m_database.distrust();
    return {};
}

QList<protocol::Room> CachedAccounts::rooms(qint64 account)
{
    QList<protocol::Room> found;
    m_database.select(
        u"SELECT body, \"check\", room FROM room WHERE account = ? ORDER BY room"_s, {account},
        [&](const QSqlQuery &row) {
            const auto room = read<protocol::Room>(row, {account, row.value(2).toLongLong()});
            if (room)
                found.append(*room);
        });
    return found;
}

Seq CachedAccounts::firstOf(qint64 account, RoomId room)
{
    Seq first = 1;
    m_database.select(u"SELECT body, \"check\" FROM room WHERE account = ? AND room = ?"_s,
                      {account, room.value}, [&](const QSqlQuery &row) {
                          if (const auto found = read<protocol::Room>(row, {account, room.value}))
                              first = found->first;
                      });
    return first;
}

void CachedAccounts::putRoom(qint64 account, const protocol::Room &room)
{
    const QByteArray body = wire::encoded(room);
    m_database.run(u"INSERT INTO room VALUES (?, ?, ?, ?) ON CONFLICT (account, room) DO UPDATE "
                   "SET body = excluded.body, \"check\" = excluded.\"check\" "
                   "WHERE excluded.\"check\" <> \"check\""_s,
                   {account, room.id.value, body, rowCheck({account, room.id.value}, body)});
}

void CachedAccounts::removeRoom(qint64 account, RoomId room)
{
    m_database.run(u"DELETE FROM room WHERE account = ? AND room = ?"_s, {account, room.value});
}

QList<CachedAccounts::Log> CachedAccounts::logs(qint64 account)
{
    QList<Log> found;
    m_database.select(u"SELECT room, log, known, visited, \"check\" FROM log WHERE account = ?"_s,
                      {account}, [&](const QSqlQuery &row) {
                          const Log log{{row.value(0).toLongLong()},
                                        row.value(1).toLongLong(),
                                        row.value(2).toLongLong(),
                                        row.value(3).toLongLong()};
                          if (row.value(4).toLongLong() != checkOf(account, log))
                              m_database.distrust();
                          found.append(log);
                      });
    return found;
}

std::optional<CachedAccounts::Log> CachedAccounts::log(qint64 account, RoomId room)
{
    std::optional<Log> found;
    m_database.select(u"SELECT log, known, visited, \"check\" FROM log "
                      "WHERE account = ? AND room = ?"_s,
                      {account, room.value}, [&](const QSqlQuery &row) {
                          found = Log{room, row.value(0).toLongLong(), row.value(1).toLongLong(),
                                      row.value(2).toLongLong()};
                          if (row.value(3).toLongLong() != checkOf(account, *found))
                              m_database.distrust();
                      });
    return m_database.hasFailed() ? std::nullopt : found;
}

CachedAccounts::Log CachedAccounts::madeLog(qint64 account, RoomId room)
{
    if (const auto found = log(account, room))
        return *found;
    const Log made{room, ++m_lastLog};
    putLog(account, made);
    return made;
}

void CachedAccounts::putLog(qint64 account, const Log &log)
{
    m_database.run(
        u"INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?)"_s,
        {account, log.room.value, log.log, log.known, log.visited, checkOf(account, log)});
}

void CachedAccounts::removeLog(qint64 account, RoomId room)
{
    m_database.run(u"DELETE FROM log WHERE account = ? AND room = ?"_s, {account, room.value});
}

void CachedAccounts::putUser(qint64 account, const protocol::User &user)
{
    const QByteArray body = wire::encoded(user);
    m_database.run(u"INSERT INTO person VALUES (?, ?, ?, ?) ON CONFLICT (account, user) DO UPDATE "
                   "SET body = excluded.body, \"check\" = excluded.\"check\" "
                   "WHERE excluded.\"check\" <> \"check\""_s,
                   {account, user.id.value, body, rowCheck({account, user.id.value}, body)});
}

QList<protocol::User> CachedAccounts::users(qint64 account, const QSet<UserId> &ids)
{
    QList<protocol::User> found;
    for (const UserId id : ids)
        m_database.select(u"SELECT body, \"check\" FROM person WHERE account = ? AND user = ?"_s,
                          {account, id.value}, [&](const QSqlQuery &row) {
                              if (const auto user = read<protocol::User>(row, {account, id.value}))
                                  found.append(*user);
                          });
    return found;
}

void CachedAccounts::putMembers(qint64 log, const QList<protocol::Member> &members)
{
    const QByteArray body = wire::encoded(protocol::MemberPage{.members = members});
    m_database.run(u"INSERT OR REPLACE INTO members VALUES (?, ?, ?)"_s,
                   {log, body, rowCheck({log}, body)});
}

std::optional<protocol::MemberPage> CachedAccounts::members(qint64 log)
{
    std::optional<protocol::MemberPage> found;
    m_database.select(
        u"SELECT body, \"check\" FROM members WHERE log = ?"_s, {log},
        [&](const QSqlQuery &row) { found = read<protocol::MemberPage>(row, {log}); });
    return found;
}

void CachedAccounts::removeMembers(qint64 log)
{
    m_database.run(u"DELETE FROM members WHERE log = ?"_s, {log});
}

} // namespace salon::client
