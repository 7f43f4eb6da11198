// SPDX-License-Identifier: MIT
#include "tests/client/golden/golden_window.h"
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include <QDateTime>
#include <QDeadlineTimer>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

const QList<protocol::User> &GoldenWindow::people()
{
    static const QList<protocol::User> kPeople{{kAda, u"ada"_s, u"Ada Lovelace"_s},
                                               {kGrace, u"grace"_s, u"Grace Hopper"_s},
                                               {kLinus, u"linus"_s, u"linus"_s},
                                               {kMaryam, u"maryam"_s, u"مريم حداد"_s}};
    return kPeople;
}

Timestamp GoldenWindow::at(int hour, int minute)
{
    return QDateTime(QDate(2025, 3, 3), QTime(hour, minute)).toMSecsSinceEpoch();
}

namespace {

constexpr UserId kAda = GoldenWindow::kAda, kGrace = GoldenWindow::kGrace,
                 kLinus = GoldenWindow::kLinus, kMaryam = GoldenWindow::kMaryam;
const auto at = &GoldenWindow::at;

//! As QTest::qWaitFor(), which sleeps 10 ms after each step on the way to the server and back.
template <class Condition>
bool comesTrue(Condition condition)
{
    const QDeadlineTimer end(5'000);
    QTimer wakes;
    wakes.start(5);
    while (!condition() && !end.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

protocol::Message said(RoomId room, Seq seq, UserId by, int minute, const QString &text)
{
    protocol::Message message = *messageEvent(room, seq, by, text).message();
    message.rev = seq;
    message.at = at(9, minute);
    return message;
}

QList<protocol::Message> talk(RoomId room)
{
    QList<protocol::Message> all{
        said(room, 2, kAda, 0, u"Morning. The **build** passed last night:"_s),
        said(room, 3, kAda, 0, u"```sh\n./dev test --preset asan\n```"_s),
        said(room, 4, kGrace, 12, u"@ada did anybody look at the logs of the second job?"_s),
        said(room, 5, kAda, 13, u"I did: the scheduler slept while it held the lock."_s),
        said(room, 6, kMaryam, 20, u"مرحبا، هل انتهى بناء النسخة؟"_s),
        said(room, 7, kLinus, 21, u"It is *done*; see https://ci.example.org/runs/4711"_s)};
    all[2].mentions = QList<UserId>{kAda};
    all[3].replyTo = 4;
    all[3].editedAt = at(9, 14);
    all[5].reactions = QList<protocol::Reaction>{{u"🎉"_s, {kAda, kGrace}}, {u"👍"_s, {kMaryam}}};
    if (room == GoldenWindow::kEngines) { // where something was pinned instead
        all.removeAt(4);
        all[1].pinned = true;
        all[1].pinnedBy = kGrace;
        all[1].pinnedAt = at(9, 20);
        all[1].pinnedSeq = all[1].rev = 6;
    }
    return all;
}

protocol::Room room(RoomId id, const QString &name, const QString &kind, const QString &role)
{
    protocol::Room made = roomOf(id, name, 7, 6);
    made.kind = kind;
    made.role = role;
    made.read = 7;
    return made;
}

} // namespace

QList<protocol::Room> GoldenWindow::usualRooms()
{
    protocol::Room general = room(kGeneral, u"general"_s, u"public"_s, u"owner"_s);
    general.topic = u"What concerns all of us"_s;
    protocol::Room release = room(kRelease, u"release"_s, u"private"_s, u"owner"_s);
    release.topic = u"2.4, before the summer"_s;
    release.unread = 3;
    release.mentions = 1;
    release.read = 4;
    protocol::Room engines = room(kEngines, u"engines"_s, u"public"_s, u"member"_s);
    engines.unread = 2;
    engines.read = 5;
    protocol::Room direct = room(kDirect, {}, u"direct"_s, u"member"_s);
    direct.with = QList<UserId>{kGrace};
    return {general, release, engines, direct};
}

GoldenWindow::GoldenWindow(Scheme scheme, RoomId room, const QList<protocol::Room> &rooms)
    : m_room(room), m_clock(at(10, 0)), m_settings(m_folder.filePath(u"salon.ini"_s)),
      m_presence(m_settings), m_trust(m_settings), m_appearance(&m_settings),
      m_chat(m_folder.path()), m_window(m_chat, m_trust, m_appearance, m_settings, m_clock),
      m_notifications(m_settings, m_clock)
{
    m_settings.setValue(u"window/room"_s, room.value);
    m_appearance.setChoice(scheme == Scheme::Light ? Appearance::Choice::Light
                                                   : Appearance::Choice::Dark);
    Theme::setCurrent(Theme::make(scheme, Theme::kDefaultText, false, false));
    m_chat.presence().setSettings(m_presence);
    m_server.hello.user = people().first();
    m_server.hello.rooms = rooms;
    m_server.hello.users = people();
    m_server.hello.now = QDateTime::currentMSecsSinceEpoch();
    answer();
    m_window.offerNotifications(m_notifications);
    m_window.setAccount(kAda, u"Ada Lovelace"_s, QUrl(u"https://chat.example.org"_s));
    m_chat.open(m_server.url(), u"token"_s, kAda);
    m_window.show();
}

void GoldenWindow::answer()
{
    m_server.on<protocol::ListMessages>([this](const protocol::ListMessages &ask) {
        protocol::MessagePage page;
        page.room = ask.room;
        const auto found = std::ranges::find(m_server.hello.rooms, ask.room, &protocol::Room::id);
        if (found != m_server.hello.rooms.end() && found->n > 0)
            page.messages = talk(ask.room);
        page.from = 1;
        page.to = page.asOf = found->head;
        page.users = people();
        return page;
    });
    m_server.on<protocol::ListMembers>([](const protocol::ListMembers &ask) {
        protocol::MemberPage page;
        for (const protocol::User &user : people()) {
            if (ask.room != kDirect || user.id.value <= kGrace.value)
                page.members.append({user.id, user.id == kAda ? u"owner"_s : u"member"_s});
        }
        page.users = people();
        return page;
    });
    m_server.on<protocol::ListThread>([](const protocol::ListThread &ask) {
        const auto all = talk(ask.room);
        return protocol::ThreadReply{{all[2], all[3]}, false, people()};
    });
    m_server.on<protocol::ListPins>([](const protocol::ListPins &ask) {
        protocol::PinPage page;
        page.messages = talk(ask.room);
        page.messages.removeIf([](const auto &message) { return !message.isPinned(); });
        page.asOf = 7;
        page.users = people();
        return page;
    });
    m_server.on<protocol::GetUsers>([](const auto &) { return protocol::UsersReply{people()}; });
}

void GoldenWindow::tellPresence()
{
    m_server.on<protocol::WatchPresence>([](const protocol::WatchPresence &ask) {
        static const QHash<UserId, QString> kStates{{kAda, u"online"_s},
                                                    {kGrace, u"online"_s},
                                                    {kLinus, u"away"_s},
                                                    {kMaryam, u"do_not_disturb"_s}};
        protocol::PresenceReply reply;
        for (const UserId user : ask.users)
            reply.people.append({user, kStates.value(user, u"offline"_s)});
        return reply;
    });
}

bool GoldenWindow::knowsPresenceOf(const QList<UserId> &users)
{
    const PeoplePresence &presence = m_chat.presence().people();
    return comesTrue([&] {
        return std::ranges::all_of(
            users, [&](UserId user) { return presence.of(user) != Presence::Unknown; });
    });
}

bool GoldenWindow::isReady()
{
    return comesTrue([this] {
        return m_chat.connection().state() == ConnectionState::Online
            && m_chat.rooms().all().size() == m_server.hello.rooms.size();
    });
}

bool GoldenWindow::isOpen()
{
    const auto isThere = [&] {
        const TimelineModel *model = m_window.pane()->timeline()->model();
        return m_window.pane()->room() == m_room && model && !model->hasOlder();
    };
    if (!isReady() || !comesTrue(isThere))
        return false;
    settle();
    return true;
}

void GoldenWindow::settle()
{
    for (int i = 0; i < 3; ++i) { // what came may lead to another question
        bool isAnswered = false; // and with it all that was asked before
        m_chat.connection().request(protocol::GetUsers{{kAda}},
                                    [&](const auto &) { isAnswered = true; });
        QVERIFY(comesTrue([&] { return isAnswered; }));
        QCoreApplication::processEvents();
        m_window.grab(); // lays out
    }
}

} // namespace salon::test
