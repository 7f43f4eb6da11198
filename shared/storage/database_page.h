// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <optional>
#include <span>
#include <vector>

//! What lies in the files of SQLite, as sqlite.org/fileformat2.html describes them.
namespace salon::storage {

//! What the first page of a database says of all of them.
struct DatabaseHeader {
    static constexpr size_t kSize = 100; //!< bytes
    static constexpr size_t kSmallestPage = 512;

    size_t pageSize = 0;
    size_t usableSize = 0; //!< of each page
    quint32 pageCount = 0;
    bool hasPointerMaps = false; //!< as with auto_vacuum
    bool hasWriteAheadLog = false;

    //! Nothing if it is none.
    static std::optional<DatabaseHeader> read(std::span<const uchar> bytes);
};

struct ByteRange {
    size_t begin = 0;
    size_t end = 0;
};

//! The parts of page `number` (the first is 1) in which no row stands, though bytes of one may have
//! stayed there. Only pages of tables and indexes have such parts; of a page that is not surely
//! one, or is not as it should be, this names none.
std::vector<ByteRange> unusedSpace(std::span<const uchar> page, quint32 number,
                                   const DatabaseHeader &header);

} // namespace salon::storage
