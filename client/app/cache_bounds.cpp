// SPDX-License-Identifier: MIT
#include "client/app/cache_bounds.h"
#include "client/platform/profile_settings.h"
#include <limits>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMiB = 1024 * 1024;

std::optional<qint64> numberOf(const ProfileSettings &settings, const QString &key)
{
    bool isNumber = false;
    const qint64 number = settings.value(key).toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

} // namespace

LogCache::Bounds cacheBounds(const ProfileSettings &settings)
{
    LogCache::Bounds bounds;
    bounds.messages = numberOf(settings, u"cache/messages"_s).value_or(bounds.messages);
    if (const auto megabytes = numberOf(settings, u"cache/megabytes"_s))
        bounds.bytes = std::min(*megabytes, std::numeric_limits<qint64>::max() / kMiB) * kMiB;
    return bounds;
}

} // namespace salon::client
