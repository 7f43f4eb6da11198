// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/system_look.h"

#include <QDBusVariant>

class QDBusPendingCallWatcher;

namespace salon::client {

//! Asks the desktop portal (org.freedesktop.portal.Settings), without waiting for it.
class PortalLook final : public SystemLook {
    Q_OBJECT
public:
    PortalLook();

    //! Takes one setting as the portal tells it; a variant inside a variant is unwrapped.
    void take(const QString &space, const QString &key, const QVariant &value);

public Q_SLOTS:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void askPortal();
    void readAnswer(QDBusPendingCallWatcher *watcher);

    std::optional<bool> m_guess; //!< Qt's, for when the portal does not know
};

} // namespace salon::client
