// SPDX-License-Identifier: MIT
#include "tests/bench/bare_store.h"
#include <cstdio>
#include <cstdlib>

namespace salon::bench {

namespace {

void bindText(sqlite3_stmt *statement, int place, std::string_view text)
{
    sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

} // namespace

BareStore::BareStore(const std::string &file)
{
    require(sqlite3_open_v2(file.c_str(), &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                            nullptr)
            == SQLITE_OK);
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
    execute("PRAGMA secure_delete = ON");
    execute("PRAGMA wal_autocheckpoint = 4000");
    execute("PRAGMA journal_size_limit = 67108864");
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA mmap_size = 0");
    execute("PRAGMA cache_size = -8192");
    m_begin = prepared("BEGIN IMMEDIATE");
    m_commit = prepared("COMMIT");
    m_take = prepared("UPDATE rooms SET head = head + 1, n = n + 1, last_at = max(last_at, ?) "
                      "WHERE id = ? RETURNING head, n, last_at");
    m_event = prepared("INSERT INTO events (room_id, seq, kind, at, by_user, data) "
                       "VALUES (?, ?, 'message.posted', ?, ?, ?)");
    m_message = prepared("INSERT INTO messages (room_id, seq, n, rev, at, by_user, key, text) "
                         "VALUES (?, ?, ?, ?2, ?, ?, ?, ?)");
    m_read = prepared("UPDATE members SET read_seq = ?, read_n = ?, counter = counter + 1 "
                      "WHERE room_id = ? AND user_id = ?");
}

BareStore::~BareStore()
{
    for (sqlite3_stmt *statement : {m_begin, m_commit, m_take, m_event, m_message, m_read})
        sqlite3_finalize(statement);
    sqlite3_close(m_database);
}

void BareStore::require(bool fine) const
{
    if (fine)
        return;
    std::fprintf(stderr, "bare server: %s\n", sqlite3_errmsg(m_database));
    std::exit(1);
}

void BareStore::execute(const char *sql)
{
    require(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

sqlite3_stmt *BareStore::prepared(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    require(sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr)
            == SQLITE_OK);
    return statement;
}

void BareStore::step(sqlite3_stmt *statement)
{
    require(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
}

BareStore::Place BareStore::take(std::int64_t room, std::int64_t now)
{
    sqlite3_bind_int64(m_take, 1, now);
    sqlite3_bind_int64(m_take, 2, room);
    require(sqlite3_step(m_take) == SQLITE_ROW);
    const Place place{sqlite3_column_int64(m_take, 0), sqlite3_column_int64(m_take, 1),
                      sqlite3_column_int64(m_take, 2)};
    step(m_take);
    return place;
}

void BareStore::add(std::int64_t room, std::int64_t user, const Place &place, std::string_view key,
                    std::string_view text, std::string_view data)
{
    sqlite3_bind_int64(m_event, 1, room);
    sqlite3_bind_int64(m_event, 2, place.seq);
    sqlite3_bind_int64(m_event, 3, place.at);
    sqlite3_bind_int64(m_event, 4, user);
    sqlite3_bind_blob(m_event, 5, data.data(), static_cast<int>(data.size()), SQLITE_STATIC);
    step(m_event);
    sqlite3_bind_int64(m_message, 1, room);
    sqlite3_bind_int64(m_message, 2, place.seq);
    sqlite3_bind_int64(m_message, 3, place.n);
    sqlite3_bind_int64(m_message, 4, place.at);
    sqlite3_bind_int64(m_message, 5, user);
    bindText(m_message, 6, key);
    bindText(m_message, 7, text);
    step(m_message);
    sqlite3_bind_int64(m_read, 1, place.seq);
    sqlite3_bind_int64(m_read, 2, place.n);
    sqlite3_bind_int64(m_read, 3, room);
    sqlite3_bind_int64(m_read, 4, user);
    step(m_read);
}

} // namespace salon::bench
