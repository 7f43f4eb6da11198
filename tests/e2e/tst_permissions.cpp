// SPDX-License-Identifier: MIT
#include "server/description/examples.h"
#include "server/dispatch/request_table.h"
#include "server/service/permission_rows.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;
using namespace salon::protocol;
using server::PermissionRow;

namespace {

const auto kPassword = u"nine brown teapots"_s;
const auto kSecret = u"a word that nobody guesses"_s;
constexpr RoomId kNowhere{999'999};
const QByteArray kManyRooms = kRaisedLimits + "rooms_per_hour = 100000\n";

QString fresh()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

template <class T>
concept AboutARoom = requires(T request)
{
    request.room;
};

template <class T>
concept AboutRooms = requires(T request)
{
    request.rooms.first().room;
};

//! A request that could be granted, about that room and that message.
template <class T>
T requestAbout(RoomId room, Seq message, UserId somebody)
{
    T request = server::exampleFor(std::type_identity<T>{});
    if constexpr (AboutARoom<T>)
        request.room = room;
    if constexpr (AboutRooms<T>) {
        for (auto &place : request.rooms)
            place.room = room;
    }
    if constexpr (requires { request.seq; })
        request.seq = message;
    if constexpr (requires { request.key; })
        request.key = fresh();
    if constexpr (requires { request.replyTo; })
        request.replyTo.reset();
    if constexpr (requires { request.user; })
        request.user = somebody;
    if constexpr (requires { request.users; })
        request.users = {somebody};
    if constexpr (std::is_same_v<T, CreateRoom>)
        request.name = fresh();
    if constexpr (std::is_same_v<T, ListEvents>)
        request.after = 0;
    if constexpr (std::is_same_v<T, Sync>)
        request.rooms.first().after = 0;
    return request;
}

} // namespace

//! Every kind of request of the catalogue, in rooms of every kind, by everybody whom a room knows
//! or does not know, over HTTP and the WebSocket: what the permission table says is what happens.
class TestPermissions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rowsFitTheRequests();
    void outsidersHaveNothing();
    void asTheTableSays_data();
    void asTheTableSays();
    void withoutASession_data();
    void withoutASession();

private:
    enum Transport { Http, Socket };
    struct Person {
        QString name;
        UserId id;
        QString token;
        std::unique_ptr<TestClient> socket = {};
    };
    //! A room with a message of each member's.
    struct Scene {
        RoomId id;
        QString kind;
        QHash<QString, Seq> messages; //!< by author
        Seq head = 0;
    };

    template <class T>
    Result<typename T::Reply> ask(const Person &person, Transport transport, const T &request)
    {
        if (transport == Socket)
            return person.socket->ask(request);
        HttpClient client(m_salond->port());
        client.setToken(person.token.toLatin1());
        return client.call("/api/" + QByteArray(T::kind.data(), qsizetype(T::kind.size())),
                           request);
    }
    //! As ask(), for what must work.
    template <class T>
    typename T::Reply get(const QString &person, const T &request)
    {
        auto reply = ask(m_people[person], Http, request);
        if (!reply)
            qFatal("%s", qPrintable(reply.error().toString()));
        return *std::move(reply);
    }
    QString login(const QString &user) const
    {
        const auto reply = HttpClient(m_salond->port()).login(user, kPassword);
        return reply ? reply->token : QString();
    }
    Scene makeScene(const QString &kind);
    Seq post(const QString &person, RoomId room)
    {
        return get(person, PostMessage{room, fresh(), kSecret, {}}).seq;
    }
    static QString roleOf(const QString &person, const Scene &scene)
    {
        const bool isDirect = scene.kind == u"direct";
        if (person == u"ada")
            return isDirect ? u"member"_s : u"owner"_s;
        return person == u"grace" ? u"member"_s : QString();
    }
    template <class T>
    void check(const Person &person, const Scene &scene, Transport transport);
    template <class T>
    void checkMessages(const Person &person, const Scene &scene, Transport transport,
                       const server::RoomRow &seen);
    //! The refusal in the answer, or in what it says of its one room; none when it was granted.
    template <class T>
    static std::optional<Error> refusal(const Result<typename T::Reply> &reply);

    std::unique_ptr<SalondProcess> m_salond;
    std::map<QString, Person> m_people;
    std::map<QString, Scene> m_first; //!< by kind; of the time before anybody lost an account
};

