// SPDX-License-Identifier: MIT
// TimelineView: what the mouse does.
#include "client/ui/text/safe_links.h"
#include "client/ui/text/shown_text.h"
#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"
#include "client/ui/timeline/timeline_view.h"

#include <QApplication>
#include <QClipboard>
#include <QMouseEvent>
#include <QToolTip>

namespace salon::client {
namespace {

constexpr int kAutoScrollMs = 16;
constexpr int kFastestAutoScroll = 60; // pixels a step

} // namespace

TimelineView::Hit TimelineView::hitAt(QPointF position)
{
    const auto &boxes = m_geometry.boxes();
    if (!m_model || boxes.empty())
        return {};
    const RowBox *box = &boxes.front();
    for (const RowBox &other : boxes) {
        if (position.y() >= other.y)
            box = &other;
    }
    const TimelineRow &row = m_model->row(box->index);
    const RowLayout &layout = m_geometry.layout(box->index);
    const QPointF inText = position - QPointF(m_style.gutter, box->textY);
    Hit hit;
    hit.point = {{row.id, box->index}, layout.offsetAt(inText)};
    if (position.y() > box->bottom()) // the empty space below the last message
        hit.point.offset = static_cast<int>(row.text.size());
    else
        hit.target = layout.targetAt(inText);
    hit.isOnText = inText.x() >= 0 && inText.x() < layout.width() && inText.y() >= 0
        && inText.y() < layout.height();
    return hit;
}

void TimelineView::mousePressEvent(QMouseEvent *event)
{
    m_keyboardRules = false;
    const Hit hit = hitAt(event->position());
    viewport()->update();
    if (event->button() != Qt::LeftButton || !hit.point.row.isValid())
        return;
    press(hit, event->modifiers());
    m_dragPosition = event->position();
}

void TimelineView::press(const Hit &hit, Qt::KeyboardModifiers modifiers)
{
    m_pressed.reset();
    m_isDragging = true;
    m_current = hit.point.row;
    m_target.reset();
    const bool isThird = m_sinceDoubleClick.isValid()
        && m_sinceDoubleClick.elapsed() < QApplication::doubleClickInterval();
    m_sinceDoubleClick.invalidate();
    if (isThird) {
        m_selection.begin(*m_model, hit.point, TextSelection::Unit::Message);
    } else if (modifiers.testFlag(Qt::ShiftModifier) && m_selection.hasBegun()) {
        m_selection.extend(*m_model, hit.point);
    } else {
        m_selection.begin(*m_model, hit.point, TextSelection::Unit::Character);
        if (hit.target)
            m_pressed = {hit.point.row.id, *hit.target};
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = hitAt(event->position());
    if (event->button() != Qt::LeftButton || !hit.point.row.isValid())
        return;
    m_pressed.reset();
    m_isDragging = true;
    m_dragPosition = event->position();
    m_selection.begin(*m_model, hit.point, TextSelection::Unit::Word);
    m_sinceDoubleClick.start();
    viewport()->update();
}

void TimelineView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isDragging || !event->buttons().testFlag(Qt::LeftButton)) {
        updateHover(event->position());
        return;
    }
    const bool isClickStill = m_pressed
        && (event->position() - m_dragPosition).manhattanLength()
            < QApplication::startDragDistance();
    if (!isClickStill)
        dragTo(event->position());
}

void TimelineView::dragTo(QPointF position)
{
    m_pressed.reset();
    m_dragPosition = position;
    const Hit hit = hitAt(position);
    if (hit.point.row.isValid())
        m_selection.extend(*m_model, hit.point);
    const bool isOutside = position.y() < 0 || position.y() >= viewport()->height();
    if (!isOutside)
        m_autoScrollTimer.stop();
    else if (!m_autoScrollTimer.isActive())
        m_autoScrollTimer.start(kAutoScrollMs, this);
    viewport()->update();
}

void TimelineView::autoScroll()
{
    if (!m_isDragging || !m_model) {
        m_autoScrollTimer.stop();
        return;
    }
    const double y = m_dragPosition.y();
    const double beyond = y < 0 ? y : qMax(0.0, y - viewport()->height() + 1);
    const int step = qBound(-kFastestAutoScroll, static_cast<int>(beyond / 3), kFastestAutoScroll);
    scrollByPixels(step == 0 ? (y < 0 ? -1 : 1) : step);
    dragTo(m_dragPosition);
}

