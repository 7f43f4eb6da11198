// SPDX-License-Identifier: MIT
#pragma once
#include <QPlainTextEdit>

namespace salon::client {

//! The text of a composer: Enter sends, Shift+Enter breaks the line, Tab goes on. Within a fence
//! Enter breaks the line, Ctrl+Enter sends, and Tab indents. Text comes in and goes out exactly.
class ComposerEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    //! Every character as typed; QPlainTextEdit::toPlainText() would turn no-break spaces into
    //! spaces.
    QString exactText() const;
    void setExactText(const QString &text);
    //! Of as many lines on the screen as there are, wrapped ones counted, but of no more than that
    //! many; in pixels. Those of code are higher.
    int heightOf(int mostLines) const;
    //! Puts a fence around what was pasted last, with line ends where they are missing.
    void fencePasted();

Q_SIGNALS:
    void sendRequested();
    void changeLastRequested(); //!< the up key in an empty text
    //! What came looks like code, and is in no fence yet.
    void codePasted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    bool breaksLine(Qt::KeyboardModifiers modifiers) const;
    void breakLine();
    //! The line or the chosen lines, 1 deeper or -1 back.
    void indent(int direction);
    void insertIndent();

    QTextCursor m_pasted; //!< selects what was pasted
};

} // namespace salon::client
