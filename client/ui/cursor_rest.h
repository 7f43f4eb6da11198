// SPDX-License-Identifier: MIT
#pragma once
#include <QBasicTimer>
#include <QObject>

namespace salon::client {

//! Lets the text cursor stand still once nobody has typed or clicked for a while: one that blinks
//! wakes the computer up several times a second for as long as a window is open.
class CursorRest : public QObject {
    Q_OBJECT
public:
    static constexpr int kRestAfterMs = 10'000;

    explicit CursorRest(int restAfterMs = kRestAfterMs, QObject *parent = nullptr);
    ~CursorRest() override;

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void blink();

    const int m_restAfterMs;
    QBasicTimer m_timer;
};

} // namespace salon::client
