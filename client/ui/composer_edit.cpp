// SPDX-License-Identifier: MIT
#include "client/ui/composer_edit.h"

#include "client/ui/code_fence.h"
#include "client/ui/emoji/emoji_text.h"
#include "client/ui/text/code_guess.h"
#include "client/ui/theme/theme.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kIndent = 4; // spaces

//! Draws code in the font of code, and the emoji that the font of the text has in black, too, in
//! their colours.
class LookHighlighter final : public QSyntaxHighlighter {
public:
    explicit LookHighlighter(QTextDocument *document) : QSyntaxHighlighter(document)
    {
        connect(Theme::notifier(), &ThemeNotifier::changed, this, &QSyntaxHighlighter::rehighlight);
    }

protected:
    void highlightBlock(const QString &text) override
    {
        FenceReader reader = FenceReader::from(previousBlockState());
        const bool isCode = reader.read(text) != FenceReader::Line::Text;
        setCurrentBlockState(reader.state());
        if (isCode)
            setFormat(0, static_cast<int>(text.size()), codeFormat());
        for (const auto &range : pictureFormats(text))
            setFormat(range.start, range.length, range.format);
    }

private:
    static QTextCharFormat codeFormat()
    {
        const QFont &code = Theme::current().code.font;
        QTextCharFormat format;
        format.setFontFamilies(code.families());
        format.setFontStyleHint(QFont::Monospace);
        format.setProperty(QTextFormat::FontPixelSize, code.pixelSize());
        return format;
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
    new LookHighlighter(document());
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

int ComposerEdit::heightOf(int mostLines) const
{
    qreal height = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && mostLines > 0;
         block = block.next()) {
        height += blockBoundingRect(block).height(); // lays it out
        const QTextLayout &layout = *block.layout();
        for (int i = mostLines; i < layout.lineCount(); ++i)
            height -= layout.lineAt(i).height();
        mostLines -= layout.lineCount();
    }
    return qCeil(height);
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isTab = event->key() == Qt::Key_Tab && event->modifiers() == Qt::NoModifier;
    const bool isUp = event->key() == Qt::Key_Up && event->modifiers() == Qt::NoModifier;
    const bool isIndent = isTab || event->key() == Qt::Key_Backtab;
    if (isIndent && isInFence(textCursor()))
        indent(isTab ? 1 : -1);
    else if (isEnter && breaksLine(event->modifiers()))
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

//! Within code a line ends far more often than a message does.
bool ComposerEdit::breaksLine(Qt::KeyboardModifiers modifiers) const
{
    if (modifiers & Qt::ShiftModifier)
        return true;
    const FenceReader::Line line = fencedLine(textCursor());
    return !(modifiers & Qt::ControlModifier)
        && (line == FenceReader::Line::Opening || line == FenceReader::Line::Code);
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
