// SPDX-License-Identifier: MIT
#include "client/ui/caps_lock.h"

#include <QGuiApplication>
#include <QLibrary>

namespace salon::client {

// libX11 is there whenever a window is on X11, and is looked up then: Salon does not link it for
// one key.
std::optional<bool> isCapsLockOn()
{
#if QT_CONFIG(xcb)
    constexpr unsigned kCoreKeyboard = 0x0100;
    using Ask = int (*)(void *display, unsigned device, unsigned *state);
    auto *x11 = qGuiApp ? qGuiApp->nativeInterface<QNativeInterface::QX11Application>() : nullptr;
    if (!x11 || !x11->display())
        return {};
    static const auto ask =
        reinterpret_cast<Ask>(QLibrary::resolve(QStringLiteral("X11"), 6, "XkbGetIndicatorState"));
    unsigned state = 0;
    if (!ask || ask(x11->display(), kCoreKeyboard, &state) != 0)
        return {};
    return (state & 1) != 0;
#else
    return {};
#endif
}

} // namespace salon::client
