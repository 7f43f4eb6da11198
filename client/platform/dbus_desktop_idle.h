// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/desktop_idle.h"
#include <QDBusConnection>

namespace salon::client {

//! By what GNOME's compositor or KDE's screen locker says on the session bus.
class DbusDesktopIdle final : public DesktopIdle {
    Q_OBJECT
public:
    explicit DbusDesktopIdle(const QDBusConnection &bus) : m_bus(bus) { }

    void ask() override;

private:
    //! That one, or, if it does not tell, those after it.
    void askFrom(size_t source);

    QDBusConnection m_bus;
};

} // namespace salon::client
