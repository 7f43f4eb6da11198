// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"

namespace salon::client {

class Composer;
class ReplyBar;

//! What the text in the composer of the open room becomes: a new message, an answer, or another
//! text for a message that is there or was not sent. Whatever is typed is on disk a moment later,
//! under that task.
class WritingTask : public QObject {
    Q_OBJECT
public:
    WritingTask(Chat &chat, Composer &composer, ReplyBar &bar, QObject *parent);

    //! Leaves the room that was open with what is typed there, and goes on where one stopped.
    void openRoom(RoomId room);
    void answer(Seq seq);
    //! Another text for one's own message of the log, which says `text` now.
    void change(Seq seq, const QString &text);
    //! Another text for what was not sent.
    void editUnsent(const QString &key);
    //! That unsent one is sent or thrown away without another text.
    void unsentGoes(const QString &key, bool isSent);
    //! Something else than a new message is written.
    bool isSpecial() const { return !m_edited.isEmpty() || m_replyTo > 0; }
    void giveUp();
    //! The text could not be stored: it comes back into the composer.
    void takeBack(RoomId room, const QString &text);

Q_SIGNALS:
    void begun(); //!< the composer should have the focus
    void sent();

private:
    void send(RoomId room, const QString &text, qint64 pressedAt);
    void textChanged(RoomId room, const QString &text);
    void setReplyTo(Seq seq);
    void showReply();
    void beginEdit(const QString &key);
    void endEdit(const QString &text);
    void leaveEdit();
    void showDraft();

    Chat &m_chat;
    Composer &m_composer;
    ReplyBar &m_bar;
    RoomId m_room;
    Seq m_replyTo = 0;
    QString m_edited; //!< key of what is edited, else empty
    QString m_beforeEdit; //!< its text
};

} // namespace salon::client
