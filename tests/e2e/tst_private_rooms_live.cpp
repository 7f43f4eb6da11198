// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;
using namespace salon::protocol;

namespace {

const auto kPassword = u"nine brown teapots"_s;
const auto kSecret = u"a word that nobody guesses"_s;

QString fresh()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

//! What the sockets of members and of others hear of rooms that are not public, on a server with
//! two I/O threads.
class TestPrivateRoomsLive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void strangersHearNothing();
    void whoIsBroughtInHearsFromThenOn();
    void nothingIsHeardAfterLeaving();
    void typingIsNotHeardAfterLeaving_data();
    void typingIsNotHeardAfterLeaving();
    void editsOfOlderMessagesHaveNoText();
    void directRoomsAreTold();
    void openedByBothAtOnce();
    void plainPathsSayTheSame();
    void operatorsSeeThem();

private:
    using Client = std::unique_ptr<TestClient>;
    template <class T>
    static typename T::Reply get(const Client &client, const T &request)
    {
        auto reply = client->ask(request);
        if (!reply)
            qFatal("%s", qPrintable(reply.error().toString()));
        return *std::move(reply);
    }
    QString token(const QString &name) const
    {
        const auto reply = HttpClient(m_salond->port()).login(name, kPassword);
        return reply ? reply->token : QString();
    }
    Client connected(const QString &name)
    {
        auto client = std::make_unique<TestClient>(m_salond->url());
        const auto hello = client->open(m_tokens[name]);
        if (!hello)
            qFatal("%s", qPrintable(hello.error().toString()));
        m_ids[name] = hello->user.id;
        return client;
    }
    RoomId makePrivate() { return get(m_ada, CreateRoom{fresh(), kSecret, u"private"_s}).room.id; }
    Posted post(const Client &client, RoomId room, const QString &text = kSecret)
    {
        return get(client, PostMessage{room, fresh(), text, {}});
    }
    //! All that was sent to these until now has arrived.
    static void settle(const QList<TestClient *> &clients)
    {
        for (TestClient *client : clients)
            QVERIFY(client->ask(GetUsers{}));
    }
    static bool heard(const Client &client, const QByteArray &what)
    {
        return std::ranges::any_of(client->frames,
                                   [&](const QByteArray &frame) { return frame.contains(what); });
    }
    //! "room":"ID"
    static QByteArray about(RoomId room)
    {
        return "\"room\":\"" + room.toString().toLatin1() + '"';
    }

    std::unique_ptr<SalondProcess> m_salond;
    QHash<QString, QString> m_tokens;
    QHash<QString, UserId> m_ids;
    Client m_ada, m_grace, m_phone, m_linus; //!< the phone is grace's
};

void TestPrivateRoomsLive::initTestCase()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits
                                               + "rooms_per_hour = 100000\n");
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    for (const auto &name : {u"ada"_s, u"grace"_s, u"linus"_s}) {
        QVERIFY(m_salond->addUser(name, kPassword));
        m_tokens[name] = token(name);
    }
}

void TestPrivateRoomsLive::init()
{
    m_ada = connected(u"ada"_s);
    m_grace = connected(u"grace"_s);
    m_phone = connected(u"grace"_s);
    m_linus = connected(u"linus"_s);
}

void TestPrivateRoomsLive::strangersHearNothing()
{
    const RoomId room = makePrivate();
    const auto posted = post(m_ada, room);
    get(m_ada, EditMessage{room, posted.seq, kSecret + u"!"_s});
    get(m_ada, SetTopic{room, kSecret + u"?"_s});
    get(m_ada, DeleteMessage{room, posted.seq});
    get(m_ada, LeaveRoom{room});
    settle({m_grace.get(), m_linus.get()});
    for (const Client *client : {&m_grace, &m_linus}) {
        QVERIFY((*client)->listed.isEmpty());
        QVERIFY((*client)->events.isEmpty());
        QVERIFY(!heard(*client, kSecret.toUtf8()));
        QVERIFY(!heard(*client, about(room)));
    }
    // The same of a public room is heard, so the silence is no deafness.
    get(m_ada, CreateRoom{fresh(), kSecret});
    QTRY_VERIFY(heard(m_linus, kSecret.toUtf8()));
}

