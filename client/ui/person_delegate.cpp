// SPDX-License-Identifier: MIT
#include "client/ui/person_delegate.h"

#include "client/ui/presence_mark.h"
#include "client/ui/theme/indicators.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/initials_avatar.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kRowHeight = 40;
constexpr int kAvatar = 28;
constexpr int kBox = 18;

} // namespace

PersonDelegate::PersonDelegate(QObject *parent) : RowDelegate(kRowHeight, parent)
{
}

void PersonDelegate::paintContent(QPainter &painter, const QRect &content,
                                  const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const auto mirrored = [&](const QRect &rect) {
        return QStyle::visualRect(option.direction, content, rect);
    };
    const auto side = [&option](Qt::Alignment alignment) {
        return int(QStyle::visualAlignment(option.direction, alignment | Qt::AlignVCenter))
            | Qt::TextSingleLine;
    };
    const QString name = index.data().toString();
    const int size = theme.scaled(kAvatar);
    const QRect circle(content.left(), content.center().y() - size / 2 + 1, size, size);
    drawInitialsAvatar(&painter, mirrored(circle), UserId{index.data(UserRole).toLongLong()}, name);
    drawPresenceAtAvatar(&painter, mirrored(circle), Presence(index.data(PresenceRole).toInt()),
                         groundOf(option), option.direction);

    const QString note = index.data(NoteRole).toString();
    painter.setFont(theme.secondaryText.font);
    int end = note.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(note) + 8;
    painter.setPen(theme.secondary);
    painter.drawText(content, side(Qt::AlignRight), note);
    if (const QVariant ticked = index.data(Qt::CheckStateRole); ticked.isValid()) {
        const int box = theme.scaled(kBox);
        end = box + 8;
        const bool isTicked = ticked.toInt() == Qt::Checked;
        drawCheckBox(
            painter,
            mirrored(QRect(content.right() - box, content.center().y() - box / 2, box, box)),
            QStyle::State_Enabled | (isTicked ? QStyle::State_On : QStyle::State_Off));
    }
    const QRect rect = mirrored(content.adjusted(size + 10, 0, -end, 0));
    painter.setFont(theme.roomList.font);
    painter.setPen(theme.text);
    painter.drawText(
        rect, side(Qt::AlignLeft),
        painter.fontMetrics().elidedText(drawable(name), Qt::ElideRight, rect.width()));
}

bool PersonDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                 const QStyleOptionViewItem &, const QModelIndex &index)
{
    const QVariant ticked = index.data(Qt::CheckStateRole);
    const bool isClick = event->type() == QEvent::MouseButtonRelease
        && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton;
    const bool isSpace = event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
    if (!ticked.isValid() || (!isClick && !isSpace))
        return false;
    const bool wasTicked = ticked.toInt() == Qt::Checked;
    return model->setData(index, wasTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace salon::client
