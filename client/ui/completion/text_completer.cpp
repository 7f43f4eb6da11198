// SPDX-License-Identifier: MIT
#include "client/ui/completion/text_completer.h"

#include "client/ui/completion/completion_popup.h"

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kLongest = 64;

//! Whether a mark may stand behind it; not within a word, an address or a number.
bool opensWord(QChar c)
{
    return c.isSpace() || c == u'(' || c == u'[' || c == u'{' || c == u'"' || c == u'\''
        || c == u'*' || c == u'_' || c == u'>' || c == u'-' || c == u'~' || c == u','
        || c.category() == QChar::Punctuation_InitialQuote || c.isSurrogate() || c == QChar(0xFE0F);
}

} // namespace

TextCompleter::TextCompleter(QPlainTextEdit *edit) : QObject(edit), m_edit(edit)
{
    edit->installEventFilter(this);
    connect(edit, &QPlainTextEdit::cursorPositionChanged, this, &TextCompleter::cursorMoved);
}

TextCompleter::~TextCompleter()
{
    delete m_popup;
}

void TextCompleter::addSource(CompletionSource *source)
{
    m_sources.append(source);
    connect(source, &CompletionSource::changed, this, [this, source] {
        if (m_word && m_word->source == source)
            refresh();
    });
}

bool TextCompleter::isOpen() const
{
    return m_popup && m_popup->isVisible();
}

void TextCompleter::close()
{
    m_word.reset();
    if (m_popup)
        m_popup->hide();
}

void TextCompleter::textEdited()
{
    if (m_isReplacing || m_isComposing)
        return;
    const bool isClosed = std::exchange(m_lastTyped, {}).endsWith(u':') && closeWord();
    if (isClosed)
        return;
    refresh();
}

std::optional<TextCompleter::Word> TextCompleter::wordHere(bool isClosed) const
{
    const QTextCursor cursor = m_edit->textCursor();
    if (cursor.hasSelection())
        return std::nullopt;
    const QString text = cursor.block().text();
    const int end = cursor.positionInBlock() - (isClosed ? 1 : 0);
    for (int i = end - 1; i >= std::max(0, end - kLongest); --i) {
        const QChar c = text[i];
        if (c.isSpace())
            break;
        const auto source = std::find_if(m_sources.begin(), m_sources.end(),
                                         [c](auto *each) { return each->mark() == c; });
        if (source == m_sources.end())
            continue;
        const QString typed = text.sliced(i + 1, end - i - 1);
        const bool isWord = std::all_of(typed.begin(), typed.end(),
                                        [&](QChar each) { return (*source)->isPart(each); });
        if (!isWord || (i > 0 && !opensWord(text[i - 1])))
            break;
        return Word{*source, cursor.block().position() + i, typed};
    }
    return std::nullopt;
}

void TextCompleter::refresh()
{
    const auto word = wordHere();
    if (!word || word->start != m_dismissed)
        m_dismissed = -1;
    if (!word || word->start == m_dismissed || word->typed.size() < word->source->least()
        || (m_isSilent && m_isSilent()))
        return close();
    m_word = word;
    const QList<Completion> found = word->source->find(word->typed);
    if (m_word && !found.isEmpty()) {
        const bool isWhole =
            found.size() == 1 && found.first().text == word->source->mark() + word->typed;
        if (!isWhole)
            return open(*word, found);
    }
    if (m_popup)
        m_popup->hide(); // the source may learn more of it
}

void TextCompleter::open(const Word &word, const QList<Completion> &completions)
{
    if (!m_popup || m_popup->parentWidget() != m_edit->window()) {
        delete m_popup;
        m_popup = new CompletionPopup(m_edit->window());
        connect(m_popup, &CompletionPopup::chosen, this, &TextCompleter::choose);
        m_edit->window()->installEventFilter(this);
    }
    m_popup->showCompletions(word.source->title(), completions, anchor());
}

QRect TextCompleter::anchor() const
{
    QTextCursor start = m_edit->textCursor();
    start.setPosition(m_word ? m_word->start : start.position());
    const QRect here = m_edit->cursorRect(start);
    return {m_edit->viewport()->mapToGlobal(here.topLeft()), here.size()};
}

bool TextCompleter::closeWord()
{
    const auto word = wordHere(true);
    if (!word || (m_isSilent && m_isSilent()))
        return false;
    const QString text = word->source->closed(word->typed);
    if (text.isEmpty())
        return false;
    close();
    replace(word->start, text);
    word->source->take(text);
    return true;
}

void TextCompleter::choose(const Completion &completion)
{
    if (!m_word)
        return;
    const Word word = *m_word;
    close();
    // What is a word goes on with a space; an emoji may be followed by another one.
    const QTextCursor cursor = m_edit->textCursor();
    const QString text = cursor.block().text();
    const int at = cursor.positionInBlock();
    const bool isWord = completion.text.startsWith(word.source->mark());
    const bool hasSpace = at < text.size() && text[at].isSpace();
    replace(word.start, completion.text + (isWord && !hasSpace ? u" "_s : QString()));
    word.source->take(completion.text);
}

void TextCompleter::replace(int start, const QString &text)
{
    QScopedValueRollback replacing(m_isReplacing, true);
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(start, QTextCursor::KeepAnchor);
    cursor.insertText(text);
    m_edit->setTextCursor(cursor);
}

void TextCompleter::cursorMoved()
{
    if (!m_word || m_isReplacing)
        return;
    const auto word = wordHere();
    if (!word || word->start != m_word->start)
        close();
}

bool TextCompleter::pressKey(const QKeyEvent &event)
{
    if (!isOpen() || m_isComposing || (event.modifiers() & ~Qt::KeypadModifier))
        return false;
    switch (event.key()) {
    case Qt::Key_Up:
        m_popup->step(-1);
        return true;
    case Qt::Key_Down:
        m_popup->step(1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        choose(m_popup->current());
        return true;
    case Qt::Key_Escape:
        m_dismissed = m_word ? m_word->start : -1;
        close();
        return true;
    default:
        return false;
    }
}

bool TextCompleter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit) {
        if (event->type() == QEvent::Resize)
            close();
        return false;
    }
    switch (event->type()) {
    case QEvent::KeyPress: {
        const auto &key = *static_cast<QKeyEvent *>(event);
        m_lastTyped = key.text();
        return pressKey(key);
    }
    case QEvent::InputMethod: {
        const auto &input = *static_cast<QInputMethodEvent *>(event);
        m_isComposing = !input.preeditString().isEmpty();
        m_lastTyped = input.commitString();
        if (m_isComposing)
            close();
        return false;
    }
    case QEvent::FocusOut:
    case QEvent::Hide:
        close();
        return false;
    case QEvent::Move:
    case QEvent::Resize:
        if (isOpen())
            m_popup->place(anchor());
        return false;
    default:
        return false;
    }
}

} // namespace salon::client
