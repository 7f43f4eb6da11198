// SPDX-License-Identifier: MIT
#pragma once
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
    //! Empty: nothing is wrong. A `remedy` is never what Enter does.
    void setError(const QString &text, const Remedy &remedy = {});
    void setHint(const QString &text); //!< shown while nothing is wrong
    bool hasError() const { return !m_error.isEmpty(); }

Q_SIGNALS:
    void remedyChosen();

private:
    void showLine();

    QLineEdit *m_edit;
    TextLabel *m_line;
    QPushButton *m_remedy;
    QString m_error;
    QString m_hint;
};

} // namespace salon::client
