// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

const auto kSecret = u"the secret"_s;
const auto kChanged = u"the changed secret"_s;
constexpr Seq kFirst = 2; // behind the room's making

} // namespace

//! What of rooms that are not public is answered to whom, on a real store.
class TestPrivateRooms : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void itsMakingIsNoNews();
    void unusableKinds_data();
    void unusableKinds();
    void whatStrangersAreAnswered_data();
    void whatStrangersAreAnswered();
    void namesDoNotLeak();
    void invited();
    void whoMayInvite_data();
    void whoMayInvite();
    void historyFromJoining();
    void historyFromTheStart();
    void editsOfWhatCameBefore();
    void touchedMessages();
    void positionsBeforeOnesJoining();
    void afterLeaving();
    void invitedAgain();
    void markersStayWhereOneMayRead();
    void damage_data();
    void damage();

private:
    RoomId make(const QString &history = {}, const QString &name = u"cabal"_s)
    {
        const auto made =
            m_service->handle(CreateRoom{name, u"Whispers"_s, u"private"_s,
                                         history.isEmpty() ? std::nullopt : std::optional(history)},
                              m_ada);
        return made ? made->room.id : RoomId{};
    }
    //! Ada's private room, with a message from before grace came.
    void scene(const QString &history = {})
    {
        m_room = make(history);
        VERIFY_RESULT(post(m_ada, 1, kSecret));
        VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada));
        m_service->takeEffects();
    }
    Seq firstOfGrace() { return row(m_grace).first; }
    QStringList textsOf(const Caller &caller, ListMessages request)
    {
        request.room = m_room;
        QStringList texts;
        const auto page = m_queries->handle(request, caller);
        for (const Message &message : page ? page->messages : QList<Message>())
            texts.append(message.text);
        return texts;
    }
    QStringList findings()
    {
        QStringList said;
        StoreCheck check(m_store->database, StoreCheck::Snapshots::EachRoom);
        const auto report = check.run();
        for (const CheckFinding &finding : report->findings)
            said.append(finding.kind + u": "_s + finding.says);
        return said;
    }
};

void TestPrivateRooms::init()
{
    begin();
}

void TestPrivateRooms::itsMakingIsNoNews()
{
    const auto made = m_service->handle(CreateRoom{u"cabal"_s, {}, u"private"_s}, m_ada);
    VERIFY_RESULT(made);
    QCOMPARE(made->room.kind, u"private"_s);
    QCOMPARE(made->room.history, u"joining"_s);
    QCOMPARE(made->room.role, u"owner"_s);
    const Effects effects = m_service->takeEffects();
    QVERIFY(effects.toAll.isEmpty());
    for (const auto &push : effects.userPushes)
        QCOMPARE(push.user, m_ada.user);
    QCOMPARE(effects.joined.size(), 1);
}

void TestPrivateRooms::unusableKinds_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("history");
    QTest::addColumn<QString>("path");
    QTest::newRow("direct") << u"direct"_s << QString() << u"data.kind"_s;
    QTest::newRow("another word") << u"secret"_s << QString() << u"data.kind"_s;
    QTest::newRow("history") << u"private"_s << u"never"_s << u"data.history"_s;
    QTest::newRow("of a public room") << u"public"_s << u"joining"_s << u"data.history"_s;
}

void TestPrivateRooms::unusableKinds()
{
    QFETCH(QString, kind);
    QFETCH(QString, history);
    QFETCH(QString, path);
    CreateRoom request{u"cabal"_s, {}, kind};
    if (!history.isEmpty())
        request.history = history;
    const auto made = m_service->handle(request, m_ada);
    QCOMPARE(made.error().code, ErrorCode::BadRequest);
    QCOMPARE(made.error().path, path);
}

