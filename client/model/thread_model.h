// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/state/chat.h"

namespace salon::client {

//! A chain of answers, as long as somebody looks at it: what is said and changed meanwhile shows.
class ThreadModel final : public TimelineModel {
    Q_OBJECT
public:
    ThreadModel(Chat &chat, RoomId room, const protocol::ThreadReply &thread,
                QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    const TimelineRow &row(int index) const override { return m_rows[index]; }
    bool hasOlder() const override { return false; }
    bool hasNewer() const override { return false; }
    Seq readMarker() const override { return m_messages.isEmpty() ? 0 : m_messages.last().seq; }
    bool ownsRoom() const override;
    bool isEditTimeOver(const TimelineRow &row, Timestamp now) const override;
    QString reactors(int index, const QString &emoji) const override;

private:
    void apply(const protocol::RoomEvent &event);
    void add(const protocol::Message &message);
    void renew(int index);
    void renewAll();

    Chat &m_chat;
    RoomId m_room;
    QList<protocol::Message> m_messages;
    QList<TimelineRow> m_rows;
};

} // namespace salon::client
