// SPDX-License-Identifier: MIT
#include "client/ui/composer_edit.h"

#include "client/ui/code_fence.h"
#include "client/ui/emoji/emoji_text.h"
#include "client/ui/text/code_guess.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kIndent = 4; // spaces

//! Draws the emoji that the font of the text has in black, too, in their colours.
class PictureHighlighter final : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override
    {
        for (const auto &range : pictureFormats(text))
            setFormat(range.start, range.length, range.format);
    }
};

QString indentOf(const QString &line)
{
    const auto end =
        std::find_if(line.begin(), line.end(), [](QChar c) { return c != u' ' && c != u'\t'; });
    return line.first(end - line.begin());
}

//! A fence that nothing in the text ends.
QString fenceFor(const QString &text)
{
    qsizetype longest = 2;
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return QString(longest + 1, u'`');
}

template <class Change>
void eachLine(const QTextCursor &selection, Change change)
{
    QTextCursor cursor(selection);
    cursor.beginEditBlock();
    const QTextDocument *document = cursor.document();
    const int last = document->findBlock(selection.selectionEnd()).blockNumber();
    for (int line = document->findBlock(selection.selectionStart()).blockNumber(); line <= last;
         ++line)
        change(QTextCursor(document->findBlockByNumber(line)));
    cursor.endEditBlock();
}

} // namespace

ComposerEdit::ComposerEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(NoFrame);
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    new PictureHighlighter(document());
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
    m_pasted = {};
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
    const bool isTab = event->key() == Qt::Key_Tab && event->modifiers() == Qt::NoModifier;
    const bool isUp = event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier;
    const bool isIndent = isTab || event->key() == Qt::Key_Backtab;
    if (isIndent && isInFence(textCursor()))
        indent(isTab ? 1 : -1);
    else if (isEnter && event->modifiers() & Qt::ShiftModifier)
        breakLine();
    else if (isEnter)
        Q_EMIT sendRequested();
    else if (isUp && document()->isEmpty())
        Q_EMIT changeLastRequested();
    else
        return QPlainTextEdit::keyPressEvent(event);
    event->accept();
}

//! Tab comes as a key only where this says no.
bool ComposerEdit::focusNextPrevChild(bool next)
{
    return !isInFence(textCursor()) && QPlainTextEdit::focusNextPrevChild(next);
}

void ComposerEdit::breakLine()
{
    const QString before = textCursor().block().text().first(textCursor().positionInBlock());
    insertPlainText(u'\n' + (isInFence(textCursor()) ? indentOf(before) : QString()));
}

void ComposerEdit::indent(int direction)
{
    const QTextCursor cursor = textCursor();
    if (direction > 0 && !cursor.hasSelection())
        return insertIndent();
    eachLine(cursor, [direction](QTextCursor line) {
        const QString text = line.block().text();
        if (direction > 0) {
            line.insertText(QString(text.trimmed().isEmpty() ? 0 : kIndent, u' '));
            return;
        }
        const qsizetype most = text.startsWith(u'\t') ? 1 : kIndent;
        const auto count = std::min(most, indentOf(text).size());
        line.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor, static_cast<int>(count));
        line.removeSelectedText();
    });
}

//! As the line, or the one before, is indented: by a tab, or up to the next fourth column.
void ComposerEdit::insertIndent()
{
    QTextCursor cursor = textCursor();
    const QTextBlock line = cursor.block();
    const bool hasTabs = line.text().startsWith(u'\t') || line.previous().text().startsWith(u'\t');
    cursor.insertText(hasTabs ? u"\t"_s
                              : QString(kIndent - cursor.positionInBlock() % kIndent, u' '));
    ensureCursorVisible();
}

void ComposerEdit::insertFromMimeData(const QMimeData *source)
{
    const bool wasInFence = isInFence(textCursor());
    const int start = textCursor().selectionStart();
    const QString text = source->text();
    QPlainTextEdit::insertFromMimeData(source);
    m_pasted = textCursor();
    m_pasted.setPosition(start);
    m_pasted.setPosition(textCursor().position(), QTextCursor::KeepAnchor);
    if (source->hasText() && !wasInFence && looksLikeCode(text))
        Q_EMIT codePasted();
}

void ComposerEdit::fencePasted()
{
    if (!m_pasted.hasSelection())
        return;
    const QString text = m_pasted.selectedText();
    const QString fence = fenceFor(text);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(m_pasted.selectionEnd());
    const bool endsLine = cursor.atBlockStart(); // behind a line end that was pasted
    const bool isBeforeText = !cursor.atBlockEnd();
    cursor.insertText((endsLine ? QString() : u"\n"_s) + fence
                      + (isBeforeText ? u"\n"_s : QString()));
    const int end = cursor.position();
    cursor.setPosition(m_pasted.selectionStart());
    const QString opening = (cursor.atBlockStart() ? QString() : u"\n"_s) + fence + u'\n';
    cursor.insertText(opening);
    cursor.endEditBlock();
    cursor.setPosition(end + int(opening.size()));
    setTextCursor(cursor);
    m_pasted = {};
}

} // namespace salon::client
