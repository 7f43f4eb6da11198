// SPDX-License-Identifier: MIT
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include "tests/support/database_state.h"
#include "tests/support/frame_recorder.h"
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include "tests/support/request_generator.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::RawClient;
namespace protocol = salon::protocol;
namespace wire = salon::wire;

namespace {

constexpr int kSocketMs = 9'000;
constexpr int kRestMs = 7'000;
constexpr int kLongestMs = 30'000; // until every kind was accepted once
const QString kPassword = u"correct horse 7"_s;
const QByteArray kConfiguration = R"(
[passwords]
passes = 1
memory_bytes = 8192
[throttle]
name_attempts = 1000000
network_attempts = 1000000
[net]
unauthenticated_per_address = 0
outbox_bytes = 67108864
[limits]
messages_per_second = 1000000
message_burst = 1000000
requests_per_second = 1000000
rooms_per_hour = 1000000
)";

struct Kind {
    QByteArray name;
    QJsonObject schema;
};

template <class List>
QList<Kind> kindsOf()
{
    QList<Kind> kinds;
    List::forEach([&]<class T>(std::type_identity<T>) {
        kinds.append(
            {QByteArray(T::kind.data(), qsizetype(T::kind.size())), wire::Codec<T>::schema()});
    });
    return kinds;
}

//! Method and path of what is asked over HTTP only.
std::pair<QByteArray, QByteArray> addressOf(const QByteArray &kind, const QJsonObject &data)
{
    static const QHash<QByteArray, std::pair<QByteArray, QByteArray>> kAddresses{
        {"server", {"GET", "/api/server"}},
        {"setup", {"POST", "/api/setup"}},
        {"login", {"POST", "/api/login"}},
        {"session.renew", {"POST", "/api/session/renew"}},
        {"logout", {"POST", "/api/logout"}},
        {"sessions", {"GET", "/api/sessions"}},
        {"session.end", {"DELETE", "/api/sessions/"}},
        {"password", {"POST", "/api/password"}},
    };
    auto address = kAddresses.value(kind, {"POST", "/api/" + kind});
    if (kind == "session.end")
        address.second += data.value(u"id"_s).toVariant().toString().toUtf8().toPercentEncoding();
    return address;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

quint32 runSeed()
{
    bool isSet = false;
    const auto seed = qEnvironmentVariable("SALON_FUZZ_SEED").toUInt(&isSet);
    return isSet ? seed : QRandomGenerator::global()->generate();
}

//! How often a kind was answered, and how.
struct Tally {
    int accepted = 0;
    int refused = 0;
};

//! Whether the requests may end: their time is over, and each of so many kinds was accepted once.
bool isEnough(qint64 elapsed, qint64 usual, const QHash<QByteArray, Tally> &tallies,
              const QByteArrayList &neverAccepted = {})
{
    const auto isMissing = [&](const QByteArray &kind) {
        return tallies[kind].accepted == 0 && !neverAccepted.contains(kind);
    };
    const auto kinds = tallies.keys();
    return elapsed > kLongestMs || (elapsed > usual && std::ranges::none_of(kinds, isMissing));
}

//! An answer to anything: a frame or a body, or the code of a close frame.
struct Answer {
    QByteArray json;
    int closeCode = 0;
    bool isReply() const { return json.startsWith(R"({"type":"reply")"); }
};

//! What no answer may be; empty when it is a proper one.
QString faultOf(const QByteArray &json)
{
    wire::JsonParser parser;
    const auto body = parser.parse(json);
    if (!body || !body->isObject())
        return u"not our JSON"_s;
    const auto member = body->member("error");
    const auto error = member ? wire::decodeError(*member) : std::nullopt;
    if (!error)
        return u"neither reply nor error"_s;
    if (error->code == salon::ErrorCode::Internal || error->code == salon::ErrorCode::Unavailable)
        return u"the server's own fault"_s;
    if (error->message.isEmpty())
        return u"an error without message"_s;
    return {};
}

//! For the comparison with the description.
void record(const QByteArray &frame, const QByteArray &answer)
{
    const int socket = salon::test::nextRecordedSocket();
    salon::test::recordFrame(socket, salon::test::Said::ByClient, frame);
    salon::test::recordFrame(socket, salon::test::Said::ByServer, answer);
}

} // namespace

//! Requests of every kind, good, nearly good and hostile, at a real salond: each is answered in
//! time and properly, and a refused one changes nothing.
class TestLiveFuzz : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void overTheSocket();
    void hello();
    void breaksOfTheSocket();
    void overRest();
    void cleanup();

