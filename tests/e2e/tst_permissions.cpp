// SPDX-License-Identifier: MIT
#include "server/dispatch/request_table.h"
#include "server/service/permission_rows.h"
#include "tests/e2e/request_about.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QTest>

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

//! Those that can be asked by a path that is no kind, too.
template <class T>
concept HasPlainPath = std::is_same_v<T, ListRooms> || std::is_same_v<
    T, CreateRoom> || std::is_same_v<T, ListMessages> || std::is_same_v<T, PostMessage>;

} // namespace

//! Every kind of request of the catalogue, in rooms of every kind, by everybody whom a room knows
//! or does not know, over HTTP by kind and by plain paths, and the WebSocket: what the permission
//! table says is what happens.
class TestPermissions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rowsFitTheRequests();
    void outsidersHaveNothing();
    void asTheTableSays_data();
    void asTheTableSays();
    void theMostImportant_data();
    void theMostImportant();

private:
    enum Transport { Http, Socket, PlainPath };
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
        if constexpr (HasPlainPath<T>) {
            if (transport == PlainPath)
                return askByPlainPath(client, request);
        }
        return client.call("/api/" + QByteArray(T::kind.data(), qsizetype(T::kind.size())),
                           request);
    }
    static Result<RoomListReply> askByPlainPath(const HttpClient &client, const ListRooms &)
    {
        return answered<RoomListReply>(client.get("/api/rooms"));
    }
    static Result<RoomReply> askByPlainPath(const HttpClient &client, const CreateRoom &request)
    {
        return client.call("/api/rooms", request);
    }
    static Result<MessagePage> askByPlainPath(const HttpClient &client, const ListMessages &request)
    {
        return answered<MessagePage>(client.get(messagesOf(request.room)));
    }
    static Result<Posted> askByPlainPath(const HttpClient &client, const PostMessage &request)
    {
        return client.call(messagesOf(request.room), request);
    }
    static QByteArray messagesOf(RoomId room)
    {
        return "/api/rooms/" + room.toString().toLatin1() + "/messages";
    }
    template <class T>
    static Result<T> answered(const HttpReply &reply)
    {
        return reply.status == 200 ? HttpClient::decodedBody<T>(reply) : reply.error();
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
};

void TestPermissions::initTestCase()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kManyRooms);
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    m_salond->allowWrongDigests(); // a digest is answered when it differs
    for (const auto &name : {u"ada"_s, u"grace"_s, u"linus"_s, u"margaret"_s, u"mallory"_s}) {
        QVERIFY(m_salond->addUser(name, kPassword));
        const auto reply = HttpClient(m_salond->port()).login(name, kPassword);
        QVERIFY(reply);
        auto socket = std::make_unique<TestClient>(m_salond->url());
        QVERIFY(socket->open(reply->token));
        m_people[name] = {name, reply->user.id, reply->token, std::move(socket)};
    }
}

// Margaret is to come later, Linus was there, Mallory never.
TestPermissions::Scene TestPermissions::makeScene(const QString &kind)
{
    Scene scene{{}, kind, {}};
    if (kind == u"direct") {
        scene.id = get(u"ada"_s, OpenDirect{{m_people[u"grace"_s].id}}).room.id;
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
            QTest::newRow(name + ", plain paths")
                << kind << QString::fromLatin1(person) << int(PlainPath);
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
        const bool isAsked =
            transport == PlainPath ? HasPlainPath<T> : transport == Socket || !SocketOnly<T>;
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

//! What the table has to say, written without it. Each letter is the answer to somebody who is not
//! in the room, to a member, and to the owner (of a direct room: to the other member); where it is
//! about a message, to somebody else's.
void TestPermissions::theMostImportant_data()
{
    using Ask = std::function<std::optional<Error>(TestPermissions &, const QString &, Scene)>;
    QTest::addColumn<Ask>("ask");
    QTest::addColumn<QString>("inPublic");
    QTest::addColumn<QString>("inPrivate");
    QTest::addColumn<QString>("inDirect");
    const auto row = [&]<class T>(std::type_identity<T>, const char *inPublic,
                                  const char *inPrivate, const char *inDirect) {
        const Ask ask = [](TestPermissions &t, const QString &person, const Scene &scene) {
            const Seq others = scene.messages[person == u"ada" ? u"grace"_s : u"ada"_s];
            const UserId newcomer = t.m_people[u"margaret"_s].id;
            return refusal<T>(
                t.ask(t.m_people[person], Http, requestAbout<T>(scene.id, others, newcomer)));
        };
        QTest::newRow(T::kind.data())
            << ask << QString::fromLatin1(inPublic) << QString::fromLatin1(inPrivate)
            << QString::fromLatin1(inDirect);
    };
    row(std::type_identity<JoinRoom>{}, "+++", "n++", "n++");
    row(std::type_identity<LeaveRoom>{}, "+++", "n++", "ndd");
    row(std::type_identity<SetTopic>{}, "m++", "n++", "ndd");
    row(std::type_identity<InviteUser>{}, "mo+", "no+", "ndd");
    row(std::type_identity<ListMessages>{}, "+++", "n++", "n++");
    row(std::type_identity<ListMembers>{}, "+++", "n++", "n++");
    row(std::type_identity<ListVersions>{}, "+++", "n++", "n++");
    row(std::type_identity<ListThread>{}, "+++", "n++", "n++");
    row(std::type_identity<ListPins>{}, "+++", "n++", "n++");
    row(std::type_identity<FindMoments>{}, "+++", "n++", "n++");
    row(std::type_identity<ListEvents>{}, "m++", "n++", "n++");
    row(std::type_identity<Sync>{}, "m++", "n++", "n++");
    row(std::type_identity<PostMessage>{}, "m++", "n++", "n++");
    row(std::type_identity<EditMessage>{}, "myy", "nyy", "nyy");
    row(std::type_identity<DeleteMessage>{}, "my+", "ny+", "nyy");
    row(std::type_identity<AddReaction>{}, "m++", "n++", "n++");
    row(std::type_identity<PinMessage>{}, "m++", "n++", "n++");
    row(std::type_identity<ReadRoom>{}, "m++", "n++", "n++");
    row(std::type_identity<StartTyping>{}, "m++", "n++", "n++");
}

void TestPermissions::theMostImportant()
{
    using Ask = std::function<std::optional<Error>(TestPermissions &, const QString &, Scene)>;
    QFETCH(const Ask, ask);
    QFETCH(const QString, inPublic);
    QFETCH(const QString, inPrivate);
    QFETCH(const QString, inDirect);
    const auto letter = [](const std::optional<Error> &refused) {
        if (!refused)
            return u'+';
        if (refused->code == ErrorCode::NotFound)
            return u'n';
        if (refused->code != ErrorCode::Forbidden)
            return u'?';
        switch (refused->reason) {
        case Reason::NotTheOwner:
            return u'o';
        case Reason::DirectRoom:
            return u'd';
        case Reason::NotYourMessage:
            return u'y';
        default: // the answer of session.sync has no reason
            return u'm';
        }
    };
    const auto answersIn = [&](const QString &kind) {
        QString letters;
        for (const auto &person : {u"mallory"_s, u"grace"_s, u"ada"_s})
            letters.append(letter(ask(*this, person, makeScene(kind))));
        return letters;
    };
    QCOMPARE(answersIn(u"public"_s), inPublic);
    QCOMPARE(answersIn(u"private"_s), inPrivate);
    QCOMPARE(answersIn(u"direct"_s), inDirect);
}

QTEST_GUILESS_MAIN(TestPermissions)
#include "tst_permissions.moc"
