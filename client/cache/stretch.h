// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QList>
#include <optional>

namespace salon::client {

//! A part of a room's log of which everything is cached.
struct Stretch {
    Seq first = 0;
    Seq last = 0;
    qint64 nFirst = 0; //!< n of its first message; 0 when there is none in it
    qint64 nLast = 0;

    qint64 count() const { return nLast == 0 ? 0 : nLast - nFirst + 1; }
    friend bool operator==(const Stretch &, const Stretch &) = default;
};

//! The stretches that `added` touches or overlaps, and `added`, as one. `below` is n of the last
//! message in them before added.first, `above` that of the first after added.last; 0 for none.
//! Nothing when the numbers do not go on from one to the other: then one of them is wrong.
std::optional<Stretch> joined(const QList<Stretch> &touching, const Stretch &added, qint64 below,
                              qint64 above);

} // namespace salon::client
