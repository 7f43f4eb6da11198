// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"
#include "shared/protocol/room_messages.h"

class QCheckBox;
class QPushButton;

namespace salon::client {

class FormField;
class TextLabel;

//! Asks for the name and the topic of a new room, and whom it is for. Stays open until it is told
//! what came of it.
class CreateRoomDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Field { Name, Topic };

    explicit CreateRoomDialog(QWidget *parent = nullptr);

    void setLimits(qint64 nameLength, qint64 topicLength); //!< in code points
    void showError(Field field, const ErrorSentence &error); //!< no longer busy
    void setBusy(bool isBusy);

Q_SIGNALS:
    void createRequested(const salon::protocol::CreateRoom &room);

private:
    void submit();
    void explain();

    FormField *m_name;
    FormField *m_topic;
    TextLabel *m_sentence;
    QCheckBox *m_private;
    QCheckBox *m_history;
    QPushButton *m_create;
    bool m_isBusy = false;
};

} // namespace salon::client
