// SPDX-License-Identifier: MIT
#include "client/ui/completion/completion_row.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/initials_avatar.h"

#include <QPainter>

namespace salon::client {
namespace {

constexpr int kHeight = 36;
constexpr int kPicture = 20;
constexpr int kPlace = 24; //!< of it, and a person's
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
    const int side = theme.scaled(kPlace);
    const QRect place(rest.left(), rest.center().y() - side / 2 + 1, side, side);
    if (drawPicture(*painter, placed(place), index))
        rest.setLeft(place.right() + kGap);
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)
                          | Qt::AlignVCenter | Qt::TextSingleLine);
    const auto write = [&](const QString &text, const TextStyle &style, const QColor &ink) {
        painter->setFont(style.font);
        painter->setPen(ink);
        const QString shown =
            painter->fontMetrics().elidedText(drawable(text), Qt::ElideRight, rest.width());
        painter->drawText(placed(rest), flags, shown);
        rest.setLeft(rest.left() + painter->fontMetrics().horizontalAdvance(shown) + kGap);
    };
    write(index.data().toString(), theme.roomList, theme.text);
    const QString detail = index.data(DetailRole).toString();
    if (!detail.isEmpty() && rest.width() > 0)
        write(detail, theme.secondaryText, theme.secondary);
    painter->restore();
}

bool CompletionRow::drawPicture(QPainter &painter, const QRect &square, const QModelIndex &index)
{
    const int size = Theme::current().scaled(kPicture);
    const QString picture = index.data(PictureRole).toString();
    const UserId person{index.data(PersonRole).toLongLong()};
    const QString icon = index.data(IconRole).toString();
    if (!picture.isEmpty())
        drawEmoji(painter, square, picture, size);
    else if (person.isValid())
        drawInitialsAvatar(&painter, square, person, index.data(NameRole).toString());
    else if (!icon.isEmpty())
        lineIcon(icon).paint(&painter, square.adjusted(2, 2, -2, -2));
    else
        return false;
    return true;
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
