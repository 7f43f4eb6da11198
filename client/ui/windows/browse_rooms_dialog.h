// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <QDialog>

class QListWidget;

namespace salon::client {

//! The public rooms, to join one.
class BrowseRoomsDialog : public QDialog {
    Q_OBJECT
public:
    explicit BrowseRoomsDialog(const QList<protocol::Room> &rooms, QWidget *parent = nullptr);

Q_SIGNALS:
    void roomChosen(salon::RoomId room);

private:
    void choose();
    QListWidget *m_list;
};

} // namespace salon::client
