// SPDX-License-Identifier: MIT
#include "client/ui/completion/completion_row.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QPainter>

namespace salon::client {
namespace {

constexpr int kHeight = 36;
constexpr int kPicture = 20;
constexpr int kGap = 10;

} // namespace

void CompletionRow::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected) {
        painter->setPen(theme.isHighContrast ? QPen(theme.text) : QPen(Qt::NoPen));
        painter->setBrush(theme.selection);
        painter->drawRoundedRect(option.rect, Theme::kControlRadius, Theme::kControlRadius);
    }
    QRect rest = option.rect.adjusted(2 * Theme::kStep, 0, -2 * Theme::kStep, 0);
    const auto placed = [&](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const QString picture = index.data(PictureRole).toString();
    if (!picture.isEmpty()) {
        const int size = theme.scaled(kPicture);
        const QRect place(rest.left(), rest.top(), theme.scaled(kPicture + 4), rest.height());
        drawEmoji(*painter, placed(place), picture, size);
        rest.setLeft(place.right() + kGap);
    }
    const int side = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter
                         | Qt::TextSingleLine);
    const auto write = [&](const QString &text, const TextStyle &style, const QColor &ink) {
        painter->setFont(style.font);
        painter->setPen(ink);
        const QString shown =
            painter->fontMetrics().elidedText(drawable(text), Qt::ElideRight, rest.width());
        painter->drawText(placed(rest), side, shown);
        rest.setLeft(rest.left() + painter->fontMetrics().horizontalAdvance(shown) + kGap);
    };
    write(index.data().toString(), theme.roomList, theme.text);
    const QString detail = index.data(DetailRole).toString();
    if (!detail.isEmpty() && rest.width() > 0)
        write(detail, theme.secondaryText, theme.secondary);
    painter->restore();
}

QSize CompletionRow::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, height()};
}

int CompletionRow::height()
{
    return Theme::current().scaled(kHeight);
}

} // namespace salon::client
