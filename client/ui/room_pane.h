// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/error_sentences.h"
#include "client/ui/message_link.h"
#include "client/ui/notice_bar.h"
#include "shared/base/clock.h"
#include <memory>

class QStackedWidget;

namespace salon::client {

class Chat;
class Composer;
class ComposerNames;
class ConnectionBanner;
class DeliveryWatch;
class EmojiChoices;
class EmptyState;
class MessageActions;
class ReplyBar;
class RoomHeader;
class RoomJumps;
class RoomTimelineModel;
class TimelineView;
class TypingLine;
class WritingTask;

//! The room that is open: its header, its messages, and where one writes; or why none is open.
class RoomPane : public QWidget {
    Q_OBJECT
public:
    explicit RoomPane(Chat &chat, const Clock &clock = Clock::system(), QWidget *parent = nullptr);
    ~RoomPane() override;

    //! An invalid room closes the one that is open.
    void openRoom(RoomId room);
    RoomId room() const { return m_room; }
    //! What stands there while no room is open.
    void setHasRooms(bool hasRooms);
    //! Why nothing can be written at all, in any room; empty when something can.
    void setBlocked(const ErrorSentence &reason);
    //! The server as a person knows it, for sentences about the connection.
    void setServer(const QString &server) { m_server = server; }

    void notice(NoticeKind kind, const ErrorSentence &sentence);
    void notice(const ErrorSentence &sentence) { notice(NoticeKind::Error, sentence); }
    //! Whether the notice is about a failure, which what is only good to know must not hide.
    bool tellsOfFailure() const;
    void focusComposer();
    //! Offers emoji where one writes and to react with, in the tone and with those of last time.
    void setEmojiChoices(EmojiChoices &choices);
    //! Shows that message of the open room, whether its rows are here or not.
    void jumpTo(Seq seq);
    //! Pins that message of the open room, or takes its pin away.
    void pin(Seq seq, bool isPinned);
    //! What Esc does here: gives up editing or answering, else marks the room read.
    void escape();

    RoomHeader *header() const { return m_header; }
    TimelineView *timeline() const { return m_timeline; }
    RoomJumps *jumps() const { return m_jumps; }
    Composer *composer() const { return m_composer; }
    WritingTask *writing() const { return m_writing; }

Q_SIGNALS:
    void browseRequested();
    void logInRequested();
    //! Wants to see the certificate for which the server is not talked to.
    void certificateRequested();
    //! Somebody clicked the address of a message, of this server or another.
    void linkOpened(const salon::client::MessageLink &link);
    void threadRequested(salon::Seq seq); //!< the chain of answers that the message is in
    void pinsRequested(); //!< all that is pinned here
    void connectionRequested(); //!< how one is connected, and what went wrong

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void connectChat();
    void connectTimeline();
    void showRoom();
    void keepPlace();
    void showPause();
    void showMessages();
    void showConnection();
    void showNothing();
    void messagesNotLoaded(RoomId room, const Error &error);
    void textNotTaken(RoomId room, const QString &text);

    Chat &m_chat;
    RoomId m_room;
    QString m_server;
    bool m_hasRooms = true;
    bool m_isBlocked = false;
    std::unique_ptr<RoomTimelineModel> m_model;
    RoomHeader *m_header;
    QStackedWidget *m_stack;
    TimelineView *m_timeline;
    RoomJumps *m_jumps;
    DeliveryWatch *m_watch;
    EmptyState *m_empty;
    ConnectionBanner *m_banner;
    NoticeBar *m_notice;
    ReplyBar *m_replyBar;
    Composer *m_composer;
    TypingLine *m_typing;
    WritingTask *m_writing;
    MessageActions *m_actions;
    ComposerNames *m_names;
};

} // namespace salon::client