void TestPermissions::initTestCase()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kManyRooms);
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    m_salond->allowWrongDigests(); // a digest is answered when it differs
    for (const auto &name :
         {u"ada"_s, u"grace"_s, u"linus"_s, u"margaret"_s, u"mallory"_s, u"dora"_s, u"rosa"_s}) {
        QVERIFY(m_salond->addUser(name, kPassword));
        const auto reply = HttpClient(m_salond->port()).login(name, kPassword);
        QVERIFY(reply);
        m_people[name] = {name, reply->user.id, reply->token};
    }
    for (const auto &kind : {u"public"_s, u"private"_s, u"direct"_s}) {
        m_first[kind] = makeScene(kind);
        for (const auto &name : {u"dora"_s, u"rosa"_s}) {
            if (kind != u"direct")
                get(u"ada"_s, InviteUser{m_first[kind].id, m_people[name].id});
            post(name, m_first[kind].id);
        }
    }
    HttpClient rosa(m_salond->port());
    rosa.setToken(m_people[u"rosa"_s].token.toLatin1());
    QVERIFY(rosa.call("/api/logout", Logout{}));
    QCOMPARE(m_salond->command({u"user"_s, u"disable"_s, u"dora"_s}).exitCode, 0);
    for (auto &[name, person] : m_people) {
        if (name == u"dora" || name == u"rosa")
            continue;
        person.socket = std::make_unique<TestClient>(m_salond->url());
        QVERIFY(person.socket->open(person.token));
    }
}

// Margaret is to come later, Linus was there, Mallory never.
TestPermissions::Scene TestPermissions::makeScene(const QString &kind)
{
    Scene scene{{}, kind, {}};
    if (kind == u"direct") {
        scene.id = get(u"ada"_s,
                       OpenDirect{{m_people[u"grace"_s].id, m_people[u"dora"_s].id,
                                   m_people[u"rosa"_s].id}})
                       .room.id;
    } else {
        scene.id = get(u"ada"_s, CreateRoom{fresh(), kSecret, kind}).room.id;
        for (const auto &name : {u"grace"_s, u"linus"_s})
            get(u"ada"_s, InviteUser{scene.id, m_people[name].id});
        scene.messages[u"linus"_s] = post(u"linus"_s, scene.id);
        get(u"linus"_s, LeaveRoom{scene.id});
    }
    for (const auto &name : {u"ada"_s, u"grace"_s})
        scene.messages[name] = post(name, scene.id);
    scene.head = scene.messages[u"grace"_s];
    return scene;
}

void TestPermissions::rowsFitTheRequests()
{
    size_t kinds = 0;
    Requests::forEach([&]<class T>(std::type_identity<T>) {
        const PermissionRow *row = server::findPermission(T::kind);
        QVERIFY2(row, T::kind.data());
        QVERIFY2((row->least != server::Standing::Stranger) == (AboutARoom<T> || AboutRooms<T>),
                 T::kind.data());
        ++kinds;
    });
    QCOMPARE(server::kPermissions.size(), kinds); // and none for what is not there
}

void TestPermissions::outsidersHaveNothing()
{
    for (const PermissionRow &row : server::kPermissions) {
        for (const auto &kind : {u"private"_s, u"direct"_s}) {
            server::RoomRow seen;
            seen.kind = kind;
            QCOMPARE(permit(row, seen).error().code, ErrorCode::NotFound);
        }
    }
}

template <class T>
std::optional<Error> TestPermissions::refusal(const Result<typename T::Reply> &reply)
{
    if (!reply)
        return reply.error();
    if constexpr (std::is_same_v<T, Sync>) {
        const auto &error = reply->rooms.first().error;
        if (!error)
            return {};
        return Error(*errorCodeFromWire(error->code.toStdString()), {});
    }
    return {};
}

void TestPermissions::asTheTableSays_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("person");
    QTest::addColumn<int>("transport");
    for (const auto &kind : {u"public"_s, u"private"_s, u"direct"_s}) {
        for (const char *person : {"mallory", "margaret", "linus", "grace", "ada"}) {
            const auto name = QByteArray(person) + ", " + kind.toLatin1();
            QTest::newRow(name + ", HTTP") << kind << QString::fromLatin1(person) << int(Http);
            QTest::newRow(name + ", socket") << kind << QString::fromLatin1(person) << int(Socket);
        }
    }
}

