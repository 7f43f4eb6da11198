// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <initializer_list>

namespace salon::client {

//! A number that stands in a row beside its key and content, so that a row of which a bit was
//! turned, or which lies in another's place, is known for it: SQLite sees damage to its own
//! structure only. FNV-1a (draft-eastlake-fnv), folded to 32 bits.
inline qint64 rowCheck(std::initializer_list<qint64> numbers, const QByteArray &content = {})
{
    quint64 hash = 0xcbf29ce484222325;
    const auto take = [&hash](quint8 byte) { hash = (hash ^ byte) * 0x100000001b3; };
    for (const qint64 number : numbers) {
        for (int shift = 0; shift < 64; shift += 8)
            take(quint8(quint64(number) >> shift));
    }
    for (const char byte : content)
        take(quint8(byte));
    return qint64((hash >> 32) ^ (hash & 0xffffffff));
}

} // namespace salon::client
