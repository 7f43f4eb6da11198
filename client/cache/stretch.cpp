// SPDX-License-Identifier: MIT
#include "client/cache/stretch.h"
#include <algorithm>

namespace salon::client {
namespace {

bool goesOn(const Stretch &added, qint64 below, qint64 above)
{
    const qint64 first = added.count() > 0 ? added.nFirst : above;
    const qint64 last = added.count() > 0 ? added.nLast : below;
    const bool isFirst = below == 0 || first == 0 || first == below + 1;
    return isFirst && (above == 0 || last == 0 || above == last + 1);
}

} // namespace

std::optional<Stretch> joined(const QList<Stretch> &touching, const Stretch &added, qint64 below,
                              qint64 above)
{
    if (!goesOn(added, below, above))
        return {};
    Stretch whole = added;
    for (const Stretch &part : touching) {
        whole.first = std::min(whole.first, part.first);
        whole.last = std::max(whole.last, part.last);
        if (part.count() == 0)
            continue;
        whole.nFirst = whole.nFirst == 0 ? part.nFirst : std::min(whole.nFirst, part.nFirst);
        whole.nLast = std::max(whole.nLast, part.nLast);
    }
    return whole;
}

} // namespace salon::client
