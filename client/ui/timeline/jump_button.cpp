// SPDX-License-Identifier: MIT
#include "client/ui/timeline/jump_button.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kBadgeHeight = 18;
constexpr int kBadgeOverhang = 8;

QString shortCount(int count)
{
    return count > 99 ? u"99+"_s : QString::number(count);
}

} // namespace

JumpButton::JumpButton(const TimelineStyle &style, QWidget *parent)
    : QAbstractButton(parent), m_style(style)
{
    setObjectName(u"jumpToLatest"_s);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus); // the keyboard has the End key
    resize(sizeHint());
    m_count = -1;
    setCount(0);
}

QSize JumpButton::sizeHint() const
{
    return {kDiameter, kDiameter + kBadgeOverhang};
}

void JumpButton::setCount(int count)
{
    if (m_count == count)
        return;
    m_count = count;
    const QString words = count == 0 ? tr("Jump to the latest message")
                                     : tr("Jump to the latest message, %n new", nullptr, count);
    setAccessibleName(words);
    setToolTip(words);
    update();
}

void JumpButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(0.5, kBadgeOverhang + 0.5, kDiameter - 1, kDiameter - 1);
    painter.setPen(m_style.theme.inputBorder);
    painter.setBrush(underMouse() || isDown() ? m_style.theme.selection : m_style.theme.background);
    painter.drawEllipse(circle);
    QPainterPath arrow;
    const QPointF middle = circle.center();
    arrow.moveTo(middle + QPointF(-7, -3));
    arrow.lineTo(middle + QPointF(0, 4));
    arrow.lineTo(middle + QPointF(7, -3));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_style.theme.text, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(arrow);
    if (m_count <= 0)
        return;
    QFont font = m_style.theme.secondaryText.font;
    font.setPixelSize(12);
    const QString words = shortCount(m_count);
    const int width = qMax(kBadgeHeight, QFontMetrics(font).horizontalAdvance(words) + 12);
    const QRectF badge((kDiameter - width) / 2.0, 0, width, kBadgeHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.theme.accent);
    painter.drawRoundedRect(badge, kBadgeHeight / 2.0, kBadgeHeight / 2.0);
    painter.setPen(m_style.theme.background);
    painter.setFont(font);
    painter.drawText(badge, Qt::AlignCenter, words);
}

} // namespace salon::client