void TestPrivateRooms::whatStrangersAreAnswered_data()
{
    using Ask = std::function<Error(TestPrivateRooms &, RoomId)>;
    QTest::addColumn<Ask>("ask");
    const auto write = [](auto make) -> Ask {
        return [make](TestPrivateRooms &t, RoomId room) {
            const auto reply = t.m_service->handle(make(room), t.m_linus);
            return reply ? Error() : reply.error();
        };
    };
    const auto read = [](auto make) -> Ask {
        return [make](TestPrivateRooms &t, RoomId room) {
            const auto reply = t.m_queries->handle(make(room), t.m_linus);
            return reply ? Error() : reply.error();
        };
    };
    QTest::newRow("join") << write([](RoomId room) { return JoinRoom{room}; });
    QTest::newRow("leave") << write([](RoomId room) { return LeaveRoom{room}; });
    QTest::newRow("topic") << write([](RoomId room) { return SetTopic{room, u"x"_s}; });
    QTest::newRow("post") << write([](RoomId room) {
        return PostMessage{room, key(9), u"x"_s, {}};
    });
    QTest::newRow("edit") << write([](RoomId room) { return EditMessage{room, kFirst, u"x"_s}; });
    QTest::newRow("delete") << write([](RoomId room) { return DeleteMessage{room, kFirst}; });
    QTest::newRow("read") << write([](RoomId room) { return ReadRoom{room, 1}; });
    QTest::newRow("unread") << write([](RoomId room) { return UnreadRoom{room, 1}; });
    QTest::newRow("invite") << write([](RoomId room) { return InviteUser{room, {3}}; });
    QTest::newRow("messages") << read([](RoomId room) { return ListMessages{.room = room}; });
    QTest::newRow("members") << read([](RoomId room) { return ListMembers{room, {}}; });
    QTest::newRow("events") << read([](RoomId room) { return ListEvents{room, 0, 5}; });
    QTest::newRow("versions") << read([](RoomId room) { return ListVersions{room, kFirst}; });
}

// The very words for a room that is not there.
void TestPrivateRooms::whatStrangersAreAnswered()
{
    QFETCH(const std::function<Error(TestPrivateRooms &, RoomId)>, ask);
    scene();
    for (const RoomId room : {m_room, RoomId{999}}) {
        const Error error = ask(*this, room);
        QCOMPARE(error.code, ErrorCode::NotFound);
        QCOMPARE(error.toString(), ask(*this, {999}).toString());
        QCOMPARE(error.reason, Reason::None);
    }
    QVERIFY(m_service->takeEffects().isEmpty());
    const auto sync = m_queries->handle(Sync{{{m_room, 0}}}, m_linus);
    VERIFY_RESULT(sync);
    QCOMPARE(sync->rooms.first().error->code, u"not_found"_s);
    QVERIFY(!sync->rooms.first().events && !sync->rooms.first().page);
    QVERIFY(m_queries->handle(Digest{{{m_room, 3, 0, 0, 0, 0}}}, m_linus)->rooms.isEmpty());
}

void TestPrivateRooms::namesDoNotLeak()
{
    m_room = make();
    QVERIFY(m_room.isValid());
    QCOMPARE(m_queries->idOf(u"cabal"_s, m_ada.user).error().code, ErrorCode::NotFound);
    for (const auto &filter : {std::optional<QString>(), std::optional(u"mine"_s)}) {
        const auto list = m_queries->handle(ListRooms{{}, filter}, m_grace);
        QCOMPARE(list->rooms.size(), 1); // engines
    }
    // Everybody else's names are as free as before, looks included.
    VERIFY_RESULT(m_service->handle(CreateRoom{u"cabal"_s, {}, u"private"_s}, m_grace));
    VERIFY_RESULT(m_service->handle(CreateRoom{u"cabal"_s, {}}, m_grace));
    QCOMPARE(m_service->handle(CreateRoom{u"cabaI"_s, {}}, m_linus).error().reason,
             Reason::NameTaken); // the public one's look
    // One's own are told apart.
    const auto again = m_service->handle(CreateRoom{u"Cabal"_s, {}, u"private"_s}, m_ada);
    QCOMPARE(again.error().reason, Reason::NameTaken);
    QCOMPARE(again.error().path, u"data.name"_s);
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_ada));
    QVERIFY(make().isValid());
}