void TestPrivateRoomsLive::whoIsBroughtInHearsFromThenOn()
{
    const RoomId room = makePrivate();
    post(m_ada, room, u"too early"_s);
    get(m_ada, InviteUser{room, m_ids[u"grace"_s]});
    post(m_ada, room, u"after"_s);
    for (const Client *client : {&m_grace, &m_phone}) {
        QTRY_COMPARE((*client)->events.size(), 2);
        QCOMPARE((*client)->listed.size(), 1);
        QCOMPARE((*client)->listed.first().first, 3);
        QVERIFY(!heard(*client, "too early"));
    }
    // And a device that comes later, of each shard.
    for (int i = 0; i < 4; ++i) {
        const Client later = connected(u"grace"_s);
        const auto sync = get(later, Sync{{{room, 0}}});
        QVERIFY(sync.rooms.first().reset.value_or(false));
        QCOMPARE(sync.rooms.first().page->messages.size(), 1 + i);
        get(later, ListMessages{.room = room, .around = 2});
        get(later, ListEvents{room, 0, 100});
        QVERIFY(!heard(later, "too early"));
        post(m_ada, room, u"live"_s);
        QTRY_VERIFY(heard(later, "live"));
    }
}

void TestPrivateRoomsLive::nothingIsHeardAfterLeaving()
{
    const RoomId room = makePrivate();
    get(m_ada, InviteUser{room, m_ids[u"grace"_s]});
    const auto mine = post(m_grace, room, u"mine"_s);
    get(m_grace, LeaveRoom{room});
    post(m_ada, room);
    settle({m_grace.get(), m_phone.get()});
    for (const Client *client : {&m_grace, &m_phone}) {
        QVERIFY(!heard(*client, kSecret.toUtf8() + "\"}}")); // as a text; it was the topic, too
        QVERIFY(!(*client)->ask(ListMessages{.room = room}));
        QVERIFY(!(*client)->ask(ListVersions{room, mine.seq}));
        QCOMPARE(get(*client, Sync{{{room, mine.seq}}}).rooms.first().error->code, u"not_found"_s);
        QVERIFY(get(*client, Digest{{{room, mine.seq + 2, 0, 9, 9, 0}}}).rooms.isEmpty());
    }
    QVERIFY(heard(m_phone, "room.removed"));
}

void TestPrivateRoomsLive::typingIsNotHeardAfterLeaving_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("private") << u"private"_s;
    QTest::newRow("public, which she may read") << u"public"_s;
}

void TestPrivateRoomsLive::typingIsNotHeardAfterLeaving()
{
    QFETCH(const QString, kind);
    const RoomId room = get(m_ada, CreateRoom{fresh(), {}, kind}).room.id;
    for (const auto &name : {u"grace"_s, u"linus"_s})
        get(m_ada, InviteUser{room, m_ids[name]});
    get(m_linus, StartTyping{room});
    for (const Client *client : {&m_ada, &m_grace, &m_phone})
        QTRY_VERIFY(heard(*client, "typing.started"));
    m_grace->frames.clear();
    m_phone->frames.clear();
    get(m_grace, LeaveRoom{room});
    get(m_ada, StartTyping{room});
    QTRY_VERIFY(heard(m_linus, "typing.started")); // who stayed
    // Behind it on the way to each device.
    const Seq seq = post(m_ada, {1}, u"."_s).seq;
    for (const Client *client : {&m_grace, &m_phone}) {
        QTRY_VERIFY(std::ranges::any_of((*client)->events, [&](const RoomEvent &event) {
            return event.room == RoomId{1} && event.seq == seq;
        }));
        QVERIFY(!heard(*client, "typing.started"));
    }
}

void TestPrivateRoomsLive::editsOfOlderMessagesHaveNoText()
{
    const RoomId room = makePrivate();
    const auto posted = post(m_ada, room, u"too early"_s);
    get(m_ada, InviteUser{room, m_ids[u"grace"_s]});
    const Client adasPhone = connected(u"ada"_s);
    get(m_ada, EditMessage{room, posted.seq, u"too early, in other words"_s});
    const auto editOf = [&](const Client &client) -> std::optional<MessageEdited> {
        for (const RoomEvent &event : client->events) {
            if (const auto *edited = std::get_if<MessageEdited>(&event.data))
                return *edited;
        }
        return {};
    };
    for (const Client *client : {&m_grace, &m_phone}) {
        QTRY_VERIFY(editOf(*client));
        QCOMPARE(editOf(*client)->text, QString());
        QVERIFY(!heard(*client, "in other words"));
    }
    QTRY_VERIFY(editOf(adasPhone));
    QCOMPARE(editOf(adasPhone)->text, u"too early, in other words"_s);
}

