// SPDX-License-Identifier: MIT
#include "client/notify/notification_rules.h"

namespace salon::client {
namespace {

Verdict judgeByContent(const Arrival &arrival)
{
    const protocol::Message &message = arrival.message;
    const NotificationLevel level = arrival.chosen.value_or(usualLevel(arrival.room));
    if (level == NotificationLevel::Nothing)
        return Silence::NothingOfRoom;
    if (message.mentions && message.mentions->contains(arrival.self))
        return NotificationRule::Mention;
    if (message.isFor(arrival.self))
        return NotificationRule::EverybodyCalled;
    if (level == NotificationLevel::Mentions)
        return Silence::CallsNobody;
    return arrival.chosen ? NotificationRule::AllOfRoom : NotificationRule::Conversation;
}

} // namespace

NotificationLevel usualLevel(const protocol::Room &room)
{
    return room.isDirect() ? NotificationLevel::All : NotificationLevel::Mentions;
}

Verdict judge(const Arrival &arrival)
{
    if (arrival.message.by == arrival.self)
        return Silence::OwnMessage;
    if (arrival.message.isDeleted())
        return Silence::Deleted;
    if (arrival.message.seq <= arrival.room.read)
        return Silence::AlreadyRead;
    const Verdict verdict = judgeByContent(arrival);
    if (std::holds_alternative<Silence>(verdict))
        return verdict;
    if (arrival.isInView)
        return Silence::InView;
    if (arrival.isDoNotDisturb)
        return Silence::DoNotDisturb;
    return verdict;
}

} // namespace salon::client
