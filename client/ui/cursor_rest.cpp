// SPDX-License-Identifier: MIT
#include "client/ui/cursor_rest.h"

#include <QEvent>
#include <QGuiApplication>
#include <QStyleHints>

namespace salon::client {
namespace {

constexpr int kStill = 0;
constexpr int kAsTheDesktopSays = -1;

} // namespace

CursorRest::CursorRest(int restAfterMs, QObject *parent)
    : QObject(parent), m_restAfterMs(restAfterMs)
{
    qApp->installEventFilter(this);
}

CursorRest::~CursorRest()
{
    if (qApp)
        blink();
}

bool CursorRest::eventFilter(QObject *, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::FocusIn:
        blink();
        m_timer.start(m_restAfterMs, this);
        break;
    default:
        break;
    }
    return false;
}

void CursorRest::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    QGuiApplication::styleHints()->setCursorFlashTime(kStill);
}

void CursorRest::blink()
{
    QGuiApplication::styleHints()->setCursorFlashTime(kAsTheDesktopSays);
}

} // namespace salon::client
