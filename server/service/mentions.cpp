// SPDX-License-Identifier: MIT
#include "server/service/mentions.h"
#include "server/service/name_rules.h"
#include "shared/names/mention_places.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kMostMentioned = 50; // by one text; further names are words like others

} // namespace

Result<Mentions> MentionFinder::find(const QString &text, const RoomRow &room, UserId author,
                                     qint64 longestName)
{
    static const QString kRoomKey = nameKey(u"room"_s);
    QList<UserId> users;
    Mentions found;
    for (const MentionPlace &place : mentionPlaces(text, longestName)) {
        if (users.size() >= kMostMentioned)
            break;
        for (const QString &name : place.names) {
            const QString key = nameKey(name);
            if (key == kRoomKey) {
                if (room.role == "owner"_L1 || room.kind == "direct"_L1)
                    found.room = true;
                break;
            }
            const auto account = m_accounts.findByKey(key);
            if (!account && account.error().code != ErrorCode::NotFound)
                return account.error();
            if (!account)
                continue;
            TRY_ASSIGN(const bool isMember, m_rooms.isMember(room.id, account->id));
            if (isMember && account->id != author && !users.contains(account->id))
                users.append(account->id);
            break;
        }
    }
    std::ranges::sort(users);
    if (!users.isEmpty())
        found.users = users;
    return found;
}

} // namespace salon::server
