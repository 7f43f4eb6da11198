// SPDX-License-Identifier: MIT
#pragma once
#include <QStyledItemDelegate>

namespace salon::client {

//! A room in the list: bold with a number when something is unread.
class RoomDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace salon::client
