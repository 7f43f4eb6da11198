// SPDX-License-Identifier: MIT
// What happens around the person of a WindowPlay: to the line, the server, the look, the day, and
// to the client itself.
#include "client/state/timeline.h"
#include "tests/fault/window_play.h"
#include "tests/support/two_screens.h"
#include <QDeadlineTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

static constexpr int kPatienceMs = 30'000;

void WindowPlay::resizeWindow()
{
    watch(u"resizing"_s, Effect::Layout,
          [this] { m_ada.window().resize(700 + bounded(600), 500 + bounded(400)); });
}

void WindowPlay::changeTextSize()
{
    watch(u"another text size"_s, Effect::Layout, [this] {
        QTest::keyClick(&m_ada.window(), bounded(2) ? Qt::Key_Plus : Qt::Key_Minus,
                        Qt::ControlModifier);
    });
}

void WindowPlay::changeTheme()
{
    watch(u"another theme"_s, Effect::Still, [this] {
        m_ada.choose(u"accountHeader"_s, bounded(2) ? u"lookDark"_s : u"lookLight"_s);
        m_ada.window().grab();
    });
}

void WindowPlay::changeScreen()
{
    watch(u"another screen"_s, Effect::Still,
          [this] { TwoScreens::show(m_ada.window(), bounded(TwoScreens::count())); });
}

