// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon::test;
using namespace salon::protocol;
using salon::RoomId;
using salon::UserId;

namespace {

const QString kPassword = u"nine brown teapots"_s;

QString freshKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

//! Every request of the protocol once, on the socket and over HTTP, and all that is told of it.
//! What is said here is recorded and compared with the published description, in tests/description.
class TestEveryKind : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void overTheSocket();
    void underEachKindOverHttp();
    void underPlainPaths();
    void ofOperators();
    void unusableQueries_data();
    void unusableQueries();
    void accounts();

private:
    template <class T>
    void requireAnswer(const salon::Result<T> &answer)
    {
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().toString()));
    }
    HttpClient http(const QString &token = {}) const
    {
        HttpClient client(m_salond->port());
        client.setToken(token.toLatin1());
        return client;
    }
    QString login(const QString &user) const
    {
        const auto reply = http().login(user, kPassword);
        return reply ? reply->token : QString();
    }
    QString printedCode() const
    {
        static const QRegularExpression form(u"^    ([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})$"_s,
                                             QRegularExpression::MultilineOption);
        return form.match(QString::fromUtf8(m_salond->log())).captured(1);
    }
    template <class T>
    void postKind(const T &request, int status = 200)
    {
        const QByteArray path = "/api/" + QByteArray(T::kind.data(), qsizetype(T::kind.size()));
        const HttpReply reply = http(m_ada).post(path, salon::wire::encoded(request));
        QVERIFY2(reply.status == status, path + ' ' + reply.body);
        requireAnswer(HttpClient::decodedBody<typename T::Reply>(reply));
    }

    std::unique_ptr<SalondProcess> m_salond;
    QString m_ada; //!< tokens
    QString m_grace;
    RoomId m_room;
};

void TestEveryKind::initTestCase()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    requireAnswer(m_salond->start());
    QTRY_VERIFY(!printedCode().isEmpty());
    const auto made =
        http().call("/api/setup", Setup{printedCode(), u"ada"_s, kPassword, u"desk"_s});
    requireAnswer(made);
    m_ada = made->token;
    requireAnswer(m_salond->addUser(u"grace"_s, kPassword));
    m_grace = login(u"grace"_s);
    const auto room = http(m_ada).call("/api/room.create", CreateRoom{u"tea"_s, u"Leaves"_s});
    requireAnswer(room);
    m_room = room->room.id;
}

