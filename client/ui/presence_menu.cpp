// SPDX-License-Identifier: MIT
#include "client/ui/presence_menu.h"

#include "client/state/presence_settings.h"
#include "client/state/presence_state.h"
#include "client/ui/checkable_action.h"
#include "client/ui/presence_mark.h"
#include "client/ui/theme/icons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString say(const char *words)
{
    return QCoreApplication::translate("Presence", words);
}

} // namespace

void addPresenceChoices(QMenu &menu, PresenceState &presence)
{
    if (!presence.showsPresence())
        return;
    struct Row {
        PresenceChoice choice;
        Presence seen;
        QString text, name;
    };
    OwnPresence &own = presence.own();
    auto *group = new QActionGroup(&menu);
    for (const Row &row : {Row{PresenceChoice::Available, Presence::Online, say("Available"),
                               u"presenceAvailable"_s},
                           Row{PresenceChoice::DoNotDisturb, Presence::DoNotDisturb,
                               say("Do not disturb"), u"presenceDoNotDisturb"_s},
                           Row{PresenceChoice::Invisible, Presence::Offline, say("Invisible"),
                               u"presenceInvisible"_s}}) {
        QAction *action = addCheckable(menu, row.name, row.text, own.choice() == row.choice,
                                       [&own, choice = row.choice] { own.choose(choice); });
        action->setIcon(presenceIcon(row.seen));
        group->addAction(action);
    }
    menu.addSeparator();
}

void addPresenceSwitches(QMenu &menu, PresenceState &presence)
{
    PresenceSettings *settings = presence.settings();
    const protocol::Features &features = presence.features();
    if (!settings || (!features.typing && !features.presence))
        return;
    auto *switches = menu.addMenu(lineIcon(u"users"_s), say("What others see"));
    switches->setObjectName(u"presenceSwitches"_s);
    if (features.typing) {
        addCheckable(*switches, u"tellsTyping"_s, say("Tell others when I write"),
                     settings->tellsTyping(),
                     [settings](bool isOn) { settings->setTellsTyping(isOn); });
        addCheckable(*switches, u"showsTyping"_s, say("Show when others write"),
                     settings->showsTyping(),
                     [settings](bool isOn) { settings->setShowsTyping(isOn); });
    }
    if (features.presence)
        addCheckable(*switches, u"sharesPresence"_s, say("Show and share who is there"),
                     settings->sharesPresence(),
                     [settings](bool isOn) { settings->setSharesPresence(isOn); });
}

} // namespace salon::client
