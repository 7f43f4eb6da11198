// SPDX-License-Identifier: MIT
#include "tests/client/state/scripted_log.h"

using namespace Qt::StringLiterals;

namespace salon::test {

ScriptedLog::ScriptedLog(ScriptedServer &server) : m_server(server)
{
    server.hello.rooms.clear();
    server.on<protocol::ListMessages>(
        [this](const protocol::ListMessages &ask) -> Result<protocol::MessagePage> {
            pages.append(ask);
            if (m_shut.contains(ask.room))
                return Error::notFound(u"room");
            return page(ask);
        });
    server.on<protocol::Sync>([this](const protocol::Sync &ask) {
        syncs.append(ask);
        return sync(ask);
    });
}

void ScriptedLog::setHead(RoomId room, Seq head)
{
    m_heads[room] = head;
    auto &rooms = m_server.hello.rooms;
    const auto row = std::ranges::find(rooms, room, &protocol::Room::id);
    if (row == rooms.end())
        return rooms.append(roomOf(room, u"room %1"_s.arg(room.value), head, head - 1));
    row->head = head;
    row->n = head - 1;
}

void ScriptedLog::say(RoomId room)
{
    setHead(room, m_heads[room] + 1);
    m_server.sendEvent(messageEvent(room, m_heads[room], kOther, text(room, m_heads[room])));
}

void ScriptedLog::edit(RoomId room, Seq seq, Seq rev, const QString &text)
{
    auto edited = message(room, seq);
    edited.rev = rev;
    edited.text = text;
    m_edits[{room, seq}] = edited;
}

QString ScriptedLog::text(RoomId room, Seq seq)
{
    return u"room %1 text %2"_s.arg(room.value).arg(seq);
}

QStringList ScriptedLog::texts(RoomId room, Seq from, Seq to)
{
    QStringList list;
    for (Seq seq = from; seq <= to; ++seq)
        list.append(text(room, seq));
    return list;
}

protocol::Message ScriptedLog::message(RoomId room, Seq seq) const
{
    if (const auto edited = m_edits.find({room, seq}); edited != m_edits.end())
        return edited->second;
    auto message = *messageEvent(room, seq, kOther, text(room, seq)).message();
    message.rev = seq;
    return message;
}

protocol::MessagePage ScriptedLog::page(const protocol::ListMessages &ask) const
{
    const Seq head = m_heads.at(ask.room);
    const qint64 limit = ask.limit.value_or(protocol::kDefaultPage);
    Seq from = head - limit + 1;
    Seq to = head;
    if (ask.before) {
        to = *ask.before - 1;
        from = to - limit + 1;
    } else if (ask.after) {
        from = *ask.after + 1;
        to = from + limit - 1;
    } else if (ask.around) {
        from = *ask.around - limit / 2;
        to = from + limit - 1;
    }
    from = std::max<Seq>(from, 2);
    to = std::min(to, head);
    protocol::MessagePage page{.room = ask.room, .from = from > 2 ? from : 1, .to = to};
    for (Seq seq = from; seq <= to; ++seq)
        page.messages.append(message(ask.room, seq));
    page.asOf = head;
    page.hasBefore = from > 2;
    page.hasAfter = to < head;
    page.users = {{kOther, u"grace"_s, u"Grace"_s}};
    return page;
}

protocol::RoomSync ScriptedLog::gap(const protocol::SyncPosition &position) const
{
    protocol::RoomSync answer{.room = position.room};
    answer.page = page({.room = position.room});
    if (position.after > m_heads.at(position.room)) {
        answer.reset = true;
        return answer;
    }
    protocol::Gap gap{position.after + 1, answer.page->from - 1, {}};
    if (!m_isUntold) {
        gap.touched.value.emplace();
        for (const auto &[place, edited] : m_edits) {
            if (place.first == position.room && place.second <= position.after
                && edited.rev > position.after)
                gap.touched.value->append(edited);
        }
    }
    answer.gap = gap;
    return answer;
}

protocol::SyncReply ScriptedLog::sync(const protocol::Sync &ask) const
{
    protocol::SyncReply reply;
    reply.users = {{kOther, u"grace"_s, u"Grace"_s}};
    qint64 budget = protocol::kMaxEvents;
    for (const protocol::SyncPosition &position : ask.rooms) {
        protocol::RoomSync answer{.room = position.room};
        if (m_shut.contains(position.room) || !m_heads.contains(position.room)) {
            answer.error = protocol::RoomError{u"forbidden"_s};
            reply.rooms.append(answer);
            continue;
        }
        const Seq head = m_heads.at(position.room);
        if (budget == 0) {
            reply.more.append(position.room);
            continue;
        }
        if (head < position.after || head - position.after > protocol::kMaxEvents) {
            reply.rooms.append(gap(position));
            continue;
        }
        QList<protocol::RoomEvent> events;
        const Seq to = std::min(head, position.after + budget);
        for (Seq seq = position.after + 1; seq <= to; ++seq)
            events.append(messageEvent(position.room, seq, kOther, text(position.room, seq)));
        budget -= events.size();
        answer.events = events;
        reply.rooms.append(answer);
        if (to < head)
            reply.more.append(position.room);
    }
    return reply;
}

} // namespace salon::test
