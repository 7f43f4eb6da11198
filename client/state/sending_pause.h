// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QTimer>

namespace salon::client {

//! The time for which a server that takes nothing just now is not asked again: as long as it says,
//! else each one longer than the one before.
class SendingPause : public QObject {
    Q_OBJECT
public:
    SendingPause();

    //! Its length in ms; 0 when one is on already, and goes on.
    qint64 begin(const Error &why);
    //! The server took something: the next pause is a short one.
    void shorten() { m_count = 0; }
    //! Without a word of it.
    void end();
    bool isOn() const { return m_timer.isActive(); }
    const Error &why() const { return m_why; }
    qint64 leftMs() const { return isOn() ? m_timer.remainingTime() : 0; }

Q_SIGNALS:
    void over();

private:
    QTimer m_timer;
    Error m_why;
    int m_count = 0; //!< one after the other
};

} // namespace salon::client
