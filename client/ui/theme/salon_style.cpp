// SPDX-License-Identifier: MIT
#include "client/ui/theme/salon_style.h"

#include "client/ui/theme/colors.h"
#include "client/ui/theme/focus_ring.h"
#include "client/ui/theme/indicators.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr char kRoleProperty[] = "salonButtonRole";

ButtonRole roleOf(const QWidget *widget)
{
    return widget ? static_cast<ButtonRole>(widget->property(kRoleProperty).toInt())
                  : ButtonRole::Normal;
}

void drawRounded(QPainter *painter, const QRectF &rect, double radius, const QColor &fill,
                 const QPen &pen)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->setPen(pen);
    const double inset = pen.style() == Qt::NoPen ? 0 : pen.widthF() / 2;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

struct ButtonColors {
    QColor fill, border, text;
};

ButtonColors buttonColors(ButtonRole role, QStyle::State state)
{
    const Theme &theme = Theme::current();
    const bool isPressed = state & (QStyle::State_Sunken | QStyle::State_On);
    const bool isHovered = state & QStyle::State_MouseOver;
    const double shade = isPressed ? 0.14 : isHovered ? 0.09 : 0;
    if (!(state & QStyle::State_Enabled)) {
        if (role == ButtonRole::Link)
            return {{}, {}, theme.disabled};
        return {theme.hover, theme.isHighContrast ? theme.disabled : QColor(), theme.disabled};
    }
    switch (role) {
    case ButtonRole::Primary: {
        const QColor towards =
            theme.scheme == Scheme::Light ? QColor(Qt::black) : QColor(Qt::white);
        return {blended(towards, theme.accent, shade), {}, theme.textOnAccent};
    }
    case ButtonRole::Danger:
        return {blended(theme.errorText, theme.background, shade), theme.errorText,
                theme.errorText};
    case ButtonRole::Link:
        return {shade > 0 ? blended(theme.accent, theme.background, shade) : QColor(),
                {},
                theme.accent};
    case ButtonRole::Normal:
        break;
    }
    return {blended(theme.text, theme.background, shade), theme.inputBorder, theme.text};
}

//! Draws the icon of a label that has a text, too, and leaves the text what is beside it.
void drawIcon(QStyleOptionButton &label, QPainter *painter)
{
    constexpr int kGap = 6; // Qt has 4, and some icons fill their box
    const int width = painter->fontMetrics().size(Qt::TextShowMnemonic, label.text).width();
    const int side = label.iconSize.width();
    const QRect rect = label.rect;
    const int left = rect.left() + qMax(0, (rect.width() - side - kGap - width) / 2);
    const auto mirrored = [&](const QRect &part) {
        return QStyle::visualRect(label.direction, rect, part);
    };
    label.icon.paint(painter, mirrored(QRect(left, rect.center().y() - side / 2 + 1, side, side)),
                     Qt::AlignCenter,
                     label.state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled);
    label.rect = mirrored(QRect(left + side + kGap, rect.top(), width, rect.height()));
    label.icon = {};
}

} // namespace

void setButtonRole(QPushButton *button, ButtonRole role)
{
    button->setProperty(kRoleProperty, static_cast<int>(role));
    button->setDefault(role == ButtonRole::Primary);
    button->update();
}

SalonStyle::SalonStyle()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s)), m_focusRing(new FocusRing(this))
{
}

void SalonStyle::polish(QApplication *application)
{
    QProxyStyle::polish(application);
    application->installEventFilter(m_focusRing);
}

void SalonStyle::unpolish(QApplication *application)
{
    application->removeEventFilter(m_focusRing);
    QProxyStyle::unpolish(application);
}

void SalonStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QScrollBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void SalonStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                               QPainter *painter, const QWidget *widget) const
{
    const Theme &theme = Theme::current();
    switch (element) {
    case PE_PanelButtonCommand:
        return drawButton(option, painter, widget);
    case PE_PanelButtonTool:
        if (option->state & State_Enabled
            && option->state & (State_MouseOver | State_Sunken | State_On))
            drawRounded(painter, option->rect, Theme::kControlRadius,
                        blended(theme.text, theme.background,
                                option->state & (State_Sunken | State_On) ? 0.12 : 0.07),
                        Qt::NoPen);
        return;
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawLineEditFrame(option, painter);
        return;
    case PE_FrameLineEdit:
        return drawLineEditFrame(option, painter);
    case PE_FrameFocusRect:
        if (!widget || !widget->inherits("QAbstractItemView"))
            return; // the ring outside does it
        drawRounded(painter, option->rect.adjusted(1, 1, -1, -1), Theme::kControlRadius, {},
                    QPen(theme.accent, Theme::kFocusWidth));
        return;
    case PE_IndicatorCheckBox:
        return drawCheckBox(*painter, option->rect, option->state);
    case PE_IndicatorRadioButton:
        return drawRadioButton(*painter, option->rect, option->state);
    case PE_FrameButtonBevel:
    case PE_FrameDefaultButton:
    case PE_FrameMenu:
        return;
    case PE_PanelMenu:
        painter->fillRect(option->rect, theme.background);
        drawRounded(painter, option->rect, Theme::kCardRadius, theme.background,
                    QPen(theme.isHighContrast ? theme.text : theme.hairline, 1));
        return;
    case PE_PanelTipLabel:
        drawRounded(painter, option->rect, Theme::kControlRadius, theme.text, Qt::NoPen);
        return;
    case PE_Frame:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
            frame && frame->lineWidth > 0)
            drawRounded(painter, option->rect, Theme::kControlRadius, {}, QPen(theme.hairline, 1));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void SalonStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    const Theme &theme = Theme::current();
    switch (element) {
    case CE_PushButtonLabel:
        return drawButtonLabel(option, painter, widget);
    case CE_FocusFrame:
        drawRounded(painter, option->rect, Theme::kControlRadius + Theme::kFocusGap, {},
                    QPen(theme.accent, Theme::kFocusWidth));
        return;
    case CE_MenuItem:
        return drawMenuItem(option, painter, widget);
    case CE_MenuEmptyArea:
        return;
    case CE_Splitter: {
        const bool isUpright = option->state & State_Horizontal;
        const QPoint middle = option->rect.center();
        const QRect line = isUpright
            ? QRect(middle.x(), option->rect.top(), 1, option->rect.height())
            : QRect(option->rect.left(), middle.y(), option->rect.width(), 1);
        painter->fillRect(line,
                          option->state & State_MouseOver ? theme.inputBorder : theme.hairline);
        return;
    }
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void SalonStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
                                    QPainter *painter, const QWidget *widget) const
{
    if (control == CC_ScrollBar)
        return drawScrollBar(option, painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void SalonStyle::drawButton(const QStyleOption *option, QPainter *painter,
                            const QWidget *widget) const
{
    const ButtonColors colors = buttonColors(roleOf(widget), option->state);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isFlat = button && button->features & QStyleOptionButton::Flat;
    if (isFlat && !(option->state & (State_MouseOver | State_Sunken)))
        return;
    drawRounded(painter, option->rect, Theme::kControlRadius, colors.fill,
                colors.border.isValid() && !isFlat ? QPen(colors.border, 1) : QPen(Qt::NoPen));
}

void SalonStyle::drawButtonLabel(const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    if (!button)
        return;
    QStyleOptionButton recolored(*button);
    recolored.palette.setColor(QPalette::ButtonText,
                               buttonColors(roleOf(widget), option->state).text);
    painter->save();
    if (roleOf(widget) == ButtonRole::Primary) {
        QFont font = painter->font();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
    }
    if (!button->icon.isNull() && !button->text.isEmpty()) // Qt has them too close together
        drawIcon(recolored, painter);
    QProxyStyle::drawControl(CE_PushButtonLabel, &recolored, painter, widget);
    painter->restore();
}

void SalonStyle::drawLineEditFrame(const QStyleOption *option, QPainter *painter) const
{
    const Theme &theme = Theme::current();
    const bool isEnabled = option->state & State_Enabled;
    const bool hasFocus = option->state & State_HasFocus;
    const QColor border = !isEnabled ? theme.hairline : hasFocus ? theme.accent : theme.inputBorder;
    drawRounded(painter, option->rect, Theme::kControlRadius,
                isEnabled ? theme.background : theme.hover,
                QPen(border, hasFocus || theme.isHighContrast ? 2 : 1));
}

void SalonStyle::drawScrollBar(const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (!bar || bar->minimum >= bar->maximum)
        return;
    const Theme &theme = Theme::current();
    const bool isActive = option->state & (State_MouseOver | State_Sunken);
    const int margin = isActive ? 1 : 3;
    QRect handle = subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
    handle = bar->orientation == Qt::Vertical ? handle.adjusted(margin, 1, -margin, -1)
                                              : handle.adjusted(1, margin, -1, -margin);
    const double radius = qMin(handle.width(), handle.height()) / 2.0;
    drawRounded(painter, handle, radius,
                isActive ? theme.inputBorder : blended(theme.text, theme.background, 0.25),
                Qt::NoPen);
}

} // namespace salon::client