void TestPermissions::asTheTableSays()
{
    QFETCH(QString, kind);
    QFETCH(QString, person);
    QFETCH(int, transport);
    const Scene read = makeScene(kind);
    Requests::forEach([&]<class T>(std::type_identity<T>) {
        const bool isAsked = transport == Socket || !SocketOnly<T>;
        if constexpr (!std::is_same_v<T, Hello>) {
            if (!isAsked)
                return;
            const bool changes = server::findRequest(T::kind)->write != nullptr;
            check<T>(m_people[person], changes ? makeScene(kind) : read, Transport(transport));
        }
    });
}

template <class T>
void TestPermissions::check(const Person &person, const Scene &scene, Transport transport)
{
    constexpr const PermissionRow &row = server::permissionOf<T>();
    const auto context = [&](const std::optional<Error> &got) {
        return QByteArray(T::kind.data()) + ": "
            + (got ? got->toString().toUtf8() : QByteArray("granted"));
    };
    server::RoomRow seen;
    seen.kind = scene.kind;
    seen.role = roleOf(person.name, scene);
    const Seq message = scene.messages.value(person.name, scene.messages[u"ada"_s]);
    const UserId somebody = m_people[u"margaret"_s].id;
    auto request = requestAbout<T>(scene.id, message,
                                   person.id == somebody ? m_people[u"grace"_s].id : somebody);
    if constexpr (std::is_same_v<T, Digest>)
        request.rooms.first().head = scene.head;
    const auto reply = ask(person, transport, request);
    const auto refused = refusal<T>(reply);
    const auto permitted = row.least == server::Standing::Stranger ? Result<>() : permit(row, seen);
    if constexpr (std::is_same_v<T, Digest>) {
        QVERIFY2(!refused, context(refused));
        const auto mine = ask(person, transport, Digest{{{scene.id, scene.head, 0, 99, 7, 0}}});
        QVERIFY(mine);
        QCOMPARE(mine->rooms.size(), permitted ? 1 : 0);
        return;
    }
    if (!permitted) {
        QVERIFY2(refused, context(refused));
        QCOMPARE(refused->code, permitted.error().code);
        if (!AboutRooms<T>)
            QCOMPARE(refused->reason, permitted.error().reason);
    } else if (message == scene.messages[u"ada"_s] && person.name != u"ada"
               && row.messages != PermissionRow::Messages::Any) {
        QVERIFY2(refused, context(refused)); // a message of somebody else's
    } else {
        QVERIFY2(!refused, context(refused));
    }
    if (!permitted && permitted.error().code == ErrorCode::NotFound) {
        // To the word what is said of a room that is not there.
        const auto nowhere =
            refusal<T>(ask(person, transport, requestAbout<T>(kNowhere, message, somebody)));
        QVERIFY(nowhere);
        QCOMPARE(refused->toString(), nowhere->toString());
        QVERIFY(!refused->toString().contains(kSecret));
    }
    if constexpr (requires { request.seq; } && AboutARoom<T>) {
        if (permitted && row.messages != PermissionRow::Messages::Any)
            checkMessages<T>(person, scene, transport, seen);
    }
}

template <class T>
void TestPermissions::checkMessages(const Person &person, const Scene &scene, Transport transport,
                                    const server::RoomRow &seen)
{
    const QString other = person.name == u"ada" ? u"grace"_s : u"ada"_s;
    const server::MessageRow message{.by = m_people[other].id};
    const auto permitted = permit(server::permissionOf<T>(), seen, message, person.id);
    const auto reply = ask(person, transport, requestAbout<T>(scene.id, scene.messages[other], {}));
    QCOMPARE(bool(reply), bool(permitted));
    if (!permitted)
        QCOMPARE(reply.error().reason, Reason::NotYourMessage);
}

void TestPermissions::withoutASession_data()
{
    QTest::addColumn<QString>("person");
    QTest::newRow("disabled account") << u"dora"_s;
    QTest::newRow("session that was ended") << u"rosa"_s;
}

void TestPermissions::withoutASession()
{
    QFETCH(QString, person);
    const Person &who = m_people[person];
    for (const auto &[kind, scene] : m_first) {
        Requests::forEach([&, &room = scene]<class T>(std::type_identity<T>) {
            if constexpr (!SocketOnly<T>) {
                const auto reply = ask(who, Http, requestAbout<T>(room.id, room.head, {1}));
                QVERIFY2(!reply, T::kind.data());
                QCOMPARE(reply.error().code, ErrorCode::SessionRevoked);
            }
        });
    }
    TestClient socket(m_salond->url());
    const auto hello = socket.open(who.token);
    QVERIFY(!hello);
    QCOMPARE(hello.error().code, ErrorCode::SessionRevoked);
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
