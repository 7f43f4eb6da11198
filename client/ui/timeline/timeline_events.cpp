// SPDX-License-Identifier: MIT
// TimelineView: painting, sizes, wheel and timers.
#include "client/platform/loop_watch.h"
#include "client/ui/timeline/jump_button.h"
#include "client/ui/timeline/message_bar.h"
#include "client/ui/timeline/timeline_accessibility.h"
#include "client/ui/timeline/timeline_view.h"

#include <QApplication>
#include <QDateTime>
#include <QHelpEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QTimerEvent>
#include <QWheelEvent>
#include <cmath>

namespace salon::client {
namespace {

constexpr double kNotch = 120; // QWheelEvent::angleDelta() of one step of an ordinary wheel

} // namespace

bool TimelineView::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        scheduleRefresh();
    return QAbstractScrollArea::event(event);
}

bool TimelineView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && !m_bar->underMouse()) {
        m_hovered = {};
        placeBar();
        viewport()->update();
    } else if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        return showToolTip(help->pos(), help->globalPos());
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    const StageScope stage(LoopStage::Paint);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.now());
    if (!m_midnightTimer.isActive()) {
        const qint64 left = now.msecsTo(now.date().addDays(1).startOfDay());
        m_midnightTimer.start(static_cast<int>(qMax<qint64>(1000, left + 1)), this);
    }
    m_geometry.boxes();
    if (m_bar->isVisible())
        placeBar();
    Q_EMIT paintStarted();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_style.theme.background);
    const bool showsFocus = m_keyboardRules && hasFocus();
    m_painter.paint(painter, m_model,
                    {.selection = m_selection,
                     .hovered = m_hovered,
                     .focused = showsFocus ? m_current : TrackedRow{},
                     .marked = m_marked,
                     .markStrength = markStrength(),
                     .focusedTarget = m_target,
                     .today = now.date(),
                     .size = contentSize(),
                     .wholeWidth = viewport()->width(),
                     .showsSkeleton = m_showsSkeleton});
    if (m_geometry.isOpening()) {
        m_geometry.opened();
        if (!m_geometry.isOpening() && !m_refreshTimer.isActive())
            m_refreshTimer.start(0, this);
    }
    if (m_isUnseen && isSeen()) // its window was uncovered
        m_refreshTimer.start(0, this);
    Q_EMIT painted();
}

void TimelineView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    m_geometry.setViewport(contentSize());
    scheduleRefresh();
}

void TimelineView::readStyle()
{
    const bool isSameSize = m_style.theme.textSize == Theme::current().textSize;
    m_style = TimelineStyle::current();
    m_painter.forgetAvatars();
    if (isSameSize)
        m_geometry.colorsChanged();
    else
        m_geometry.styleChanged();
    m_jump->update();
    scheduleRefresh();
}

void TimelineView::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    if (id == m_refreshTimer.timerId()) {
        refresh();
    } else if (id == m_autoScrollTimer.timerId()) {
        autoScroll();
    } else if (id == m_skeletonTimer.timerId()) {
        m_skeletonTimer.stop();
        m_showsSkeleton = true;
        viewport()->update();
    } else if (id == m_midnightTimer.timerId()) {
        m_midnightTimer.stop();
        viewport()->update();
    } else if (id == m_reorderTimer.timerId()) {
        m_reorderTimer.stop();
        TimelineAccessible::tellReordered(this);
    } else if (id == m_markTimer.timerId()) {
        fadeMark();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void TimelineView::wheelEvent(QWheelEvent *event)
{
    double pixels = -event->pixelDelta().y();
    if (event->pixelDelta().isNull()) {
        const int perNotch = QApplication::wheelScrollLines() * m_style.theme.body.line;
        pixels = -event->angleDelta().y() / kNotch * perNotch;
    }
    m_wheelRest += pixels;
    const double whole = std::trunc(m_wheelRest);
    m_wheelRest -= whole;
    if (whole != 0)
        scrollByPixels(static_cast<int>(whole));
    updateHover(event->position());
    event->accept();
}

} // namespace salon::client
