// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"
#include "shared/protocol/message_messages.h"

class QPlainTextEdit;

namespace salon::client {

class TextLabel;

//! What a message said before it was edited.
class VersionsDialog : public FormDialog {
    Q_OBJECT
public:
    explicit VersionsDialog(QWidget *parent = nullptr);

    void setVersions(const QList<protocol::MessageVersion> &versions);
    void showError(const ErrorSentence &error);

private:
    void showTexts();

    TextLabel *m_summary;
    QPlainTextEdit *m_texts;
    QList<protocol::MessageVersion> m_versions; //!< newest first
};

} // namespace salon::client
