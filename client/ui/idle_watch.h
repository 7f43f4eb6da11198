// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"

#include <QObject>
#include <QPoint>
#include <QTimer>
#include <optional>

namespace salon::client {

class DesktopIdle;

//! Tells when nobody has used keys or mouse for a while, in the windows of this program or, where
//! the desktop tells that, in any; or when the screen is locked; and when somebody is there again.
class IdleWatch : public QObject {
    Q_OBJECT
public:
    explicit IdleWatch(qint64 limitMs, const Clock &clock = Clock::system(),
                       QObject *parent = nullptr);

    bool isIdle() const { return m_isIdle; }
    //! Asks that desktop, which outlives the watch, before it tells that nobody is there, and now
    //! and then afterwards.
    void setDesktop(DesktopIdle &desktop);
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
    void decide(std::optional<qint64> desktopIdleMs);

    const qint64 m_limitMs;
    const Clock &m_clock;
    qint64 m_usedMs;
    QPointF m_pointer;
    QTimer m_timer;
    DesktopIdle *m_desktop = nullptr;
    bool m_isIdle = false;
    bool m_isLocked = false;
};

} // namespace salon::client
