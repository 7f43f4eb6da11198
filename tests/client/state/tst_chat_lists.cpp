// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Rooms, members, names and read markers: what the chat asks for, keeps and sends on.
class TestChatLists : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void ownRoomsInPages();
    void changesDuringTheListAreKept();
    void conversationsAreCalledLikeTheirPeople();
    void peopleAreListedOnce();
    void memberAndRoomListsFollowTheirPages();
    void readMarkerIsSentAgain();
    void readMarkerIsSentOnce();
    void unreadAndTopicFollowTheEvents();
    void namesAreAskedOnce();

private:
    std::unique_ptr<ChatFixture> m;
};

void TestChatLists::init()
{
    m = std::make_unique<ChatFixture>();
    m->start();
}

void TestChatLists::cleanup()
{
    m.reset();
}

void TestChatLists::ownRoomsInPages()
{
    m->server.hello.rooms = {roomOf({1}, u"a"_s)};
    m->server.hello.roomsMore = true;
    m->server.on<protocol::ListRooms>([](const protocol::ListRooms &ask) {
        protocol::RoomListReply page;
        if (ask.filter != u"mine"_s)
            return page;
        const qint64 from = ask.after ? ask.after->value + 1 : 1;
        for (qint64 id = from; id < from + 10 && id <= 25; ++id)
            page.rooms.append(roomOf({id}, u"room %1"_s.arg(id)));
        if (from + 10 <= 25)
            page.after = page.rooms.last().id;
        return page;
    });
    m->start();
    QSignalSpy ready(m->chat.get(), &Chat::ready);
    QSignalSpy reset(&m->chat->rooms(), &RoomsState::reset);
    QTRY_COMPARE(ready.count(), 1);
    QCOMPARE(m->chat->rooms().all().size(), 25);
    QCOMPARE(reset.count(), 1); // at once: no room vanishes for a moment
    QCOMPARE(m->server.count(u"room.list"_s), 3);
}

void TestChatLists::changesDuringTheListAreKept()
{
    m->server.hello.rooms = {};
    m->server.hello.roomsMore = true;
    QString waiting;
    m->server.onRaw(u"room.list"_s, [&](const QString &id) { waiting = id; });
    m->start();
    QSignalSpy ready(m->chat.get(), &Chat::ready);
    QTRY_VERIFY(!waiting.isEmpty());
    // While the list is on its way, which was read before.
    m->server.sendEvent(messageEvent(kRoom, 4, kOther, u"new"_s));
    m->server.push(protocol::RoomListed{roomOf({6}, u"joined elsewhere"_s)});
    m->server.push(protocol::RoomRemoved{{9}});
    protocol::RoomListReply list;
    list.rooms = {roomOf(kRoom, u"general"_s, 3, 2), roomOf({9}, u"left elsewhere"_s)};
    m->server.send(wire::replyFrame(waiting, wire::encoded(list)));
    QTRY_COMPARE(ready.count(), 1);
    QCOMPARE(m->chat->rooms().find(kRoom)->head, 4);
    QCOMPARE(m->chat->rooms().find(kRoom)->unread, 1);
    QVERIFY(m->chat->rooms().find({6}));
    QVERIFY(!m->chat->rooms().find({9}));
}

static protocol::Room directWith(RoomId id, const QList<UserId> &with)
{
    protocol::Room room = roomOf(id, QString());
    room.kind = u"direct"_s;
    room.with = with;
    return room;
}

