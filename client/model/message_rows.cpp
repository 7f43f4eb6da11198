// SPDX-License-Identifier: MIT
#include "client/model/message_rows.h"
#include "client/model/row_mentions.h"
#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kMostReactors = 20; // named
constexpr qint64 kMinuteMs = 60'000;

QString say(const char *words, int count = -1)
{
    return QCoreApplication::translate("Timeline", words, nullptr, count);
}

RowQuote quoteOf(Chat &chat, RoomId room, Seq seq)
{
    RowQuote quote{.seq = seq, .by = {}, .author = {}, .text = {}};
    const protocol::Message *message = chat.message(room, seq);
    if (!message) {
        quote.isMissing = chat.quoted().isMissing(room, seq);
        if (quote.isMissing)
            quote.text = say("This message is not available.");
        return quote;
    }
    chat.askName(message->by);
    quote.by = message->by;
    quote.author = chat.nameOf(message->by);
    quote.text = textOf(*message);
    quote.mentions = mentionsOf(chat, *message);
    return quote;
}

} // namespace

QString textOf(const protocol::Message &message)
{
    return message.isDeleted() ? say("This message was deleted.") : message.text;
}

TimelineRow rowOf(Chat &chat, const protocol::Message &logged)
{
    const protocol::Message message = chat.wanted().shown(logged);
    TimelineRow row;
    row.seq = message.seq;
    row.at = message.at;
    row.by = message.by;
    row.author = chat.nameOf(message.by);
    row.isDeleted = message.isDeleted();
    row.isToBeDeleted = !row.isDeleted && chat.wanted().isToBeDeleted(message.room, message.seq);
    row.isEdited = message.editedAt.has_value();
    row.text = textOf(message);
    row.isOwn = message.by == chat.self();
    row.isForMe = message.isFor(chat.self());
    row.mentions = mentionsOf(chat, message);
    if (message.replyTo)
        row.quote = quoteOf(chat, message.room, *message.replyTo);
    if (message.pinnedBy) {
        chat.askName(*message.pinnedBy);
        row.pin = RowPin{chat.nameOf(*message.pinnedBy), message.pinnedAt.value_or(0)};
    }
    for (const protocol::Reaction &reaction :
         message.reactions.value_or(QList<protocol::Reaction>())) {
        row.reactions.append(
            {reaction.emoji, int(reaction.by.size()), reaction.by.contains(chat.self())});
    }
    return row;
}

bool ownsRoom(Chat &chat, RoomId room)
{
    const protocol::Room *found = chat.rooms().find(room);
    return found && found->role == "owner"_L1;
}

bool isEditTimeOver(Chat &chat, Timestamp at, Timestamp now)
{
    const Connection &connection = chat.connection();
    const qint64 minutes = connection.limits().editMinutes;
    return minutes > 0 && now - connection.clockAheadMs() - at > minutes * kMinuteMs;
}

QString reactorsOf(Chat &chat, const protocol::Message &logged, const QString &emoji)
{
    const protocol::Message message = chat.wanted().shown(logged);
    const auto all = message.reactions.value_or(QList<protocol::Reaction>());
    const auto found = std::ranges::find(all, emoji, &protocol::Reaction::emoji);
    if (found == all.end())
        return {};
    QStringList names;
    for (const UserId user : found->by.first(std::min(found->by.size(), kMostReactors))) {
        chat.askName(user);
        names.append(user == chat.self() ? say("You") : chat.nameOf(user));
    }
    if (const auto rest = int(found->by.size() - names.size()); rest > 0)
        names.append(say("%n other(s)", rest));
    return QLocale().createSeparatedList(names);
}

} // namespace salon::client
