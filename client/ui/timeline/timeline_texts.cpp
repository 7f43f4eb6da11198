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

//! In sentences, what there is about a message beside its text.
QStringList spokenState(const TimelineRow &row)
{
    QStringList said;
    if (row.isForMe)
        said.append(say("Mentions you."));
    if (row.quote && row.quote->isMissing)
        said.append(say("Answers a message that is not available."));
    else if (row.quote && !row.quote->author.isEmpty())
        said.append(say("Answers %1.").arg(isolated(row.quote->author)));
    if (row.isEdited)
        said.append(say("Edited."));
    if (row.pin)
        said.append(say("Pinned by %1.").arg(isolated(row.pin->by)));
    for (const RowReaction &reaction : row.reactions)
        said.append(say("%1 %2.").arg(reaction.emoji).arg(reaction.count));
    if (row.isToBeDeleted)
        said.append(say("Waits to be deleted."));
    if (row.delivery == Delivery::Pending)
        said.append(say("Being sent."));
    if (row.delivery == Delivery::Failed)
        said.append((say("Not sent.") + u' ' + row.failure).trimmed());
    for (const RowPinLine &line : row.pinLines)
        said.append(say("After it, %1 pinned a message.").arg(isolated(line.by)));
    return said;
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
    const QString text = drawable(ShownText::of(row.text).text);
    const QString spoken = say("%1, %2: %3").arg(isolated(row.author), clockTime(row.at), text);
    const QString more = spokenState(row).join(u' ');
    if (more.isEmpty())
        return spoken;
    const bool isSentence = !text.isEmpty() && u".!?…"_s.contains(text.back());
    return spoken + (isSentence ? u" "_s : u". "_s) + more;
}

} // namespace salon::client
