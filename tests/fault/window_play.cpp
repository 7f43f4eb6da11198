// SPDX-License-Identifier: MIT
#include "tests/fault/window_play.h"
#include "client/ui/composer.h"
#include "tests/support/room_logs.h"
#include <QDeadlineTimer>
#include <QPlainTextEdit>
#include <QTest>
#include <QUuid>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kSeeded = 150; // messages of each room, in the beginning

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
        othersWrite(room, kSeeded);
    const QUrl server(u"http://127.0.0.1:%1"_s.arg(m_proxy.port()));
    m_ada.start({server, m_scene.accounts().constFirst().name, kFaultPassword});
    if (!QTest::qWaitFor([this] { return m_ada.isSignedIn() && !m_ada.rooms().isEmpty(); }, 20'000))
        return Error::internal(u"the window did not sign in"_s);
    m_ada.window().resize(1120, 720);
    m_ada.openRoom(nameOf(0));
    return {};
}

void WindowPlay::complain(const QString &what)
{
    m_problems.append(u"step %1: %2"_s.arg(m_steps).arg(what));
}

void WindowPlay::othersWrite(int room, int count)
{
    for (int i = 0; i < count; ++i) {
        const int words = bounded(12) == 0 ? 1 + bounded(150) : bounded(12);
        const QString text =
            u"[room %1] %2"_s.arg(room).arg(++m_number) + u" word"_s.repeated(words);
        const protocol::PostMessage post{
            roomAt(room), QUuid::createUuid().toString(QUuid::WithoutBraces), text, {}};
        if (!m_others[size_t(bounded(int(m_others.size())))].call("/api/message.post", post))
            complain(u"the server did not take a message of the others"_s);
    }
}

void WindowPlay::step()
{
    using Happens = void (WindowPlay::*)();
    static constexpr std::array<Happens, 14> kHappens{
        &WindowPlay::switchRoom,   &WindowPlay::switchRoom,
        &WindowPlay::scroll,       &WindowPlay::scroll,
        &WindowPlay::scroll,       &WindowPlay::hurryThroughRooms,
        &WindowPlay::send,         &WindowPlay::sendAfterSwitching,
        &WindowPlay::resizeWindow, &WindowPlay::changeTextSize,
        &WindowPlay::jumpToEnd,    &WindowPlay::disturbLine,
        &WindowPlay::disturbLine,  &WindowPlay::disturbLine};
    ++m_steps;
    if (bounded(2) == 0)
        (this->*kHappens[size_t(bounded(int(kHappens.size())))])();
    if (bounded(2) == 0)
        othersWrite(bounded(int(m_scene.rooms().size())), 1 + bounded(3));
    turns();
}

void WindowPlay::switchRoom()
{
    m_room = bounded(int(m_scene.rooms().size()));
    m_ada.openRoom(nameOf(m_room));
    m_isMoving = false;
    m_unseen.clear();
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
    m_isMoving = !m_unseen.isEmpty();
    timeline().scrollByPixels(bounded(1600) - 900);
}

void WindowPlay::jumpToEnd()
{
    timeline().jumpToEnd();
    m_isMoving = true;
}

void WindowPlay::send()
{
    const QString text = u"[room %1] ada %2"_s.arg(m_room).arg(++m_number);
    m_sent.insert(text, m_room);
    m_ada.say(text);
    m_unseen = text;
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
    m_unseen = text;
    m_isMoving = true;
}

void WindowPlay::resizeWindow()
{
    m_oracle.look(timeline());
    m_ada.window().resize(700 + bounded(600), 500 + bounded(400));
    if (const auto wrong = m_oracle.complaint(timeline(), Effect::Layout, true);
        wrong && !m_isMoving)
        complain(u"resizing: "_s + *wrong);
}

void WindowPlay::changeTextSize()
{
    m_oracle.look(timeline());
    QTest::keyClick(&m_ada.window(), bounded(2) ? Qt::Key_Plus : Qt::Key_Minus,
                    Qt::ControlModifier);
    if (const auto wrong = m_oracle.complaint(timeline(), Effect::Layout, true);
        wrong && !m_isMoving)
        complain(u"another text size: "_s + *wrong);
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

void WindowPlay::turns()
{
    for (int i = 1 + bounded(4); i > 0; --i)
        turn();
}

//! What is not done by a person moves nothing.
void WindowPlay::turn()
{
    const bool wasSeen = timeline().place().has_value();
    if (wasSeen)
        m_oracle.look(timeline());
    QTest::qWait(5);
    lookForStrangers();
    if (m_ada.countOf(m_unseen) > 0)
        m_unseen.clear();
    if (m_isMoving)
        m_isMoving = !m_unseen.isEmpty() || !sightOf(timeline()).follows();
    else if (wasSeen) {
        if (const auto wrong = m_oracle.complaint(timeline(), Effect::Rows, true))
            complain(*wrong);
    }
}

//! Texts of another room than the one that was chosen last.
void WindowPlay::lookForStrangers()
{
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

void WindowPlay::heal()
{
    m_proxy.setWeather({});
    for (const Direction direction : {Direction::ToServer, Direction::ToClient})
        m_proxy.stall(direction, false);
}

//! Online, nothing unsent, and at least as far as the server was when it was asked.
bool WindowPlay::isAtRest()
{
    const TimelineModel *model = timeline().model();
    if (!m_ada.isOnline() || !model || model->rowCount() == 0)
        return false;
    if (m_ada.chat().outboxCount().waiting > 0)
        return false;
    return model->row(model->rowCount() - 1).delivery == Delivery::Delivered;
}

//! Why it is not at rest.
QString WindowPlay::restState(const QList<LogEntry> &log)
{
    const TimelineModel *model = timeline().model();
    if (!m_ada.isOnline() || !model || model->rowCount() == 0)
        return model ? u"no rows"_s : u"no room"_s;
    const TimelineRow &last = model->row(model->rowCount() - 1);
    return u"the last of %1 rows is %2 of %3, %4"_s.arg(model->rowCount())
        .arg(last.seq)
        .arg(log.isEmpty() ? 0 : log.constLast().seq)
        .arg(last.delivery == Delivery::Delivered ? u"delivered"_s : last.failure);
}

void WindowPlay::compareAtRest()
{
    heal();
    const int before = m_room;
    for (m_room = 0; m_room < m_scene.rooms().size(); ++m_room) {
        m_ada.openRoom(nameOf(m_room));
        m_isMoving = false;
        QList<LogEntry> log;
        const bool isSame = QTest::qWaitFor(
            [&] {
                if (!isAtRest())
                    return false;
                const auto told = toldLogs(m_scene.salond().port(),
                                           m_scene.accounts().constFirst().token, {roomAt(m_room)});
                if (told)
                    log = told->value(roomAt(m_room));
                const TimelineModel *model = timeline().model();
                return told
                    && (model->hasNewer()
                        || model->row(model->rowCount() - 1).seq >= log.constLast().seq);
            },
            kPatienceMs);
        if (!isSame)
            complain(u"room %1 does not come to rest: %2 (%3)"_s.arg(m_room).arg(m_ada.banner(),
                                                                                 restState(log)));
        else
            compareTexts(log);
    }
    m_room = before;
    m_ada.openRoom(nameOf(m_room));
    turn();
}

//! What is painted, and what is loaded around it, is the server's log without a hole.
void WindowPlay::compareTexts(const QList<LogEntry> &log)
{
    QList<LogEntry> messages;
    for (const LogEntry &entry : log) {
        if (entry.kind == "message.posted"_L1)
            messages.append(entry);
    }
    const TimelineModel *model = timeline().model();
    const auto first = std::ranges::find(messages, model->row(0).seq, &LogEntry::seq);
    const auto at = first - messages.begin();
    for (int i = 0; i < model->rowCount(); ++i, ++m_compared) {
        const TimelineRow &row = model->row(i);
        const LogEntry theirs = messages.value(at + i);
        if (row.seq != theirs.seq || row.text != theirs.text)
            return complain(
                u"room %1 has message %2 \"%3\" where the server has %4 \"%5\""_s.arg(m_room)
                    .arg(row.seq)
                    .arg(row.text)
                    .arg(theirs.seq)
                    .arg(theirs.text));
    }
    if (const auto broken = brokenBoxes(timeline(), true))
        complain(*broken);
    for (auto sent = m_sent.cbegin(); sent != m_sent.cend(); ++sent) {
        const auto count = std::ranges::count(messages, sent.key(), &LogEntry::text);
        if (count != (sent.value() == m_room ? 1 : 0))
            complain(u"\"%1\" is %2 times in room %3"_s.arg(sent.key()).arg(count).arg(m_room));
    }
}

QJsonObject WindowPlay::counted() const
{
    return {{u"steps"_s, m_steps},
            {u"switches"_s, m_switches},
            {u"sent"_s, m_sent.size()},
            {u"written_by_others"_s, m_number - int(m_sent.size())},
            {u"connections"_s, qint64(m_proxy.accepted())},
            {u"rows_that_stayed"_s, m_oracle.checked()},
            {u"rows_compared"_s, m_compared}};
}

} // namespace salon::test
