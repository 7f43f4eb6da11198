// SPDX-License-Identifier: MIT
#include "client/ui/presence_mark.h"

#include "client/ui/theme/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace salon::client {
namespace {

class MarkEngine final : public QIconEngine {
public:
    explicit MarkEngine(Presence presence) : m_presence(presence) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        const double inset = rect.height() / 5.0;
        drawPresence(painter, QRectF(rect).adjusted(inset, inset, -inset, -inset), m_presence,
                     Theme::current().background);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }
    QIconEngine *clone() const override { return new MarkEngine(*this); }

private:
    Presence m_presence;
};

QPainterPath crescent(const QRectF &mark)
{
    QPainterPath moon;
    moon.addEllipse(mark);
    QPainterPath shadow;
    const double side = mark.width() * 0.78;
    shadow.addEllipse(
        QRectF(mark.left() - mark.width() * 0.12, mark.top() - mark.height() * 0.12, side, side));
    return moon.subtracted(shadow);
}

void drawBarred(QPainter *painter, const QRectF &mark, const QColor &ground)
{
    painter->setBrush(Theme::current().errorText);
    painter->drawEllipse(mark);
    painter->setBrush(ground);
    const double height = mark.height() * 0.28;
    painter->drawRect(QRectF(mark.left() + mark.width() * 0.15, mark.center().y() - height / 2,
                             mark.width() * 0.7, height));
}

void drawRing(QPainter *painter, const QRectF &mark)
{
    const double width = qMax(1.5, mark.width() * 0.2);
    painter->setPen(QPen(Theme::current().secondary, width));
    painter->setBrush(Qt::NoBrush);
    painter->drawEllipse(mark.adjusted(width / 2, width / 2, -width / 2, -width / 2));
}

} // namespace

void drawPresence(QPainter *painter, const QRectF &mark, Presence presence, const QColor &ground)
{
    const Theme &theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    switch (presence) {
    case Presence::Unknown:
        break;
    case Presence::Online:
        painter->setBrush(theme.success);
        painter->drawEllipse(mark);
        break;
    case Presence::Away:
        painter->setBrush(theme.warnText);
        painter->drawPath(crescent(mark));
        break;
    case Presence::DoNotDisturb:
        drawBarred(painter, mark, ground);
        break;
    case Presence::Offline:
        drawRing(painter, mark);
        break;
    }
    painter->restore();
}

void drawPresenceAtAvatar(QPainter *painter, const QRectF &circle, Presence presence,
                          const QColor &ground, Qt::LayoutDirection direction)
{
    constexpr double kShare = 0.38; // of the picture
    constexpr double kLeast = 9;
    constexpr double kGap = 1.5;
    constexpr double kOver = 2; // how far it sticks out
    if (presence == Presence::Unknown)
        return;
    const double size = qMax(kLeast, circle.height() * kShare);
    const double left =
        direction == Qt::LeftToRight ? circle.right() - size + kOver : circle.left() - kOver;
    const QRectF mark(left, circle.bottom() - size + kOver, size, size);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(ground);
    painter->drawEllipse(mark.adjusted(-kGap, -kGap, kGap, kGap));
    painter->restore();
    drawPresence(painter, mark, presence, ground);
}

QIcon presenceIcon(Presence presence)
{
    return QIcon(new MarkEngine(presence));
}

} // namespace salon::client
