// SPDX-License-Identifier: MIT
#include "shared/wire/envelope.h"
#include "tests/e2e/live_fuzz.h"
#include "tests/support/frame_recorder.h"
#include "tests/support/raw_client.h"
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::RawClient;
namespace protocol = salon::protocol;
namespace wire = salon::wire;

namespace {

constexpr int kSocketMs = 9'000;

//! An answer to anything: a frame or a body, or the code of a close frame.
struct Answer {
    QByteArray json;
    int closeCode = 0;
    bool isReply() const { return json.startsWith(R"({"type":"reply")"); }
};

//! For the comparison with the description.
void record(const QByteArray &frame, const QByteArray &answer)
{
    const int socket = salon::test::nextRecordedSocket();
    salon::test::recordFrame(socket, salon::test::Said::ByClient, frame);
    salon::test::recordFrame(socket, salon::test::Said::ByServer, answer);
}

} // namespace

//! Requests of every kind over the WebSocket, good, nearly good and hostile, at a real salond: each
//! is answered in time and properly, and a refused one changes nothing.
class TestLiveFuzz : public QObject, LiveFuzz {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void overTheSocket();
    void hello();
    void breaksOfTheSocket();
    void cleanup() { end(); }

private:
    QByteArray makeFrame(const Kind &kind);
    std::unique_ptr<RawClient> openSocket(bool sayHello = true);
    //! The answer to what was sent; events and pushes are passed over.
    std::optional<Answer> answerOf(RawClient &client);

    QByteArray m_token;
    qint64 m_lastId = 0;
};

void TestLiveFuzz::init()
{
    begin();
    if (QTest::currentTestFailed())
        return;
    m_token = tokenOf(u"ada"_s);
    m_state->changedTable(); // the new session
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

QTEST_GUILESS_MAIN(TestLiveFuzz)
#include "tst_live_fuzz.moc"
