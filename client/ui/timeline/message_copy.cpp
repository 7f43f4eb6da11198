// SPDX-License-Identifier: MIT
#include "client/ui/timeline/message_copy.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace salon::client {

QString asLog(const TimelineModel &model, RowSpan rows)
{
    static const QRegularExpression kLineEnd(u"\\r\\n|[\\n\\r\\v\\f\\x{85}\\x{2028}\\x{2029}]"_s);
    QStringList lines;
    for (int i = rows.first; i <= rows.last && !rows.isEmpty(); ++i) {
        const TimelineRow &row = model.row(i);
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(row.at);
        // A line that begins with a bracket is a message: what somebody wrote cannot look like one.
        const QString text = QString(row.text).replace(kLineEnd, u"\n    "_s);
        lines.append(u'[' + at.toString(u"yyyy-MM-dd HH:mm"_s) + u"] "_s + row.author.simplified()
                     + u": "_s + text);
    }
    return lines.join(u'\n');
}

QString asMarkdown(const TimelineModel &model, RowSpan rows)
{
    QStringList texts;
    for (int i = rows.first; i <= rows.last && !rows.isEmpty(); ++i)
        texts.append(model.row(i).text);
    return texts.join("\n\n"_L1);
}

} // namespace salon::client
