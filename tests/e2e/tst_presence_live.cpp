// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QElapsedTimer>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;
using namespace salon::protocol;

namespace {

const auto kPassword = u"nine brown teapots"_s;
constexpr int kPushMs = 5'000; //!< within which a change is told, on a busy machine
constexpr int kGraceAndPushMs = 5'000 + kPushMs;

QString fresh()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace

//! Who is told who writes and who is there, by real sockets on a server with two I/O threads.
class TestPresenceLive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whoWritesIsToldToMembers();
    void overAndOverIsToldOnce();
    void largeRoomsAreNotTold();
    void whoIsInvisibleWritesUnseen();
    void howPeopleAreThere();
    void twoDevices();
    void oneChoosesForAllDevices();
    void aBrokenConnectionThatComesBackIsNotTold();
    void whoIsGoneIsOffline();
    void whoLoggedOutIsOfflineAtOnce_data();
    void whoLoggedOutIsOfflineAtOnce();
    void theChoiceOutlivesTheServer();
    void theChoiceEndsWithoutItsDevice();
    void aSlowReaderLosesTypingOnly();
    void overHttp();
    void switchedOff();
    void limits();

private:
    using Client = std::unique_ptr<TestClient>;
    void start(const QByteArray &configuration = {});
    template <class T>
    static typename T::Reply get(const Client &client, const T &request)
    {
        auto reply = client->ask(request);
        if (!reply)
            qFatal("%s", qPrintable(reply.error().toString()));
        return *std::move(reply);
    }
    Client connected(const QString &name)
    {
        auto client = std::make_unique<TestClient>(m_salond->url());
        const auto hello = client->open(m_tokens[name]);
        if (!hello)
            qFatal("%s", qPrintable(hello.error().toString()));
        m_hello = *hello;
        return client;
    }
    HttpClient http(const QString &name) const
    {
        HttpClient client(m_salond->port());
        client.setToken(m_tokens[name].toLatin1());
        return client;
    }
    template <class T>
    static QList<T> pushed(const Client &client)
    {
        QList<T> all;
        for (const QByteArray &bytes : client->frames) {
            wire::JsonParser parser;
            const auto frame = wire::readFrame(parser, bytes);
            if (!frame || frame->type != wire::fromUtf8(T::kind))
                continue;
            const auto push = wire::decoded<T>(*wire::frameData(*frame), {}, "data");
            if (!push)
                qFatal("%s", qPrintable(push.error().toString()));
            all.append(*push);
        }
        return all;
    }
    //! What was told of that one, in order.
    QStringList told(const Client &client, const QString &name) const
    {
        QStringList states;
        for (const PresenceChanged &push : pushed<PresenceChanged>(client)) {
            for (const Presence &one : push.people) {
                if (one.user == m_ids[name])
                    states.append(one.state);
            }
        }
        return states;
    }
    QString watch(const Client &client, const QString &name)
    {
        return get(client, WatchPresence{{m_ids[name]}}).people.first().state;
    }
    RoomId makePrivate(const QStringList &others)
    {
        const RoomId room = get(m_ada, CreateRoom{fresh(), {}, u"private"_s}).room.id;
        for (const QString &name : others)
            get(m_ada, InviteUser{room, m_ids[name]});
        return room;
    }
    //! All that ada has done until now has reached these, who are in the default room.
    void settle(const QList<const Client *> &clients)
    {
        const Seq seq = get(m_ada, PostMessage{{1}, fresh(), u"."_s, {}}).seq;
        for (const Client *client : clients)
            QTRY_VERIFY(std::ranges::any_of((*client)->events, [&](const RoomEvent &event) {
                return event.room == RoomId{1} && event.seq == seq;
            }));
    }

    std::unique_ptr<SalondProcess> m_salond;
    QHash<QString, QString> m_tokens;
    QHash<QString, UserId> m_ids;
    HelloReply m_hello; //!< the latest
    Client m_ada, m_adasPhone, m_grace, m_phone, m_linus; //!< the phone is grace's
};

void TestPresenceLive::init()
{
    start();
}