void TimelineView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_isDragging)
        return;
    m_isDragging = false;
    m_autoScrollTimer.stop();
    const Hit hit = hitAt(event->position());
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (pressed && hit.target && pressed == std::pair{hit.point.row.id, *hit.target}) {
        m_selection.clear();
        activate(hit.point.row.index, *hit.target);
    } else {
        publishSelection();
    }
    updateHover(event->position());
    viewport()->update();
}

void TimelineView::publishSelection() const
{
    QClipboard *clipboard = QApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void TimelineView::activate(int index, int target)
{
    const auto &targets = m_geometry.layout(index).targets();
    if (target < 0 || target >= static_cast<int>(targets.size()))
        return;
    const RowTarget chosen = targets[static_cast<size_t>(target)];
    const TimelineRow &row = m_model->row(index);
    const qint64 id = row.id;
    switch (chosen.kind) {
    case RowTarget::Kind::Link:
        m_openLink(chosen.url);
        break;
    case RowTarget::Kind::Edit:
        Q_EMIT editRequested(id);
        break;
    case RowTarget::Kind::Retry:
        Q_EMIT retryRequested(id);
        break;
    case RowTarget::Kind::Delete:
        Q_EMIT deleteRequested(id);
        break;
    case RowTarget::Kind::Keep:
        Q_EMIT keepRequested(id);
        break;
    case RowTarget::Kind::Quote:
        Q_EMIT quoteActivated(row.quote->seq);
        break;
    case RowTarget::Kind::Pin:
        Q_EMIT pinsRequested();
        break;
    case RowTarget::Kind::PinLine:
        Q_EMIT quoteActivated(row.pinLines[chosen.line].message);
        break;
    case RowTarget::Kind::Versions:
        Q_EMIT versionsRequested(id);
        break;
    case RowTarget::Kind::Reaction:
        Q_EMIT reactionRequested(id, chosen.emoji);
        break;
    case RowTarget::Kind::AddReaction:
        chooseReaction(index);
        break;
    case RowTarget::Kind::CopyCode:
        copyCode(index, chosen.block);
        QToolTip::showText(viewport()->mapToGlobal(targetRect(index, target).bottomLeft()),
                           tr("Copied"), this);
        break;
    case RowTarget::Kind::Unfold:
    case RowTarget::Kind::Fold:
        m_geometry.toggleFold(index, chosen.block);
        moved();
        break;
    }
}

void TimelineView::copyCode(int index, int block) const
{
    const Markup markup = markupOf(m_model->row(index).text);
    if (static_cast<size_t>(block) < markup.blocks.size())
        QApplication::clipboard()->setText(markup.blocks[static_cast<size_t>(block)].content.text);
}

void TimelineView::updateHover(QPointF position)
{
    const Hit hit = hitAt(position);
    const RowBox *box = hit.point.row.isValid() ? m_geometry.boxOf(hit.point.row.index) : nullptr;
    const TrackedRow hovered = box && position.y() < box->bottom() ? hit.point.row : TrackedRow{};
    viewport()->setCursor(hit.target         ? Qt::PointingHandCursor
                              : hit.isOnText ? Qt::IBeamCursor
                                             : Qt::ArrowCursor);
    if (hovered != m_hovered) {
        m_hovered = hovered;
        viewport()->update();
    }
    placeBar();
}

bool TimelineView::showToolTip(QPoint position, QPoint global)
{
    const Hit hit = hitAt(position);
    QString words;
    if (hit.point.row.isValid()) {
        const RowLayout &layout = m_geometry.layout(hit.point.row.index);
        const RowBox *box = m_geometry.boxOf(hit.point.row.index);
        if (hit.target)
            words = targetWords(hit.point.row.index,
                                layout.targets()[static_cast<size_t>(*hit.target)]);
        else if (const auto mention = box
                     ? layout.mentionAt(QPointF(position) - QPointF(m_style.gutter, box->textY))
                     : std::nullopt)
            words = m_model->row(hit.point.row.index).mentions[*mention].who;
        else if (box && !hit.isOnText && position.y() < box->bottom())
            words = fullTime(m_model->row(hit.point.row.index).at);
    }
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(global, forToolTip(words), viewport());
    return true;
}

} // namespace salon::client