void TestPrivateRooms::invited()
{
    m_room = make();
    VERIFY_RESULT(post(m_ada, 1, kSecret));
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada));
    const Effects effects = m_service->takeEffects();
    QVERIFY(effects.toAll.isEmpty());
    QCOMPARE(effects.joined.size(), 1);
    QCOMPARE(effects.joined.first().user, m_grace.user);
    QCOMPARE(effects.userPushes.size(), 1);
    QCOMPARE(effects.userPushes.first().user, m_grace.user);
    const Room listed = pushed<RoomListed>(effects.userPushes.first().frame).room;
    QCOMPARE(listed.id, m_room);
    QCOMPARE(listed.role, u"member"_s);
    QCOMPARE(listed.first, 3);
    QCOMPARE(listed.unread, 0);
    const auto events = m_queries->handle(ListEvents{m_room, 2, 5}, m_ada);
    QCOMPARE(events->events.size(), 1);
    QCOMPARE(events->events.first().by, m_grace.user);
    QCOMPARE(std::get<MemberJoined>(events->events.first().data).invitedBy, m_ada.user);
    // A member stays one, and nothing is told twice.
    VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada));
    QVERIFY(m_service->takeEffects().isEmpty());
    QCOMPARE(m_queries->hello(m_grace.user)->rooms.size(), 2);
    QCOMPARE(m_queries->hello(m_linus.user)->rooms.size(), 0);
}

void TestPrivateRooms::whoMayInvite_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<qint64>("user");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    const auto row = [](const char *name, const QString &by, qint64 user, ErrorCode code,
                        Reason reason) {
        QTest::newRow(name) << by << user << int(code) << int(reason);
    };
    row("a member", u"grace"_s, 3, ErrorCode::Forbidden, Reason::NotTheOwner);
    row("a stranger", u"linus"_s, 3, ErrorCode::NotFound, Reason::None);
    row("a stranger, a member", u"linus"_s, 2, ErrorCode::NotFound, Reason::None);
    row("nobody is brought", u"ada"_s, 99, ErrorCode::NotFound, Reason::None);
    row("a disabled account", u"ada"_s, 4, ErrorCode::NotFound, Reason::None);
}

void TestPrivateRooms::whoMayInvite()
{
    QFETCH(QString, by);
    QFETCH(qint64, user);
    QFETCH(int, code);
    QFETCH(int, reason);
    scene();
    QCOMPARE(m_store->user(u"gone"_s), UserId{4});
    VERIFY_RESULT(m_store->accounts.setDisabled({4}, kNow));
    const Caller &caller = by == u"ada" ? m_ada : by == u"grace" ? m_grace : m_linus;
    const auto done = m_service->handle(InviteUser{m_room, {user}}, caller);
    QCOMPARE(int(done.error().code), code);
    QCOMPARE(int(done.error().reason), reason);
    QCOMPARE(done.error().path, by == u"ada" ? u"data.user"_s : QString());
    QVERIFY(m_service->takeEffects().isEmpty());
}

void TestPrivateRooms::historyFromJoining()
{
    scene();
    QCOMPARE(firstOfGrace(), 3);
    QCOMPARE(textsOf(m_ada, {}), QStringList{kSecret});
    QVERIFY(textsOf(m_grace, {}).isEmpty());
    for (const Seq seq : {1, 2, 3, 4}) {
        QVERIFY(textsOf(m_grace, {.before = seq}).isEmpty());
        QVERIFY(textsOf(m_grace, {.after = seq - 1}).isEmpty());
        QVERIFY(textsOf(m_grace, {.around = seq}).isEmpty());
    }
    const auto none = m_queries->handle(ListMessages{.room = m_room}, m_grace);
    QVERIFY(!none->hasBefore && !none->hasAfter && none->users.isEmpty());
    QCOMPARE(none->from, 3);
    QCOMPARE(none->to, 3);
    QCOMPARE(m_queries->handle(ListVersions{m_room, kFirst}, m_grace).error().code,
             ErrorCode::NotFound);
    const auto events = m_queries->handle(ListEvents{m_room, 0, 5}, m_grace);
    QCOMPARE(events->events.size(), 1);
    QCOMPARE(events->events.first().seq, 3);
    // As if it were no message of the room.
    QCOMPARE(post(m_grace, 2, u"re"_s, kFirst).error().toString(),
             post(m_grace, 2, u"re"_s, 77).error().toString());
    const auto editing = m_service->handle(EditMessage{m_room, kFirst, u"x"_s}, m_grace);
    const auto nothing = m_service->handle(EditMessage{m_room, 77, u"x"_s}, m_grace);
    QCOMPARE(editing.error().toString(), nothing.error().toString());

    VERIFY_RESULT(post(m_ada, 3, u"for both"_s));
    const auto page = m_queries->handle(ListMessages{.room = m_room, .before = 5}, m_grace);
    QCOMPARE(page->messages.size(), 1);
    QVERIFY(!page->hasBefore);
    QCOMPARE(page->from, 3);
    QCOMPARE(row(m_grace).n - row(m_grace).readN, 1);
}