void TestPresenceLive::start(const QByteArray &configuration)
{
    for (Client *client : {&m_ada, &m_adasPhone, &m_grace, &m_phone, &m_linus})
        client->reset();
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits + configuration);
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    for (const auto &name : {u"ada"_s, u"grace"_s, u"linus"_s}) {
        QVERIFY(m_salond->addUser(name, kPassword));
        const auto login = HttpClient(m_salond->port()).login(name, kPassword);
        QVERIFY(login);
        m_tokens[name] = login->token;
        m_ids[name] = login->user.id;
    }
    m_ada = connected(u"ada"_s);
    m_adasPhone = connected(u"ada"_s);
    m_grace = connected(u"grace"_s);
    m_phone = connected(u"grace"_s);
    m_linus = connected(u"linus"_s);
}

void TestPresenceLive::whoWritesIsToldToMembers()
{
    const RoomId room = makePrivate({u"grace"_s});
    get(m_ada, StartTyping{room});
    for (const Client *client : {&m_grace, &m_phone}) {
        QTRY_COMPARE(pushed<TypingStarted>(*client).size(), 1);
        QCOMPARE(pushed<TypingStarted>(*client).first().room, room);
        QCOMPARE(pushed<TypingStarted>(*client).first().user, m_ids[u"ada"_s]);
    }
    settle({&m_ada, &m_adasPhone, &m_linus});
    for (const Client *client : {&m_ada, &m_adasPhone, &m_linus})
        QVERIFY(pushed<TypingStarted>(*client).isEmpty());
    QCOMPARE(m_linus->ask(StartTyping{room}).error().code, ErrorCode::NotFound);
    QCOMPARE(m_linus->ask(StartTyping{{999}}).error().code, ErrorCode::NotFound);
    // Left again, a public room.
    const RoomId open = get(m_ada, CreateRoom{fresh(), {}}).room.id;
    QCOMPARE(m_linus->ask(StartTyping{open}).error().reason, Reason::NotAMember);
    get(m_linus, JoinRoom{open});
    get(m_linus, StartTyping{open});
    QTRY_COMPARE(pushed<TypingStarted>(m_ada).size(), 1);
    get(m_linus, LeaveRoom{open});
    QCOMPARE(m_linus->ask(StartTyping{open}).error().reason, Reason::NotAMember);
}

