// SPDX-License-Identifier: MIT
#include "client/ui/room_list_view.h"

#include "client/model/room_list_model.h"
#include "client/ui/presence_mark.h"
#include "client/ui/row_delegate.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/initials_avatar.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kRowHeight = 36;
constexpr int kBadgeHeight = 18;
constexpr int kBadgePadding = 6;
constexpr qint64 kMostShown = 99;

class RoomDelegate final : public RowDelegate {
public:
    explicit RoomDelegate(QObject *parent) : RowDelegate(kRowHeight, parent) { }

protected:
    void paintContent(QPainter &painter, const QRect &content, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override
    {
        const Theme &theme = Theme::current();
        const qint64 unread = index.data(RoomListModel::UnreadRole).toLongLong();
        const bool isStrong = unread > 0 || option.state & QStyle::State_Selected;
        const int icon = theme.scaled(16);
        const QRect iconRect(content.left(), content.center().y() - icon / 2 + 1, icon, icon);
        paintIcon(painter, QStyle::visualRect(option.direction, content, iconRect), option, index,
                  isStrong ? Tint::Text : Tint::Secondary);

        const qint64 mentions = index.data(RoomListModel::MentionsRole).toLongLong();
        const int badge =
            unread > 0 ? paintBadge(painter, content, unread, mentions, option.direction) + 8 : 0;
        const QRect textRect =
            QStyle::visualRect(option.direction, content, content.adjusted(icon + 8, 0, -badge, 0));
        painter.setFont(unread > 0 ? theme.roomListUnread.font : theme.roomList.font);
        painter.setPen(isStrong ? theme.text : theme.secondary);
        const QString name = painter.fontMetrics().elidedText(drawable(index.data().toString()),
                                                              Qt::ElideRight, textRect.width());
        painter.drawText(
            textRect,
            int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter))
                | Qt::TextSingleLine,
            name);
    }

private:
    static void paintIcon(QPainter &painter, const QRect &rect, const QStyleOptionViewItem &option,
                          const QModelIndex &index, Tint tint)
    {
        const UserId person{index.data(RoomListModel::PersonRole).toLongLong()};
        const QString kind = index.data(RoomListModel::KindRole).toString();
        if (person.isValid()) {
            const QRect circle = rect.adjusted(-2, -2, 2, 2);
            drawInitialsAvatar(&painter, circle, person, index.data().toString());
            return drawPresenceAtAvatar(&painter, circle,
                                        Presence(index.data(RoomListModel::PresenceRole).toInt()),
                                        groundOf(option), option.direction);
        }
        lineIcon(kind == "direct"_L1        ? u"users"_s
                     : kind == "private"_L1 ? u"lock"_s
                                            : u"hash"_s,
                 tint)
            .paint(&painter, rect);
    }

    static QString counted(qint64 count)
    {
        return count > kMostShown ? u"99+"_s : QString::number(count);
    }
    //! Messages that call one count before all others.
    static int paintBadge(QPainter &painter, const QRect &content, qint64 unread, qint64 mentions,
                          Qt::LayoutDirection direction)
    {
        const Theme &theme = Theme::current();
        const QString text = mentions > 0 ? u'@' + counted(mentions) : counted(unread);
        painter.setFont(theme.sectionLabel.font);
        const int height = theme.scaled(kBadgeHeight);
        const int width =
            qMax(height, painter.fontMetrics().horizontalAdvance(text) + 2 * kBadgePadding);
        const QRect rect =
            QStyle::visualRect(direction, content,
                               QRect(content.right() - width + 1,
                                     content.center().y() - height / 2 + 1, width, height));
        painter.setPen(Qt::NoPen);
        painter.setBrush(mentions > 0 ? theme.errorText : theme.accent);
        painter.drawRoundedRect(rect, height / 2.0, height / 2.0);
        painter.setPen(mentions > 0 ? theme.background : theme.textOnAccent);
        painter.drawText(rect, Qt::AlignCenter, text);
        return width;
    }
};

} // namespace

