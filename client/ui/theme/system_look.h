// SPDX-License-Identifier: MIT
#pragma once
#include <QObject>
#include <memory>
#include <optional>

namespace salon::client {

//! What the desktop wishes of every program. Known late, or never: a wish that was not told is
//! empty.
class SystemLook : public QObject {
    Q_OBJECT
public:
    std::optional<bool> isDark;
    bool isHighContrast = false;
    bool isMotionReduced = false;

    //! The one of this platform. Ask before the application's palette is set: where nothing else
    //! tells, it is what tells light from dark.
    static std::unique_ptr<SystemLook> ofThisPlatform();

protected:
    //! What Qt knows by itself.
    void askQt();

Q_SIGNALS:
    void changed();
};

} // namespace salon::client
