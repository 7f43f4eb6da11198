// SPDX-License-Identifier: MIT
#include "server/service/room_fold.h"
#include "server/service/room_rows.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

void RoomFold::count(const EventRow &event, bool isKnown)
{
    const Seq missing = event.seq - m_view.head - 1;
    if (missing > 0) {
        if (m_faults.gaps.count == 0)
            m_faults.gaps.first = m_view.head + 1;
        m_faults.gaps.count += missing;
    }
    if (event.at < m_view.lastAt)
        m_faults.backwards.add(event.seq);
    if (!isKnown)
        m_faults.strangers.add(event.seq);
    m_view.head = event.seq;
    m_view.lastAt = std::max(m_view.lastAt, event.at);
}

void RoomFold::take(const EventRow &row, bool isKnown)
{
    count(row, isKnown);
    m_message.reset();
    m_change.reset();
    const auto event = toProtocol(row);
    if (!event) {
        m_faults.unreadable.add(row.seq);
    } else if (const auto *created = std::get_if<protocol::RoomCreated>(&event->data)) {
        m_view.name = created->name;
        m_view.topic = created->topic;
        m_view.kind = created->roomKind.value_or(u"public"_s);
        m_view.history = created->history.value_or(u"start"_s);
        m_hasBegin = row.seq == 1;
        m_members[row.by.value] = {row.by, created->with ? u"member"_s : u"owner"_s, row.seq,
                                   row.seq, m_view.n};
        for (const UserId member : created->with.value_or(QList<UserId>()))
            m_members[member.value] = {member, u"member"_s, row.seq, row.seq, m_view.n};
    } else if (std::holds_alternative<protocol::MemberJoined>(event->data)) {
        m_members[row.by.value] = {row.by,   u"member"_s,
                                   row.seq,  row.seq,
                                   m_view.n, m_view.history == "joining"_L1 ? row.seq : 1};
    } else if (std::holds_alternative<protocol::MemberLeft>(event->data)) {
        leave(row.by);
    } else if (const auto *set = std::get_if<protocol::TopicSet>(&event->data)) {
        m_view.topic = set->topic;
    } else if (event->changes() > 0) {
        m_change = *event;
    } else if (const auto message = event->message()) {
        if (message->n != m_view.n + 1)
            m_faults.misnumbered.add(row.seq);
        m_view.n = message->n;
        m_message = toRow(*message);
        if (const auto author = m_members.find(row.by.value); author != m_members.end()) {
            author->second.readSeq = row.seq;
            author->second.readN = m_view.n;
        }
    }
    if (m_markers.contains(row.seq))
        m_numbers[row.seq] = m_view.n;
}

bool RoomFold::isWhole() const
{
    const Faults &f = m_faults;
    return m_hasBegin && !f.gaps.count && !f.unreadable.count && !f.misnumbered.count
        && !f.backwards.count && !f.strangers.count;
}

void RoomFold::leave(UserId user)
{
    const auto leaver = m_members.find(user.value);
    if (leaver == m_members.end())
        return;
    const bool wasOwner = leaver->second.role == "owner"_L1;
    m_members.erase(leaver);
    const auto isOwner = [](const auto &member) { return member.second.role == "owner"_L1; };
    if (!wasOwner || m_members.empty() || std::ranges::any_of(m_members, isOwner))
        return;
    // By id already, so the first of equals is the right one.
    const auto heir = std::ranges::min_element(
        m_members, {}, [](const auto &member) { return member.second.joinedSeq; });
    heir->second.role = u"owner"_s;
}

std::optional<qint64> RoomFold::numberAt(Seq marker) const
{
    if (marker == 0)
        return 0;
    const auto found = m_numbers.find(marker);
    return found == m_numbers.end() ? std::nullopt : std::optional(found->second);
}

} // namespace salon::server
