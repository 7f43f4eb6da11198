// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"

#include <QObject>
#include <QPoint>
#include <QTimer>

namespace salon::client {

//! Tells when nobody has used keys or mouse in any window of the program for a while, or the screen
//! is locked, and when somebody is there again.
class IdleWatch : public QObject {
    Q_OBJECT
public:
    explicit IdleWatch(qint64 limitMs, const Clock &clock = Clock::system(),
                       QObject *parent = nullptr);

    bool isIdle() const { return m_isIdle; }
    //! Looks whether it is time; done by a timer, too.
    void look();
    //! Behind a locked screen nobody is there, whatever comes from the windows; once it is open
    //! again somebody is.
    void setLocked(bool isLocked);

Q_SIGNALS:
    void changed(bool isIdle);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void used();

    const qint64 m_limitMs;
    const Clock &m_clock;
    qint64 m_usedMs;
    QPointF m_pointer;
    QTimer m_timer;
    bool m_isIdle = false;
    bool m_isLocked = false;
};

} // namespace salon::client
