// SPDX-License-Identifier: MIT
#include "client/ui/theme/salon_style.h"

#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"

#include <QBitmap>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QRegion roundedRegion(const QRect &rect, int radius)
{
    QBitmap mask(rect.size());
    mask.clear();
    QPainter painter(&mask);
    painter.setBrush(Qt::color1);
    painter.setPen(Qt::color1);
    painter.drawRoundedRect(QRect(QPoint(), rect.size()).adjusted(0, 0, -1, -1), radius, radius);
    painter.end();
    return QRegion(mask).translated(rect.topLeft());
}

QRect sliderRect(const QStyleOptionSlider &bar)
{
    constexpr int kShortest = 32;
    const bool isUpright = bar.orientation == Qt::Vertical;
    const int room = isUpright ? bar.rect.height() : bar.rect.width();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const qint64 share = range > 0 ? qint64(room) * bar.pageStep / (range + bar.pageStep) : room;
    const int length = qBound(qMin(kShortest, room), int(share), room);
    const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                      room - length, bar.upsideDown);
    return isUpright ? QRect(bar.rect.x(), bar.rect.y() + start, bar.rect.width(), length)
                     : QRect(bar.rect.x() + start, bar.rect.y(), length, bar.rect.height());
}

} // namespace

int SalonStyle::pixelMetric(PixelMetric metric, const QStyleOption *option,
                            const QWidget *widget) const
{
    const Theme &theme = Theme::current();
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return Theme::kFocusWidth + Theme::kFocusGap;
    case PM_SplitterWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return Theme::kStep;
    case PM_MenuPanelWidth:
        return 1;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
        return theme.scaled(18);
    case PM_ToolBarIconSize:
        return theme.scaled(20);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return theme.scaled(18);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 2 * Theme::kStep;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_ButtonDefaultIndicator:
        return 0;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return widget && widget->isWindow() ? 6 * Theme::kStep : 4 * Theme::kStep;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 2 * Theme::kStep;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_LineEditIconMargin:
        return 2 * Theme::kStep;
    case PM_LineEditIconSize:
        return theme.scaled(18);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SalonStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_Menu_Mask:
    case SH_ToolTip_Mask:
        if (auto *mask = qstyleoption_cast<QStyleHintReturnMask *>(returned); mask && option) {
            mask->region = roundedRegion(
                option->rect, hint == SH_Menu_Mask ? Theme::kCardRadius : Theme::kControlRadius);
            return 1;
        }
        return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ScrollBar_ContextMenu:
        return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_UnderlineShortcut:
        return 0;
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return Theme::current().hasMotion ? Theme::kMotionMs : 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_BlinkCursorWhenTextSelected:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

QIcon SalonStyle::standardIcon(StandardPixmap kind, const QStyleOption *option,
                               const QWidget *widget) const
{
    // Qt would look through the desktop's icon themes for it: a tenth of the time of a start.
    if (kind == SP_LineEditClearButton)
        return lineIcon(u"x"_s);
    return QProxyStyle::standardIcon(kind, option, widget);
}

QRect SalonStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option,
                                 SubControl part, const QWidget *widget) const
{
    const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !bar)
        return QProxyStyle::subControlRect(control, option, part, widget);
    const QRect slider = sliderRect(*bar);
    const bool isUpright = bar->orientation == Qt::Vertical;
    switch (part) {
    case SC_ScrollBarSlider:
        return slider;
    case SC_ScrollBarGroove:
        return option->rect;
    case SC_ScrollBarSubPage:
        return isUpright
            ? QRect(option->rect.topLeft(), QPoint(option->rect.right(), slider.top() - 1))
            : QRect(option->rect.topLeft(), QPoint(slider.left() - 1, option->rect.bottom()));
    case SC_ScrollBarAddPage:
        return isUpright
            ? QRect(QPoint(option->rect.left(), slider.bottom() + 1), option->rect.bottomRight())
            : QRect(QPoint(slider.right() + 1, option->rect.top()), option->rect.bottomRight());
    default:
        return {};
    }
}

QRect SalonStyle::subElementRect(SubElement element, const QStyleOption *option,
                                 const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (frame && frame->lineWidth > 0)
            return option->rect.adjusted(2 * Theme::kStep, 1, -2 * Theme::kStep, -1);
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QSize SalonStyle::sizeFromContents(ContentsType type, const QStyleOption *option,
                                   const QSize &contents, const QWidget *widget) const
{
    const Theme &theme = Theme::current();
    const int target = qMax(Theme::kSmallestTarget, theme.scaled(32));
    switch (type) {
    case CT_PushButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool hasText = button && !button->text.isEmpty();
        // Semibold labels of primary buttons are wider than what was measured.
        const int extra = hasText ? contents.width() / 12 : 0;
        const int padding = hasText ? 6 * Theme::kStep : 2 * Theme::kStep;
        return {qMax(target, contents.width() + extra + padding),
                qMax(target, contents.height() + 3 * Theme::kStep)};
    }
    case CT_ToolButton:
        return {qMax(target, contents.width() + 3 * Theme::kStep), target};
    case CT_LineEdit:
        return {contents.width() + 4 * Theme::kStep,
                qMax(theme.scaled(36), contents.height() + 2 * Theme::kStep)};
    case CT_MenuItem: {
        const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
        if (item && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {contents.width(), 2 * Theme::kStep + 1};
        const int beside =
            theme.scaled(18) + 8 * Theme::kStep; // icon or tick, gaps, room for an arrow
        const bool hasShortcut = item && item->text.contains(u'\t');
        return {contents.width() + beside + (hasShortcut ? 6 * Theme::kStep : 0), target};
    }
    default:
        return QProxyStyle::sizeFromContents(type, option, contents, widget);
    }
}

} // namespace salon::client
