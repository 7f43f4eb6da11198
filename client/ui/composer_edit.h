// SPDX-License-Identifier: MIT
#pragma once
#include <QPlainTextEdit>

namespace salon::client {

//! The text of a composer: Enter sends, Shift+Enter breaks the line, Tab goes on; text comes in and
//! goes out exactly.
class ComposerEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    //! Every character as typed; QPlainTextEdit::toPlainText() would turn no-break spaces into
    //! spaces.
    QString exactText() const;
    void setExactText(const QString &text);
    //! Lines on the screen, wrapped ones counted.
    int visualLines() const;

Q_SIGNALS:
    void sendRequested();
    void changeLastRequested(); //!< the up key in an empty text

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace salon::client