void TestPresenceLive::overAndOverIsToldOnce()
{
    const RoomId room = makePrivate({u"grace"_s});
    QElapsedTimer time;
    time.start();
    get(m_ada, StartTyping{room});
    for (int i = 0; i < 20; ++i) {
        get(m_ada, StartTyping{room});
        get(m_adasPhone, StartTyping{room}); // of another I/O thread
    }
    settle({&m_grace, &m_phone});
    if (time.elapsed() >= 3'000)
        QSKIP("too slow a machine to say");
    for (const Client *client : {&m_grace, &m_phone})
        QCOMPARE(pushed<TypingStarted>(*client).size(), 1);
}

void TestPresenceLive::largeRoomsAreNotTold()
{
    start("[presence]\ntyping_members = 2\n");
    const RoomId small = makePrivate({u"grace"_s});
    const RoomId large = makePrivate({u"grace"_s, u"linus"_s});
    get(m_ada, StartTyping{large});
    get(m_ada, StartTyping{small});
    QTRY_COMPARE(pushed<TypingStarted>(m_grace).size(), 1);
    QCOMPARE(pushed<TypingStarted>(m_grace).first().room, small);
    settle({&m_linus});
    QVERIFY(pushed<TypingStarted>(m_linus).isEmpty());
}

void TestPresenceLive::whoIsInvisibleWritesUnseen()
{
    const RoomId room = makePrivate({u"grace"_s});
    get(m_ada, ChoosePresence{u"invisible"_s});
    get(m_ada, StartTyping{room});
    settle({&m_grace});
    QVERIFY(pushed<TypingStarted>(m_grace).isEmpty());
    get(m_ada, ChoosePresence{u"available"_s});
    get(m_ada, StartTyping{room});
    QTRY_COMPARE(pushed<TypingStarted>(m_grace).size(), 1);
}

void TestPresenceLive::howPeopleAreThere()
{
    m_phone.reset();
    m_linus.reset();
    QTRY_COMPARE_WITH_TIMEOUT(watch(m_ada, u"linus"_s), u"offline"_s, kGraceAndPushMs);
    QCOMPARE(watch(m_ada, u"grace"_s), u"online"_s);
    const auto is = [this](const QString &state) {
        return told(m_ada, u"grace"_s).value(told(m_ada, u"grace"_s).size() - 1) == state;
    };
    get(m_grace, TellPresence{true});
    QTRY_VERIFY_WITH_TIMEOUT(is(u"away"_s), kPushMs);
    get(m_grace, ChoosePresence{u"do_not_disturb"_s});
    QTRY_VERIFY_WITH_TIMEOUT(is(u"do_not_disturb"_s), kPushMs);
    get(m_grace, ChoosePresence{u"invisible"_s});
    QTRY_VERIFY_WITH_TIMEOUT(is(u"offline"_s), kPushMs);
    QCOMPARE(watch(m_adasPhone, u"grace"_s), u"offline"_s);
    get(m_grace, TellPresence{false});
    get(m_grace, ChoosePresence{u"available"_s});
    QTRY_VERIFY_WITH_TIMEOUT(is(u"online"_s), kPushMs);
    QCOMPARE(m_grace->ask(ChoosePresence{u"asleep"_s}).error().path, u"data.choice"_s);
    QVERIFY(told(m_grace, u"grace"_s).isEmpty()); // who follows nobody is told nothing
}

void TestPresenceLive::twoDevices()
{
    get(m_grace, TellPresence{true});
    QCOMPARE(watch(m_ada, u"grace"_s), u"online"_s);
    get(m_phone, TellPresence{true});
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"grace"_s), QStringList{u"away"_s}, kPushMs);
    get(m_grace, TellPresence{false});
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"grace"_s), (QStringList{u"away"_s, u"online"_s}),
                              kPushMs);
    m_grace.reset(); // only the idle phone is left
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"grace"_s).size(), 3, kPushMs);
    QCOMPARE(told(m_ada, u"grace"_s).last(), u"away"_s);
}

void TestPresenceLive::oneChoosesForAllDevices()
{
    QCOMPARE(m_hello.presence, u"available"_s);
    get(m_grace, ChoosePresence{u"invisible"_s});
    QTRY_COMPARE(pushed<PresenceChosen>(m_phone).size(), 1);
    QCOMPARE(pushed<PresenceChosen>(m_phone).first().choice, u"invisible"_s);
    get(m_grace, ChoosePresence{u"invisible"_s}); // as before: nothing is said
    get(m_phone, ChoosePresence{u"available"_s});
    QTRY_COMPARE(pushed<PresenceChosen>(m_grace).size(), 1);
    settle({&m_grace, &m_phone, &m_linus});
    QCOMPARE(pushed<PresenceChosen>(m_phone).size(), 1);
    QVERIFY(pushed<PresenceChosen>(m_linus).isEmpty());
}

void TestPresenceLive::aBrokenConnectionThatComesBackIsNotTold()
{
    QCOMPARE(watch(m_ada, u"linus"_s), u"online"_s);
    QElapsedTimer time;
    time.start();
    m_linus->socket().abort();
    m_linus = connected(u"linus"_s);
    if (time.elapsed() >= 4'000)
        QSKIP("too slow a machine to say");
    // Until the grace of the first would be over, and told.
    QTRY_VERIFY_WITH_TIMEOUT(time.elapsed() >= 7'000, 8'000);
    settle({&m_ada});
    QCOMPARE(told(m_ada, u"linus"_s), QStringList());
}

void TestPresenceLive::whoIsGoneIsOffline()
{
    QCOMPARE(watch(m_ada, u"linus"_s), u"online"_s);
    m_linus->socket().abort();
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"linus"_s), QStringList{u"offline"_s}, kGraceAndPushMs);
    m_linus = connected(u"linus"_s);
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"linus"_s), (QStringList{u"offline"_s, u"online"_s}),
                              kPushMs);
}

void TestPresenceLive::whoLoggedOutIsOfflineAtOnce_data()
{
    QTest::addColumn<bool>("isDisabled");
    QTest::newRow("logged out") << false;
    QTest::newRow("disabled") << true;
}