void TestPrivateRooms::historyFromTheStart()
{
    scene(u"start"_s);
    QCOMPARE(firstOfGrace(), 1);
    QCOMPARE(textsOf(m_grace, {}), QStringList{kSecret});
    QCOMPARE(m_queries->handle(ListEvents{m_room, 0, 5}, m_grace)->events.size(), 3);
    const auto mine = m_queries->hello(m_grace.user)->rooms.last();
    QCOMPARE(mine.history, u"start"_s);
    QCOMPARE(mine.unread, 0);
}

// The new text says what the old one was about, so it is not for who could not read that.
void TestPrivateRooms::editsOfWhatCameBefore()
{
    scene();
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, kFirst, kChanged}, m_ada));
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.events.size(), 1);
    QVERIFY(effects.events.first().frame.contains(kChanged.toUtf8()));
    QCOMPARE(effects.events.first().later, QSet<UserId>{m_grace.user});
    QVERIFY(!effects.events.first().forLater.contains(kChanged.toUtf8()));
    QVERIFY(effects.events.first().forLater.contains("\"message.edited\""));
    const auto events = m_queries->handle(ListEvents{m_room, 3, 5}, m_grace);
    const auto sync = m_queries->handle(Sync{{{m_room, 3}}}, m_grace);
    for (const RoomEvent &told : {events->events.first(), sync->rooms.first().events->first()}) {
        QCOMPARE(told.seq, 4);
        QCOMPARE(std::get<MessageEdited>(told.data).text, QString());
    }
    const auto adas = m_queries->handle(ListEvents{m_room, 3, 5}, m_ada);
    QCOMPARE(std::get<MessageEdited>(adas->events.first().data).text, kChanged);

    VERIFY_RESULT(post(m_ada, 3, u"for both"_s));
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, 5, u"for all"_s}, m_ada));
    QVERIFY(m_service->takeEffects().events.first().later.isEmpty());
    const auto last = m_queries->handle(ListEvents{m_room, 5, 5}, m_grace);
    QCOMPARE(std::get<MessageEdited>(last->events.first().data).text, u"for all"_s);
}

void TestPrivateRooms::touchedMessages()
{
    scene();
    VERIFY_RESULT(post(m_ada, 2, u"for both"_s));
    const Seq known = row(m_grace).head;
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, kFirst, kChanged}, m_ada));
    VERIFY_RESULT(m_service->handle(EditMessage{m_room, known, u"for all"_s}, m_ada));
    m_posts = 10;
    postMany(501);
    for (const Caller &caller : {m_ada, m_grace}) {
        const auto sync = m_queries->handle(Sync{{{m_room, known}}}, caller);
        VERIFY_RESULT(sync);
        QVERIFY(sync->rooms.first().gap);
        const auto &touched = sync->rooms.first().gap->touched.value;
        QVERIFY(touched);
        QCOMPARE(touched->size(), caller.user == m_ada.user ? 2 : 1);
        QCOMPARE(touched->last().text, u"for all"_s);
    }
}

void TestPrivateRooms::positionsBeforeOnesJoining()
{
    scene();
    VERIFY_RESULT(post(m_ada, 2, u"for both"_s));
    for (const Seq after : {0, 1}) {
        const auto sync = m_queries->handle(Sync{{{m_room, after}}}, m_grace);
        const RoomSync &room = sync->rooms.first();
        QVERIFY(room.reset.value_or(false) && room.page && !room.events && !room.gap);
        QCOMPARE(room.page->messages.size(), 1);
        QCOMPARE(room.page->messages.first().text, u"for both"_s);
    }
    const auto sync = m_queries->handle(Sync{{{m_room, 2}}}, m_grace);
    QCOMPARE(sync->rooms.first().events->size(), 2);
    QCOMPARE(sync->rooms.first().events->first().seq, 3);
}

