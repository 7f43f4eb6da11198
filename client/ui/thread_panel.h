// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include "client/ui/side_panel.h"
#include "shared/base/clock.h"
#include <memory>

namespace salon::client {

class EmojiChoices;
class MessageActions;
class RoomPane;
class TextLabel;
class ThreadModel;
class TimelineView;

//! Beside the open room: a message, what it answers and what answers it, as one conversation.
class ThreadPanel : public SidePanel {
    Q_OBJECT
public:
    ThreadPanel(Chat &chat, RoomPane &pane, const Clock &clock = Clock::system(),
                QWidget *parent = nullptr);
    ~ThreadPanel() override;

    //! They outlive the panel.
    void setEmojiChoices(EmojiChoices &choices);
    //! Asks for it; what was there before stays until it comes.
    void showThread(RoomId room, Seq seq);
    RoomId room() const { return m_room; }
    TimelineView *timeline() const { return m_view; }

private:
    void show(RoomId room, Seq seq, const protocol::ThreadReply &thread);

    Chat &m_chat;
    RoomPane &m_pane;
    RoomId m_room;
    TextLabel *m_more;
    TimelineView *m_view;
    MessageActions *m_actions;
    std::unique_ptr<ThreadModel> m_model;
};

} // namespace salon::client
