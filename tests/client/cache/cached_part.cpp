// SPDX-License-Identifier: MIT
#include "tests/client/cache/cached_part.h"
#include <algorithm>

namespace salon::test {

void CachedPart::cover(Seq seq, const std::optional<protocol::Message> &message)
{
    const auto known = covered.find(seq);
    if (known == covered.end() || (message && message->rev > known->second->rev))
        covered[seq] = message;
}

void CachedPart::cover(const protocol::MessagePage &page)
{
    for (Seq seq = page.from; seq <= page.to; ++seq) {
        const auto found =
            std::ranges::find(page.messages, seq, [](const auto &message) { return message.seq; });
        cover(seq, found == page.messages.end() ? std::nullopt : std::optional(*found));
    }
}

void CachedPart::update(const protocol::Message &message)
{
    const auto known = covered.find(message.seq);
    if (known != covered.end() && known->second && known->second->rev < message.rev)
        known->second = message;
}

void CachedPart::apply(const protocol::RoomSync &sync)
{
    if (sync.error || sync.reset || (sync.gap && !sync.gap->touched.value))
        covered.clear();
    if (sync.gap) {
        std::erase_if(covered, [&](const auto &entry) {
            return entry.first >= sync.gap->from && entry.first < sync.page->from;
        });
        for (const auto &message : sync.gap->touched.value.value_or(QList<protocol::Message>()))
            update(message);
    }
    if (sync.page)
        cover(*sync.page);
    for (const auto &event : sync.events.value_or(QList<protocol::RoomEvent>()))
        cover(event.seq, event.message());
}

std::optional<protocol::MessagePage> CachedPart::page(const protocol::ListMessages &request,
                                                      Seq known) const
{
    if (covered.empty())
        return {};
    const Seq newest = covered.rbegin()->first;
    const Seq place = request.before ? *request.before - 1
        : request.after              ? *request.after + 1
                                     : request.around.value_or(newest);
    if (!covered.contains(place))
        return {};
    Seq first = place;
    Seq last = place;
    while (covered.contains(first - 1))
        --first;
    while (covered.contains(last + 1))
        ++last;
    const qint64 limit = request.limit.value_or(protocol::kDefaultPage);
    const bool isUpwards = request.after || request.around;
    const Seq begin = isUpwards ? place : place + 1;
    const qint64 below = request.after ? 0 : request.around ? limit / 2 : limit;
    protocol::MessagePage page{.room = request.room, .asOf = std::max(known, newest)};
    Seq low = begin;
    for (; low > first && page.messages.size() < below; --low) {
        if (const auto &message = covered.at(low - 1))
            page.messages.prepend(*message);
    }
    Seq high = begin - 1;
    for (; isUpwards && high < last && page.messages.size() < limit; ++high) {
        if (const auto &message = covered.at(high + 1))
            page.messages.append(*message);
    }
    const auto hasMessage = [&](Seq from, Seq to) {
        return std::any_of(covered.lower_bound(from), covered.upper_bound(to),
                           [](const auto &entry) { return entry.second.has_value(); });
    };
    const bool isLow = !hasMessage(first, low - 1);
    const bool isHigh = !hasMessage(high + 1, last);
    const bool isEmpty = page.messages.isEmpty();
    const bool isStart = first == 1 || (!isEmpty && page.messages.first().n == 1);
    page.hasBefore = !isLow || !isStart;
    page.hasAfter = !isHigh || last < page.asOf;
    if (isEmpty && (request.after || page.hasBefore))
        return {};
    page.from = request.after ? place : isLow ? first : page.messages.first().seq;
    page.to = request.before ? place : isHigh ? last : page.messages.last().seq;
    return page;
}

qint64 CachedPart::messages() const
{
    return std::ranges::count_if(covered,
                                 [](const auto &entry) { return entry.second.has_value(); });
}

} // namespace salon::test