RoomListView::RoomListView(QWidget *parent)
    : QListView(parent), m_filtered(new QSortFilterProxyModel(this))
{
    setObjectName(u"roomList"_s);
    setAccessibleName(tr("Rooms"));
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setItemDelegate(new RoomDelegate(this));
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    // Before the view's own connections: it makes a neighbour current while the open room goes, and
    // nobody chose that.
    connect(m_filtered, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this] { m_isRestoring = true; });
    setModel(m_filtered);
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, [this] { m_isRestoring = false; });
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &RoomListView::restoreCurrent);
    connect(m_filtered, &QAbstractItemModel::modelReset, this, &RoomListView::restoreCurrent);
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, &RoomListView::restoreCurrent);
    connect(this, &QListView::clicked, this, &RoomListView::choose);
    connect(this, &QListView::activated, this, &RoomListView::choose);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &RoomListView::followTheme);
    followTheme();
}

void RoomListView::setRooms(QAbstractItemModel *rooms)
{
    m_filtered->setSourceModel(rooms);
}

void RoomListView::setFilter(const QString &text)
{
    QScopedValueRollback restoring(m_isRestoring, true);
    m_filtered->setFilterFixedString(text.trimmed());
    restoreCurrent();
}

void RoomListView::setCurrentRoom(RoomId room)
{
    m_open = room;
    restoreCurrent();
}

RoomId RoomListView::currentRoom() const
{
    return m_open;
}

void RoomListView::step(int direction)
{
    const int count = m_filtered->rowCount();
    if (count == 0)
        return;
    const QModelIndex now = indexOf(m_open);
    const int row = now.isValid() ? (now.row() + direction + count) % count : 0;
    setCurrentIndex(m_filtered->index(row, 0));
    choose(currentIndex());
}

void RoomListView::openFirst()
{
    if (m_filtered->rowCount() == 0)
        return;
    setCurrentIndex(m_filtered->index(0, 0));
    choose(currentIndex());
}

// The view moves its current row by itself when rows come and go; only a person opens a room.
void RoomListView::restoreCurrent()
{
    QScopedValueRollback restoring(m_isRestoring, true);
    const QModelIndex index = indexOf(m_open);
    if (index.isValid())
        setCurrentIndex(index);
    else
        clearSelection();
}

void RoomListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    choose(current);
}

// The row may have been the view's current one before anybody chose it.
void RoomListView::choose(const QModelIndex &index)
{
    const RoomId room{index.data(RoomListModel::RoomIdRole).toLongLong()};
    if (m_isRestoring || !room.isValid() || room == m_open)
        return;
    m_open = room;
    Q_EMIT roomChosen(room);
}

void RoomListView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    const RoomId room{index.data(RoomListModel::RoomIdRole).toLongLong()};
    const QString name = index.data().toString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuOpening(menu, room);
    if (index.data(RoomListModel::KindRole).toString() != "direct"_L1) // nobody leaves one
        menu->addAction(lineIcon(u"log-out"_s), tr("Leave %1").arg(isolated(name)), this,
                        [this, room, name] { Q_EMIT leaveRequested(room, name); });
    if (menu->isEmpty())
        return delete menu;
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
                    ? viewport()->mapToGlobal(visualRect(index).center())
                    : event->globalPos());
}

QModelIndex RoomListView::indexOf(RoomId room) const
{
    for (int row = 0; row < m_filtered->rowCount(); ++row) {
        const QModelIndex index = m_filtered->index(row, 0);
        if (index.data(RoomListModel::RoomIdRole).toLongLong() == room.value)
            return index;
    }
    return {};
}

void RoomListView::followTheme()
{
    QPalette colors = palette();
    colors.setColor(QPalette::Base, Theme::current().sidebar);
    setPalette(colors);
    scheduleDelayedItemsLayout();
}

} // namespace salon::client
