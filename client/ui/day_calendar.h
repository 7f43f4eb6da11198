// SPDX-License-Identifier: MIT
#pragma once
#include <QCalendarWidget>
#include <QSet>

namespace salon::client {

//! A sheet of a calendar on which some days are marked.
class DayCalendar : public QCalendarWidget {
    Q_OBJECT
public:
    explicit DayCalendar(QDate today, QWidget *parent = nullptr);

    //! Of all months together.
    void setMarked(const QSet<QDate> &days);
    const QSet<QDate> &marked() const { return m_marked; }

protected:
    void paintCell(QPainter *painter, const QRect &cell, QDate date) const override;

private:
    void followTheme();

    QDate m_today;
    QSet<QDate> m_marked;
};

} // namespace salon::client