void TestChatLists::conversationsAreCalledLikeTheirPeople()
{
    const protocol::User linus{{9}, u"linus"_s, u"Linus"_s};
    m->server.hello.rooms = {directWith({6}, {kOther}), roomOf(kRoom, u"zoo"_s, 3, 2)};
    m->start();
    const auto names = [this] {
        QStringList all;
        for (const protocol::Room &room : m->chat->rooms().all())
            all.append(room.name);
        return all;
    };
    QTRY_COMPARE(names(), (QStringList{u"zoo"_s, u"Grace"_s})); // behind the rooms
    m->server.push(
        protocol::RoomListed{directWith({7}, {linus.id, kOther}), QList<protocol::User>{linus}});
    QTRY_COMPARE(names(), (QStringList{u"zoo"_s, u"Grace"_s, u"Linus, Grace"_s}));
    // Nobody told who it is: asked for.
    m->server.on<protocol::GetUsers>([](const protocol::GetUsers &ask) {
        protocol::UsersReply reply;
        for (const UserId id : ask.ids)
            reply.users.append({id, u"u"_s, u"User %1"_s.arg(id.toString())});
        return reply;
    });
    m->server.push(protocol::RoomListed{directWith({8}, {{10}})});
    QTRY_VERIFY(names().contains(u"User 10"_s));
    // One that is there is not asked for.
    RoomId opened;
    const auto open = [&](const QList<UserId> &with) {
        m->chat->openDirect(with, [&](const Result<protocol::RoomReply> &reply) {
            QVERIFY(reply);
            opened = reply->room.id;
        });
    };
    open({kOther, linus.id});
    QCOMPARE(opened, RoomId{7});
    QCOMPARE(m->server.count(u"direct.open"_s), 0);
    m->server.on<protocol::OpenDirect>([&](const protocol::OpenDirect &ask) {
        return protocol::RoomReply{directWith({12}, ask.users), QList<protocol::User>{linus}};
    });
    open({linus.id});
    QTRY_COMPARE(opened, RoomId{12});
    QCOMPARE(m->chat->rooms().find({12})->name, u"Linus"_s);
}

void TestChatLists::peopleAreListedOnce()
{
    m->server.on<protocol::ListUsers>([](const protocol::ListUsers &ask) {
        protocol::UserPage page;
        const qint64 id = ask.after ? ask.after->value + 1 : 1;
        page.users = {{{id}, u"u"_s, u"User"_s}};
        if (id < 3)
            page.after = UserId{id};
        return page;
    });
    QVERIFY(m->openRoom());
    QList<qint64> ids;
    m->chat->listUsers([&](const Result<protocol::UserPage> &page) {
        for (const protocol::User &user : page->users)
            ids.append(user.id.value);
    });
    QTRY_COMPARE(ids, (QList<qint64>{1, 2, 3}));
}

void TestChatLists::memberAndRoomListsFollowTheirPages()
{
    m->server.on<protocol::ListMembers>([](const protocol::ListMembers &ask) {
        protocol::MemberPage page;
        const qint64 from = ask.after ? ask.after->value + 1 : 1;
        for (qint64 id = from; id < from + 100; ++id) {
            page.members.append({{id}, u"member"_s});
            page.users.append({{id}, u"u%1"_s.arg(id), u"User %1"_s.arg(id)});
        }
        if (from < 200)
            page.after = page.members.last().user;
        return page;
    });
    m->server.on<protocol::ListRooms>([](const protocol::ListRooms &ask) {
        protocol::RoomListReply page;
        const qint64 id = ask.after ? ask.after->value + 1 : 1;
        page.rooms = {roomOf({id}, u"room %1"_s.arg(id))};
        if (id < 4)
            page.after = RoomId{id};
        return page;
    });
    QVERIFY(m->openRoom());
    int told = 0;
    qsizetype members = 0;
    m->chat->listMembers(kRoom, [&](const Result<protocol::MemberPage> &page) {
        ++told;
        members = page->members.size();
        QVERIFY(!page->after);
    });
    qsizetype rooms = 0;
    m->chat->listPublicRooms([&](const Result<protocol::RoomListReply> &list) {
        ++told;
        rooms = list->rooms.size();
    });
    QTRY_COMPARE(told, 2);
    QCOMPARE(members, 300);
    QCOMPARE(rooms, 4);
    QCOMPARE(m->chat->nameOf({250}), u"User 250"_s);
}

