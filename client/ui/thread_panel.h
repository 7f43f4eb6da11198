// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include "shared/base/clock.h"
#include <QWidget>
#include <memory>

class QToolButton;

namespace salon::client {

class EmojiChoices;
class MessageActions;
class RoomPane;
class TextLabel;
class ThreadModel;
class TimelineView;

//! Beside the open room: a message, what it answers and what answers it, as one conversation.
class ThreadPanel : public QWidget {
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

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(RoomId room, Seq seq, const protocol::ThreadReply &thread);
    void followTheme();

    Chat &m_chat;
    RoomPane &m_pane;
    RoomId m_room;
    TextLabel *m_title;
    TextLabel *m_more;
    QToolButton *m_close;
    TimelineView *m_view;
    MessageActions *m_actions;
    std::unique_ptr<ThreadModel> m_model;
};

} // namespace salon::client
