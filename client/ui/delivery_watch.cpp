// SPDX-License-Identifier: MIT
#include "client/ui/delivery_watch.h"

#include "client/model/room_timeline_model.h"
#include "client/ui/timeline/timeline_view.h"

#include <algorithm>

namespace salon::client {

DeliveryWatch::DeliveryWatch(Chat &chat, TimelineView *view)
    : QObject(view), m_chat(chat), m_view(view)
{
    connect(view, &TimelineView::settled, this, &DeliveryWatch::laidOut);
    connect(view, &TimelineView::paintStarted, this, &DeliveryWatch::laidOut);
    connect(view, &TimelineView::painted, this, &DeliveryWatch::painted);
}

void DeliveryWatch::setRoom(RoomId room, const RoomTimelineModel *model)
{
    m_room = room;
    m_model = model;
    for (const QString &key : m_chat.stages().unpainted(room))
        m_chat.stages().leaveUnpainted(key);
}

void DeliveryWatch::laidOut()
{
    StageTimes &stages = m_chat.stages();
    for (const QString &key : stages.unpainted(m_room)) {
        if (!isInView(key))
            stages.leaveUnpainted(key);
        else if (!stages.find(key)->took(Stage::Layout))
            stages.passed(key, Stage::Layout);
    }
}

void DeliveryWatch::painted()
{
    for (const QString &key : m_chat.stages().unpainted(m_room))
        m_chat.stages().passed(key, Stage::Paint);
}

bool DeliveryWatch::isInView(const QString &key) const
{
    const auto &boxes = m_view->geometry().boxes();
    return m_model && std::any_of(boxes.begin(), boxes.end(), [&](const RowBox &box) {
               return m_model->keyAt(box.index) == key;
           });
}

} // namespace salon::client
