// SPDX-License-Identifier: MIT
#include "server/service/presence_choice.h"
#include "shared/protocol/presence_messages.h"

namespace salon::server {
namespace {

constexpr std::array kChoices{PresenceChoice::Available, PresenceChoice::DoNotDisturb,
                              PresenceChoice::Invisible};

} // namespace

QString wordFor(PresenceChoice choice)
{
    switch (choice) {
    case PresenceChoice::DoNotDisturb:
        return wire::fromUtf8(protocol::kDoNotDisturb);
    case PresenceChoice::Invisible:
        return wire::fromUtf8(protocol::kInvisible);
    case PresenceChoice::Available:
        break;
    }
    return wire::fromUtf8(protocol::kAvailable);
}

std::optional<PresenceChoice> presenceChoice(QStringView word)
{
    for (const PresenceChoice choice : kChoices) {
        if (wordFor(choice) == word)
            return choice;
    }
    return {};
}

ChosenPresence effective(const ChosenPresence &chosen, Timestamp now)
{
    const bool isOver = chosen.until > 0 && chosen.until <= now;
    if (isOver || chosen.choice == PresenceChoice::Available)
        return {};
    return chosen;
}

} // namespace salon::server
