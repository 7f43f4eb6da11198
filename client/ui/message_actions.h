// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>

namespace salon::client {

class Chat;
class RoomPane;
class RoomTimelineModel;
class WritingTask;

//! Does what is asked for with a message of the open room: answer, change, react, delete, and what
//! it said before.
class MessageActions : public QObject {
    Q_OBJECT
public:
    MessageActions(Chat &chat, RoomPane &pane, WritingTask &writing);

    void setModel(RoomTimelineModel *model) { m_model = model; }
    //! The latest of one's own messages that is in memory.
    void changeLast();

private:
    void connectUnsent();
    void openUrl(const QUrl &url);
    void copyLink(Seq seq);
    void change(qint64 row);
    void answer(qint64 row);
    void react(qint64 row, const QString &emoji);
    void chooseReaction(qint64 row, const QRect &beside);
    void askToDelete(qint64 row);
    void showVersions(qint64 row);
    void showTimes(qint64 row);

    Chat &m_chat;
    RoomPane &m_pane;
    WritingTask &m_writing;
    RoomTimelineModel *m_model = nullptr;
};

} // namespace salon::client
