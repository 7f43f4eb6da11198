// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"

class QPushButton;

namespace salon::client {

class FormField;

//! Asks what a room is about. Stays open until it is told what came of it.
class TopicDialog : public FormDialog {
    Q_OBJECT
public:
    TopicDialog(const QString &roomName, const QString &topic, QWidget *parent = nullptr);

    void showError(const ErrorSentence &error); //!< no longer busy
    void setBusy(bool isBusy);

Q_SIGNALS:
    void topicChosen(const QString &topic); //!< empty removes it

private:
    FormField *m_topic;
    QPushButton *m_save;
};

} // namespace salon::client
