// SPDX-License-Identifier: MIT
#pragma once
#include <QStyledItemDelegate>

namespace salon::client {

//! NameRole: of the person whose picture it is.
enum CompletionRole { PictureRole = Qt::UserRole, DetailRole, PersonRole, NameRole, IconRole };

//! Draws one completion: picture, label and, smaller, detail.
class CompletionRow : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static int height();

private:
    //! In the square; false when it has none.
    static bool drawPicture(QPainter &painter, const QRect &square, const QModelIndex &index);
};

} // namespace salon::client
