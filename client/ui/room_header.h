// SPDX-License-Identifier: MIT
#pragma once
#include <QWidget>

class QToolButton;

namespace salon::client {

class TextLabel;

//! The line above the messages: which room, what it is about, and what can be done with it.
class RoomHeader : public QWidget {
    Q_OBJECT
public:
    explicit RoomHeader(QWidget *parent = nullptr);

    void showRoom(const QString &name, const QString &topic);
    void showNothing();
    //! Whether there is a way back to the list of rooms here, because it has no place beside.
    void setRoomsButtonVisible(bool isVisible);
    void setMembersShown(bool isShown);

Q_SIGNALS:
    void roomsRequested();
    void membersToggled(bool isShown);
    void firstUnreadRequested();
    void dayRequested();
    void newestRequested();
    void topicRequested();
    void leaveRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();
    void openMenu();

    QToolButton *m_rooms;
    TextLabel *m_name;
    TextLabel *m_topic;
    QToolButton *m_members;
    QToolButton *m_more;
};

} // namespace salon::client
