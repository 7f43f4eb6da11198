// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QLineEdit;

namespace salon::client {

class TextLabel;

//! A field of a form: its label above, and below it a hint or what is wrong with it.
class FormField : public QWidget {
    Q_OBJECT
public:
    //! Takes `edit` as its child; `name` is its object name, the line below is `name` + "Error".
    FormField(const QString &label, QLineEdit *edit, const QString &name,
              QWidget *parent = nullptr);

    QLineEdit *edit() const { return m_edit; }
    void setError(const QString &text); //!< empty: nothing is wrong
    void setHint(const QString &text); //!< shown while nothing is wrong
    bool hasError() const { return !m_error.isEmpty(); }

private:
    void showLine();

    QLineEdit *m_edit;
    TextLabel *m_line;
    QString m_error;
    QString m_hint;
};

} // namespace salon::client
