// SPDX-License-Identifier: MIT
#include "client/ui/theme/system_look.h"

#include <QGuiApplication>
#include <QStyleHints>

namespace salon::client {
namespace {

class PortableLook final : public SystemLook {
public:
    PortableLook()
    {
        askQt();
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
        connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] {
            askQt();
            Q_EMIT changed();
        });
#endif
    }
};

} // namespace

std::unique_ptr<SystemLook> SystemLook::ofThisPlatform()
{
    return std::make_unique<PortableLook>();
}

} // namespace salon::client
