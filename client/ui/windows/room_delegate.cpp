// SPDX-License-Identifier: MIT
#include "client/ui/windows/room_delegate.h"
#include "client/model/room_list_model.h"
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kRowHeight = 36;
constexpr int kPadding = 12;
constexpr int kBadge = 18;

} // namespace

void RoomDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPalette &palette = option.palette;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    QRect area = option.rect.adjusted(8, 2, -8, -2);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        QColor fill = palette.color(QPalette::Highlight);
        fill.setAlpha(isSelected ? 60 : 24);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRoundedRect(area, 6, 6);
    }
    area.adjust(kPadding, 0, -kPadding, 0);
    QFont font = option.font;
    const qint64 unread = index.data(RoomListModel::UnreadRole).toLongLong();
    font.setWeight(unread > 0 ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    if (unread > 0) {
        const QString text = unread > 99 ? u"99+"_s : QString::number(unread);
        const int width = std::max(kBadge, QFontMetrics(font).horizontalAdvance(text) + 12);
        const QRect badge(area.right() - width, area.center().y() - kBadge / 2, width, kBadge);
        painter->setPen(Qt::NoPen);
        painter->setBrush(palette.color(QPalette::Highlight));
        painter->drawRoundedRect(badge, kBadge / 2.0, kBadge / 2.0);
        painter->setPen(palette.color(QPalette::HighlightedText));
        painter->drawText(badge, Qt::AlignCenter, text);
        area.setRight(badge.left() - 8);
    }
    painter->setPen(palette.color(QPalette::Text));
    const QString name = u"# "_s + index.data().toString();
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(font).elidedText(name, Qt::ElideRight, area.width()));
    painter->restore();
}

QSize RoomDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {100, kRowHeight};
}

} // namespace salon::client
