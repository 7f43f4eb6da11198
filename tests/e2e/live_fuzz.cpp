// SPDX-License-Identifier: MIT
#include "tests/e2e/live_fuzz.h"
#include "shared/wire/envelope.h"
#include "tests/support/http_client.h"
#include <QJsonDocument>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

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

constexpr int kNewestRooms = 12; //!< that are named in requests, besides those of before
constexpr int kNewestMessages = 8; //!< of which the numbers are

quint32 runSeed()
{
    bool isSet = false;
    const auto seed = qEnvironmentVariable("SALON_FUZZ_SEED").toUInt(&isSet);
    return isSet ? seed : QRandomGenerator::global()->generate();
}

//! What no answer may be; empty when it is a proper one.
QString faultOf(const QByteArray &json)
{
    wire::JsonParser parser;
    const auto body = parser.parse(json);
    if (!body || !body->isObject())
        return u"not our JSON"_s;
    const auto member = body->member("error");
    const auto error = member ? wire::decodeError(*member) : std::nullopt;
    if (!error || error->code == ErrorCode::ProtocolError) // or a code that nobody knows
        return u"neither reply nor error"_s;
    if (error->code == ErrorCode::Internal || error->code == ErrorCode::Unavailable)
        return u"the server's own fault"_s;
    if (error->message.isEmpty())
        return u"an error without message"_s;
    return {};
}

} // namespace

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool isEnough(qint64 elapsed, qint64 usual, const QHash<QByteArray, Tally> &tallies)
{
    const bool isMissing =
        std::ranges::any_of(tallies, [](const Tally &tally) { return tally.accepted == 0; });
    return elapsed > kLongestMs || (elapsed > usual && !isMissing);
}

void LiveFuzz::begin(Accounts accounts)
{
    m_seed = runSeed();
    m_generator = std::make_unique<RequestGenerator>(m_seed);
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    m_salond->allowWrongDigests();
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    if (accounts == Accounts::Three)
        addThree();
    m_rooms = {u"1"_s, u"1"_s, u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"77"_s};
    m_generator->know(u"room"_s, m_rooms);
    m_generator->know(u"filter"_s, {u"mine"_s});
    m_generator->know(u"username"_s, {u"linus"_s, u"Linus"_s, u"nobody"_s});
    for (const QString &key : {u"password"_s, u"old"_s})
        m_generator->know(key, {kPassword, kPassword, u"wrong horse 7"_s});
    m_generator->know(u"new"_s, {kPassword});
    m_generator->know(u"user"_s, {u"1"_s, u"2"_s, u"3"_s});
    m_generator->know(u"choice"_s, {u"available"_s, u"do_not_disturb"_s, u"invisible"_s});
    m_generator->know(u"emoji"_s, {u"\U0001F44D"_s, u"\U0001F389"_s});
    m_state = std::make_unique<DatabaseState>(m_salond->dataFolder());
}

void LiveFuzz::addThree()
{
    for (const QString &name : {u"ada"_s, u"grace"_s, u"linus"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
    HttpClient grace(m_salond->port());
    grace.setToken(tokenOf(u"grace"_s));
    for (const QByteArray &name : QByteArrayList{"graces own", "another one"})
        QCOMPARE(grace.post("/api/rooms", "{\"name\":\"" + name + "\"}").status, 201);
    m_watcher = std::make_unique<TestClient>(m_salond->url());
    QVERIFY(m_watcher->open(QString::fromLatin1(tokenOf(u"grace"_s))));
}

void LiveFuzz::end()
{
    QVERIFY2(m_salond->isRunning(), m_salond->log().right(2000));
    if (m_watcher)
        compareWatcher();
    QVERIFY2(!m_salond->log().contains(R"("level":"error")"), "salond logged an error of its own");
    m_watcher.reset();
    m_state.reset();
    QCOMPARE(m_salond->stop().value_or(-1), 0);
}

//! It was told each event of the room once, up to the last.
void LiveFuzz::compareWatcher()
{
    const auto page = m_watcher->ask(protocol::ListMessages{.room = {1}});
    QVERIFY2(page, qPrintable(page ? QString() : page.error().toString()));
    Seq last = 0;
    for (const protocol::RoomEvent &event : m_watcher->events) {
        if (event.room != RoomId{1})
            continue;
        QVERIFY2(last == 0 || event.seq == last + 1, "an event was told twice, or not at all");
        last = event.seq;
    }
    QVERIFY(last == 0 || last == page->asOf);
}

QByteArray LiveFuzz::tokenOf(const QString &user) const
{
    const auto reply = HttpClient(m_salond->port()).login(user, kPassword);
    return reply ? reply->token.toLatin1() : QByteArray();
}

QByteArray LiveFuzz::context(const QByteArray &sent, const QByteArray &got) const
{
    return "\nSALON_FUZZ_SEED=" + QByteArray::number(m_seed) + "\nsent: " + sent.left(2000)
        + "\ngot: " + got.left(2000);
}

void LiveFuzz::learn(const QByteArray &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply).object();
    const QJsonObject data = body.contains(u"data"_s) ? body.value(u"data"_s).toObject() : body;
    learnMessage(data);
    learnRoom(data.value(u"room"_s)[u"id"_s]);
}

void LiveFuzz::learnRoom(const QJsonValue &id)
{
    if (!id.isString())
        return;
    m_newRooms.append(id);
    if (m_newRooms.size() > kNewestRooms)
        m_newRooms.removeFirst();
    QJsonArray all = m_rooms;
    for (const QJsonValue &room : std::as_const(m_newRooms))
        all.append(room);
    m_generator->know(u"room"_s, all);
}

void LiveFuzz::learnMessage(const QJsonObject &reply)
{
    if (!reply.contains(u"n"_s) || !reply.contains(u"at"_s))
        return;
    m_messages.append(reply.value(u"seq"_s));
    if (m_messages.size() > kNewestMessages)
        m_messages.removeFirst();
    m_generator->know(u"seq"_s, m_messages);
}

void LiveFuzz::judge(const QByteArray &sent, const QByteArray &json, bool accepted, Tally &tally)
{
    QCoreApplication::processEvents(); // the watcher reads
    const QString changed = m_state->changedTable();
    ++(accepted ? tally.accepted : tally.refused);
    if (accepted) {
        learn(json);
        return;
    }
    const QString fault = faultOf(json);
    QVERIFY2(fault.isEmpty(), fault.toUtf8() + context(sent, json));
    QVERIFY2(changed.isEmpty(),
             "refused, but it changed " + changed.toUtf8() + context(sent, json));
}

void LiveFuzz::requireBoth(const QHash<QByteArray, Tally> &tallies,
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

} // namespace salon::test
