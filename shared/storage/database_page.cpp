// SPDX-License-Identifier: MIT
#include "shared/storage/database_page.h"
#include <algorithm>
#include <string_view>

namespace salon::storage {
namespace {

constexpr std::string_view kMagic("SQLite format 3\0", 16);
constexpr size_t kLargestPage = 65'536;
constexpr quint64 kLockedByte = 0x4000'0000; // the page with it holds nothing

//! Other pages begin with the number of a page. The first byte of one below 2^25 (128 GiB) is 0 or
//! 1, which no page of a table begins with; some room is left for a file that grows meanwhile.
constexpr quint32 kMostPages = (1U << 25) - (1U << 20);

enum PageKind : uchar { IndexInner = 2, TableInner = 5, IndexLeaf = 10, TableLeaf = 13 };

quint32 number16(std::span<const uchar> bytes, size_t at)
{
    return quint32(bytes[at]) << 8 | bytes[at + 1];
}

quint32 number32(std::span<const uchar> bytes, size_t at)
{
    return number16(bytes, at) << 16 | number16(bytes, at + 2);
}

bool isPointerMap(quint32 number, const DatabaseHeader &header)
{
    if (!header.hasPointerMaps || number < 2)
        return false;
    const auto apart = quint32(header.usableSize / 5 + 1);
    const quint32 map = (number - 2) / apart * apart + 2;
    const bool isMoved = map == kLockedByte / header.pageSize + 1;
    return number == (isMoved ? map + 1 : map);
}

//! Of a page that is one of a b-tree.
struct PageHeader {
    size_t firstFree = 0;
    size_t cells = 0;
    size_t pointers = 0; //!< where they begin
    size_t content = 0; //!< where it begins

    size_t pointersEnd() const { return pointers + 2 * cells; }
};

std::optional<PageHeader> headerOf(std::span<const uchar> page, size_t at)
{
    const uchar kind = page[at];
    const bool isInner = kind == IndexInner || kind == TableInner;
    if (!isInner && kind != IndexLeaf && kind != TableLeaf)
        return {};
    const size_t content = number16(page, at + 5);
    return PageHeader{.firstFree = number16(page, at + 1),
                      .cells = number16(page, at + 3),
                      .pointers = at + (isInner ? 12 : 8),
                      .content = content == 0 ? kLargestPage : content};
}

bool isSound(std::span<const uchar> page, const PageHeader &header)
{
    if (header.content > page.size() || header.pointersEnd() > header.content)
        return false;
    for (size_t at = header.pointers; at < header.pointersEnd(); at += 2) {
        const size_t cell = number16(page, at);
        if (cell < header.content || cell >= page.size())
            return false;
    }
    return true;
}

} // namespace

std::optional<DatabaseHeader> DatabaseHeader::read(std::span<const uchar> bytes)
{
    if (bytes.size() < kSize || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin()))
        return {};
    DatabaseHeader header;
    const size_t size = number16(bytes, 16);
    header.pageSize = size == 1 ? kLargestPage : size;
    if (header.pageSize < kSmallestPage || (header.pageSize & (header.pageSize - 1)) != 0)
        return {};
    header.usableSize = header.pageSize - bytes[20];
    header.pageCount = number32(bytes, 28);
    header.hasPointerMaps = number32(bytes, 52) != 0;
    header.hasWriteAheadLog = bytes[18] == 2 && bytes[19] == 2;
    return header;
}

std::vector<ByteRange> unusedSpace(std::span<const uchar> page, quint32 number,
                                   const DatabaseHeader &header)
{
    if (page.size() != header.pageSize || header.pageCount > kMostPages || number == 0
        || isPointerMap(number, header))
        return {};
    const auto usable = page.first(header.usableSize);
    const auto tree = headerOf(usable, number == 1 ? DatabaseHeader::kSize : 0);
    if (!tree || !isSound(usable, *tree))
        return {};
    std::vector<ByteRange> unused{{tree->pointersEnd(), tree->content}};
    // A chain, in ascending order: where the next one is, and the size of this one.
    constexpr size_t kHead = 4;
    size_t behind = tree->content;
    for (size_t free = tree->firstFree; free != 0; free = number16(usable, free)) {
        if (free < behind || free + kHead > usable.size())
            return {};
        behind = free + number16(usable, free + 2);
        if (behind < free + kHead || behind > usable.size())
            return {};
        unused.push_back({free + kHead, behind});
    }
    return unused;
}

} // namespace salon::storage
