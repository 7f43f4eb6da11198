// SPDX-License-Identifier: MIT
#include "server/dispatch/request_table.h"
#include "server/net/rest_routes.h"
#include "tests/e2e/request_about.h"
#include "tests/support/database_state.h"
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;
using namespace salon::protocol;
using server::RestRoute;

namespace {

const auto kPassword = u"nine brown teapots"_s;
const QByteArray kConfiguration =
    kCheapPasswords + kRaisedLimits + "rooms_per_hour = 100000\nsockets_per_user = 100\n";

} // namespace

//! Who lost an account or a session may ask nothing any more and changes nothing: no kind of
//! request, no path, no socket that was open when it happened.
class TestWithoutSession : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whichPathsNeedNone();
    void everyKindOverHttp_data() { people(); }
    void everyKindOverHttp();
    void everyPath_data() { people(); }
    void everyPath();
    void everyKindOnAnOpenSocket_data() { people(); }
    void everyKindOnAnOpenSocket();
    void whoNeverSaysHello();
    void noNewSocket_data() { people(); }
    void noNewSocket();
    void whoIsDisabledDoesNotComeBack();
    void sessionsOfOthersStay();

private:
    static void people()
    {
        QTest::addColumn<bool>("isDisabled");
        QTest::newRow("disabled account") << true;
        QTest::newRow("session that was ended") << false;
    }
    struct OpenSocket {
        QByteArray kind;
        QByteArray request;
        std::unique_ptr<RawClient> client;
    };
    HttpClient http(const QString &token) const
    {
        HttpClient client(m_salond->port());
        client.setToken(token.toLatin1());
        return client;
    }
    //! Whether the server knows it.
    bool lose(bool isDisabled);
    QByteArray bodyFor(const RestRoute &route) const;
    std::vector<OpenSocket> openSockets() const;
    //! Whether the server told that socket that it ends, answered nothing to it, and closed it.
    static void checkEnd(OpenSocket &socket);

    std::unique_ptr<SalondProcess> m_salond;
    LoginReply m_ada, m_dora; //!< dora is who loses it
    RoomId m_room; //!< ada's private room, in which dora is
    Seq m_message = 0; //!< dora's
};

void TestWithoutSession::init()
{
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond->addUser(u"dora"_s, kPassword));
    const auto ada = HttpClient(m_salond->port()).login(u"ada"_s, kPassword);
    const auto dora = HttpClient(m_salond->port()).login(u"dora"_s, kPassword);
    QVERIFY(ada && dora);
    m_ada = *ada;
    m_dora = *dora;
    const auto room =
        http(ada->token).call("/api/room.create", CreateRoom{fresh(), {}, u"private"_s});
    QVERIFY(room);
    m_room = room->room.id;
    QVERIFY(http(ada->token).call("/api/room.invite", InviteUser{m_room, dora->user.id}));
    const auto posted =
        http(dora->token).call("/api/message.post", PostMessage{m_room, fresh(), u"mine"_s, {}});
    QVERIFY(posted);
    m_message = posted->seq;
}

bool TestWithoutSession::lose(bool isDisabled)
{
    const bool isLost = isDisabled
        ? m_salond->command({u"user"_s, u"disable"_s, u"dora"_s}).exitCode == 0
        : bool(http(m_dora.token).call("/api/logout", Logout{}));
    const auto isKnown = [this] {
        return http(m_dora.token).get("/api/sessions").error().code == ErrorCode::SessionRevoked;
    };
    return isLost && QTest::qWaitFor(isKnown);
}

//! Written without the table of paths, which would agree with itself.
void TestWithoutSession::whichPathsNeedNone()
{
    QStringList open;
    for (const RestRoute &route : server::restRoutes()) {
        if (route.access != RestRoute::Session)
            open.append(QString::fromLatin1(route.method) + u' ' + route.path);
    }
    const QStringList expected{u"GET /healthz"_s,          u"GET /readyz"_s,
                               u"GET /metrics"_s,          u"GET /api/server"_s,
                               u"POST /api/setup"_s,       u"POST /api/login"_s,
                               u"GET /link/{room}/{seq}"_s};
    QCOMPARE(open, expected);
    QCOMPARE(HttpClient(m_salond->port()).get("/metrics").error().code, ErrorCode::Unauthorized);
}

