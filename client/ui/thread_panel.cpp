// SPDX-License-Identifier: MIT
#include "client/ui/thread_panel.h"

#include "client/model/thread_model.h"
#include "client/ui/message_actions.h"
#include "client/ui/room_pane.h"
#include "client/ui/text_label.h"
#include "client/ui/theme/icons.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/timeline_view.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPointer>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace salon::client {

ThreadPanel::ThreadPanel(Chat &chat, RoomPane &pane, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_chat(chat), m_pane(pane),
      m_title(new TextLabel(TextKind::Title, tr("Thread"), this)),
      m_more(new TextLabel(TextKind::Secondary, tr("There are later answers in the room."), this)),
      m_close(new QToolButton(this)), m_view(new TimelineView(this, clock)),
      m_actions(new MessageActions(chat, pane, *pane.writing(), *m_view))
{
    setObjectName(u"threadPanel"_s);
    m_view->setObjectName(u"threadTimeline"_s);
    m_view->setAccessibleName(tr("Thread"));
    m_close->setObjectName(u"threadClose"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close the thread"));
    m_more->setContentsMargins(16, 8, 16, 8);
    m_more->setWordWrap(true);
    m_more->hide();
    auto *head = new QHBoxLayout;
    head->setContentsMargins(4 * Theme::kStep, 3 * Theme::kStep, 3 * Theme::kStep,
                             3 * Theme::kStep);
    head->addWidget(m_title, 1);
    head->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    column->addWidget(m_more);
    connect(m_close, &QToolButton::clicked, this, &ThreadPanel::closed);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &ThreadPanel::followTheme);
    followTheme();
    hide();
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

void ThreadPanel::followTheme()
{
    m_close->setIcon(lineIcon(u"x"_s));
}

void ThreadPanel::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    painter.fillRect(0, 0, 1, height(), theme.hairline);
}

} // namespace salon::client