void TestEveryKind::overTheSocket()
{
    TestClient ada(m_salond->url()), desk(m_salond->url()), grace(m_salond->url());
    requireAnswer(ada.open(m_ada));
    requireAnswer(desk.open(m_ada));
    const auto hello = grace.open(m_grace);
    requireAnswer(hello);
    const auto room = grace.ask(CreateRoom{u"coffee"_s, {}});
    requireAnswer(room);
    const RoomId id = room->room.id;
    requireAnswer(ada.ask(ListRooms{}));
    requireAnswer(ada.ask(JoinRoom{id}));
    requireAnswer(ada.ask(SetTopic{id, u"Beans"_s}));
    const auto posted = ada.ask(PostMessage{id, freshKey(), u"Grind."_s, {}});
    requireAnswer(posted);
    const auto answered = ada.ask(PostMessage{id, freshKey(), u"And pour."_s, posted->seq});
    requireAnswer(answered);
    requireAnswer(ada.ask(EditMessage{id, posted->seq, u"Grind it fine."_s}));
    const auto versions = grace.ask(ListVersions{id, posted->seq});
    requireAnswer(versions);
    QCOMPARE(versions->versions.size(), 2);
    QCOMPARE(versions->versions.last().text, u"Grind."_s);
    const auto thread = grace.ask(ListThread{id, answered->seq});
    requireAnswer(thread);
    QCOMPARE(thread->messages.size(), 2);
    requireAnswer(grace.ask(AddReaction{id, posted->seq, u"👍"_s}));
    requireAnswer(grace.ask(RemoveReaction{id, posted->seq, u"👍"_s}));
    requireAnswer(ada.ask(PinMessage{id, posted->seq}));
    const auto pins = grace.ask(ListPins{id});
    requireAnswer(pins);
    QCOMPARE(pins->messages.size(), 1);
    QVERIFY(pins->messages.first().isPinned());
    requireAnswer(grace.ask(UnpinMessage{id, posted->seq}));
    requireAnswer(grace.ask(DeleteMessage{id, answered->seq})); // its room
    QCOMPARE(ada.ask(EditMessage{id, answered->seq, u"?"_s}).error().reason,
             salon::Reason::MessageDeleted);
    QCOMPARE(grace.ask(EditMessage{id, posted->seq, u"?"_s}).error().reason,
             salon::Reason::NotYourMessage);
    requireAnswer(grace.ask(ListMessages{.room = id, .limit = 1}));
    const auto moments = grace.ask(FindMoments{id, {0, posted->at, posted->at + 3'600'000}});
    requireAnswer(moments);
    QCOMPARE(moments->first, (QList<salon::Seq>{posted->seq, posted->seq, 0}));
    requireAnswer(grace.ask(ListMembers{id, {}}));
    requireAnswer(grace.ask(ListEvents{id, 0, 10}));
    requireAnswer(grace.ask(ReadRoom{id, posted->seq}));
    requireAnswer(ada.ask(UnreadRoom{id, 1}));
    requireAnswer(grace.ask(Digest{{{id, posted->seq + 1, 0, 0, 0, 0}}}));
    requireAnswer(grace.ask(GetUsers{{hello->user.id}}));
    const auto sync = grace.ask(Sync{{{id, 1}, {m_room, 0}, {{999'999}, 0}}});
    requireAnswer(sync);
    QCOMPARE(sync->rooms.size(), 3);
    // Rooms that are not public.
    const auto adas = ada.ask(ListUsers{u"ad"_s, {}});
    requireAnswer(adas);
    QCOMPARE(adas->users.size(), 1);
    const UserId adaId = adas->users.first().id;
    const auto cabal = grace.ask(CreateRoom{u"cabal"_s, {}, u"private"_s, u"start"_s});
    requireAnswer(cabal);
    requireAnswer(grace.ask(InviteUser{cabal->room.id, adaId}));
    QCOMPARE(ada.ask(InviteUser{cabal->room.id, adaId}).error().reason, salon::Reason::NotTheOwner);
    const auto direct = grace.ask(OpenDirect{{adaId}});
    requireAnswer(direct);
    QCOMPARE(grace.ask(LeaveRoom{direct->room.id}).error().reason, salon::Reason::DirectRoom);
    requireAnswer(grace.ask(ListRooms{{}, u"mine"_s}));
    // Who is there, and who writes.
    const auto watched = grace.ask(WatchPresence{{adaId}});
    requireAnswer(watched);
    QCOMPARE(watched->people.first().state, u"online"_s);
    requireAnswer(ada.ask(TellPresence{true}));
    requireAnswer(desk.ask(TellPresence{true}));
    requireAnswer(ada.ask(ChoosePresence{u"do_not_disturb"_s}));
    requireAnswer(ada.ask(StartTyping{id}));

    requireAnswer(ada.ask(LeaveRoom{id}));
    QCOMPARE(ada.ask(PostMessage{id, freshKey(), u"?"_s, {}}).error().reason,
             salon::Reason::NotAMember);
    // The last of it: the other device learns that one has left.
    const auto has = [](const TestClient &client, const QByteArray &kind) {
        return std::ranges::any_of(client.frames, [&](const QByteArray &frame) {
            return frame.startsWith("{\"type\":\"" + kind + '"');
        });
    };
    QTRY_VERIFY(has(desk, "room.removed") && has(desk, "room.read_moved"));
    for (const char *kind :
         {"room.created", "member.joined", "member.left", "room.topic_set", "message.posted",
          "message.edited", "message.deleted", "reaction.added", "reaction.removed",
          "message.pinned", "message.unpinned", "typing.started", "presence.changed"})
        QTRY_VERIFY2(has(grace, kind), kind);
    QVERIFY(has(desk, "room.listed"));
    QVERIFY(has(desk, "presence.chosen"));
}

void TestEveryKind::underEachKindOverHttp()
{
    const PostMessage post{m_room, freshKey(), u"The kettle is on."_s, {}};
    postKind(CreateRoom{u"juice"_s, {}}, 201);
    postKind(post, 201);
    postKind(post, 200); // known
    postKind(EditMessage{m_room, 2, u"The kettle is off."_s});
    postKind(ListVersions{m_room, 2});
    postKind(AddReaction{m_room, 2, u"👍"_s});
    postKind(RemoveReaction{m_room, 2, u"👍"_s});
    postKind(ListThread{m_room, 2});
    postKind(PinMessage{m_room, 2});
    postKind(ListPins{m_room});
    postKind(UnpinMessage{m_room, 2});
    postKind(DeleteMessage{m_room, 2});
    postKind(Sync{{{m_room, 0}}});
    postKind(Digest{});
    postKind(ListRooms{});
    postKind(JoinRoom{m_room});
    postKind(SetTopic{m_room, u"Bags"_s});
    postKind(ListMessages{.room = m_room});
    postKind(FindMoments{m_room, {0}});
    postKind(ListMembers{m_room, {}});
    postKind(ListEvents{m_room, 0, 500});
    postKind(ReadRoom{m_room, 2});
    postKind(UnreadRoom{m_room, 1});
    postKind(GetUsers{{{1}}});
    postKind(ListUsers{});
    postKind(CreateRoom{u"private juice"_s, {}, u"private"_s}, 201);
    postKind(InviteUser{m_room, {2}});
    postKind(OpenDirect{{{2}}}, 200); // made over the socket
    postKind(StartTyping{m_room});
    postKind(ChoosePresence{u"available"_s});
    postKind(LeaveRoom{m_room});
    postKind(JoinRoom{m_room});
    QCOMPARE(http(m_ada).post("/api/room.paint", "{}").status, 404);
}

void TestEveryKind::underPlainPaths()
{
    const HttpClient ada = http(m_ada);
    QCOMPARE(ada.post("/api/rooms", R"({"name":"water"})").status, 201);
    QCOMPARE(ada.post("/api/rooms", R"({"name":"water"})").error().reason,
             salon::Reason::NameTaken);
    QCOMPARE(ada.get("/api/rooms?after=1").status, 200);
    QCOMPARE(ada.get("/api/rooms?filter=mine").status, 200);
    const QByteArray body = R"({"text":"Boil.","key":")" + freshKey().toLatin1() + "\"}";
    QCOMPARE(ada.post("/api/rooms/water/messages", body).status, 201);
    QCOMPARE(ada.post("/api/rooms/water/messages", body).status, 200);
    QCOMPARE(ada.get("/api/rooms/water/messages?limit=5&before=100").status, 200);
    QCOMPARE(ada.get("/api/rooms/nowhere/messages").status, 404);
    QCOMPARE(ada.request("PUT", "/api/rooms").headers.value("allow"), "GET, HEAD, POST, OPTIONS");
    QCOMPARE(ada.request("OPTIONS", "/api/rooms").status, 204);
}

void TestEveryKind::ofOperators()
{
    QCOMPARE(http().get("/healthz").status, 200);
    QTRY_COMPARE(http().get("/readyz").status, 200);
    QFile token(m_salond->dataFolder() + u"/metrics.token"_s);
    QVERIFY(token.open(QIODevice::ReadOnly));
    QCOMPARE(http(QString::fromLatin1(token.readAll().trimmed())).get("/metrics").status, 200);
    QCOMPARE(http(m_ada).get("/metrics").status, 401);
}

void TestEveryKind::unusableQueries_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("at");
    for (const char *name : {"before", "after", "around", "limit"})
        QTest::newRow(name) << QByteArray("/api/rooms/tea/messages?") + name + "=x"
                            << u"query."_s + QLatin1StringView(name);
    QTest::newRow("after of rooms") << QByteArray("/api/rooms?after=x") << u"query.after"_s;
    QTest::newRow("filter") << QByteArray("/api/rooms?filter=x") << u"data.filter"_s;
}

void TestEveryKind::unusableQueries()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QString, at);
    const HttpReply reply = http(m_ada).get(path);
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.error().path, at);
}

void TestEveryKind::accounts()
{
    const QString phone = login(u"grace"_s);
    requireAnswer(HttpClient::decodedBody<ServerCard>(http().get("/api/server")));
    requireAnswer(http(m_grace).call("/api/session/renew", Renew{}));
    const auto list = HttpClient::decodedBody<SessionList>(http(m_grace).get("/api/sessions"));
    requireAnswer(list);
    const auto other = std::ranges::find(list->sessions, false, &SessionRow::current);
    QVERIFY(other != list->sessions.end());
    QCOMPARE(
        http(m_grace).request("DELETE", "/api/sessions/" + other->id.toString().toLatin1()).status,
        200);
    requireAnswer(
        http(m_grace).call("/api/password", ChangePassword{kPassword, u"ten green teapots"_s}));
    QCOMPARE(http().login(u"grace"_s, kPassword).error().reason, salon::Reason::WrongPassword);
    TestClient grace(m_salond->url());
    requireAnswer(grace.open(m_grace));
    requireAnswer(http(m_grace).call("/api/logout", Logout{}));
    QTRY_COMPARE(grace.ended, QList<QString>{u"session_revoked"_s});
}

QTEST_GUILESS_MAIN(TestEveryKind)
#include "tst_every_kind.moc"