void TestWithoutSession::everyKindOverHttp()
{
    QFETCH(const bool, isDisabled);
    QVERIFY(lose(isDisabled));
    const HttpClient dora = http(m_dora.token);
    const HttpClient nobody(m_salond->port());
    DatabaseState state(m_salond->dataFolder());
    Requests::forEach([&]<class T>(std::type_identity<T>) {
        if constexpr (!SocketOnly<T>) {
            const QByteArray path = "/api/" + QByteArray(T::kind.data(), qsizetype(T::kind.size()));
            const auto request = requestAbout<T>(m_room, m_message, m_ada.user.id);
            const auto reply = dora.call(path, request);
            QVERIFY2(!reply, T::kind.data());
            QCOMPARE(reply.error().code, ErrorCode::SessionRevoked);
            const auto withoutToken = nobody.call(path, request);
            QVERIFY2(!withoutToken, T::kind.data());
            QCOMPARE(withoutToken.error().code, ErrorCode::Unauthorized);
        }
    });
    QCOMPARE(state.changedTable(), QString());
}

//! What would be granted with a session.
QByteArray TestWithoutSession::bodyFor(const RestRoute &route) const
{
    if (route.kind == ChangePassword::kind)
        return wire::encoded(ChangePassword{kPassword, u"ten green teapots"_s});
    if (route.kind == CreateRoom::kind)
        return wire::encoded(CreateRoom{fresh(), {}});
    if (route.kind == PostMessage::kind)
        return wire::encoded(PostMessage{m_room, fresh(), u"hello"_s, {}});
    return "{}";
}

void TestWithoutSession::everyPath()
{
    QFETCH(const bool, isDisabled);
    const auto sessions =
        HttpClient::decodedBody<SessionList>(http(m_dora.token).get("/api/sessions"));
    QVERIFY(sessions && sessions->sessions.size() == 1);
    const QString session = sessions->sessions.first().id.toString();
    QVERIFY(lose(isDisabled));
    DatabaseState state(m_salond->dataFolder());
    int paths = 0;
    for (const RestRoute &route : server::restRoutes()) {
        if (route.access != RestRoute::Session || route.isOfEachKind())
            continue;
        const QByteArray path = QString(route.path)
                                    .replace(u"{room}"_s, m_room.toString())
                                    .replace(u"{id}"_s, session)
                                    .toLatin1();
        const QByteArray body = route.method == "POST" ? bodyFor(route) : QByteArray();
        const HttpReply reply = http(m_dora.token).request(route.method, path, body);
        QVERIFY2(reply.error().code == ErrorCode::SessionRevoked, path + ": " + reply.body);
        const HttpReply withoutToken =
            HttpClient(m_salond->port()).request(route.method, path, body);
        QVERIFY2(withoutToken.error().code == ErrorCode::Unauthorized, path + withoutToken.body);
        ++paths;
    }
    QCOMPARE(paths, 9);
    QCOMPARE(state.changedTable(), QString());
}

//! One for each kind, greeted, with the request that it will send.
std::vector<TestWithoutSession::OpenSocket> TestWithoutSession::openSockets() const
{
    std::vector<OpenSocket> sockets;
    Requests::forEach([&]<class T>(std::type_identity<T>) {
        auto client = std::make_unique<RawClient>(m_salond->port());
        client->upgrade("Authorization: Bearer " + m_dora.token.toLatin1() + "\r\n");
        client->sendText(wire::requestFrame(
            u"hello"_s, Hello{.protocol = {}, .client = {u"test"_s, u"1"_s}, .token = {}}));
        if (!client->readMessage().payload.startsWith(R"({"type":"reply")"))
            return;
        sockets.push_back(
            {QByteArray(T::kind.data(), qsizetype(T::kind.size())),
             wire::requestFrame(u"1"_s, requestAbout<T>(m_room, m_message, m_ada.user.id)),
             std::move(client)});
    });
    return sockets;
}

