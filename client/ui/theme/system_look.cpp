// SPDX-License-Identifier: MIT
#include "client/ui/theme/system_look.h"

#include <QApplication>
#include <QPalette>
#include <QStyleHints>

namespace salon::client {

void SystemLook::askQt()
{
    constexpr int kHalf = 128;
    isMotionReduced = !QApplication::isEffectEnabled(Qt::UI_AnimateMenu)
        && !QApplication::isEffectEnabled(Qt::UI_AnimateCombo)
        && !QApplication::isEffectEnabled(Qt::UI_General);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown) {
        isDark = scheme == Qt::ColorScheme::Dark;
        return;
    }
#endif
    if (!isDark)
        isDark = QGuiApplication::palette().color(QPalette::Window).lightness() < kHalf;
}

} // namespace salon::client
