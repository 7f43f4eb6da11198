// SPDX-License-Identifier: MIT
#pragma once
#include <QStyledItemDelegate>

namespace salon::client {

//! What all rows of our lists have in common: height, rounded ground for the chosen and the hovered
//! one, the ring of the keyboard. Who derives paints what is on it.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    //! Height in px at the default text size.
    RowDelegate(int height, QObject *parent) : QStyledItemDelegate(parent), m_height(height) { }

    //! How far the ground of a row keeps from the sides of the list, in px; 8 unless set.
    void setInset(int pixels) { m_inset = pixels; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    //! What lies below the content of a row in the sidebar's colours.
    static QColor groundOf(const QStyleOptionViewItem &option);
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    //! `content` is the row without its margins.
    virtual void paintContent(QPainter &painter, const QRect &content,
                              const QStyleOptionViewItem &option,
                              const QModelIndex &index) const = 0;

private:
    int m_height;
    int m_inset = 8;
};

} // namespace salon::client