private:
    QByteArray tokenOf(const QString &user) const;
    //! Also when a request has changed the password to any other.
    QByteArray renewedTokenOf(const QString &user) const;
    QByteArray makeFrame(const Kind &kind);
    QByteArray makeBody(const Kind &kind);
    std::unique_ptr<RawClient> openSocket(bool sayHello = true);
    //! The answer to what was sent; events and pushes are passed over.
    std::optional<Answer> answerOf(RawClient &client);
    void judge(const QByteArray &sent, const QByteArray &json, bool accepted, Tally &tally);
    void requireBoth(const QHash<QByteArray, Tally> &tallies, const QByteArrayList &onlyAccepted);
    QByteArray context(const QByteArray &sent, const QByteArray &got) const;

    quint32 m_seed = 0;
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<DatabaseState> m_state;
    std::unique_ptr<RequestGenerator> m_generator;
    std::unique_ptr<TestClient> m_watcher; //!< a second account's connection, in the default room
    QByteArray m_token;
    qint64 m_lastId = 0;
};

void TestLiveFuzz::init()
{
    m_seed = runSeed();
    m_generator = std::make_unique<RequestGenerator>(m_seed);
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    for (const QString &name : {u"ada"_s, u"grace"_s, u"linus"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
    m_token = tokenOf(u"ada"_s);
    HttpClient grace(m_salond->port());
    grace.setToken(tokenOf(u"grace"_s));
    for (const QByteArray &name : QByteArrayList{"graces own", "another one"})
        QCOMPARE(grace.post("/api/rooms", "{\"name\":\"" + name + "\"}").status, 201);
    m_watcher = std::make_unique<TestClient>(m_salond->url());
    QVERIFY(m_watcher->open(QString::fromLatin1(tokenOf(u"grace"_s))));
    m_generator->know(u"room"_s, {u"1"_s, u"1"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"77"_s});
    m_generator->know(u"filter"_s, {u"mine"_s});
    m_generator->know(u"username"_s, {u"linus"_s, u"Linus"_s, u"nobody"_s});
    for (const QString &key : {u"password"_s, u"old"_s})
        m_generator->know(key, {kPassword, kPassword, u"wrong horse 7"_s});
    m_generator->know(u"new"_s, {kPassword});
    m_state = std::make_unique<DatabaseState>(m_salond->dataFolder());
}

//! After whatever was sent: it lives, and what the watcher was told is what is stored.
void TestLiveFuzz::cleanup()
{
    QVERIFY2(m_salond->isRunning(), m_salond->log().right(2000));
    const auto page = m_watcher->ask(protocol::ListMessages{.room = {1}});
    QVERIFY2(page, qPrintable(page ? QString() : page.error().toString()));
    salon::Seq last = 0;
    for (const protocol::RoomEvent &event : m_watcher->events) {
        if (event.room != salon::RoomId{1})
            continue;
        QVERIFY2(last == 0 || event.seq == last + 1, "an event was told twice, or not at all");
        last = event.seq;
    }
    QVERIFY(last == 0 || last == page->asOf);
    QVERIFY2(!m_salond->log().contains(R"("level":"error")"), "salond logged an error of its own");
    m_watcher.reset();
    m_state.reset();
    QCOMPARE(m_salond->stop().value_or(-1), 0);
}

QByteArray TestLiveFuzz::tokenOf(const QString &user) const
{
    const auto reply = HttpClient(m_salond->port()).login(user, kPassword);
    return reply ? reply->token.toLatin1() : QByteArray();
}

QByteArray TestLiveFuzz::renewedTokenOf(const QString &user) const
{
    const QByteArray token = tokenOf(user);
    if (!token.isEmpty())
        return token;
    m_salond->command({u"user"_s, u"set-password"_s, user, u"--password-stdin"_s},
                      kPassword.toLatin1() + '\n');
    return tokenOf(user);
}

QByteArray TestLiveFuzz::context(const QByteArray &sent, const QByteArray &got) const
{
    return "\nSALON_FUZZ_SEED=" + QByteArray::number(m_seed) + "\nsent: " + sent.left(2000)
        + "\ngot: " + got.left(2000);
}

QByteArray TestLiveFuzz::makeFrame(const Kind &kind)
{
    const QJsonObject data = m_generator->chance(50) ? m_generator->valid(kind.schema)
                                                     : m_generator->nearlyValid(kind.schema);
    const QByteArray frame = compact({{u"type"_s, QString::fromLatin1(kind.name)},
                                      {u"id"_s, QString::number(++m_lastId)},
                                      {u"data"_s, data}});
    return m_generator->chance(20) ? m_generator->hostile(frame) : frame;
}

QByteArray TestLiveFuzz::makeBody(const Kind &kind)
{
    const QByteArray body =
        compact(m_generator->chance(50) ? m_generator->valid(kind.schema)
                                        : m_generator->nearlyValid(kind.schema));
    return m_generator->chance(15) ? m_generator->hostile(body) : body;
}

std::unique_ptr<RawClient> TestLiveFuzz::openSocket(bool sayHello)
{
    auto client = std::make_unique<RawClient>(m_salond->port());
    if (!client->upgrade("Authorization: Bearer " + m_token + "\r\n"))
        return nullptr;
    if (!sayHello)
        return client;
    client->sendText(wire::requestFrame(
        u"hello", protocol::Hello{.protocol = {}, .client = {u"t"_s, u"1"_s}, .token = {}}));
    const auto answer = answerOf(*client);
    return answer && answer->isReply() ? std::move(client) : nullptr;
}

std::optional<Answer> TestLiveFuzz::answerOf(RawClient &client)
{
    while (true) {
        const RawClient::Frame frame = client.readMessage();
        if (frame.opcode == RawClient::Close)
            return Answer{{}, frame.closeCode()};
        if (frame.opcode != RawClient::Text)
            return {};
        if (frame.payload.startsWith(R"({"type":"reply")")
            || frame.payload.startsWith(R"({"type":"error")"))
            return Answer{frame.payload, 0};
    }
}

void TestLiveFuzz::judge(const QByteArray &sent, const QByteArray &json, bool accepted,
                         Tally &tally)
{
    QCoreApplication::processEvents(); // the watcher reads
    const QString changed = m_state->changedTable();
    ++(accepted ? tally.accepted : tally.refused);
    if (accepted)
        return;
    const QString fault = faultOf(json);
    QVERIFY2(fault.isEmpty(), fault.toUtf8() + context(sent, json));
    QVERIFY2(changed.isEmpty(),
             "refused, but it changed " + changed.toUtf8() + context(sent, json));
}

//! The generator is worth little when it never meets what is right, or never what is wrong.
void TestLiveFuzz::requireBoth(const QHash<QByteArray, Tally> &tallies,
                               const QByteArrayList &onlyAccepted)
{
    int all = 0;
    for (auto it = tallies.begin(); it != tallies.end(); ++it) {
        all += it->accepted + it->refused;
        QVERIFY2(it->accepted > 0, it.key() + " was never accepted" + context({}, {}));
        QVERIFY2(it->refused > 0 || onlyAccepted.contains(it.key()),
                 it.key() + " was never refused" + context({}, {}));
    }
    qInfo("%d requests of %d kinds, SALON_FUZZ_SEED=%u", all, int(tallies.size()), m_seed);
}

void TestLiveFuzz::overTheSocket()
{
    QList<Kind> kinds = kindsOf<protocol::Requests>();
    kinds.removeIf([](const Kind &kind) { return kind.name == protocol::Hello::kind.data(); });
    QHash<QByteArray, Tally> tallies;
    auto client = openSocket();
    QElapsedTimer time;
    time.start();
    for (qsizetype turn = 0; !isEnough(time.elapsed(), kSocketMs, tallies); ++turn) {
        QVERIFY2(client, m_salond->log().right(2000) + context({}, {}));
        const Kind &kind = kinds.at(turn % kinds.size());
        const QByteArray frame = makeFrame(kind);
        client->sendText(frame);
        const auto answer = answerOf(*client);
        QVERIFY2(answer, "no answer" + context(frame, {}));
        if (answer->closeCode != 0) {
            QVERIFY2(answer->closeCode == 1007 || answer->closeCode == 1009,
                     "closed with " + QByteArray::number(answer->closeCode) + context(frame, {}));
            client = openSocket();
            continue;
        }
        record(frame, answer->json);
        judge(frame, answer->json, answer->isReply(), tallies[kind.name]);
        if (QTest::currentTestFailed())
            return;
    }
    requireBoth(tallies, {});
}

void TestLiveFuzz::hello()
{
    const Kind kind = kindsOf<protocol::Requests>().first();
    QCOMPARE(kind.name, QByteArray("session.hello"));
    m_generator->know(u"token"_s, {QString::fromLatin1(m_token)});
    m_generator->know(u"min"_s, {1});
    m_generator->know(u"max"_s, {1, 2});
    Tally tally;
    for (int turn = 0; turn < 200; ++turn) {
        const auto client = openSocket(false);
        QVERIFY2(client, m_salond->log().right(2000));
        const QByteArray frame = makeFrame(kind);
        client->sendText(frame);
        const auto answer = answerOf(*client);
        QVERIFY2(answer, "no answer" + context(frame, {}));
        const bool accepted = answer->isReply();
        if (answer->closeCode == 0) {
            record(frame, answer->json);
            judge(frame, answer->json, accepted, tally);
            if (QTest::currentTestFailed())
                return;
        }
        // Who was not let in is put out.
        if (!accepted && answer->closeCode == 0)
            QVERIFY2(client->readMessage().opcode == RawClient::Close, context(frame, {}));
    }
    requireBoth({{kind.name, tally}}, {});
}

//! Half frames, binary, wrong order, and closing at any place: nobody else notices.
void TestLiveFuzz::breaksOfTheSocket()
{
    const QByteArray text = R"({"type":"room.list","id":"1","data":{}})";
    const QList<QByteArray> bytes{
        RawClient::clientFrame(RawClient::Binary, text),
        RawClient::unmaskedFrame(RawClient::Text, text),
        RawClient::clientFrame(RawClient::Continuation, text),
        RawClient::clientFrame(RawClient::Text, text, false)
            + RawClient::clientFrame(RawClient::Text, text),
        RawClient::clientFrame(RawClient::Text, text, false)
            + RawClient::clientFrame(RawClient::Ping, "p")
            + RawClient::clientFrame(RawClient::Continuation, text),
        RawClient::clientFrame(RawClient::Close, QByteArray("\x03\xE8", 2)),
        RawClient::clientFrame(RawClient::Close, "x"),
        RawClient::clientFrame(3, text),
        RawClient::clientFrame(RawClient::Ping, QByteArray(126, 'p')),
        QByteArray("\xC1\x80", 2) + "abcd",
        QByteArray("\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10) + "abcd",
        RawClient::clientFrame(RawClient::Text, "\xFF\xFE"),
    };
    for (int turn = 0; turn < 150; ++turn) {
        const auto client = openSocket(m_generator->chance(70));
        QVERIFY2(client, m_salond->log().right(2000) + context({}, {}));
        const QByteArray whole = bytes.at(m_generator->random().bounded(qint32(bytes.size())));
        const bool half = m_generator->chance(30);
        client->send(half ? whole.left(m_generator->random().bounded(qint32(whole.size())))
                          : whole);
        if (half)
            client->reset();
        else
            QVERIFY2(answerOf(*client), "no answer" + context(whole.toHex(), {}));
    }
    QVERIFY(m_state->changedTable().isEmpty());
}

void TestLiveFuzz::overRest()
{
    QList<Kind> kinds = kindsOf<protocol::Requests>() + kindsOf<protocol::AccountRequests>();
    kinds.removeIf([](const Kind &kind) { return kind.name == protocol::Hello::kind.data(); });
    QHash<QByteArray, Tally> tallies;
    HttpClient linus(m_salond->port());
    linus.setToken(tokenOf(u"linus"_s));
    m_state->changedTable(); // the new session
    // There are accounts already, and ids of sessions are drawn at random.
    const QByteArrayList neverAccepted{"setup", "session.end"};
    QElapsedTimer time;
    time.start();
    for (qsizetype turn = 0; !isEnough(time.elapsed(), kRestMs, tallies, neverAccepted); ++turn) {
        const Kind &kind = kinds.at(turn % kinds.size());
        const QByteArray body = makeBody(kind);
        const auto [method, path] = addressOf(kind.name, QJsonDocument::fromJson(body).object());
        const HttpReply reply = linus.request(method, path, body);
        const QByteArray sent = method + ' ' + path + ' ' + body;
        QVERIFY2(reply.status >= 200 && reply.status < 500,
                 QByteArray::number(reply.status) + context(sent, reply.body));
        judge(sent, reply.body, reply.status < 300, tallies[kind.name]);
        if (QTest::currentTestFailed())
            return;
        // A session that was ended on request, or by a change of the password.
        if (reply.status == 401 || kind.name == "logout") {
            linus.setToken(renewedTokenOf(u"linus"_s));
            m_state->changedTable();
        }
    }
    for (const QByteArray &kind : neverAccepted)
        tallies.remove(kind);
    requireBoth(tallies, {"server", "session.renew", "logout", "sessions"});
}

QTEST_GUILESS_MAIN(TestLiveFuzz)
#include "tst_live_fuzz.moc"