void WindowPlay::passMidnight()
{
    watch(u"another day"_s, Effect::Still, [this] {
        m_clock.advance(qint64(bounded(3 * 24)) * 3600'000);
        m_ada.window().grab();
    });
}

//! What a person did not do to the messages: not more than that may be seen of it.
void WindowPlay::watch(const QString &what, Effect effect, const std::function<void()> &happens)
{
    m_ada.window().grab(); // what was to be laid out before it is not of it
    m_oracle.look(timeline());
    happens();
    if (const auto wrong = m_oracle.complaint(timeline(), effect, true);
        wrong && !m_isMoving && !m_isJumping)
        complain(what + u": "_s + *wrong);
}

void WindowPlay::disturbLine()
{
    switch (bounded(6)) {
    case 0:
        return m_proxy.cut();
    case 1:
        return m_proxy.reset();
    case 2:
        return m_proxy.halfClose(Direction::ToClient);
    case 3:
        return m_proxy.stall(bounded(2) ? Direction::ToServer : Direction::ToClient,
                             bounded(2) == 0);
    case 4:
        return m_proxy.setWeather({.delayMs = bounded(30), .jitterMs = bounded(30)});
    default:
        return m_proxy.setWeather({.bytesPerSecond = 20'000, .isByteByByte = bounded(2) == 0});
    }
}

void WindowPlay::cutOff()
{
    m_isCutOff = true;
    m_proxy.refuse(true);
    m_proxy.cut();
}

//! The line is there again, and so is the server; nobody waits for the next try.
void WindowPlay::letIn()
{
    note(u"let in"_s);
    if (std::exchange(m_isCutOff, false))
        m_proxy.refuse(false);
    if (!m_scene.salond().isRunning()) {
        if (const auto started = m_scene.salond().start(); !started)
            complain(started.error().toString());
    }
    m_ada.chat().connection().retryNow();
}

void WindowPlay::killServer()
{
    m_scene.salond().kill();
    ++m_kills;
}

//! More than is told event by event: the log goes on behind a gap.
void WindowPlay::missMuch()
{
    if (!m_scene.salond().isRunning())
        return;
    cutOff();
    othersWrite(bounded(2) ? m_room : bounded(kTalked), int(protocol::kMaxEvents) + bounded(60));
}

void WindowPlay::heal()
{
    m_proxy.setWeather({});
    for (const Direction direction : {Direction::ToServer, Direction::ToClient})
        m_proxy.stall(direction, false);
    letIn();
}

bool WindowPlay::hasUnread()
{
    const protocol::Room *room = m_ada.chat().rooms().find(roomAt(m_room));
    return !room || room->unread > 0;
}

//! Where one is in the open room, before that is left for a while.
WindowPlay::Left WindowPlay::leave()
{
    const Sight sight = sightOf(timeline());
    const bool isKnown =
        timeline().place() && !sight.isEmpty() && !m_isMoving && !m_isJumping && !hasUnread();
    m_oracle.look(timeline());
    return {sight, isKnown && sight.texts[sight.first].seq > 0};
}

//! One is where one was, unless there was something unread, which comes first.
void WindowPlay::comeBack(const QString &what, const Left &left)
{
    m_isMoving = m_unseen.contains(m_room);
    m_isJumping = false;
    // What never came over the line cannot be shown without one.
    const bool canBeShown = !m_isCutOff || m_shown.contains(m_room);
    const auto isShown = [&] {
        return isOpen(m_room) && (timeline().place().has_value() || !canBeShown);
    };
    if (!QTest::qWaitFor(isShown, kPatienceMs))
        return complain(what + u": the room is not shown again"_s);
    lookForStrangers();
    if (!left.isKnown)
        return;
    ++m_returns;
    const Sight::Text &read = left.sight.texts[left.sight.first];
    const TimelineModel &model = *timeline().model();
    bool isThere = false;
    for (int i = 0; i < model.rowCount() && !isThere; ++i)
        isThere = read.isOf(model.row(i));
    if (left.sight.follows()) {
        if (!sightOf(timeline()).follows() && !hasUnread())
            complain(what + u": the end is not followed any more"_s);
    } else if (!isThere) {
        complain(u"%1: message %2 is not there, which was read"_s.arg(what).arg(read.seq));
    } else if (const auto wrong = m_oracle.complaint(timeline(), Effect::Layout, true)) {
        complain(what + u": "_s + *wrong);
    }
}

//! In the same profile; now and then nobody but the cache knows what to show.
void WindowPlay::restart()
{
    const Left left = leave();
    m_ada.quit();
    if (bounded(2) == 0)
        cutOff();
    start();
    m_unseen.clear(); // what is to be sent is there from the beginning
    ++m_restarts;
    comeBack(m_isCutOff ? u"restart without a line"_s : u"restart"_s, left);
}

//! So many other rooms that this one is not in memory any more.
void WindowPlay::goAround()
{
    Left left = leave();
    for (int room = kTalked; room < m_scene.rooms().size(); ++room) {
        m_ada.openRoom(nameOf(room));
        if (bounded(4) == 0)
            QTest::qWait(1);
    }
    left.isKnown = left.isKnown && !hasUnread();
    m_ada.openRoom(nameOf(m_room));
    comeBack(u"back from other rooms"_s, left);
}

//! As far as rows at the other end go out of memory, where there are as many.
void WindowPlay::walkFar()
{
    const int way = bounded(3) == 0 ? 1 : -1;
    for (int i = 0; i < 40 && m_problems.isEmpty(); ++i) {
        m_isMoving = m_unseen.contains(m_room);
        timeline().scrollByPixels(way * (1000 + bounded(3000)));
        turn();
        const TimelineModel *model = timeline().model();
        m_mostRows = std::max(m_mostRows, model ? model->rowCount() : 0);
    }
}

//! The client ends while somebody reads somewhere in what is read to its end.
void WindowPlay::restartAtRest()
{
    m_ada.window().activateWindow();
    if (!QTest::qWaitFor([this] { return timeline().place().has_value(); }, kPatienceMs))
        return complain(u"room %1 is not shown"_s.arg(m_room));
    timeline().jumpToEnd();
    const auto hasRead = [this] { return sightOf(timeline()).follows() && !hasUnread(); };
    if (!QTest::qWaitFor(hasRead, kPatienceMs))
        return complain(
            u"room %1 is not read to its end: unread %2, newer ones %3, %4"_s.arg(m_room)
                .arg(hasUnread())
                .arg(timeline().model()->hasNewer())
                .arg(sightOf(timeline()).text()));
    m_isMoving = false;
    for (int i = bounded(6); i > 0; --i) {
        scroll();
        turn();
    }
    restart();
    heal();
    const QDeadlineTimer patience(kPatienceMs);
    while (!m_ada.isOnline() && !patience.hasExpired())
        turn();
    if (!m_ada.isOnline())
        return complain(u"no connection after a restart"_s);
    turns();
}

} // namespace salon::test
