// SPDX-License-Identifier: MIT
#include "client/model/row_mentions.h"
#include "shared/names/mention_places.h"
#include "shared/names/name_forms.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kLongestName = 80; // whatever the operator allows, nobody is called by more words

using Called = QHash<QString, RowMention>; // by nameKey()

Called calledBy(Chat &chat, const protocol::Message &message)
{
    Called called;
    if (message.mentionsRoom.value_or(false))
        called.insert(nameKey(u"room"_s),
                      {.who = QCoreApplication::translate("Timeline", "Everybody in this room"),
                       .isForMe = message.by != chat.self()});
    for (const UserId id : message.mentions.value_or(QList<UserId>())) {
        chat.askName(id);
        if (const protocol::User *user = chat.person(id)) {
            const bool isSame = user->displayName == user->name;
            called.insert(
                nameKey(user->name),
                {.who = isSame ? user->name : u"%1 (@%2)"_s.arg(user->displayName, user->name),
                 .isForMe = id == chat.self()});
        }
    }
    return called;
}

} // namespace

QList<RowMention> mentionsOf(Chat &chat, const protocol::Message &message)
{
    QList<RowMention> mentions;
    if (!message.mentions && !message.mentionsRoom)
        return mentions;
    const Called called = calledBy(chat, message);
    if (called.isEmpty())
        return mentions;
    for (const MentionPlace &place : mentionPlaces(message.text, kLongestName)) {
        for (const QString &name : place.names) {
            const auto found = called.constFind(nameKey(name));
            if (found == called.constEnd())
                continue;
            RowMention mention = *found;
            mention.start = static_cast<int>(place.at);
            mention.end = mention.start + 1 + static_cast<int>(name.size());
            mentions.append(mention);
            break;
        }
    }
    return mentions;
}

} // namespace salon::client
