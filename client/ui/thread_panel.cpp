// SPDX-License-Identifier: MIT
#include "client/ui/thread_panel.h"

#include "client/model/thread_model.h"
#include "client/ui/message_actions.h"
#include "client/ui/room_pane.h"
#include "client/ui/text_label.h"
#include "client/ui/timeline/timeline_view.h"

#include <QPointer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace salon::client {

ThreadPanel::ThreadPanel(Chat &chat, RoomPane &pane, const Clock &clock, QWidget *parent)
    : SidePanel(u"thread"_s, tr("Thread"), tr("Close the thread"), parent), m_chat(chat),
      m_pane(pane),
      m_more(new TextLabel(TextKind::Secondary, tr("There are later answers in the room."), this)),
      m_view(new TimelineView(this, clock)),
      m_actions(new MessageActions(chat, pane, *pane.writing(), *m_view))
{
    setObjectName(u"threadPanel"_s);
    m_view->setObjectName(u"threadTimeline"_s);
    m_view->setAccessibleName(tr("Thread"));
    m_more->setContentsMargins(16, 8, 16, 8);
    m_more->setWordWrap(true);
    m_more->hide();
    column()->addWidget(m_view, 1);
    column()->addWidget(m_more);
}

ThreadPanel::~ThreadPanel()
{
    m_view->setModel(nullptr);
}

void ThreadPanel::setEmojiChoices(EmojiChoices &choices)
{
    m_actions->setEmojiChoices(choices);
}

void ThreadPanel::showThread(RoomId room, Seq seq)
{
    const auto answered = [self = QPointer(this), room,
                           seq](const Result<protocol::ThreadReply> &thread) {
        if (!self || self->m_pane.room() != room)
            return;
        if (thread)
            self->show(room, seq, *thread);
        else
            self->m_pane.notice(errorSentence(thread.error()));
    };
    m_chat.listThread(room, seq, answered);
}

void ThreadPanel::show(RoomId room, Seq seq, const protocol::ThreadReply &thread)
{
    m_room = room;
    m_view->setModel(nullptr);
    m_model = std::make_unique<ThreadModel>(m_chat, room, thread);
    m_actions->setModel(m_model.get());
    m_view->setModel(m_model.get());
    m_more->setVisible(thread.more);
    setVisible(true);
    m_view->setCurrentIndex(m_model->indexOf(seq));
    m_view->setFocus(Qt::OtherFocusReason);
}

} // namespace salon::client
