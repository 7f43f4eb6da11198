// SPDX-License-Identifier: MIT
#include "tests/bench/room_load.h"
#include "tests/support/http_client.h"
#include "tests/support/login_storm.h"
#include "tests/support/salond_process.h"
#include "tests/support/slow_answers.h"
#include "tests/support/test_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;
const QByteArray kNoLimits = "[limits]\nmessages_per_second = 100000\nmessage_burst = 100000\n"
                             "requests_per_second = 100000\nsockets_per_user = 5000\n";
constexpr size_t kLargeRoom = 2000;

QString textKey(int number)
{
    return u"5a10a000-0000-4000-8000-%1"_s.arg(number, 12, 16, QChar(u'0'));
}

} // namespace

//! One stage is slowed down on purpose: the operator's commands name it first.
class TestSlowRequests : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void slowDisk();
    void busyHasher();
    void slowReader();
    void largeRoom();

private:
    static QString tokenOf(const SalondProcess &salond, const QString &name)
    {
        if (const auto added = salond.addUser(name, kPassword); !added)
            qWarning().noquote() << added.error().message;
        const auto login = HttpClient(salond.port()).login(name, kPassword);
        return login ? login->token : QString();
    }
};

void TestSlowRequests::slowDisk()
{
    SalondProcess salond(kCheapPasswords + kNoLimits + "[slow]\nthreshold_ms = 100\n");
    salond.setEnvironment(u"LD_PRELOAD"_s, QStringLiteral(SALON_SLOW_DISK));
    salond.setEnvironment(u"SLOW_DISK_MS"_s, u"150"_s);
    salond.setEnvironment(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);
    QVERIFY(salond.start());
    TestClient client(salond.url());
    const auto hello = client.open(tokenOf(salond, u"ada"_s));
    QVERIFY(hello);
    // The later ones wait for the commit of the first, then for their own.
    for (int i = 0; i < 5; ++i) {
        client.sendText(salon::wire::requestFrame(
            QString::number(100 + i),
            protocol::PostMessage{hello->rooms.first().id, textKey(i), u"hello"_s, {}}));
        QTest::qWait(20);
    }
    QTRY_COMPARE(client.events.size(), 5);
    QJsonArray requests;
    QTRY_VERIFY((requests = slowRequests(salond)).size() >= 5);
    int waited = 0;
    int posts = 0;
    for (const auto &value : requests) {
        const QJsonObject request = value.toObject();
        if (request[u"kind"_s] != u"message.post"_s)
            continue;
        ++posts;
        QVERIFY2(firstStage(request) == u"store commit"_s, qPrintable(pretty(requests)));
        QVERIFY(request[u"total_ns"_s].toInteger() >= 150'000'000);
        const QJsonObject queue = stageOf(request, u"queue"_s);
        const bool hasWaited = queue[u"took_ns"_s].toInteger() > 50'000'000;
        waited += int(hasWaited);
        if (hasWaited)
            QVERIFY2(queue[u"charged_ns"_s].toInteger() < queue[u"took_ns"_s].toInteger() / 2,
                     "the wait was for the first one's commit");
    }
    QCOMPARE(posts, 5);
    QVERIFY2(waited >= 1, qPrintable(pretty(requests)));
    QCOMPARE(firstTiming(salond), u"store commit"_s);
}

