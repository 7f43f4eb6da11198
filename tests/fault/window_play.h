// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/room_pane.h"
#include "tests/fault/fault_scene.h"
#include "tests/fault/timeline_oracle.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/http_client.h"
#include "tests/support/shifted_clock.h"
#include "tests/support/window_user.h"
#include <QRandomGenerator>
#include <functional>

namespace salon::test {

//! Somebody at a real window of the client, a real server, a bad line between them, and others who
//! write; the client is started anew, the server killed, looks, screens and days change: all at
//! random by a seed. Every text begins with the room that it was written in.
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
    //! Where somebody was in the room that is left.
    struct Left {
        Sight sight;
        bool isKnown = false; //!< it is where the room opens again
    };
    static constexpr int kTalked = 3; //!< rooms; in the others nothing happens

    RoomId roomAt(int index) const { return m_scene.rooms()[index]; }
    static QString nameOf(int index) { return QStringLiteral("room %1").arg(index); }
    client::TimelineView &timeline() { return *m_ada.window().pane()->timeline(); }
    int bounded(int most) { return int(m_random.bounded(most)); }
    bool isOpen(int room) { return m_ada.openedRoom() == nameOf(room); }
    void complain(const QString &what);
    void note(const QString &what);
    void happen();

    void start(const client::ClientApp::Wish &wish = {});
    void othersWrite(int room, int count);
    void switchRoom();
    void hurryThroughRooms();
    void scroll();
    void jump();
    void jumpToEnd();
    void send();
    void sendAfterSwitching();
    void turns();
    void turn();
    bool isLastInView();
    void lookForStrangers();

    // window_play_around.cpp
    void resizeWindow();
    void changeTextSize();
    void changeTheme();
    void changeScreen();
    void passMidnight();
    void watch(const QString &what, Effect effect, const std::function<void()> &happens);
    void disturbLine();
    void cutOff();
    void letIn();
    void killServer();
    void missMuch();
    void heal();
    bool hasUnread();
    Left leave();
    void comeBack(const QString &what, const Left &left);
    void restart();
    void goAround();
    void walkFar();
    void restartAtRest();

    // window_play_compared.cpp
    bool isAtRest();
    QString restState(const QList<LogEntry> &log);
    void compareTexts(const QList<LogEntry> &log);

    FaultScene &m_scene;
    FaultProxy m_proxy;
    QRandomGenerator m_random;
    ShiftedClock m_clock;
    WindowUser m_ada{m_clock};
    std::vector<HttpClient> m_others;
    TimelineOracle m_oracle;
    QHash<QString, int> m_sent; //!< text: room
    QStringList m_problems;
    QStringList m_trail; //!< what happened last
    int m_room = 0; //!< that was chosen last
    int m_number = 0; //!< of texts
    int m_steps = 0;
    int m_switches = 0;
    int m_compared = 0; //!< rows
    int m_restarts = 0;
    int m_returns = 0; //!< to a place that was known
    int m_kills = 0; //!< of the server
    int m_mostRows = 0; //!< in memory
    bool m_isCutOff = false; //!< no new line is let through
    bool m_isMoving = false; //!< a person sent the view to the end, and it is not there yet
    bool m_isJumping = false; //!< to a message, and it has not arrived yet
    int m_jumps = 0;
    bool m_isOpenedAgain = false; //!< the open room, by the client itself, in this turn
    QSet<int> m_shown; //!< rooms that were ever painted, and so are in the cache
    QHash<int, QString> m_unseen; //!< room: what was sent last, until its row is there
};

} // namespace salon::test
