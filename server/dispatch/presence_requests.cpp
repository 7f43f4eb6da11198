// SPDX-License-Identifier: MIT
// The Dispatcher's requests about typing and presence: they are answered from memory, and nothing
// of them is kept.
#include "server/dispatch/dispatcher.h"
#include "server/service/permission_rows.h"
#include "shared/wire/envelope.h"

namespace salon::server {

// Memory knows who is in a room, neither its kind nor their roles: a member is answered from it,
// which is right as long as the table asks for no more, and the reader judges all others.
constexpr const PermissionRow &kTyping = permissionOf<protocol::StartTyping>();
static_assert(kTyping.least <= Standing::Member && kTyping.isForDirect
                  && kTyping.messages == PermissionRow::Messages::Any,
              "typing.start may not be answered from memory any more");

void Dispatcher::spread(std::shared_ptr<const Effects> effects)
{
    m_sink(*effects);
    if (m_others)
        m_others(std::move(effects));
}

std::optional<protocol::Done> Dispatcher::handle(const protocol::StartTyping &request,
                                                 const Caller &caller)
{
    const PresenceSettings &settings = facts().presence;
    const qint64 members = m_parts.shared.memberships.membersWith(caller.user, request.room);
    if (members == 0)
        return {};
    const bool isInvisible =
        m_parts.shared.presences.choiceOf(caller.user) == PresenceChoice::Invisible;
    if (!settings.typing || members > settings.typingMembers || isInvisible
        || !m_parts.shared.typing.take(caller.user, request.room, facts().clock->steadyMs()))
        return protocol::Done{};
    auto effects = std::make_shared<Effects>();
    effects->typing.append({request.room, caller.user,
                            wire::pushFrame(protocol::TypingStarted{request.room, caller.user})});
    spread(std::move(effects));
    return protocol::Done{};
}

std::optional<protocol::Done> Dispatcher::handle(const protocol::TellPresence &request,
                                                 const Caller &caller)
{
    m_watch.tell(caller, request.idle);
    return protocol::Done{};
}

std::optional<protocol::PresenceReply> Dispatcher::handle(const protocol::WatchPresence &request,
                                                          const Caller &caller)
{
    return protocol::PresenceReply{m_watch.watch(caller, request.users)};
}

} // namespace salon::server
