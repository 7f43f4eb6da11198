// SPDX-License-Identifier: MIT
#include "client/ui/pin_delegate.h"

#include "client/model/pin_list_model.h"
#include "client/ui/text/shown_text.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QAbstractItemView>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kSide = 4 * Theme::kStep; // as RowDelegate gives to paintContent()
constexpr int kPadding = 2 * Theme::kStep;
constexpr int kIcon = 12;
constexpr int kMostLines = 3;
constexpr qsizetype kMostShown = 500; // characters, of which three lines are made

//! How the message begins: as many lines as there are, but not more than kMostLines.
QStringList beginning(const QModelIndex &index, int width)
{
    const QString sent = index.data(PinListModel::TextRole).toString();
    const QString text = drawable(ShownText::of(sent.left(kMostShown)).text).trimmed();
    const QFont &font = Theme::current().body.font;
    const QFontMetrics metrics(font);
    QStringList lines;
    QStringList paragraphs = text.split(u'\n', Qt::SkipEmptyParts);
    while (!paragraphs.isEmpty() && lines.size() < kMostLines) {
        const QString paragraph = paragraphs.takeFirst();
        QTextLayout layout(paragraph, font);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid() && lines.size() < kMostLines;
             line = layout.createLine()) {
            line.setLineWidth(width);
            const int end = line.textStart() + line.textLength();
            const bool isCut =
                lines.size() == kMostLines - 1 && (end < paragraph.size() || !paragraphs.isEmpty());
            lines.append(isCut ? metrics.elidedText(paragraph.mid(line.textStart()) + u'…',
                                                    Qt::ElideRight, width)
                               : paragraph.mid(line.textStart(), line.textLength()));
        }
        layout.endLayout();
    }
    return lines;
}

//! "14:02", with the day when it is another one.
QString moment(Timestamp at)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(at).date();
    const QDate today = QDate::currentDate();
    return day == today ? clockTime(at) : dayName(day, today) + u", "_s + clockTime(at);
}

} // namespace

PinDelegate::PinDelegate(QObject *parent) : RowDelegate(0, parent)
{
}

QRect PinDelegate::unpinRect(const QRect &row, Qt::LayoutDirection direction)
{
    const int size = Theme::kSmallestTarget;
    return QStyle::visualRect(
        direction, row,
        QRect(row.right() - 2 * Theme::kStep - size - 1, row.top() + 3, size, size));
}

QSize PinDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    const auto lines = int(beginning(index, width - 2 * kSide).size());
    return {0,
            2 * kPadding + theme.author.line + lines * theme.body.line + Theme::kStep
                + theme.secondaryText.line};
}

void PinDelegate::paintContent(QPainter &painter, const QRect &content,
                               const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const bool isOffered =
        option.state & (QStyle::State_MouseOver | QStyle::State_Selected | QStyle::State_HasFocus);
    const auto side =
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter))
        | Qt::TextSingleLine;
    const auto place = [&](int x, int y, int width, int height) {
        return QStyle::visualRect(option.direction, content,
                                  QRect(content.left() + x, y, width, height));
    };
    int y = content.top() + kPadding - 1;
    const int headWidth = content.width() - Theme::kSmallestTarget;
    const QString time = moment(index.data(PinListModel::TimeRole).toLongLong());
    const int timeWidth = QFontMetrics(theme.secondaryText.font).horizontalAdvance(time) + 8;
    painter.setFont(theme.author.font);
    const QString author =
        painter.fontMetrics().elidedText(drawable(index.data(PinListModel::AuthorRole).toString()),
                                         Qt::ElideRight, headWidth - timeWidth);
    const int authorWidth = painter.fontMetrics().horizontalAdvance(author);
    painter.setPen(theme.authorColor(index.data(PinListModel::UserRole).toLongLong()));
    painter.drawText(place(0, y, authorWidth + 1, theme.author.line), side, author);
    painter.setFont(theme.secondaryText.font);
    painter.setPen(theme.secondary);
    painter.drawText(place(authorWidth + 8, y, timeWidth, theme.author.line), side, time);
    y += theme.author.line;
    painter.setFont(theme.body.font);
    painter.setPen(theme.text);
    for (const QString &line : beginning(index, content.width())) {
        painter.drawText(place(0, y, content.width(), theme.body.line), side, line);
        y += theme.body.line;
    }
    y += Theme::kStep;
    lineIcon(u"pin"_s).paint(&painter,
                             place(0, y + (theme.secondaryText.line - kIcon) / 2, kIcon, kIcon));
    painter.setFont(theme.secondaryText.font);
    painter.setPen(theme.secondary);
    const QString pinner =
        tr("Pinned by %1").arg(isolated(index.data(PinListModel::PinnerRole).toString()));
    const int pinnerWidth = content.width() - kIcon - 4;
    painter.drawText(place(kIcon + 4, y, pinnerWidth, theme.secondaryText.line), side,
                     painter.fontMetrics().elidedText(pinner, Qt::ElideRight, pinnerWidth));
    if (isOffered)
        lineIcon(u"pin-off"_s)
            .paint(&painter, unpinRect(option.rect, option.direction).adjusted(8, 8, -8, -8));
}

bool PinDelegate::editorEvent(QEvent *event, QAbstractItemModel *,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (mouse->button() != Qt::LeftButton)
        return false;
    if (unpinRect(option.rect, option.direction).contains(mouse->position().toPoint()))
        Q_EMIT unpinned(index);
    else
        Q_EMIT chosen(index);
    return true;
}

bool PinDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                            const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return RowDelegate::helpEvent(event, view, option, index);
    const bool isUnpin = unpinRect(option.rect, option.direction).contains(event->pos());
    const QString words =
        isUnpin ? tr("Unpin (P)") : fullTime(index.data(PinListModel::TimeRole).toLongLong());
    QToolTip::showText(event->globalPos(), forToolTip(words), view->viewport(), option.rect);
    return true;
}

} // namespace salon::client
