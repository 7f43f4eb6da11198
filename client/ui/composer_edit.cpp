// SPDX-License-Identifier: MIT
#include "client/ui/composer_edit.h"

#include <QKeyEvent>
#include <QTextBlock>

namespace salon::client {

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(NoFrame);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
}

QString ComposerEdit::exactText() const
{
    QString text;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block != document()->begin())
            text += u'\n';
        text += block.text();
    }
    return text.replace(QChar::LineSeparator, u'\n');
}

void ComposerEdit::setExactText(const QString &text)
{
    setPlainText(text);
    moveCursor(QTextCursor::End);
}

int ComposerEdit::visualLines() const
{
    return qMax(1, qRound(document()->size().height())); // QPlainTextEdit's layout counts in lines
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier && document()->isEmpty())
        return Q_EMIT changeLastRequested();
    if (!isEnter)
        return QPlainTextEdit::keyPressEvent(event);
    if (event->modifiers() & Qt::ShiftModifier)
        insertPlainText(QStringLiteral("\n"));
    else
        Q_EMIT sendRequested();
    event->accept();
}

} // namespace salon::client