void TestPrivateRoomsLive::directRoomsAreTold()
{
    const auto opened = get(m_ada, OpenDirect{{m_ids[u"grace"_s]}});
    QTRY_COMPARE(m_grace->listed.size(), 1);
    QTRY_COMPARE(m_phone->listed.size(), 1);
    QCOMPARE(m_grace->listed.first().with, QList<UserId>{m_ids[u"ada"_s]});
    post(m_ada, opened.room.id, u"psst"_s);
    QTRY_VERIFY(heard(m_grace, "psst"));
    QTRY_VERIFY(heard(m_phone, "psst"));
    settle({m_linus.get()});
    QVERIFY(m_linus->listed.isEmpty() && m_linus->events.isEmpty());
    QVERIFY(!m_linus->ask(ListMessages{.room = opened.room.id}));
    // Over HTTP it is made once, too.
    HttpClient http(m_salond->port());
    http.setToken(m_tokens[u"grace"_s].toLatin1());
    const QByteArray body = "{\"users\":[\"" + m_ids[u"ada"_s].toString().toLatin1() + "\"]}";
    QCOMPARE(http.post("/api/direct.open", body).status, 200);
    // No way in by a path.
    for (const QByteArray &name : {QByteArray("%2Fdirect%2F1%2F2"), QByteArray("direct")})
        QCOMPARE(http.get("/api/rooms/" + name + "/messages").status, 404);
}

void TestPrivateRoomsLive::openedByBothAtOnce()
{
    for (int round = 0; round < 20; ++round) {
        const auto name = u"guest%1"_s.arg(round);
        QVERIFY(m_salond->addUser(name, kPassword));
        m_tokens[name] = token(name);
        const Client guest = connected(name);
        // Neither waits for the other's answer.
        guest->sendText(wire::requestFrame(u"x"_s, OpenDirect{{m_ids[u"linus"_s]}}));
        m_linus->sendText(wire::requestFrame(u"x"_s, OpenDirect{{m_ids[name]}}));
        const auto room = get(guest, OpenDirect{{m_ids[u"linus"_s]}}).room.id;
        QCOMPARE(get(m_linus, OpenDirect{{m_ids[name]}}).room.id, room);
        const auto mine = get(guest, ListRooms{{}, u"mine"_s});
        QCOMPARE(std::ranges::count_if(mine.rooms, &Room::isDirect), 1);
    }
}

void TestPrivateRoomsLive::plainPathsSayTheSame()
{
    const QString name = fresh();
    const RoomId room = get(m_ada, CreateRoom{name, {}, u"private"_s}).room.id;
    post(m_ada, room);
    const RoomId direct = get(m_ada, OpenDirect{{m_ids[u"grace"_s]}}).room.id;
    HttpClient http(m_salond->port());
    http.setToken(m_tokens[u"linus"_s].toLatin1());
    const auto said = [&](const HttpReply &reply) { return reply.error().toString(); };
    const QByteArray body = R"({"text":"Let me in.","key":")" + fresh().toLatin1() + "\"}";
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("POST")}) {
        const auto ask = [&](RoomId id) {
            return http.request(method, "/api/rooms/" + id.toString().toLatin1() + "/messages",
                                method == "POST" ? body : QByteArray());
        };
        const HttpReply nowhere = ask({999'999});
        QCOMPARE(nowhere.status, 404);
        for (const RoomId id : {room, direct}) {
            QCOMPARE(ask(id).status, 404);
            QCOMPARE(said(ask(id)), said(nowhere));
        }
    }
    for (const char *path : {"/api/rooms", "/api/rooms?filter=mine"})
        QVERIFY(!http.get(path).body.contains(name.toUtf8()));
    QCOMPARE(http.get("/api/rooms/" + name.toUtf8() + "/messages").status, 404);
}

void TestPrivateRoomsLive::operatorsSeeThem()
{
    const RoomId room = makePrivate();
    const RoomId direct = get(m_ada, OpenDirect{{m_ids[u"linus"_s]}}).room.id;
    const auto list = m_salond->command({u"room"_s, u"list"_s});
    QCOMPARE(list.exitCode, 0);
    QVERIFY2(list.output.contains("private") && list.output.contains("direct"), list.output);
    for (const RoomId id : {room, direct}) {
        const auto shown = m_salond->command({u"room"_s, u"show"_s, id.toString()});
        QVERIFY2(shown.exitCode == 0, shown.errors);
        QVERIFY2(shown.output.contains("ada"), shown.output);
    }
    const auto checked = m_salond->command({u"check"_s});
    QVERIFY2(checked.exitCode == 0, checked.output + checked.errors);
}

QTEST_GUILESS_MAIN(TestPrivateRoomsLive)
#include "tst_private_rooms_live.moc"
