// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"

class QPushButton;

namespace salon::client {

class TextLabel;

//! Asks whether a message is to be deleted, and stays until the server has done it.
class DeleteMessageDialog : public FormDialog {
    Q_OBJECT
public:
    explicit DeleteMessageDialog(const QString &text, QWidget *parent = nullptr);

    void showError(const ErrorSentence &error);

Q_SIGNALS:
    void chosen();

private:
    TextLabel *m_error;
    QPushButton *m_submit;
};

} // namespace salon::client
