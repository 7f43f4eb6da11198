// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/form_dialog.h"
#include <QStringList>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace salon::client {

class TextLabel;

//! A line of facts: a name, and a value or two. A head stands above the lines that follow.
struct Fact {
    QString name;
    QStringList values;
    bool isHead = false;
    bool isCode = false; //!< compared letter by letter
};

//! Facts under a title, to be read, selected, and copied as text.
class FactsDialog : public FormDialog {
    Q_OBJECT
public:
    explicit FactsDialog(const QString &title, QWidget *parent = nullptr);

    //! A sentence above the facts; empty for none.
    void setSummary(const QString &sentence);
    //! What is shown changes in place; what is selected stays selected where the text stays.
    void setFacts(const QList<Fact> &facts);
    //! As it is copied: a line each, name and values with tabs between.
    virtual QString text() const;

protected:
    void setCopyText(const QString &text); //!< on the button that copies
    //! Another button, left of the others.
    QPushButton *addButton(const QString &text, const QString &name);

private:
    void copy();
    TextLabel *cell(int row, int column);

    TextLabel *m_summary;
    QGridLayout *m_grid;
    QHBoxLayout *m_buttons;
    QPushButton *m_copy;
    QList<Fact> m_facts;
};

} // namespace salon::client
