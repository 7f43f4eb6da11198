// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <QWidget>

class QMenu;
class QToolButton;

namespace salon::client {

class PresenceLabel;
class TextLabel;

//! The line above the messages: which room, what it is about, and what can be done with it.
class RoomHeader : public QWidget {
    Q_OBJECT
public:
    explicit RoomHeader(QWidget *parent = nullptr);

    void showRoom(const protocol::Room &room);
    void showNothing();
    //! Whether there is a way back to the list of rooms here, because it has no place beside.
    void setRoomsButtonVisible(bool isVisible);
    void setMembersShown(bool isShown);
    void setPinCount(qsizetype count);
    void setPinsShown(bool isShown);
    //! How the other one of a direct room of two is there.
    PresenceLabel *person() const { return m_person; }

Q_SIGNALS:
    void roomsRequested();
    void membersToggled(bool isShown);
    void pinsToggled(bool isShown);
    void firstUnreadRequested();
    void dayRequested();
    void newestRequested();
    void topicRequested();
    void leaveRequested();
    void addRequested();
    void menuOpening(QMenu *menu); //!< to add what is chosen elsewhere

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void followTheme();
    void fitPins();
    void openMenu();
    void addRoomActions(QMenu &menu);

    QToolButton *m_rooms;
    TextLabel *m_name;
    TextLabel *m_topic;
    PresenceLabel *m_person;
    QToolButton *m_pins;
    QToolButton *m_members;
    QToolButton *m_more;
    bool m_mayAdd = false;
    bool m_isDirect = false;
};

} // namespace salon::client
