// SPDX-License-Identifier: MIT
#include "client/ui/writing_task.h"

#include "client/model/message_rows.h"
#include "client/ui/composer.h"
#include "client/ui/reply_bar.h"
#include "client/ui/timeline/display_text.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace salon::client {

WritingTask::WritingTask(Chat &chat, Composer &composer, ReplyBar &bar, QObject *parent)
    : QObject(parent), m_chat(chat), m_composer(composer), m_bar(bar)
{
    connect(&composer, &Composer::draftChanged, this, &WritingTask::textChanged);
    connect(&composer, &Composer::sendRequested, this, &WritingTask::send);
    connect(&bar, &ReplyBar::closed, this, &WritingTask::giveUp);
    connect(&chat.quoted(), &QuotedMessages::changed, this, [this](RoomId room) {
        if (room == m_room && m_replyTo > 0)
            showReply();
    });
    connect(&chat, &Chat::namesChanged, this, [this] {
        if (m_replyTo > 0)
            showReply();
    });
}

void WritingTask::openRoom(RoomId room)
{
    if (!m_edited.isEmpty())
        endEdit(m_composer.draft());
    m_room = room;
    m_composer.openRoom(room, m_chat.draft(room).text);
    setReplyTo(m_chat.draft(room).replyTo);
    if (const OutboxRow *edit = m_chat.unfinishedEdit(room))
        beginEdit(edit->key);
}

void WritingTask::send(RoomId room, const QString &text, qint64 pressedAt)
{
    if (m_edited.isEmpty()) {
        m_chat.post(room, text, pressedAt, m_replyTo);
        m_chat.setDraft(room, {});
        setReplyTo(0);
    } else {
        m_chat.postAgain(m_edited, text, pressedAt);
        leaveEdit();
    }
    Q_EMIT sent();
}

void WritingTask::textChanged(RoomId room, const QString &text)
{
    if (!m_edited.isEmpty())
        return m_chat.setUnsentText(m_edited, text);
    m_chat.setDraft(room, {text, m_replyTo});
    m_chat.presence().teller().written(room, text);
}

void WritingTask::answer(Seq seq)
{
    if (!m_edited.isEmpty())
        endEdit(m_composer.draft());
    setReplyTo(seq);
    m_chat.setDraft(m_room, {m_composer.draft(), seq});
    Q_EMIT begun();
}

void WritingTask::setReplyTo(Seq seq)
{
    m_replyTo = seq;
    if (seq > 0)
        showReply();
    else
        m_bar.clear();
}

void WritingTask::showReply()
{
    if (!m_edited.isEmpty())
        return;
    const protocol::Message *message = m_chat.message(m_room, m_replyTo);
    const QString author = message ? m_chat.nameOf(message->by) : u"…"_s;
    m_bar.showTask(u"reply"_s, tr("Reply to %1").arg(isolated(author)),
                   message ? textOf(*message) : QString());
}

void WritingTask::change(Seq seq, const QString &text)
{
    if (!m_edited.isEmpty())
        endEdit(m_composer.draft());
    const auto begun = [self = QPointer(this), room = m_room](const QString &key) {
        if (self && room == self->m_room)
            self->beginEdit(key);
    };
    m_chat.beginEdit(m_room, seq, text, begun);
}

void WritingTask::editUnsent(const QString &key)
{
    if (!m_edited.isEmpty())
        endEdit(m_composer.draft());
    beginEdit(key);
}

void WritingTask::beginEdit(const QString &key)
{
    const OutboxRow *row = m_chat.unfinished(key);
    if (!row)
        return;
    m_edited = key;
    m_beforeEdit = row->text;
    m_composer.setDraft(row->text);
    const bool hasDraft = !m_chat.draft(m_room).isEmpty();
    m_bar.showTask(u"pencil"_s,
                   row->edits > 0 ? tr("Edit message") : tr("Edit a message that was not sent"),
                   hasDraft ? tr("Your draft comes back afterwards.") : QString());
    Q_EMIT begun();
}

//! What is edited keeps that text: a message that was not sent stays one, and one of the log that
//! has no other text yet is as before.
void WritingTask::endEdit(const QString &text)
{
    m_chat.setUnsentText(m_edited, text);
    leaveEdit();
}

void WritingTask::leaveEdit()
{
    m_chat.showUnsentText(m_edited);
    m_edited.clear();
    showDraft();
}

void WritingTask::showDraft()
{
    const Draft draft = m_chat.draft(m_room);
    m_composer.setDraft(draft.text);
    setReplyTo(draft.replyTo);
}

void WritingTask::giveUp()
{
    if (m_edited.isEmpty()) {
        setReplyTo(0);
        m_chat.setDraft(m_room, {m_composer.draft(), 0});
        return;
    }
    const OutboxRow *row = m_chat.unfinished(m_edited);
    if (row && row->isDraft) {
        m_chat.discard(m_room, m_edited);
        m_edited.clear();
        showDraft();
    } else {
        endEdit(m_beforeEdit);
    }
}

void WritingTask::unsentGoes(const QString &key, bool isSent)
{
    if (key == m_edited && !key.isEmpty())
        endEdit(isSent ? m_composer.draft() : m_beforeEdit);
}

void WritingTask::takeBack(RoomId room, const QString &text)
{
    Draft draft = m_chat.draft(room);
    draft.text = draft.text.isEmpty() ? text : text + u'\n' + draft.text;
    m_chat.setDraft(room, draft);
    if (room == m_room && m_edited.isEmpty())
        showDraft();
}

} // namespace salon::client
