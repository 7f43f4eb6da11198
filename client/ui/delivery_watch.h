// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>

namespace salon::client {

class Chat;
class RoomTimelineModel;
class TimelineView;

//! Notes when one's own messages, just delivered, are laid out and painted in the window.
class DeliveryWatch : public QObject {
    Q_OBJECT
public:
    DeliveryWatch(Chat &chat, TimelineView *view);

    //! The room that the view shows from now on; what came to it while nobody looked is not timed.
    void setRoom(RoomId room, const RoomTimelineModel *model);

private:
    void laidOut();
    void painted();
    bool isInView(const QString &key) const;

    Chat &m_chat;
    TimelineView *m_view;
    RoomId m_room;
    const RoomTimelineModel *m_model = nullptr;
};

} // namespace salon::client
