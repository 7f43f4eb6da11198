// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

#include <QListView>

class QMenu;
class QSortFilterProxyModel;

namespace salon::client {

//! One's rooms, filtered, with what is unread. A click opens a room; so do the arrow keys, at once.
class RoomListView : public QListView {
    Q_OBJECT
public:
    explicit RoomListView(QWidget *parent = nullptr);

    //! A RoomListModel, or one with its roles.
    void setRooms(QAbstractItemModel *rooms);
    void setFilter(const QString &text);
    //! Marks the room that is open; tells nobody.
    void setCurrentRoom(RoomId room);
    RoomId currentRoom() const;
    //! Opens the room before (-1) or after (1) the current one.
    void step(int direction);
    //! Opens the first room that the filter leaves.
    void openFirst();

Q_SIGNALS:
    void roomChosen(salon::RoomId room);
    void leaveRequested(salon::RoomId room, const QString &name);
    void menuOpening(QMenu *menu, salon::RoomId room); //!< to add what is chosen elsewhere

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void followTheme();
    void choose(const QModelIndex &index);
    QModelIndex indexOf(RoomId room) const;
    void restoreCurrent();

    QSortFilterProxyModel *m_filtered;
    RoomId m_open;
    bool m_isRestoring = false;
};

} // namespace salon::client
