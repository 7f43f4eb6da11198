// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"
#include "shared/protocol/entities.h"

class QPushButton;

namespace salon::client {

class TextLabel;

//! Asks whether one really leaves a room that one cannot come back to by oneself, and stays until
//! the server has done it.
class LeaveRoomDialog : public FormDialog {
    Q_OBJECT
public:
    explicit LeaveRoomDialog(const protocol::Room &room, QWidget *parent = nullptr);

    void showError(const ErrorSentence &error);

Q_SIGNALS:
    void chosen();

private:
    TextLabel *m_error;
    QPushButton *m_submit;
};

} // namespace salon::client
