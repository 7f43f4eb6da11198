// SPDX-License-Identifier: MIT
#include "server/service/attempt_table.h"

namespace salon::server {
namespace {

constexpr qint64 kInFlightWaitMs = 1000;

} // namespace

std::optional<qint64> AttemptTable::wait(const QString &key, qint64 now) const
{
    const auto entry = m_entries.constFind(key);
    if (entry == m_entries.constEnd() || isForgotten(*entry, now))
        return std::nullopt;
    if (entry->blockedUntil > now)
        return entry->blockedUntil - now;
    // After a block one attempt at a time is let through.
    const qint64 allowed = entry->blocks > 0 ? 1 : m_rule.allowed - entry->wrong;
    if (entry->inFlight >= allowed)
        return kInFlightWaitMs;
    return std::nullopt;
}

void AttemptTable::begin(const QString &key, qint64 now)
{
    auto entry = m_entries.find(key);
    if (entry == m_entries.end()) {
        makeRoom(now);
        entry = m_entries.insert(key, {});
        entry->windowStart = now;
    } else if (isForgotten(*entry, now)) {
        *entry = {};
        entry->windowStart = now;
    }
    ++entry->inFlight;
    entry->last = now;
}

void AttemptTable::endWrong(const QString &key, qint64 now)
{
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end())
        return;
    entry->inFlight = std::max<qint64>(0, entry->inFlight - 1);
    entry->last = now;
    if (entry->blocks == 0) {
        if (now - entry->windowStart >= m_rule.windowMs)
            entry->wrong = 0;
        if (entry->wrong == 0)
            entry->windowStart = now;
        if (++entry->wrong < m_rule.allowed)
            return;
    }
    const qint64 doublings = std::min<qint64>(entry->blocks, 20);
    entry->blockedUntil = now + std::min(m_rule.firstBlockMs << doublings, m_rule.longestBlockMs);
    ++entry->blocks;
}

void AttemptTable::endOtherwise(const QString &key, bool forgive)
{
    const auto entry = m_entries.find(key);
    if (entry == m_entries.end())
        return;
    entry->inFlight = std::max<qint64>(0, entry->inFlight - 1);
    if (forgive) {
        entry->wrong = 0;
        entry->blocks = 0;
        entry->blockedUntil = 0;
    }
    if (entry->inFlight == 0 && entry->wrong == 0 && entry->blocks == 0)
        m_entries.erase(entry);
}

bool AttemptTable::isForgotten(const Entry &entry, qint64 now) const
{
    if (entry.inFlight > 0)
        return false;
    if (entry.blocks == 0)
        return now - entry.windowStart >= m_rule.windowMs;
    return now >= entry.blockedUntil + m_rule.windowMs;
}

void AttemptTable::makeRoom(qint64 now)
{
    if (m_entries.size() < m_capacity)
        return;
    m_entries.removeIf([&](const auto &entry) { return isForgotten(entry.value(), now); });
    if (m_entries.size() < m_capacity)
        return;
    // A tenth at once, so that a flood of keys does not make each new one cost a walk. Those that
    // are blocked go last: a flood must not be a way out.
    const auto rank = [now](const Entry &entry) {
        return std::max(entry.last, entry.blockedUntil > now ? entry.blockedUntil : 0);
    };
    std::vector<qint64> ranks;
    for (const Entry &entry : std::as_const(m_entries))
        ranks.push_back(rank(entry));
    const auto cut = ranks.begin() + qsizetype(ranks.size() / 10);
    std::nth_element(ranks.begin(), cut, ranks.end());
    const qint64 oldest = *cut;
    qsizetype left = qsizetype(ranks.size() / 10) + 1;
    m_entries.removeIf(
        [&](const auto &entry) { return left > 0 && rank(entry.value()) <= oldest && left-- > 0; });
}

} // namespace salon::server
