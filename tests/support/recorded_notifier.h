// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/desktop_notifier.h"
#include <QHash>

namespace salon::test {

//! A desktop that shows nothing and remembers what it was to show.
class RecordedNotifier final : public client::DesktopNotifier {
public:
    void show(RoomId room, const client::Notification &notification) override
    {
        ++shows;
        shown.insert(room, notification);
    }
    void withdraw(RoomId room) override { shown.remove(room); }

    void click(RoomId room) { Q_EMIT activated(room); }
    void askWhy(RoomId room) { Q_EMIT reasonRequested(room); }
    void close(RoomId room)
    {
        shown.remove(room);
        Q_EMIT closed(room);
    }

    QHash<RoomId, client::Notification> shown;
    int shows = 0;
};

} // namespace salon::test
