// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/room_pane.h"
#include "tests/fault/fault_scene.h"
#include "tests/fault/timeline_oracle.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/http_client.h"
#include "tests/support/window_user.h"
#include <QRandomGenerator>

namespace salon::test {

//! Somebody at a real window of the client, a real server, a bad line between them, and others who
//! write: all at random by a seed. Every text begins with the room that it was written in.
class WindowPlay {
public:
    WindowPlay(FaultScene &scene, quint64 seed);

    //! The window is open, and in the first room.
    Result<> begin();
    //! One thing happens, and then what follows from it.
    void step();
    //! The line is whole: what is painted in the open room is what the server has, and what was
    //! sent is where it was written.
    void compareAtRest();

    const QStringList &problems() const { return m_problems; }
    QJsonObject counted() const;
    //! Rows whose place was compared and had to be where they were.
    int stayed() const { return m_oracle.checked(); }

private:
    RoomId roomAt(int index) const { return m_scene.rooms()[index]; }
    static QString nameOf(int index) { return QStringLiteral("room %1").arg(index); }
    client::TimelineView &timeline() { return *m_ada.window().pane()->timeline(); }
    int bounded(int most) { return int(m_random.bounded(most)); }
    bool isOpen(int room) { return m_ada.openedRoom() == nameOf(room); }
    void complain(const QString &what);

    void othersWrite(int room, int count);
    void switchRoom();
    void hurryThroughRooms();
    void scroll();
    void jumpToEnd();
    void send();
    void sendAfterSwitching();
    void resizeWindow();
    void changeTextSize();
    void disturbLine();
    void turns();
    void turn();
    void lookForStrangers();
    bool isAtRest();
    QString restState(const QList<LogEntry> &log);
    void heal();
    void compareTexts(const QList<LogEntry> &log);

    FaultScene &m_scene;
    FaultProxy m_proxy;
    QRandomGenerator m_random;
    WindowUser m_ada;
    std::vector<HttpClient> m_others;
    TimelineOracle m_oracle;
    QHash<QString, int> m_sent; //!< text: room
    QStringList m_problems;
    int m_room = 0; //!< that was chosen last
    int m_number = 0; //!< of texts
    int m_steps = 0;
    int m_switches = 0;
    int m_compared = 0; //!< rows
    bool m_isMoving = false; //!< a person sent the view to the end, and it is not there yet
    QString m_unseen; //!< what was sent last in the open room, until its row is there
};

} // namespace salon::test
