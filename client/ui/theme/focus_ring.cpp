// SPDX-License-Identifier: MIT
#include "client/ui/theme/focus_ring.h"

#include <QAbstractButton>
#include <QFocusEvent>

namespace salon::client {
namespace {

bool isByKeyboard(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
        || reason == Qt::ShortcutFocusReason;
}

// Lists, fields and text panes show the place of the keyboard themselves: a row, a frame, a cursor.
bool hasRing(const QObject *object)
{
    return qobject_cast<const QAbstractButton *>(object);
}

} // namespace

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::FocusIn && event->type() != QEvent::FocusOut)
        return false;
    if (!watched->isWidgetType() || !hasRing(watched))
        return false;
    const auto *focus = static_cast<QFocusEvent *>(event);
    const bool isShown = event->type() == QEvent::FocusIn && isByKeyboard(focus->reason());
    // A window that comes back keeps the ring that it had.
    if (event->type() == QEvent::FocusOut && focus->reason() == Qt::ActiveWindowFocusReason)
        return false;
    if (event->type() == QEvent::FocusIn && focus->reason() == Qt::ActiveWindowFocusReason)
        return false;
    surround(isShown ? static_cast<QWidget *>(watched) : nullptr);
    return false;
}

void FocusRing::surround(QWidget *widget)
{
    if (!m_frame && widget)
        m_frame = new QFocusFrame;
    if (m_frame)
        m_frame->setWidget(widget);
}

} // namespace salon::client
