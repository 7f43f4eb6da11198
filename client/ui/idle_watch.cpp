// SPDX-License-Identifier: MIT
#include "client/ui/idle_watch.h"

#include "client/platform/desktop_idle.h"

#include <QCoreApplication>
#include <QMouseEvent>

namespace salon::client {
namespace {

constexpr int kComeBackMs = 60'000; // until who came back in another program is noticed

} // namespace

IdleWatch::IdleWatch(qint64 limitMs, const Clock &clock, QObject *parent)
    : QObject(parent), m_limitMs(limitMs), m_clock(clock), m_usedMs(clock.steadyMs())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::look);
    qApp->installEventFilter(this);
    look();
}

void IdleWatch::setDesktop(DesktopIdle &desktop)
{
    m_desktop = &desktop;
    connect(m_desktop, &DesktopIdle::answered, this, &IdleWatch::decide);
}

// While somebody is there, the timer runs out once in the whole time, however much is typed.
void IdleWatch::look()
{
    if (m_isLocked)
        return;
    const qint64 left = m_usedMs + m_limitMs - m_clock.steadyMs();
    if (!m_isIdle && left > 0)
        m_timer.start(int(left));
    else if (m_desktop)
        m_desktop->ask();
    else
        decide({});
}

void IdleWatch::decide(std::optional<qint64> desktopIdleMs)
{
    if (m_isLocked)
        return;
    const qint64 now = m_clock.steadyMs();
    if (desktopIdleMs)
        m_usedMs = qMax(m_usedMs, now - *desktopIdleMs);
    const qint64 left = m_usedMs + m_limitMs - now;
    if (left > 0)
        m_timer.start(int(left));
    else if (desktopIdleMs)
        m_timer.start(kComeBackMs);
    if (std::exchange(m_isIdle, left <= 0) != m_isIdle)
        Q_EMIT changed(m_isIdle);
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
