// SPDX-License-Identifier: MIT
#include "tests/fault/window_play.h"
#include "client/ui/composer.h"
#include "client/ui/room_jumps.h"
#include <QPlainTextEdit>
#include <QTest>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

constexpr int kSeeded = 150; // messages of each room in which one talks, in the beginning

bool isOf(const QString &text, int room)
{
    return text.startsWith(u"[room %1]"_s.arg(room));
}

} // namespace

WindowPlay::WindowPlay(FaultScene &scene, quint64 seed)
    : m_scene(scene), m_proxy(scene.salond().port(), seed), m_random(quint32(seed))
{
    for (const Account &account : scene.accounts().mid(1)) {
        m_others.emplace_back(scene.salond().port());
        m_others.back().setToken(account.token);
    }
}

Result<> WindowPlay::begin()
{
    for (int room = 0; room < m_scene.rooms().size(); ++room)
        othersWrite(room, room < kTalked ? kSeeded : 2);
    const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_proxy.port()));
    start({server, m_scene.accounts().constFirst().name, kFaultPassword});
    if (!QTest::qWaitFor([this] { return m_ada.isSignedIn() && !m_ada.rooms().isEmpty(); }, 20'000))
        return Error::internal(u"the window did not sign in"_s);
    m_ada.window().resize(1120, 720);
    m_ada.openRoom(nameOf(0));
    return {};
}

void WindowPlay::start(const ClientApp::Wish &wish)
{
    m_ada.start(wish);
    const Chat *chat = &m_ada.chat();
    m_isJumping = false;
    const RoomJumps *jumps = m_ada.window().pane()->jumps();
    QObject::connect(jumps, &RoomJumps::ended, jumps, [this] { m_isJumping = false; });
    QObject::connect(chat, &Chat::openedAgain, chat, [this](RoomId room) {
        m_isOpenedAgain = m_isOpenedAgain || room == roomAt(m_room);
    });
}

void WindowPlay::complain(const QString &what)
{
    m_problems.append(u"step %1: %2\nafter: %3"_s.arg(m_steps).arg(what, m_trail.join(u", "_s)));
}

void WindowPlay::othersWrite(int room, int count)
{
    for (int i = 0; i < count && m_scene.salond().isRunning(); ++i) {
        const int words = bounded(12) == 0 ? 1 + bounded(150) : bounded(12);
        static const QStringList kPieces{u" word"_s, u" **wo**rd"_s, u" `word`"_s,
                                         u" *w*~~ord~~"_s};
        const QString &piece = kPieces[++m_number % kPieces.size()];
        const QString text = u"[room %1] %2"_s.arg(room).arg(m_number) + piece.repeated(words);
        if (!m_others[size_t(bounded(int(m_others.size())))].say(roomAt(room), text))
            complain(u"the server did not take a message of the others"_s);
    }
}

void WindowPlay::step()
{
    ++m_steps;
    if ((m_isCutOff || !m_scene.salond().isRunning()) && bounded(4) == 0)
        letIn();
    if (bounded(2) == 0)
        happen();
    if (bounded(2) == 0)
        othersWrite(bounded(kTalked), 1 + bounded(3));
    turns();
}

void WindowPlay::happen()
{
    using Play = WindowPlay;
    struct Happening {
        const char *name;
        void (WindowPlay::*happens)();
    };
    static constexpr std::array kHappenings{
        Happening{"switch", &Play::switchRoom},
        Happening{"switch", &Play::switchRoom},
        Happening{"scroll", &Play::scroll},
        Happening{"scroll", &Play::scroll},
        Happening{"scroll", &Play::scroll},
        Happening{"scroll", &Play::scroll},
        Happening{"scroll", &Play::scroll},
        Happening{"walk far", &Play::walkFar},
        Happening{"send", &Play::send},
        Happening{"send after switching", &Play::sendAfterSwitching},
        Happening{"jump to the end", &Play::jumpToEnd},
        Happening{"jump", &Play::jump},
        Happening{"jump", &Play::jump},
        Happening{"hurry through rooms", &Play::hurryThroughRooms},
        Happening{"go around", &Play::goAround},
        Happening{"resize", &Play::resizeWindow},
        Happening{"text size", &Play::changeTextSize},
        Happening{"theme", &Play::changeTheme},
        Happening{"screen", &Play::changeScreen},
        Happening{"midnight", &Play::passMidnight},
        Happening{"disturb the line", &Play::disturbLine},
        Happening{"disturb the line", &Play::disturbLine},
        Happening{"disturb the line", &Play::disturbLine},
        Happening{"miss much", &Play::missMuch},
        Happening{"kill the server", &Play::killServer},
        Happening{"restart", &Play::restart},
    };
    const Happening &chosen = kHappenings[size_t(bounded(int(kHappenings.size())))];
    note(QString::fromLatin1(chosen.name));
    (this->*chosen.happens)();
}

void WindowPlay::note(const QString &what)
{
    constexpr qsizetype kKept = 12;
    m_trail.append(u"%1 %2"_s.arg(m_steps).arg(what));
    if (m_trail.size() > kKept)
        m_trail.removeFirst();
}

void WindowPlay::switchRoom()
{
    const int before = m_room;
    m_room = bounded(kTalked);
    m_isJumping = m_isJumping && m_room == before; // who leaves is not led away later
    m_ada.openRoom(nameOf(m_room));
    m_isMoving = m_unseen.contains(m_room);
    ++m_switches;
}

void WindowPlay::hurryThroughRooms()
{
    for (int i = 0; i < 6; ++i) {
        switchRoom();
        lookForStrangers();
        if (bounded(3) == 0)
            turn();
    }
}

void WindowPlay::scroll()
{
    m_isMoving = m_unseen.contains(m_room);
    timeline().scrollByPixels(bounded(1600) - 900);
}

//! To any event of the room, also to one that is no message or is to come.
void WindowPlay::jump()
{
    const protocol::Room *room = m_ada.chat().rooms().find(roomAt(m_room));
    if (!room || !timeline().place())
        return;
    m_isJumping = true; // ended() may come at once
    m_isMoving = m_unseen.contains(m_room);
    ++m_jumps;
    m_ada.window().pane()->jumpTo(1 + bounded(int(room->head) + 3));
}

void WindowPlay::jumpToEnd()
{
    m_isJumping = m_isJumping && !timeline().model()->hasNewer(); // else it takes its place
    timeline().jumpToEnd();
    m_isMoving = true;
}

void WindowPlay::send()
{
    const QString text = u"[room %1] ada %2"_s.arg(m_room).arg(++m_number);
    m_sent.insert(text, m_room);
    m_ada.say(text);
    m_unseen.insert(m_room, text);
    m_isMoving = true;
}

//! A text that waits in another room must not be sent from this one.
void WindowPlay::sendAfterSwitching()
{
    const int room = m_room;
    const QString text = u"[room %1] ada, later %2"_s.arg(room).arg(++m_number);
    m_ada.type(text);
    while (m_room == room)
        switchRoom();
    QTest::keyClick(m_ada.find<QPlainTextEdit>(u"composerEdit"_s), Qt::Key_Return);
    turn();
    m_ada.openRoom(nameOf(room));
    m_room = room;
    if (m_ada.draft() != text)
        return complain(u"the draft of room %1 is \"%2\""_s.arg(room).arg(m_ada.draft()));
    m_sent.insert(text, room);
    QTest::keyClick(m_ada.find<QPlainTextEdit>(u"composerEdit"_s), Qt::Key_Return);
    m_unseen.insert(m_room, text);
    m_isMoving = true;
}

void WindowPlay::turns()
{
    for (int i = 1 + bounded(4); i > 0; --i)
        turn();
}

//! What is not done by a person moves nothing.
void WindowPlay::turn()
{
    const bool wasJumping = m_isJumping;
    const bool wasSeen = timeline().place().has_value();
    const bool wasAtLast = isLastInView();
    if (wasSeen)
        m_oracle.look(timeline());
    m_isOpenedAgain = false;
    QTest::qWait(5);
    lookForStrangers();
    if (m_ada.countOf(m_unseen.value(m_room)) > 0)
        m_unseen.remove(m_room);
    if (wasJumping) {
        m_isMoving = m_isMoving && !sightOf(timeline()).follows();
    } else if (m_isMoving) {
        m_isMoving = m_unseen.contains(m_room) || !sightOf(timeline()).follows();
    } else if (m_isOpenedAgain) { // unread messages came first, since nobody had scrolled
        if (wasSeen && !wasAtLast)
            complain(u"the room was opened again under somebody who read in the middle"_s);
    } else if (wasSeen) {
        if (const auto wrong = m_oracle.complaint(timeline(), Effect::Rows, true))
            complain(*wrong);
    }
}

//! Of the rows that are there.
bool WindowPlay::isLastInView()
{
    const auto &boxes = timeline().geometry().boxes();
    return !boxes.empty() && boxes.back().index == timeline().model()->rowCount() - 1;
}

//! Texts of another room than the one that was chosen last.
void WindowPlay::lookForStrangers()
{
    if (isOpen(m_room) && timeline().place())
        m_shown.insert(m_room);
    if (!isOpen(m_room))
        return complain(u"%1 is open instead of room %2"_s.arg(m_ada.openedRoom()).arg(m_room));
    if (m_ada.window().pane()->composer()->room() != roomAt(m_room))
        complain(u"the composer writes to another room than %1"_s.arg(m_room));
    const TimelineModel *model = timeline().model();
    for (int i = 0; model && i < model->rowCount(); ++i) {
        if (!isOf(model->row(i).text, m_room))
            return complain(u"room %1 shows \"%2\""_s.arg(m_room).arg(model->row(i).text));
    }
}

} // namespace salon::test
