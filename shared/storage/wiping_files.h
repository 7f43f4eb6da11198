// SPDX-License-Identifier: MIT
#pragma once

struct sqlite3;

namespace salon::storage {

//! From now on SQLite writes no bytes of deleted rows into its databases, of this process and with
//! this library of it. `secure_delete` leaves some: rows that moved to another page when
//! theirs was full stay, as bytes that nobody reads, in what is free of the old one until it is
//! used again. A page in the write-ahead log may have them; it must be emptied, and so must the
//! cache of the connection that writes (`PRAGMA shrink_memory`), which may write them again.
//!
//! Within a transaction `PRAGMA wipe_unused_space` wipes what was written to the file before,
//! beside all who read and write. Where SQLite is another than this library's it is no error and
//! does nothing.
void useWipingFiles();

//! For a copy that is made page by page, before its first: the page that says how all others are
//! read comes last, and until it is there they are read as those of `source`.
void wipeLike(sqlite3 *copy, sqlite3 *source);

} // namespace salon::storage