void TestSlowRequests::busyHasher()
{
    SalondProcess salond("[passwords]\nthreads = 1\nwaiting = 1000\nper_address = 1000\n"
                         "[throttle]\nname_attempts = 1000\nnetwork_attempts = 1000\n"
                         "[slow]\nkinds = [\"login=1\"]\n");
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    {
        LoginStorm storm(salond.port(), {u"ada"_s}, kPassword, 16, 8);
        QTRY_VERIFY_WITH_TIMEOUT(storm.isOver(), 30'000);
        QCOMPARE(storm.firstFailure(), QString());
    }
    QJsonArray requests;
    QTRY_VERIFY((requests = slowRequests(salond)).size() >= 16);
    int waitedLonger = 0;
    for (const auto &value : requests) {
        const QJsonObject request = value.toObject();
        QCOMPARE(request[u"kind"_s].toString(), u"login"_s);
        QVERIFY2(firstStage(request) == u"service hash"_s, qPrintable(pretty(requests)));
        QVERIFY(request[u"user"_s].toString().toLongLong() > 0);
        waitedLonger += int(stageOf(request, u"hash_queue"_s)[u"took_ns"_s].toInteger()
                            > stageOf(request, u"hash"_s)[u"took_ns"_s].toInteger());
    }
    QVERIFY2(waitedLonger >= 1, qPrintable(pretty(requests)));
    QCOMPARE(firstTiming(salond), u"service hash"_s);
}

void TestSlowRequests::slowReader()
{
    SalondProcess salond(kCheapPasswords + kNoLimits
                         + "[net]\noutbox_bytes = 100000000\n[slow]\nthreshold_ms = 400\n");
    QVERIFY(salond.start());
    TestClient bob(salond.url());
    const auto hello = bob.open(tokenOf(salond, u"bob"_s));
    QVERIFY(hello);
    HttpClient ada(salond.port());
    ada.setToken(tokenOf(salond, u"ada"_s).toLatin1());
    const QString text(15'000, u'€');
    // From here on nothing of bob's is read: no event loop runs.
    const auto begin = bob.frames.size();
    constexpr int kPosts = 60;
    for (int i = 0; i < kPosts; ++i) {
        const protocol::PostMessage message{hello->rooms.first().id, textKey(i), text, {}};
        QCOMPARE(ada.post("/api/message.post", salon::wire::encoded(message)).status, 201);
    }
    QTest::qSleep(800);
    QTRY_VERIFY_WITH_TIMEOUT(bob.frames.size() >= begin + kPosts, 20'000);
    QJsonArray requests;
    const auto drained = [&] {
        requests = slowRequests(salond);
        return std::any_of(requests.begin(), requests.end(), [](const auto &request) {
            return !stageOf(request.toObject(), u"drain"_s).isEmpty();
        });
    };
    QTRY_VERIFY2(drained(), qPrintable(pretty(requests)));
    for (const auto &value : std::as_const(requests)) {
        const QJsonObject request = value.toObject();
        if (stageOf(request, u"drain"_s).isEmpty())
            continue;
        QCOMPARE(request[u"kind"_s].toString(), u"message.post"_s);
        QVERIFY2(firstStage(request) == u"net drain"_s, qPrintable(pretty(requests)));
        QVERIFY(request[u"total_ns"_s].toInteger() >= 800'000'000);
    }
    QCOMPARE(firstTiming(salond), u"net drain"_s);
}

void TestSlowRequests::largeRoom()
{
    SalondProcess salond(kCheapPasswords + kNoLimits
                         + "[net]\nunauthenticated_per_address = 0\n"
                           "[slow]\nthreshold_ms = 0\n");
    salond.setEnvironment(u"SALOND_SERVER_IO_THREADS"_s,
                          u"1"_s); // whose connections a trace counts
    QVERIFY(salond.start());
    const QString token = tokenOf(salond, u"ada"_s);
    salon::RoomId room;
    {
        TestClient client(salond.url());
        const auto hello = client.open(token);
        QVERIFY(hello);
        room = hello->rooms.first().id;
    }
    std::vector<salon::bench::LoadMember> members(kLargeRoom, {room, token.toLatin1(), false});
    members.front().sends = true;
    salon::bench::RoomLoad load(salond.port(), members, 200);
    const auto connected = load.connect();
    QVERIFY2(connected, connected ? "" : qPrintable(connected.error().message));
    QVERIFY(load.run(4, 2'000));
    QVERIFY(load.settle());
    const QJsonArray requests = slowRequests(salond);
    int posts = 0;
    int named = 0;
    for (const auto &value : requests) {
        const QJsonObject request = value.toObject();
        if (request[u"kind"_s] != u"message.post"_s)
            continue;
        ++posts;
        QCOMPARE(request[u"recipients"_s].toInteger(), qint64(kLargeRoom));
        const QString first = firstStage(request);
        named += int(first == u"net flush"_s || first == u"net fan_out"_s);
    }
    QVERIFY(posts >= 5);
    // A sync of a busy disk may be slower than two thousand sockets, now and then.
    QVERIFY2(named > posts / 2, qPrintable(pretty(requests)));
    const QString first = firstTiming(salond);
    QVERIFY2(first == u"net flush"_s || first == u"net fan_out"_s, qPrintable(first));
}

QTEST_GUILESS_MAIN(TestSlowRequests)
#include "tst_slow_requests.moc"
