// SPDX-License-Identifier: MIT
#include "client/ui/theme/indicators.h"

#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr double kRadius = 4;

//! Sets the pen and the brush; true when it is on.
bool prepare(QPainter &painter, QStyle::State state)
{
    const Theme &theme = Theme::current();
    const bool isOn = state & QStyle::State_On;
    const bool isEnabled = state & QStyle::State_Enabled;
    const bool isHovered = state & QStyle::State_MouseOver;
    const QColor ink = !isEnabled ? theme.disabled
        : isOn                    ? theme.accent
        : isHovered               ? theme.text
                                  : theme.inputBorder;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, theme.isHighContrast ? 2 : 1));
    painter.setBrush(isOn ? QBrush(ink) : QBrush(Qt::NoBrush));
    return isOn;
}

} // namespace

void drawCheckBox(QPainter &painter, const QRect &box, QStyle::State state)
{
    painter.save();
    const bool isOn = prepare(painter, state);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    if (isOn)
        lineIcon(u"check"_s, Tint::OnAccent).paint(&painter, box.adjusted(2, 2, -2, -2));
    painter.restore();
}

void drawRadioButton(QPainter &painter, const QRect &box, QStyle::State state)
{
    painter.save();
    const bool isOn = prepare(painter, state);
    painter.drawEllipse(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5));
    if (isOn) {
        const double inset = box.width() * 0.31;
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::current().background);
        painter.drawEllipse(QRectF(box).adjusted(inset, inset, -inset, -inset));
    }
    painter.restore();
}

} // namespace salon::client