void TestWithoutSession::checkEnd(OpenSocket &socket)
{
    socket.client->readUntilClosed();
    bool isTold = false;
    for (;;) {
        const auto frame = socket.client->readMessage();
        if (frame.opcode == RawClient::Close) {
            QVERIFY2(isTold, socket.kind);
            QCOMPARE(frame.closeCode(), closeCode(ErrorCode::SessionRevoked));
            return;
        }
        QVERIFY2(frame.opcode == RawClient::Text, socket.kind + " was not closed");
        QVERIFY2(!frame.payload.contains(R"("type":"reply")"), socket.kind + frame.payload);
        if (frame.payload.contains(R"("type":"error")"))
            QVERIFY2(frame.payload.contains(R"("session_revoked")"), socket.kind + frame.payload);
        isTold = isTold || frame.payload.contains(R"("type":"session.ended")");
    }
}

//! Asked before the socket may know that it ends, and once more when it was told.
void TestWithoutSession::everyKindOnAnOpenSocket()
{
    QFETCH(const bool, isDisabled);
    TestClient ada(m_salond->url());
    QVERIFY(ada.open(m_ada.token));
    auto sockets = openSockets();
    size_t kinds = 0;
    Requests::forEach([&]<class T>(std::type_identity<T>) { ++kinds; });
    QCOMPARE(sockets.size(), kinds);
    QVERIFY(lose(isDisabled));
    DatabaseState state(m_salond->dataFolder());
    ada.frames.clear();
    for (OpenSocket &socket : sockets)
        socket.client->send(RawClient::clientFrame(RawClient::Text, socket.request)
                            + RawClient::clientFrame(RawClient::Text, socket.request));
    for (OpenSocket &socket : sockets) {
        checkEnd(socket);
        if (QTest::currentTestFailed())
            return;
    }
    QCOMPARE(state.changedTable(), QString());
    QVERIFY(ada.ask(GetUsers{}));
    for (const QByteArray &frame : std::as_const(ada.frames))
        QVERIFY2(frame.contains(R"("type":"reply")"), frame); // and nobody heard of it
}

//! Ten seconds for a stranger; a member who says nothing more stays.
void TestWithoutSession::whoNeverSaysHello()
{
    TestClient ada(m_salond->url());
    QVERIFY(ada.open(m_ada.token));
    TestClient stranger(m_salond->url());
    QVERIFY(stranger.openSocket(m_ada.token)); // a token alone is no hello
    QVERIFY(!QTest::qWaitFor([&] { return !stranger.isOpen(); }, 9'000));
    QTRY_VERIFY(!stranger.isOpen());
    QCOMPARE(stranger.closeCode(), closeCode(ErrorCode::Unauthorized));
    QVERIFY(stranger.frames.constLast().contains(R"("unauthorized")"));
    QVERIFY(ada.isOpen());
    QVERIFY(ada.ask(GetUsers{}));
}

void TestWithoutSession::noNewSocket()
{
    QFETCH(const bool, isDisabled);
    QVERIFY(lose(isDisabled));
    TestClient socket(m_salond->url());
    const auto hello = socket.open(m_dora.token);
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, ErrorCode::SessionRevoked);
}

void TestWithoutSession::whoIsDisabledDoesNotComeBack()
{
    QVERIFY(lose(true));
    const auto login = HttpClient(m_salond->port()).login(u"dora"_s, kPassword);
    QVERIFY(!login);
    QCOMPARE(login.error().code, ErrorCode::Forbidden);
    QCOMPARE(login.error().reason, Reason::AccountDisabled);
}

void TestWithoutSession::sessionsOfOthersStay()
{
    const auto sessions =
        HttpClient::decodedBody<SessionList>(http(m_ada.token).get("/api/sessions"));
    QVERIFY(sessions && sessions->sessions.size() == 1);
    const QByteArray path = "/api/sessions/" + sessions->sessions.first().id.toString().toLatin1();
    const HttpReply ended = http(m_dora.token).request("DELETE", path);
    QCOMPARE(ended.status, 404);
    QCOMPARE(ended.error().toString(),
             http(m_dora.token).request("DELETE", "/api/sessions/999999").error().toString());
    QVERIFY(http(m_ada.token).call("/api/room.read", ReadRoom{m_room, 1}));
}

QTEST_GUILESS_MAIN(TestWithoutSession)
#include "tst_without_session.moc"