void TestChatLists::readMarkerIsSentAgain()
{
    QVERIFY(m->openRoom());
    m->chat->markRead(kRoom, 3);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1); // never answered
    m->server.on<protocol::ReadRoom>(
        [](const protocol::ReadRoom &ask) { return markerAt(ask.room, ask.seq, 1, ask.seq); });
    m->server.cut();
    QTRY_COMPARE(m->server.count(u"room.read"_s), 2);
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->counter, 1);
    m->chat->markRead(kRoom, 3);
    QCOMPARE(m->server.count(u"room.read"_s), 2);
}

void TestChatLists::readMarkerIsSentOnce()
{
    QList<Seq> asked;
    m->server.on<protocol::ReadRoom>([&](const protocol::ReadRoom &ask) {
        asked.append(ask.seq);
        return markerAt(ask.room, ask.seq, asked.size(), ask.seq);
    });
    QVERIFY(m->openRoom());
    m->chat->markRead(kRoom, 3);
    m->chat->markRead(kRoom, 3);
    m->chat->markRead(kRoom, 2); // never backwards
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->counter, 1);
    m->chat->markRead(kRoom, 4);
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->counter, 2);
    QCOMPARE(asked, (QList<Seq>{3, 4}));
}

void TestChatLists::unreadAndTopicFollowTheEvents()
{
    QVERIFY(m->openRoom());
    const RoomsState &rooms = m->chat->rooms();
    const auto said = [this](Seq seq, qint64 n, UserId by) {
        auto event = messageEvent(kRoom, seq, by, u"text"_s);
        std::get<protocol::MessagePosted>(event.data).n = n;
        m->server.sendEvent(event);
    };
    said(4, 3, kOther);
    said(4, 3, kOther); // twice on the line
    m->server.sendEvent({kRoom, 5, 0, kOther, protocol::TopicSet{u"release"_s}});
    said(6, 4, kOther);
    QTRY_COMPARE(rooms.find(kRoom)->head, 6);
    QCOMPARE(rooms.find(kRoom)->unread, 2);
    QCOMPARE(rooms.find(kRoom)->topic, u"release"_s);
    m->server.push(protocol::ReadMoved{kRoom, 5, 4, 1, 0, 3, 6});
    QTRY_COMPARE(rooms.find(kRoom)->unread, 1);
    m->server.push(protocol::ReadMoved{kRoom, 2, 3, 9, 0, 1, 6}); // overtaken: a lower counter
    said(7, 5, kOther);
    QTRY_COMPARE(rooms.find(kRoom)->head, 7);
    QCOMPARE(rooms.find(kRoom)->unread, 2);
    QCOMPARE(rooms.find(kRoom)->read, 5);
    said(8, 6, kSelf); // on the other device
    QTRY_COMPARE(rooms.find(kRoom)->head, 8);
    QCOMPARE(rooms.find(kRoom)->unread, 0);
    QCOMPARE(rooms.find(kRoom)->read, 8);
    m->server.push(
        protocol::ReadMoved{kRoom, 20, 6, 0, 0, 18, 20}); // read elsewhere before it came here
    said(9, 7, kOther);
    QTRY_COMPARE(rooms.find(kRoom)->head, 9);
    QCOMPARE(rooms.find(kRoom)->unread, 0);
}

void TestChatLists::namesAreAskedOnce()
{
    m->server.on<protocol::GetUsers>([](const protocol::GetUsers &ask) {
        return protocol::UsersReply{{{ask.ids.first(), u"linus"_s, u"Linus"_s}}};
    });
    QVERIFY(m->openRoom());
    QCOMPARE(m->chat->nameOf({9}), u"…"_s);
    for (Seq seq = 4; seq < 9; ++seq)
        m->server.sendEvent(messageEvent(kRoom, seq, {9}, u"x"_s));
    QTRY_COMPARE(m->chat->nameOf({9}), u"Linus"_s);
    QCOMPARE(m->server.count(u"users.get"_s), 1);
}

QTEST_GUILESS_MAIN(TestChatLists)
#include "tst_chat_lists.moc"