void TestPresenceLive::whoLoggedOutIsOfflineAtOnce()
{
    QFETCH(bool, isDisabled);
    QElapsedTimer time;
    time.start();
    if (isDisabled)
        QCOMPARE(m_salond->command({u"user"_s, u"disable"_s, u"linus"_s}).exitCode, 0);
    else
        QVERIFY(http(u"linus"_s).call("/api/logout", Logout{}));
    QTRY_COMPARE(m_linus->ended.size(), 1);
    const QString state = watch(m_ada, u"linus"_s);
    if (time.elapsed() >= 5'000)
        QSKIP("too slow a machine to say");
    QCOMPARE(state, u"offline"_s);
}

void TestPresenceLive::theChoiceOutlivesTheServer()
{
    get(m_grace, ChoosePresence{u"do_not_disturb"_s});
    for (Client *client : {&m_ada, &m_adasPhone, &m_grace, &m_phone, &m_linus})
        client->reset();
    QCOMPARE(m_salond->stop().value_or(-1), 0);
    QVERIFY(m_salond->start());
    m_ada = connected(u"ada"_s);
    QCOMPARE(m_hello.presence, u"available"_s);
    QCOMPARE(watch(m_ada, u"grace"_s), u"offline"_s);
    m_grace = connected(u"grace"_s);
    QCOMPARE(m_hello.presence, u"do_not_disturb"_s);
    QTRY_COMPARE_WITH_TIMEOUT(told(m_ada, u"grace"_s), QStringList{u"do_not_disturb"_s}, kPushMs);
}

//! On other devices, on the server and for others, whether or not the device that chose is there.
void TestPresenceLive::theChoiceEndsWithoutItsDevice()
{
    constexpr qint64 kShortMs = 4'000;
    const Timestamp until = QDateTime::currentMSecsSinceEpoch() + kShortMs;
    QCOMPARE(watch(m_grace, u"ada"_s), u"online"_s);
    get(m_ada, ChoosePresence{u"do_not_disturb"_s, until});
    QTRY_COMPARE(pushed<PresenceChosen>(m_adasPhone).size(), 1);
    QCOMPARE(pushed<PresenceChosen>(m_adasPhone).first().until, std::optional(until));
    QTRY_COMPARE_WITH_TIMEOUT(told(m_grace, u"ada"_s).value(0), u"do_not_disturb"_s, kPushMs);
    m_ada.reset();
    Client tablet = connected(u"ada"_s);
    if (QDateTime::currentMSecsSinceEpoch() < until) {
        QCOMPARE(m_hello.presence, u"do_not_disturb"_s);
        QCOMPARE(m_hello.presenceUntil, std::optional(until));
    }
    QTRY_COMPARE_WITH_TIMEOUT(told(m_grace, u"ada"_s).value(1), u"online"_s, kShortMs + kPushMs);
    QVERIFY(QDateTime::currentMSecsSinceEpoch() >= until);
    tablet = connected(u"ada"_s);
    QCOMPARE(m_hello.presence, u"available"_s);
    QVERIFY(!m_hello.presenceUntil);
    // And while the server stood still.
    const Timestamp soon = QDateTime::currentMSecsSinceEpoch() + 500;
    get(tablet, ChoosePresence{u"invisible"_s, soon});
    for (Client *client : {&tablet, &m_adasPhone, &m_grace, &m_phone, &m_linus})
        client->reset();
    QCOMPARE(m_salond->stop(), std::optional(0));
    QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() >= soon);
    QVERIFY(m_salond->start());
    tablet = connected(u"ada"_s);
    QCOMPARE(m_hello.presence, u"available"_s);
}

