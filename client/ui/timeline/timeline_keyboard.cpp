// SPDX-License-Identifier: MIT
// TimelineView: what the keyboard and the menu do.
#include "client/ui/timeline/timeline_accessibility.h"
#include "client/ui/timeline/timeline_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>

namespace salon::client {
void TimelineView::setCurrentIndex(int index)
{
    if (!m_model || index < 0 || index >= m_model->rowCount())
        return;
    m_sendsLatest = m_sendsLatest && index == m_model->rowCount() - 1;
    m_current = {m_model->row(index).id, index};
    m_target.reset();
    if (index == m_model->rowCount() - 1 && !m_model->hasNewer())
        m_geometry.scrollToEnd();
    else
        m_geometry.showRow(index);
    moved();
    TimelineAccessible::tellFocused(this, index);
}

int TimelineView::firstIndexToMoveFrom(int key)
{
    const auto &boxes = m_geometry.boxes();
    if (m_current.isValid() && m_geometry.boxOf(m_current.index))
        return m_current.index;
    if (boxes.empty())
        return -1;
    // Nothing is current in view: the first key press lands on the edge row that it moves away
    // from.
    return key == Qt::Key_Up ? boxes.back().index + 1 : boxes.front().index - 1;
}

bool TimelineView::moveCurrent(int key)
{
    constexpr int kStep = 2; // lines, within a message taller than the view
    const int from = firstIndexToMoveFrom(key);
    const RowBox *box = m_current.isValid() ? m_geometry.boxOf(m_current.index) : nullptr;
    switch (key) {
    case Qt::Key_Up:
        if (box && box->y < 0 && box->height > viewport()->height())
            scrollByPixels(-kStep * m_style.theme.body.line);
        else
            setCurrentIndex(qMax(0, from - 1));
        return true;
    case Qt::Key_Down:
        if (box && box->bottom() > viewport()->height() && box->height > viewport()->height())
            scrollByPixels(kStep * m_style.theme.body.line);
        else
            setCurrentIndex(qMin(m_model->rowCount() - 1, from + 1));
        return true;
    case Qt::Key_Home:
        setCurrentIndex(0);
        return true;
    case Qt::Key_End:
        jumpToEnd();
        setCurrentIndex(m_model->rowCount() - 1);
        return true;
    case Qt::Key_PageUp:
        moveByPage(-1);
        return true;
    case Qt::Key_PageDown:
        moveByPage(1);
        return true;
    default:
        return false;
    }
}

void TimelineView::moveByPage(int direction)
{
    m_sendsLatest = false;
    m_geometry.scrollBy(direction * qMax(1, viewport()->height() - 2 * m_style.theme.body.line));
    const auto &boxes = m_geometry.boxes();
    if (boxes.empty())
        return;
    int index = direction < 0 ? boxes.front().index : boxes.back().index;
    for (const RowBox &box : boxes) {
        const bool isWhole = box.y >= 0 && box.bottom() <= viewport()->height();
        if (!isWhole)
            continue;
        index = box.index;
        if (direction < 0)
            break;
    }
    m_current = {m_model->row(index).id, index};
    m_target.reset();
    moved();
    TimelineAccessible::tellFocused(this, index);
}

void TimelineView::keyPressEvent(QKeyEvent *event)
{
    if (!m_model || m_model->rowCount() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const int key = event->key();
    if (copyByKey(*event)) {
        // that was it
    } else if (key == Qt::Key_Escape && isPlain && !m_selection.isEmpty()) {
        m_selection.clear();
    } else if (isPlain && (key == Qt::Key_Return || key == Qt::Key_Enter) && m_target
               && m_current.isValid()) {
        activate(m_current.index, *m_target);
    } else if (isPlain && m_current.isValid() && actByKey(key)) {
        m_keyboardRules = true;
    } else if (isPlain && moveCurrent(key)) {
        m_keyboardRules = true;
    } else {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    event->accept();
    viewport()->update();
}

bool TimelineView::moveTarget(bool next)
{
    if (!m_model || !m_current.isValid() || !m_keyboardRules)
        return false;
    const auto count = static_cast<int>(m_geometry.layout(m_current.index).targets().size());
    const int from = m_target.value_or(next ? -1 : (count > 0 ? 0 : -1));
    const int to = from + (next ? 1 : -1);
    if (to < 0 || to >= count) {
        const bool wasOnTarget = m_target.has_value();
        m_target.reset();
        viewport()->update();
        return wasOnTarget && !next; // back to the message itself
    }
    m_target = to;
    viewport()->update();
    return true;
}

bool TimelineView::focusNextPrevChild(bool next)
{
    return moveTarget(next) || QAbstractScrollArea::focusNextPrevChild(next);
}

void TimelineView::focusOutEvent(QFocusEvent *event)
{
    if (event->reason() != Qt::PopupFocusReason)
        m_target.reset();
    viewport()->update();
    QAbstractScrollArea::focusOutEvent(event);
}

void TimelineView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const RowBox *box = m_current.isValid() ? m_geometry.boxOf(m_current.index) : nullptr;
        if (box)
            openMenu(box->index, viewport()->mapToGlobal(QPoint(m_style.gutter, box->textY)));
        return;
    }
    const QPoint position = viewport()->mapFromGlobal(event->globalPos());
    const Hit hit = hitAt(position);
    if (hit.point.row.isValid()) {
        m_current = hit.point.row;
        openMenu(hit.point.row.index, event->globalPos());
    }
}

} // namespace salon::client
