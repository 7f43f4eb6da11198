// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/row_delegate.h"

namespace salon::client {

//! Paints a person: picture, name, and at the end a note, or the box of a row that can be ticked.
//! Such a row is ticked by a click anywhere on it and by the space bar.
class PersonDelegate final : public RowDelegate {
    Q_OBJECT
public:
    enum Role { UserRole = Qt::UserRole, NoteRole, PresenceRole };

    explicit PersonDelegate(QObject *parent = nullptr);

protected:
    void paintContent(QPainter &painter, const QRect &content, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;
};

} // namespace salon::client
