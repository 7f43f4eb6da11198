// SPDX-License-Identifier: MIT
#include "client/ui/notification_menu.h"
#include "client/notify/notification_settings.h"
#include "client/ui/checkable_action.h"
#include "client/ui/theme/icons.h"
#include "client/ui/timeline/timeline_texts.h"
#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString say(const char *words)
{
    return QCoreApplication::translate("Notifications", words);
}

QString quietSentence(Timestamp until)
{
    if (until == NotificationSettings::kUntilTurnedOff)
        return say("Do not disturb");
    return say("Do not disturb, until %1").arg(clockTime(until));
}

} // namespace

void addNotificationLevels(QMenu &menu, NotificationSettings &settings, const protocol::Room &room)
{
    struct Row {
        NotificationLevel level;
        QString text, name;
    };
    auto *levels = menu.addMenu(lineIcon(u"bell"_s), say("Notifications"));
    levels->setObjectName(u"roomNotifications"_s);
    auto *group = new QActionGroup(levels);
    for (const Row &row : {Row{NotificationLevel::All, say("All messages"), u"notifyOfAll"_s},
                           Row{NotificationLevel::Mentions, say("Mentions"), u"notifyOfMentions"_s},
                           Row{NotificationLevel::Nothing, say("Nothing"), u"notifyOfNothing"_s}}) {
        group->addAction(
            addCheckable(*levels, row.name, row.text, settings.level(room) == row.level,
                         [&settings, room, level = row.level] { settings.setLevel(room, level); }));
    }
}

void addQuietChoices(QMenu &menu, NotificationSettings &settings)
{
    if (const Timestamp until = settings.quietUntil(); until > 0) {
        addCheckable(menu, u"quietOff"_s, quietSentence(until), true,
                     [&settings] { settings.setQuietUntil(0); });
        return;
    }
    const auto add = [&menu](const QString &name, const QString &text, auto act) {
        QAction *action = menu.addAction(lineIcon(u"bell-off"_s), text);
        action->setObjectName(name);
        QObject::connect(action, &QAction::triggered, &menu, act);
    };
    add(u"quietForAnHour"_s, say("Do not disturb for an hour"),
        [&settings] { settings.setQuietForAnHour(); });
    add(u"quietUntilTomorrow"_s, say("Do not disturb until tomorrow morning"),
        [&settings] { settings.setQuietUntilTomorrow(); });
    add(u"quietUntilTurnedOff"_s, say("Do not disturb until turned off"),
        [&settings] { settings.setQuietUntil(NotificationSettings::kUntilTurnedOff); });
}

void addNotificationChoices(QMenu &menu, NotificationSettings &settings)
{
    auto *choices = menu.addMenu(lineIcon(settings.isQuiet() ? u"bell-off"_s : u"bell"_s),
                                 say("Notifications"));
    choices->setObjectName(u"notificationChoices"_s);
    addQuietChoices(*choices, settings);
    choices->addSeparator();
    addCheckable(*choices, u"notificationSound"_s, say("Play a sound"), settings.hasSound(),
                 [&settings](bool isOn) { settings.setSound(isOn); });
    addCheckable(*choices, u"notificationTextHidden"_s, say("Hide who writes and what"),
                 settings.hidesText(),
                 [&settings](bool isHidden) { settings.setTextHidden(isHidden); });
}

} // namespace salon::client
