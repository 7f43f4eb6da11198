// SPDX-License-Identifier: MIT
#include "client/ui/idle_watch.h"

#include <QCoreApplication>
#include <QMouseEvent>

namespace salon::client {

IdleWatch::IdleWatch(qint64 limitMs, const Clock &clock, QObject *parent)
    : QObject(parent), m_limitMs(limitMs), m_clock(clock), m_usedMs(clock.steadyMs())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::look);
    qApp->installEventFilter(this);
    look();
}

// While somebody is there, the timer runs out once in the whole time, however much is typed.
void IdleWatch::look()
{
    if (m_isIdle)
        return;
    const qint64 left = m_usedMs + m_limitMs - m_clock.steadyMs();
    if (left > 0)
        return m_timer.start(int(left));
    m_isIdle = true;
    Q_EMIT changed(true);
}

void IdleWatch::setLocked(bool isLocked)
{
    m_isLocked = isLocked;
    if (!isLocked)
        return used();
    m_timer.stop();
    if (!std::exchange(m_isIdle, true))
        Q_EMIT changed(true);
}

void IdleWatch::used()
{
    if (m_isLocked)
        return;
    m_usedMs = m_clock.steadyMs();
    if (!m_isIdle)
        return;
    m_isIdle = false;
    look();
    Q_EMIT changed(false);
}

bool IdleWatch::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove: {
        // One without a way comes when a window appears below the pointer.
        const QPointF now = static_cast<QMouseEvent *>(event)->globalPosition();
        if (std::exchange(m_pointer, now) != now)
            used();
        break;
    }
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
    case QEvent::InputMethod:
        used();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace salon::client
