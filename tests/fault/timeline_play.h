// SPDX-License-Identifier: MIT
#pragma once
#include "tests/fault/room_play.h"
#include "tests/fault/timeline_oracle.h"
#include "tests/support/fake_clock.h"

#include <memory>

namespace salon::test {

//! One event of a play: which one, and the seed of what is random in it.
struct PlayStep {
    int event = 0;
    quint32 seed = 0;
    QString text() const;
};

//! A real TimelineView, and all that may happen to it: rows that come, go and change in every way,
//! other sizes, looks and screens, being left and opened again, and somebody who reads in it. The
//! same steps give the same play.
class TimelinePlay {
public:
    explicit TimelinePlay(quint32 seed);
    ~TimelinePlay();

    static int eventCount();
    //! Does it. What did not hold; nothing when all did.
    std::optional<QString> play(const PlayStep &step);
    //! How often it was checked that a row stayed where it was.
    int checked() const { return m_oracle.checked(); }

    // What happens to the view; what happens to the rows is the RoomPlay's.
    void resize();
    void dragEdge();
    void changeTextSize();
    void changeTheme();
    void changeScreen();
    void passMidnight();
    void hideAndShow();
    void leaveAndComeBack();
    void hurryThrough();
    void restart();
    void repaint();
    void scroll();
    void scrollFar();
    void dragBar();
    void turnWheel();
    void pressKey();
    void select();
    void jumpToEnd();
    void sendOwn();
    RoomPlay &room() { return m_room; }

private:
    int bounded(int most) { return int(m_random.bounded(most)); }
    void makeView(const client::ReadingPlace &place);
    std::optional<QString> lostRows(qint64 current, const QString &selected, bool keepsRows);

    QRandomGenerator m_random;
    RoomPlay m_room{m_random};
    client::FakeTimelineModel m_other;
    FakeClock m_clock;
    TimelineOracle m_oracle;
    std::optional<QString> m_inBetween; //!< what did not hold within an event of several steps
    std::unique_ptr<client::TimelineView> m_view;
    bool m_isTouched = false; //!< something in the room changed
    int m_steps = 0;
};

} // namespace salon::test
