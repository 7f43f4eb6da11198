// SPDX-License-Identifier: MIT
#include "client/notify/notification_texts.h"
#include <QCoreApplication>
#include <QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kLongestText = 240;
constexpr qsizetype kLongestName = 60;

QString say(const char *words)
{
    return QCoreApplication::translate("Notifications", words);
}

QString reason(NotificationRule rule)
{
    switch (rule) {
    case NotificationRule::Mention:
        return say("The message names you.");
    case NotificationRule::EverybodyCalled:
        return say("The message calls everybody in the room, by @room.");
    case NotificationRule::Conversation:
        return say("It came in a conversation, which tells of every message.");
    case NotificationRule::AllOfRoom:
        return say("You chose to be told of all messages in this room.");
    case NotificationRule::Missed:
        return say(
            "While Salon was not connected, messages came that you would have been told of.");
    }
    return {};
}

QString unreadSentence(const RoomNews &news)
{
    return (news.areCalls ? say("%1 unread messages call you") : say("%1 unread messages"))
        .arg(news.unread);
}

} // namespace

QString shortened(const QString &text, qsizetype most)
{
    const QString line = text.simplified();
    if (line.size() <= most)
        return line;
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, line);
    letters.setPosition(most - 1);
    const qsizetype end = letters.isAtBoundary() ? most - 1 : letters.toPreviousBoundary();
    return line.first(qMax<qsizetype>(0, end)).trimmed() + u'…';
}

Notification notificationOf(const RoomNews &news, bool hidesText)
{
    if (hidesText)
        return {say("New message"), {}};
    if (news.rule == NotificationRule::Missed)
        return {shortened(news.roomName, kLongestName), unreadSentence(news)};
    const QString author = shortened(news.author, kLongestName);
    Notification shown{author, shortened(news.text, kLongestText)};
    if (!news.roomName.isEmpty())
        shown.title = say("%1 in %2").arg(author, shortened(news.roomName, kLongestName));
    if (news.unread > 1)
        shown.text += u'\n' + unreadSentence(news);
    return shown;
}

Notification explanationOf(NotificationRule rule)
{
    return {reasonQuestion(), reason(rule) + u' ' + say("The menu of the room changes that.")};
}

QString reasonQuestion()
{
    return say("Why was I notified?");
}

} // namespace salon::client
