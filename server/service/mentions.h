// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/account_store.h"
#include "server/store/room_store.h"
#include <optional>

namespace salon::server {

//! Whom a text calls, in the form of the log.
struct Mentions {
    std::optional<QList<UserId>> users;
    std::optional<bool> room;
};

//! Finds them: members of the room, and with @room all of them, which is a right of its owners, and
//! of everybody in a direct room. A text that names a stranger calls nobody, so that it does not
//! tell who is where.
class MentionFinder {
public:
    explicit MentionFinder(Database &database) : m_accounts(database), m_rooms(database) { }

    //! `room` as its author sees it, who never calls himself.
    Result<Mentions> find(const QString &text, const RoomRow &room, UserId author,
                          qint64 longestName);

private:
    AccountStore m_accounts;
    RoomStore m_rooms;
};

} // namespace salon::server
