// SPDX-License-Identifier: MIT
#include "client/ui/day_calendar.h"

#include "client/ui/theme/theme.h"

#include <QPainter>
#include <QTextCharFormat>

namespace salon::client {

DayCalendar::DayCalendar(QDate today, QWidget *parent) : QCalendarWidget(parent), m_today(today)
{
    setNavigationBarVisible(false);
    setVerticalHeaderFormat(NoVerticalHeader);
    setHorizontalHeaderFormat(ShortDayNames);
    setMaximumDate(today);
    setSelectedDate(today);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &DayCalendar::followTheme);
    followTheme();
}

void DayCalendar::setMarked(const QSet<QDate> &days)
{
    m_marked = days;
    updateCells();
}

void DayCalendar::followTheme()
{
    const Theme &theme = Theme::current();
    constexpr int kCell = 40;
    setFont(theme.body.font);
    setMinimumSize(7 * theme.scaled(kCell), 7 * theme.scaled(kCell));
    QTextCharFormat names;
    names.setForeground(theme.secondary);
    names.setBackground(theme.background);
    names.setFont(theme.secondaryText.font);
    setHeaderTextFormat(names);
    for (const auto day : {Qt::Saturday, Qt::Sunday})
        setWeekdayTextFormat(day, names);
    updateCells();
}

void DayCalendar::paintCell(QPainter *painter, const QRect &cell, QDate date) const
{
    const Theme &theme = Theme::current();
    const bool isOutside = date.month() != monthShown() || date > maximumDate();
    const bool isMarked = m_marked.contains(date) && !isOutside;
    const bool isChosen = date == selectedDate() && !isOutside;
    const int side = qMin(cell.width(), cell.height()) - 4;
    QRect circle(0, 0, side, side);
    circle.moveCenter(cell.center());
    painter->save();
    painter->fillRect(cell, theme.background); // to the very edge, over Qt's mark of the chosen one
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(date == m_today ? QPen(theme.accent, 1) : QPen(Qt::NoPen));
    painter->setBrush(isChosen ? QBrush(theme.accent) : QBrush(Qt::NoBrush));
    painter->drawEllipse(circle);
    const QColor ink = isChosen ? theme.textOnAccent
        : isOutside             ? theme.disabled
        : isMarked              ? theme.text
                                : theme.secondary;
    QFont font = theme.body.font;
    font.setWeight(isMarked ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(ink);
    painter->drawText(cell, Qt::AlignCenter, locale().toString(date.day()));
    if (isMarked) {
        constexpr int kDot = 4;
        const QPoint at(cell.center().x() - kDot / 2 + 1, circle.bottom() - 2 * kDot);
        painter->setPen(Qt::NoPen);
        painter->setBrush(isChosen ? theme.textOnAccent : theme.accent);
        painter->drawEllipse(QRect(at, QSize(kDot, kDot)));
    }
    painter->restore();
}

} // namespace salon::client
