// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_texts.h"

#include "client/ui/text/shown_text.h"
#include "client/ui/timeline/display_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QString say(const char *words)
{
    return QCoreApplication::translate("Timeline", words);
}

} // namespace

QString dayName(QDate day, QDate today)
{
    if (day == today)
        return say("Today");
    if (day == today.addDays(-1))
        return say("Yesterday");
    const QString format = day.year() == today.year() ? u"dddd, d MMMM"_s : u"dddd, d MMMM yyyy"_s;
    return QLocale().toString(day, format);
}

QString clockTime(Timestamp at)
{
    return QDateTime::fromMSecsSinceEpoch(at).toString(u"HH:mm"_s);
}

QString fullTime(Timestamp at)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(at);
    return QLocale().toString(moment, u"dddd, d MMMM yyyy, HH:mm:ss"_s);
}

QString dayAndTime(Timestamp at)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(at);
    return QLocale().toString(moment.date(), QLocale::ShortFormat) + u' ' + clockTime(at);
}

QString spokenRow(const TimelineRow &row)
{
    QString spoken =
        say("%1, %2: %3")
            .arg(isolated(row.author), clockTime(row.at), drawable(ShownText::of(row.text).text));
    if (row.quote && !row.quote->author.isEmpty())
        spoken += u". "_s + say("Answers %1.").arg(isolated(row.quote->author));
    if (row.isEdited)
        spoken += u". "_s + say("Edited.");
    if (row.pin)
        spoken += u". "_s + say("Pinned by %1.").arg(isolated(row.pin->by));
    for (const RowReaction &reaction : row.reactions)
        spoken += u' ' + say("%1 %2.").arg(reaction.emoji).arg(reaction.count);
    if (row.delivery == Delivery::Pending)
        spoken += u". "_s + say("Being sent.");
    if (row.delivery == Delivery::Failed)
        spoken += u". "_s + say("Not sent.") + u' ' + row.failure;
    for (const RowPinLine &line : row.pinLines)
        spoken += u". "_s + say("After it, %1 pinned a message.").arg(isolated(line.by));
    return spoken;
}

} // namespace salon::client
