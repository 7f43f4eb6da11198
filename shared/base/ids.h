// SPDX-License-Identifier: MIT
#pragma once
#include <QHashFunctions>
#include <QString>
#include <compare>

namespace salon {

//! A number that names one thing of one kind; 0 names nothing. A string of digits on the wire.
template <class Tag>
struct Id {
    qint64 value = 0;

    constexpr bool isValid() const { return value > 0; }
    QString toString() const { return QString::number(value); }
    friend constexpr auto operator<=>(const Id &, const Id &) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

using UserId = Id<struct UserTag>;
using RoomId = Id<struct RoomTag>;
using SessionId = Id<struct SessionTag>;

//! Place of an event in its room's log, from 1 and without a gap; 0 stands before the first.
using Seq = qint64;
//! UTC milliseconds since 1970.
using Timestamp = qint64;

} // namespace salon

template <class Tag>
struct std::hash<salon::Id<Tag>> {
    size_t operator()(salon::Id<Tag> id) const noexcept { return std::hash<qint64>()(id.value); }
};
