// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <memory>
#include <optional>

namespace salon::client {

//! For how long nobody has used the keys or the mouse of this computer, in whatever program. Where
//! the desktop does not tell that, each answer is empty.
class DesktopIdle : public QObject {
    Q_OBJECT
public:
    //! Never null.
    static std::unique_ptr<DesktopIdle> ofThisPlatform();

    //! Leads to one answer, at once or later.
    virtual void ask() { Q_EMIT answered({}); }

Q_SIGNALS:
    void answered(std::optional<qint64> idleMs);
};

} // namespace salon::client