void TestPresenceLive::aSlowReaderLosesTypingOnly()
{
    constexpr int kMessages = 40; // of 16 kB: over a quarter of the outbox, and under the whole
    const RoomId room = makePrivate({u"linus"_s});
    RawClient slow(m_salond->port(), u"127.0.0.1"_s, 4096);
    QVERIFY(slow.upgrade("Authorization: Bearer " + m_tokens[u"linus"_s].toLatin1() + "\r\n"));
    slow.sendText(wire::requestFrame(
        u"hello", Hello{.protocol = {}, .client = {u"t"_s, u"1"_s}, .token = {}}));
    QVERIFY(slow.readMessage().payload.startsWith(R"({"type":"reply")"));
    Seq last = 0;
    for (int i = 0; i < kMessages; ++i)
        last = get(m_ada, PostMessage{room, fresh(), QString(16'000, u'x'), {}}).seq;
    QTRY_COMPARE(m_linus->events.constLast().seq, last); // who reads
    QCOMPARE(m_salond->metric("salon_dropped_pushes_total"), 0.0);
    get(m_ada, StartTyping{room});
    QTRY_COMPARE(pushed<TypingStarted>(m_linus).size(), 1);
    QTRY_COMPARE(m_salond->metric("salon_dropped_pushes_total"), 1.0);
    Seq seq = last - kMessages;
    while (seq < last) {
        const auto frame = slow.readMessage();
        QCOMPARE(frame.opcode, int(RawClient::Text));
        wire::JsonParser parser;
        const auto read = wire::readFrame(parser, frame.payload);
        QVERIFY(read);
        QCOMPARE(read->type, u"message.posted"_s);
        QCOMPARE(wire::decoded<RoomEvent>(read->body, {})->seq, ++seq);
    }
}

void TestPresenceLive::overHttp()
{
    const RoomId room = makePrivate({u"grace"_s});
    HttpClient linus = http(u"linus"_s), ada = http(u"ada"_s);
    QVERIFY(ada.call("/api/typing.start", StartTyping{room}));
    QTRY_COMPARE(pushed<TypingStarted>(m_grace).size(), 1);
    QCOMPARE(linus.post("/api/typing.start", wire::encoded(StartTyping{room})).status, 404);
    QVERIFY(ada.call("/api/presence.choose", ChoosePresence{u"invisible"_s}));
    QTRY_COMPARE(pushed<PresenceChosen>(m_ada).size(), 1);
    QTRY_COMPARE(pushed<PresenceChosen>(m_adasPhone).size(), 1);
    // They are about a socket.
    for (const char *kind : {"session.hello", "presence.tell", "presence.watch"}) {
        const QByteArray path = QByteArray("/api/") + kind;
        QCOMPARE(ada.post(path, R"({"idle":true,"users":["1"]})").error().code,
                 ErrorCode::UnknownKind);
        QCOMPARE(ada.request("OPTIONS", path).status, 404);
    }
}

void TestPresenceLive::switchedOff()
{
    QVERIFY(m_hello.features.typing && m_hello.features.presence);
    start("[presence]\nshown = false\ntyping = false\n");
    QVERIFY(!m_hello.features.typing && !m_hello.features.presence);
    const RoomId room = makePrivate({u"grace"_s});
    get(m_ada, StartTyping{room});
    QCOMPARE(m_linus->ask(StartTyping{room}).error().code, ErrorCode::NotFound);
    QCOMPARE(watch(m_ada, u"grace"_s), u"offline"_s);
    get(m_grace, TellPresence{true});
    get(m_grace, ChoosePresence{u"do_not_disturb"_s}); // for when it is switched on again
    QTRY_COMPARE(pushed<PresenceChosen>(m_phone).size(), 1);
    settle({&m_grace, &m_ada});
    QVERIFY(pushed<TypingStarted>(m_grace).isEmpty());
    QVERIFY(pushed<PresenceChanged>(m_ada).isEmpty());
}

void TestPresenceLive::limits()
{
    QList<UserId> users;
    for (qint64 id = 1; id <= kMostWatched; ++id)
        users.append(UserId{id});
    QCOMPARE(get(m_ada, WatchPresence{users}).people.size(), kMostWatched);
    QCOMPARE(get(m_ada, WatchPresence{users}).people.last().state, u"offline"_s); // is nobody
    users.append(UserId{kMostWatched + 1});
    QCOMPARE(m_ada->ask(WatchPresence{users}).error().code, ErrorCode::TooLarge);
}

QTEST_GUILESS_MAIN(TestPresenceLive)
#include "tst_presence_live.moc"
