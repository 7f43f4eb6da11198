// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/consent_dialog.h"
#include "shared/protocol/entities.h"

namespace salon::client {

//! Asks whether one really leaves a room that one cannot come back to by oneself, or where so many
//! changes to messages wait to be sent.
class LeaveRoomDialog : public ConsentDialog {
    Q_OBJECT
public:
    explicit LeaveRoomDialog(const protocol::Room &room, qsizetype changes = 0,
                             QWidget *parent = nullptr);
};

} // namespace salon::client
