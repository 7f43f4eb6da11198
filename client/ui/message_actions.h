// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>
#include <QPointer>

namespace salon::client {

class Chat;
class EmojiChoices;
class EmojiPicker;
class RoomPane;
class TimelineModel;
class TimelineView;
struct TimelineRow;
class WritingTask;

//! Does what is asked for, in a view, with a message of the open room: answer, change, react,
//! delete, show what it said before and what belongs to it.
class MessageActions : public QObject {
    Q_OBJECT
public:
    MessageActions(Chat &chat, RoomPane &pane, WritingTask &writing, TimelineView &view);

    void setModel(TimelineModel *model) { m_model = model; }
    //! Offers all emoji to react with, too, in the tone and with those of last time.
    void setEmojiChoices(EmojiChoices &choices) { m_choices = &choices; }
    //! The latest of one's own messages that is in memory.
    void changeLast();

private:
    void connectUnsent();
    void openUrl(const QUrl &url);
    void copyLink(Seq seq);
    void copyWebLink(Seq seq);
    void change(const TimelineRow &row);
    void answer(qint64 row);
    void react(qint64 row, const QString &emoji);
    void pin(qint64 row);
    void chooseReaction(qint64 row, const QRect &beside);
    void chooseOfAll(qint64 row, const QRect &beside);
    void askToDelete(qint64 row);
    void keep(qint64 row);
    void showVersions(qint64 row);
    void showTimes(qint64 row);

    Chat &m_chat;
    RoomPane &m_pane;
    TimelineView &m_view;
    WritingTask &m_writing;
    TimelineModel *m_model = nullptr;
    EmojiChoices *m_choices = nullptr;
    QPointer<EmojiPicker> m_picker;
};

} // namespace salon::client
