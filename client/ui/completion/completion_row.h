// SPDX-License-Identifier: MIT
#pragma once
#include <QStyledItemDelegate>

namespace salon::client {

enum CompletionRole { PictureRole = Qt::UserRole, DetailRole };

//! Draws one completion: picture, label and, smaller, detail.
class CompletionRow : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static int height();
};

} // namespace salon::client
