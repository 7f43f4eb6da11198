// SPDX-License-Identifier: MIT
// TimelineView: choosing whole messages, and what is copied of them.
#include "client/ui/text/shown_text.h"
#include "client/ui/theme/icons.h"
#include "client/ui/timeline/message_copy.h"
#include "client/ui/timeline/timeline_view.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace salon::client {

QString TimelineView::selectedText() const
{
    return m_model ? m_selection.text(*m_model) : QString();
}

void TimelineView::copy() const
{
    if (!m_model)
        return;
    if (!m_selection.isEmpty())
        QApplication::clipboard()->setText(selectedText());
    else if (m_current.isValid())
        QApplication::clipboard()->setText(ShownText::of(m_model->row(m_current.index).text).text);
}

void TimelineView::selectAll()
{
    if (!m_model)
        return;
    m_selection.selectAll(*m_model);
    publishSelection();
    viewport()->update();
}

//! What a command at that message is about: all that is chosen, when it is among that.
RowSpan TimelineView::rowsAbout(int index) const
{
    const RowSpan chosen = m_selection.rows();
    return chosen.has(index) ? chosen : RowSpan{index, index};
}

void TimelineView::copyAs(Form form, int index) const
{
    if (m_model && index >= 0)
        QApplication::clipboard()->setText(form(*m_model, rowsAbout(index)));
}

//! Shift with an arrow: the message that the keyboard is at, and the next one in that direction.
bool TimelineView::chooseMessages(int key)
{
    if (key != Qt::Key_Up && key != Qt::Key_Down)
        return false;
    const bool isNew = !m_selection.endsWithMessage(m_current.index);
    if (isNew && m_current.isValid())
        m_selection.begin(*m_model, {m_current, 0}, TextSelection::Unit::Message);
    const bool hadStart = m_current.isValid() && m_geometry.boxOf(m_current.index);
    const int from = firstIndexToMoveFrom(key);
    const int to = key == Qt::Key_Up ? from - 1 : from + 1;
    setCurrentIndex(qBound(0, to, m_model->rowCount() - 1));
    if (!hadStart)
        m_selection.begin(*m_model, {m_current, 0}, TextSelection::Unit::Message);
    else
        m_selection.extend(*m_model, {m_current, 0});
    publishSelection();
    return true;
}

bool TimelineView::copyByKey(const QKeyEvent &event)
{
    constexpr auto kLogModifiers = Qt::ControlModifier | Qt::ShiftModifier;
    const int index = m_selection.isEmpty() ? m_current.index : m_selection.rows().first;
    const bool hasNumber = m_current.isValid() && m_model->row(m_current.index).seq > 0;
    const bool isPlain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (event.matches(QKeySequence::Copy))
        copy();
    else if (event.matches(QKeySequence::SelectAll))
        selectAll();
    else if (event.key() == Qt::Key_C && event.modifiers() == kLogModifiers)
        copyAs(asLog, index);
    else if (event.key() == Qt::Key_M && isPlain)
        copyAs(asMarkdown, index);
    else if (event.key() == Qt::Key_L && isPlain && hasNumber)
        Q_EMIT linkRequested(m_model->row(m_current.index).seq);
    else if (event.key() == Qt::Key_L && event.modifiers() == Qt::ShiftModifier && hasNumber)
        Q_EMIT webLinkRequested(m_model->row(m_current.index).seq);
    else if (event.modifiers() == Qt::ShiftModifier && chooseMessages(event.key()))
        m_keyboardRules = true;
    else
        return false;
    return true;
}

//! About the message that is current; others may come and go while the menu is open.
void TimelineView::addCopyActions(QMenu *menu)
{
    const auto add = [this, menu](const QString &icon, const QString &words, const QString &name,
                                  auto act) {
        menu->addAction(icon.isEmpty() ? QIcon() : lineIcon(icon), words, this, act)
            ->setObjectName(name);
    };
    add(u"copy"_s, tr("Copy\tCtrl+C"), u"copy"_s, [this] { copy(); });
    add({}, tr("Copy as Markdown\tM"), u"copyAsMarkdown"_s,
        [this] { copyAs(asMarkdown, m_current.index); });
    add({}, tr("Copy as log\tCtrl+Shift+C"), u"copyAsLog"_s,
        [this] { copyAs(asLog, m_current.index); });
    const Seq seq = m_current.isValid() ? m_model->row(m_current.index).seq : 0;
    if (seq <= 0)
        return;
    add(u"link"_s, tr("Copy link\tL"), u"copyLink"_s, [this, seq] { Q_EMIT linkRequested(seq); });
    add({}, tr("Copy web link\tShift+L"), u"copyWebLink"_s,
        [this, seq] { Q_EMIT webLinkRequested(seq); });
}

} // namespace salon::client
