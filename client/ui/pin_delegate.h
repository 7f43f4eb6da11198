// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/row_delegate.h"

namespace salon::client {

//! A pinned message in a list: who said it and when, how it begins, who pinned it; on the chosen
//! row and the one under the pointer, what takes the pin away.
class PinDelegate : public RowDelegate {
    Q_OBJECT
public:
    explicit PinDelegate(QObject *parent);

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    //! Where a click takes the pin away, in a row that is drawn in `row`.
    static QRect unpinRect(const QRect &row, Qt::LayoutDirection direction);

Q_SIGNALS:
    void chosen(const QModelIndex &index); //!< by the mouse
    void unpinned(const QModelIndex &index);

protected:
    void paintContent(QPainter &painter, const QRect &content, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
};

} // namespace salon::client
