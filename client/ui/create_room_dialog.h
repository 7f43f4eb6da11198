// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"

class QPushButton;

namespace salon::client {

class FormField;

//! Asks for the name and the topic of a new room. Stays open until it is told what came of it.
class CreateRoomDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Field { Name, Topic };

    explicit CreateRoomDialog(QWidget *parent = nullptr);

    void setLimits(qint64 nameLength, qint64 topicLength); //!< in code points
    void showError(Field field, const ErrorSentence &error); //!< no longer busy
    void setBusy(bool isBusy);

Q_SIGNALS:
    void createRequested(const QString &name, const QString &topic);

private:
    void submit();

    FormField *m_name;
    FormField *m_topic;
    QPushButton *m_create;
    bool m_isBusy = false;
};

} // namespace salon::client
