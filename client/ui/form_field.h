// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace salon::client {

class TextLabel;

//! A button below what is wrong that does something about it.
struct Remedy {
    QString text; //!< empty for none
    bool isDangerous = false;
};

//! A field of a form: its label above, and below it a hint or what is wrong with it.
class FormField : public QWidget {
    Q_OBJECT
public:
    //! Takes `edit` as its child; `name` is its object name, the line below is `name` + "Error".
    FormField(const QString &label, QLineEdit *edit, const QString &name,
              QWidget *parent = nullptr);

    QLineEdit *edit() const { return m_edit; }
    //! Empty: nothing is wrong. A `remedy` is never what Enter does. Who can fix it stands small
    //! below, in a label called like the line below plus "Detail".
    void setError(const ErrorSentence &error, const Remedy &remedy = {});
    void setHint(const QString &text); //!< shown while nothing is wrong
    bool hasError() const { return !m_error.what.isEmpty(); }

Q_SIGNALS:
    void remedyChosen();

private:
    void showLine();

    QLineEdit *m_edit;
    TextLabel *m_line;
    TextLabel *m_detail;
    QPushButton *m_remedy;
    ErrorSentence m_error;
    QString m_hint;
};

} // namespace salon::client