void TestPrivateRooms::afterLeaving()
{
    scene();
    VERIFY_RESULT(post(m_grace, 2, u"mine"_s));
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    m_service->takeEffects();
    const QString notThere =
        m_queries->handle(ListMessages{.room = {999}}, m_grace).error().toString();
    QCOMPARE(m_queries->handle(ListMessages{.room = m_room}, m_grace).error().toString(), notThere);
    QCOMPARE(m_queries->handle(ListEvents{m_room, 0, 5}, m_grace).error().toString(), notThere);
    QCOMPARE(m_queries->handle(ListMembers{m_room, {}}, m_grace).error().toString(), notThere);
    QCOMPARE(m_queries->handle(ListVersions{m_room, 4}, m_grace).error().toString(), notThere);
    QCOMPARE(m_service->handle(EditMessage{m_room, 4, u"x"_s}, m_grace).error().toString(),
             notThere);
    QCOMPARE(m_service->handle(JoinRoom{m_room}, m_grace).error().toString(), notThere);
    QCOMPARE(m_queries->handle(Sync{{{m_room, 4}}}, m_grace)->rooms.first().error->code,
             u"not_found"_s);
    QCOMPARE(m_queries->hello(m_grace.user)->rooms.size(), 1);
    // Sending again is safe still: the outbox learns that its message was sent.
    QCOMPARE(post(m_grace, 2, u"mine"_s)->seq, 4);
    // Who stays may go on.
    QCOMPARE(textsOf(m_ada, {}), QStringList({kSecret, u"mine"_s}));
}

void TestPrivateRooms::invitedAgain()
{
    scene();
    VERIFY_RESULT(post(m_grace, 2, u"mine"_s));
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada));
    QCOMPARE(firstOfGrace(), 6);
    QVERIFY(textsOf(m_grace, {}).isEmpty());
    QCOMPARE(m_service->handle(EditMessage{m_room, 4, u"x"_s}, m_grace).error().code,
             ErrorCode::NotFound);
    QVERIFY2(findings().isEmpty(), qPrintable(findings().join(u'\n')));
}

void TestPrivateRooms::markersStayWhereOneMayRead()
{
    scene();
    VERIFY_RESULT(post(m_ada, 2, u"for both"_s));
    const auto state = m_service->handle(UnreadRoom{m_room, 0}, m_grace);
    VERIFY_RESULT(state);
    QCOMPARE(state->seq, 2);
    QCOMPARE(state->unread, 1);
    const auto read = m_service->handle(ReadRoom{m_room, 4}, m_grace);
    QCOMPARE(read->unread, 0);
}

void TestPrivateRooms::damage_data()
{
    QTest::addColumn<QString>("change");
    QTest::newRow("public by its row") << u"UPDATE rooms SET kind = 'public' WHERE id = 2"_s;
    QTest::newRow("more history") << u"UPDATE rooms SET history = 'start' WHERE id = 2"_s;
    QTest::newRow("reads from the start") << u"UPDATE members SET first = 1 WHERE room_id = 2"_s;
    QTest::newRow("lost member") << u"DELETE FROM members WHERE room_id = 2 AND user_id = 2"_s;
}

void TestPrivateRooms::damage()
{
    QFETCH(QString, change);
    scene();
    QCOMPARE(m_room, RoomId{2});
    QVERIFY2(findings().isEmpty(), qPrintable(findings().join(u'\n')));
    VERIFY_RESULT(m_store->database.execute(change));
    QVERIFY(!findings().isEmpty());
    VERIFY_RESULT(repairStore(m_store->database));
    QVERIFY2(findings().isEmpty(), qPrintable(findings().join(u'\n')));
    QCOMPARE(row(m_ada).kind, u"private"_s);
    QCOMPARE(row(m_ada).history, u"joining"_s);
    QCOMPARE(firstOfGrace(), 3);
}

QTEST_GUILESS_MAIN(TestPrivateRooms)
#include "tst_private_rooms.moc"
