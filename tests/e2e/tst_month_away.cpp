// SPDX-License-Identifier: MIT
#include "client/state/chat.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const QByteArray kConfiguration = kCheapPasswords + kRaisedLimits + "rooms_per_hour = 100000\n";
const auto kPassword = u"correct horse 7"_s;
constexpr int kRooms = 500;
constexpr int kMissed = 5; // in each
constexpr int kPatienceMs = 60'000;

} // namespace

//! A client that was away while each of its 500 rooms went on: what coming back costs.
class TestMonthAway : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void oneQuestionAPage();
    void nothingChangedNothingAsked();
    void allOfItCanBeReadOffline();

private:
    void speakInAllRooms(int times);
    //! Ada's client is started, and has caught up.
    void arrive();
    int questions() const
    {
        int count = 0;
        for (const QByteArray &frame : m_sent)
            count += frame.contains("\"session.sync\"") ? 1 : 0;
        return count;
    }

    SalondProcess m_salond{kConfiguration};
    protocol::LoginReply m_ada;
    QTemporaryDir m_profile;
    Connection m_grace; //!< who speaks, in the meantime
    std::unique_ptr<Chat> m_chat;
    QList<RoomId> m_rooms;
    QHash<RoomId, Seq> m_heads;
    QList<QByteArray> m_sent;
};

void TestMonthAway::initTestCase()
{
    QVERIFY(m_salond.start());
    for (const auto &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond.addUser(name, kPassword));
    const auto ada = HttpClient(m_salond.port()).login(u"ada"_s, kPassword);
    const auto grace = HttpClient(m_salond.port()).login(u"grace"_s, kPassword);
    QVERIFY(ada && grace);
    m_ada = *ada;
    m_grace.open(m_salond.url(), grace->token);
    arrive();
    QTRY_COMPARE(m_grace.state(), ConnectionState::Online);
    int joined = 0;
    for (int i = 0; i < kRooms; ++i) {
        m_chat->createRoom({u"room %1"_s.arg(i), {}}, [&](const Result<protocol::RoomReply> &made) {
            QVERIFY(made);
            m_rooms.append(made->room.id);
            m_grace.request(protocol::JoinRoom{made->room.id},
                            [&](const Result<protocol::RoomReply> &) { ++joined; });
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(joined, kRooms, kPatienceMs);
    speakInAllRooms(1); // so that something of each is cached
    for (const RoomId room : std::as_const(m_rooms))
        QTRY_COMPARE_WITH_TIMEOUT(m_chat->rooms().find(room)->head, m_heads[room], kPatienceMs);
    m_chat.reset();
}

void TestMonthAway::speakInAllRooms(int times)
{
    int answered = 0;
    for (int i = 0; i < times; ++i) { // the server takes so many at once, and not all of them
        for (const RoomId room : std::as_const(m_rooms)) {
            const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
            m_grace.request(protocol::PostMessage{room, key, u"meanwhile %1"_s.arg(i), {}},
                            [&, room](const Result<protocol::Posted> &posted) {
                                QVERIFY(posted);
                                m_heads[room] = posted->seq;
                                ++answered;
                            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered, (i + 1) * kRooms, kPatienceMs);
    }
}

void TestMonthAway::arrive()
{
    m_sent.clear();
    m_chat = std::make_unique<Chat>(m_profile.path());
    connect(&m_chat->connection(), &Connection::frameSent, this,
            [this](const QByteArray &frame) { m_sent.append(frame); });
    QSignalSpy caughtUp(m_chat.get(), &Chat::caughtUp);
    m_chat->open(m_salond.url(), m_ada.token, m_ada.user.id);
    QTRY_COMPARE_WITH_TIMEOUT(caughtUp.count(), 1, kPatienceMs);
}

void TestMonthAway::oneQuestionAPage()
{
    speakInAllRooms(kMissed);
    arrive();
    QCOMPARE(questions(), kRooms * kMissed / int(protocol::kMaxEvents));
    for (const RoomId room : std::as_const(m_rooms))
        QCOMPARE(m_chat->rooms().find(room)->head, m_heads[room]);
    const Timeline *timeline = m_chat->openRoom(m_rooms[kRooms / 2]);
    QTRY_VERIFY(timeline->isLoaded());
    QCOMPARE(timeline->entries().last().message.seq, m_heads[m_rooms[kRooms / 2]]);
    m_chat.reset();
}

void TestMonthAway::nothingChangedNothingAsked()
{
    arrive();
    QCOMPARE(questions(), 0);
    m_chat.reset();
}

void TestMonthAway::allOfItCanBeReadOffline()
{
    m_salond.kill();
    m_chat = std::make_unique<Chat>(m_profile.path());
    QSignalSpy restored(m_chat.get(), &Chat::restored);
    m_chat->open(m_salond.url(), m_ada.token, m_ada.user.id);
    QTRY_COMPARE(restored.count(), 1);
    for (const RoomId room : {m_rooms.first(), m_rooms.last()}) {
        const Timeline *timeline = m_chat->openRoom(room);
        QTRY_VERIFY(timeline->isLoaded());
        QCOMPARE(timeline->entries().size(), 1 + kMissed);
        QCOMPARE(timeline->entries().last().message.text, u"meanwhile %1"_s.arg(kMissed - 1));
    }
    m_chat.reset();
}

QTEST_GUILESS_MAIN(TestMonthAway)
#include "tst_month_away.moc"
