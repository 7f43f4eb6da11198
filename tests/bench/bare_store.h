// SPDX-License-Identifier: MIT
#pragma once
#include <cstdint>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace salon::bench {

//! The rows that a posted message makes, written straight with SQLite's C interface and the
//! pragmas of salond into a database that salond made. A failure ends the program.
class BareStore {
public:
    struct Place {
        std::int64_t seq = 0, n = 0, at = 0;
    };

    explicit BareStore(const std::string &file);
    ~BareStore();
    BareStore(const BareStore &) = delete;
    BareStore &operator=(const BareStore &) = delete;

    void begin() { step(m_begin); }
    void commit() { step(m_commit); }
    //! The room's next place, taken.
    Place take(std::int64_t room, std::int64_t now);
    //! The event with its data, the message, and its author's read marker.
    void add(std::int64_t room, std::int64_t user, const Place &place, std::string_view key,
             std::string_view text, std::string_view data);

private:
    sqlite3_stmt *prepared(const char *sql);
    void execute(const char *sql);
    void step(sqlite3_stmt *statement);
    void require(bool fine) const;

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_begin, *m_commit, *m_take, *m_event, *m_message, *m_read;
};

} // namespace salon::bench
