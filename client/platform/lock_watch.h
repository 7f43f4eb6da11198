// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <memory>

namespace salon::client {

//! Tells when this computer's screen is locked, or dark since nobody is there, and when somebody is
//! back. Where the desktop does not tell that, it says nothing.
class LockWatch : public QObject {
    Q_OBJECT
public:
    //! Never null.
    static std::unique_ptr<LockWatch> ofThisPlatform();

    bool isLocked() const { return m_isLocked; }

Q_SIGNALS:
    void changed(bool isLocked);

protected:
    void setLocked(bool isLocked);

private:
    bool m_isLocked = false;
};

} // namespace salon::client
