// SPDX-License-Identifier: MIT
#include "shared/storage/wiping_files.h"
#include "shared/storage/database_page.h"
#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <sqlite3.h>

namespace salon::storage {
namespace {

constexpr int kCheckpointLock = 1; // sqlite.org/walformat.html
constexpr int kExpect = 0x5361; // for our files alone: a DatabaseHeader
constexpr qint64 kReadAtOnce = 1 << 20; // a multiple of each page size

//! The engine's own way to a file, and ours, in which two functions are others.
struct WipingMethods {
    sqlite3_io_methods ours = {}; // must be the first
    const sqlite3_io_methods *engines = nullptr;
    std::optional<DatabaseHeader> expected = {}; //!< of a file that has none yet
};

const WipingMethods &methodsOf(const sqlite3_file *file)
{
    return *reinterpret_cast<const WipingMethods *>(file->pMethods);
}

const sqlite3_io_methods &enginesOf(const sqlite3_file *file)
{
    return *methodsOf(file).engines;
}

using Bytes = std::span<const uchar>;

bool isBlank(Bytes bytes)
{
    // Each byte is as the one before it, which compares many at once.
    return bytes.empty()
        || (bytes[0] == 0 && std::memcmp(bytes.data(), bytes.data() + 1, bytes.size() - 1) == 0);
}

//! Those that are not blank.
std::vector<ByteRange> remainsIn(Bytes page, quint32 number, const DatabaseHeader &header)
{
    auto unused = unusedSpace(page, number, header);
    std::erase_if(unused, [page](const ByteRange &range) {
        return isBlank(page.subspan(range.begin, range.end - range.begin));
    });
    return unused;
}

std::optional<DatabaseHeader> headerOf(sqlite3_file *file)
{
    std::array<uchar, DatabaseHeader::kSize> bytes{};
    const int code = enginesOf(file).xRead(file, bytes.data(), int(bytes.size()), 0);
    return code == SQLITE_OK ? DatabaseHeader::read(bytes) : std::nullopt;
}

//! Whether something remains if it is a page of a tree. The header of its file, which has to be
//! read for that, can only say that it is none, or one of which less is used.
bool mayHaveRemains(Bytes page, quint32 number)
{
    DatabaseHeader usual;
    usual.pageSize = usual.usableSize = page.size();
    return page.size() >= DatabaseHeader::kSmallestPage && !remainsIn(page, number, usual).empty();
}

int writePage(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    const Bytes page(static_cast<const uchar *>(bytes), size_t(size));
    const auto number = quint32(offset / size) + 1;
    std::vector<ByteRange> remains;
    if (mayHaveRemains(page, number)) {
        auto header = offset == 0 ? DatabaseHeader::read(page) : headerOf(file);
        if (!header)
            header = methodsOf(file).expected;
        if (header && header->pageSize == page.size())
            remains = remainsIn(page, number, *header);
    }
    if (remains.empty())
        return enginesOf(file).xWrite(file, bytes, size, offset);
    thread_local std::vector<uchar> wiped;
    wiped.assign(page.begin(), page.end());
    for (const ByteRange &range : remains)
        std::memset(wiped.data() + range.begin, 0, range.end - range.begin);
    return enginesOf(file).xWrite(file, wiped.data(), size, offset);
}

//! Only the bytes themselves are written, so that a power cut can do no harm to rows.
int wipePage(sqlite3_file *file, Bytes page, qint64 offset, const DatabaseHeader &header)
{
    static constexpr std::array<uchar, 65'536> kBlank{};
    const auto number = quint32(offset / qint64(page.size())) + 1;
    for (const ByteRange &range : remainsIn(page, number, header)) {
        const int code = enginesOf(file).xWrite(file, kBlank.data(), int(range.end - range.begin),
                                                offset + qint64(range.begin));
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

int wipePages(sqlite3_file *file, const DatabaseHeader &header)
{
    sqlite3_int64 size = 0;
    if (const int code = enginesOf(file).xFileSize(file, &size); code != SQLITE_OK)
        return code;
    const auto pageSize = qint64(header.pageSize);
    std::vector<uchar> piece(size_t(std::min<qint64>(size, kReadAtOnce)));
    for (qint64 begin = 0; begin + pageSize <= size; begin += kReadAtOnce) {
        const qint64 length = std::min(kReadAtOnce, (size - begin) / pageSize * pageSize);
        int code = enginesOf(file).xRead(file, piece.data(), int(length), begin);
        for (qint64 at = 0; at < length && code == SQLITE_OK; at += pageSize)
            code = wipePage(file, Bytes(piece).subspan(size_t(at), size_t(pageSize)), begin + at,
                            header);
        if (code != SQLITE_OK)
            return code;
    }
    return enginesOf(file).xSync(file, SQLITE_SYNC_FULL);
}

//! Beside a write-ahead log only checkpoints write to the file, and these wait for a lock.
int wipeBesideLog(sqlite3_file *file, const DatabaseHeader &header)
{
    const auto lock = [file](int how) {
        return enginesOf(file).xShmLock(file, kCheckpointLock, 1, how | SQLITE_SHM_EXCLUSIVE);
    };
    int code = lock(SQLITE_SHM_LOCK);
    if (code != SQLITE_OK)
        return code;
    code = wipePages(file, header);
    lock(SQLITE_SHM_UNLOCK);
    return code;
}

int wipeFile(sqlite3_file *file)
{
    const auto header = headerOf(file);
    if (!header)
        return SQLITE_OK; // nothing was written yet
    if (header->hasWriteAheadLog)
        return wipeBesideLog(file, *header);
    int lock = SQLITE_LOCK_NONE;
    enginesOf(file).xFileControl(file, SQLITE_FCNTL_LOCKSTATE, &lock);
    return lock == SQLITE_LOCK_EXCLUSIVE ? wipePages(file, *header) : SQLITE_LOCKED;
}

int control(sqlite3_file *file, int operation, void *argument)
{
    if (operation == kExpect) {
        auto *methods = const_cast<WipingMethods *>(&methodsOf(file));
        methods->expected = *static_cast<const DatabaseHeader *>(argument);
        return SQLITE_OK;
    }
    if (operation == SQLITE_FCNTL_PRAGMA) {
        const char *name = static_cast<char **>(argument)[1];
        if (sqlite3_stricmp(name, "wipe_unused_space") == 0)
            return wipeFile(file);
    }
    return enginesOf(file).xFileControl(file, operation, argument);
}

//! Behind what the engine itself keeps of a file.
size_t methodsPlace(const sqlite3_vfs &engines)
{
    constexpr size_t kAlign = alignof(WipingMethods);
    return (size_t(engines.szOsFile) + kAlign - 1) / kAlign * kAlign;
}

int openFile(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    auto *engines = static_cast<sqlite3_vfs *>(vfs->pAppData);
    const int code = engines->xOpen(engines, name, file, flags, outFlags);
    const bool isWiped = (flags & SQLITE_OPEN_MAIN_DB) != 0 && code == SQLITE_OK;
    if (!isWiped || file->pMethods->iVersion < 2) // it has no write-ahead log
        return code;
    void *place = reinterpret_cast<char *>(file) + methodsPlace(*engines);
    auto *methods = new (place) WipingMethods{*file->pMethods, file->pMethods};
    methods->ours.xWrite = writePage;
    methods->ours.xFileControl = control;
    file->pMethods = &methods->ours;
    return code;
}

quint32 answerOf(sqlite3 *database, const char *question)
{
    sqlite3_stmt *statement = nullptr;
    quint32 answer = 0;
    if (sqlite3_prepare_v2(database, question, -1, &statement, nullptr) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW)
        answer = quint32(sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return answer;
}

bool registerAsDefault()
{
    static sqlite3_vfs ours;
    sqlite3_vfs *engines = sqlite3_vfs_find(nullptr);
    if (!engines)
        return false;
    ours = *engines;
    ours.zName = "salon";
    ours.pNext = nullptr;
    ours.pAppData = engines;
    ours.szOsFile = int(methodsPlace(*engines) + sizeof(WipingMethods));
    ours.xOpen = openFile;
    return sqlite3_vfs_register(&ours, 1) == SQLITE_OK;
}

} // namespace

void useWipingFiles()
{
    [[maybe_unused]] static const bool isDone = registerAsDefault();
}

// The first page of the source may stand in its write-ahead log.
void wipeLike(sqlite3 *copy, sqlite3 *source)
{
    DatabaseHeader header;
    header.pageSize = answerOf(source, "PRAGMA page_size");
    header.pageCount = answerOf(source, "PRAGMA page_count");
    header.hasPointerMaps = answerOf(source, "PRAGMA auto_vacuum") != 0;
    int reserved = -1; // asks
    if (sqlite3_file_control(source, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved) != SQLITE_OK)
        return;
    header.usableSize = header.pageSize - size_t(reserved);
    sqlite3_file_control(copy, "main", kExpect, &header);
}

} // namespace salon::storage
