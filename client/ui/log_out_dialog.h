// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_dialog.h"

class QButtonGroup;
class QPushButton;
class QRadioButton;

namespace salon::client {

class TextLabel;

//! What to do with messages that the server does not have, before one logs out.
class LogOutDialog : public FormDialog {
    Q_OBJECT
public:
    enum class Choice { SendFirst, Keep, Delete };

    explicit LogOutDialog(QWidget *parent = nullptr);

    //! How many wait to be sent, and how many the server refused; while it waits for them to be
    //! sent, the last one ends it.
    void setUnsent(qsizetype waiting, qsizetype refused);
    void setOnline(bool isOnline);

Q_SIGNALS:
    //! Log out now; SendFirst: nothing waits any more.
    void chosen(salon::client::LogOutDialog::Choice choice);

private:
    QRadioButton *addChoice(Choice choice, const QString &name, const QString &text);
    void submit();
    void showState();

    qsizetype m_waiting = 0;
    qsizetype m_refused = 0;
    bool m_isOnline = false;
    bool m_isSending = false;
    TextLabel *m_sentence;
    QButtonGroup *m_choices;
    TextLabel *m_consequence;
    QPushButton *m_submit;
};

} // namespace salon::client
