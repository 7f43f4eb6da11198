// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/form_dialog.h"

class QPushButton;

namespace salon::client {

class TextLabel;

//! Asks before something that cannot be taken back.
class ConsentDialog : public FormDialog {
    Q_OBJECT
public:
    void showError(const ErrorSentence &error);

Q_SIGNALS:
    void chosen();

protected:
    struct Words {
        QString windowTitle;
        QString question;
        QString consequence;
        QString submit; //!< what the button does
    };
    //! `name` is the first part of the objects' names.
    ConsentDialog(const QString &name, const Words &words, QWidget *parent);

    //! What it is about, below the question: one line, cut where there is no room.
    void setSubject(const QString &text);

private:
    TextLabel *m_subject;
    TextLabel *m_error;
    QPushButton *m_submit;
};

} // namespace salon::client
