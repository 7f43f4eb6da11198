// SPDX-License-Identifier: MIT
#include "tests/client/cache/server_log.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr Timestamp kBegin = 1'790'000'000'000;
static constexpr qint64 kAuthors = 5;

protocol::RoomEvent ServerLog::take(protocol::RoomEventData data)
{
    ++m_head;
    const protocol::RoomEvent event{
        m_room, m_head, kBegin + m_head, {1 + m_head % kAuthors}, std::move(data)};
    m_events.emplace(m_head, event);
    if (const auto message = event.message())
        m_messages.emplace(m_head, *message);
    return event;
}

protocol::RoomEvent ServerLog::addEvent()
{
    if (m_head == 0)
        return take(protocol::RoomCreated{m_about, {}});
    return take(protocol::TopicSet{u"topic %1"_s.arg(m_head)});
}

protocol::RoomEvent ServerLog::addMessage(qsizetype size)
{
    const QString text = u"%1 %2 of %3"_s.arg(m_about).arg(m_head + 1).arg(m_room.value);
    ++m_n;
    return take(protocol::MessagePosted{
        m_n, u"key-%1-%2"_s.arg(m_room.value).arg(m_n), text + QString(size, u'x'), {}});
}

protocol::RoomEvent ServerLog::change(Seq seq)
{
    const auto event = take(protocol::UnknownEvent{});
    protocol::Message &message = m_messages.at(seq);
    message.rev = event.seq;
    message.text += u" (changed by %1)"_s.arg(event.seq);
    return event;
}

void ServerLog::grow(Seq head)
{
    while (m_head < head) {
        if (m_head % 5 == 4)
            addEvent();
        else
            addMessage();
    }
}

protocol::MessagePage ServerLog::part(Seq from, Seq to) const
{
    protocol::MessagePage page{.room = m_room, .from = from, .to = to, .asOf = m_head};
    for (const auto &[seq, message] : m_messages) {
        if (seq >= from && seq <= to)
            page.messages.append(message);
    }
    const bool isEmpty = page.messages.isEmpty();
    page.hasBefore = isEmpty ? from > 1 : page.messages.first().n > 1;
    page.hasAfter = isEmpty ? to < m_head : page.messages.last().n < m_n;
    if (!page.hasBefore)
        page.from = 1;
    return page;
}

protocol::MessagePage ServerLog::page(const protocol::ListMessages &request) const
{
    const qint64 limit = request.limit.value_or(protocol::kDefaultPage);
    const Seq place = request.before.value_or(request.after ? *request.after + 1
                                                            : request.around.value_or(m_head + 1));
    const auto middle = m_messages.lower_bound(place);
    const auto below = request.after ? 0 : request.around ? limit / 2 : limit;
    auto first = middle;
    for (qint64 i = 0; i < below && first != m_messages.begin(); ++i)
        --first;
    const auto taken = std::distance(first, middle);
    auto end = middle;
    for (qint64 i = taken;
         (request.after || request.around) && i < limit && end != m_messages.end(); ++i)
        ++end;
    protocol::MessagePage page{.room = m_room, .asOf = m_head};
    for (auto message = first; message != end; ++message)
        page.messages.append(message->second);
    page.hasBefore = first != m_messages.begin();
    page.hasAfter = end != m_messages.end();
    const bool isEmpty = page.messages.isEmpty();
    page.from = request.after        ? std::min(place, m_head + 1)
        : page.hasBefore && !isEmpty ? page.messages.first().seq
                                     : 1;
    page.to = request.before        ? std::clamp(*request.before - 1, Seq(0), m_head)
        : page.hasAfter && !isEmpty ? page.messages.last().seq
                                    : m_head;
    return page;
}

protocol::RoomSync ServerLog::sync(Seq after, qint64 mostEvents, qint64 mostTouched) const
{
    protocol::RoomSync sync{.room = m_room};
    if (after <= m_head && m_head - after <= mostEvents) {
        sync.events = QList<protocol::RoomEvent>();
        for (Seq seq = after + 1; seq <= m_head; ++seq)
            sync.events->append(m_events.at(seq));
        return sync;
    }
    sync.page = page({.room = m_room});
    if (after > m_head) {
        sync.reset = true;
        return sync;
    }
    protocol::Gap gap{.from = after + 1, .to = sync.page->from - 1};
    QList<protocol::Message> touched;
    for (const auto &[seq, message] : m_messages) {
        if (seq <= after && message.rev > after)
            touched.append(message);
    }
    if (touched.size() <= mostTouched)
        gap.touched.value = touched;
    sync.gap = gap;
    return sync;
}

} // namespace salon::test
