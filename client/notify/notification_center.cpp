// SPDX-License-Identifier: MIT
#include "client/notify/notification_center.h"

namespace salon::client {

NotificationCenter::NotificationCenter(std::unique_ptr<DesktopNotifier> notifier)
    : m_notifier(std::move(notifier))
{
    connect(m_notifier.get(), &DesktopNotifier::activated, this, &NotificationCenter::open);
    connect(m_notifier.get(), &DesktopNotifier::closed, this,
            [this](RoomId room) { m_told.remove(room); });
    connect(m_notifier.get(), &DesktopNotifier::reasonRequested, this, [this](RoomId room) {
        const auto told = m_told.constFind(room);
        if (told != m_told.constEnd())
            explain(Told(*told));
    });
}

void NotificationCenter::tell(const RoomNews &news, Style style)
{
    const Told told{news, style};
    m_told.insert(news.room, told);
    m_latest = told;
    Notification shown = notificationOf(news, style.hidesText);
    shown.hasSound = style.hasSound;
    m_notifier->show(news.room, shown);
    Q_EMIT latestChanged(true);
}

void NotificationCenter::correct(RoomId room, Seq seq, const QString &text)
{
    const auto told = m_told.find(room);
    if (told == m_told.end() || told->news.seq != seq || told->news.text == text)
        return;
    told->news.text = text;
    m_notifier->show(room, notificationOf(told->news, told->style.hidesText));
}

void NotificationCenter::withdraw(RoomId room)
{
    if (m_told.remove(room) > 0)
        m_notifier->withdraw(room);
}

void NotificationCenter::withdrawAll()
{
    for (const RoomId room : rooms())
        withdraw(room);
    m_latest.reset();
    Q_EMIT latestChanged(false);
}

void NotificationCenter::explainLatest()
{
    if (m_latest)
        explain(Told(*m_latest));
}

void NotificationCenter::explain(const Told &told)
{
    m_told.insert(told.news.room, told); // a click on the answer leads to the message, too
    m_notifier->show(told.news.room, explanationOf(told.news.rule));
}

void NotificationCenter::open(RoomId room)
{
    const auto told = m_told.constFind(room);
    if (told == m_told.constEnd())
        return;
    const Seq seq = told->news.rule == NotificationRule::Missed ? 0 : told->news.seq;
    withdraw(room);
    Q_EMIT opened(room, seq);
}

} // namespace salon::client
