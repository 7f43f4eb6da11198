// SPDX-License-Identifier: MIT
#include "client/state/catch_up.h"
#include "tests/client/net/scripted_server.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is asked, in which questions, when rooms are behind.
class TestCatchUp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void oneQuestionAPage();
    void roomsOfOnePage();
    void whoIsLookedAtIsFirst();
    void nothingNewEnds();
    void refusedIsTriedAgain();
    void unreadableRoomStopsNoOther();
    void clearedAnswersAreNobodys();

private:
    //! As a real server: at most 500 events an answer, in the order of the question.
    protocol::SyncReply answer(const protocol::Sync &ask, Seq head) const;
    QList<RoomId> rooms(qint64 count)
    {
        QList<RoomId> list;
        for (qint64 id = 1; id <= count; ++id)
            list.append(RoomId{id});
        return list;
    }

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<CatchUp> m_catchUp;
    std::map<RoomId, Seq> m_known;
    QList<protocol::Sync> m_asked;
};

void TestCatchUp::init()
{
    m_known.clear();
    m_asked.clear();
    m_server = std::make_unique<ScriptedServer>();
    m_connection = std::make_unique<Connection>();
    m_catchUp =
        std::make_unique<CatchUp>(*m_connection, [this](RoomId room) { return m_known[room]; });
    connect(m_catchUp.get(), &CatchUp::answered, this, [this](const protocol::RoomSync &answer) {
        if (answer.events && !answer.events->isEmpty())
            m_known[answer.room] = answer.events->last().seq;
    });
    m_connection->open(m_server->url(), u"token"_s);
    QTRY_COMPARE(m_connection->state(), ConnectionState::Online);
}

void TestCatchUp::cleanup()
{
    m_catchUp.reset();
    m_connection.reset();
    m_server.reset();
}

protocol::SyncReply TestCatchUp::answer(const protocol::Sync &ask, Seq head) const
{
    protocol::SyncReply reply;
    Seq budget = protocol::kMaxEvents;
    for (const protocol::SyncPosition &position : ask.rooms) {
        const Seq to = std::min(head, position.after + budget);
        QList<protocol::RoomEvent> events;
        for (Seq seq = position.after + 1; seq <= to; ++seq)
            events.append({position.room, seq, 0, {8}, protocol::MemberJoined{}});
        budget -= events.size();
        if (!events.isEmpty())
            reply.rooms.append({.room = position.room, .events = events});
        if (to < head)
            reply.more.append(position.room);
    }
    return reply;
}

void TestCatchUp::oneQuestionAPage()
{
    constexpr qint64 kRooms = 500;
    constexpr Seq kHead = 20;
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) {
        m_asked.append(ask);
        return answer(ask, kHead);
    });
    QSignalSpy done(m_catchUp.get(), &CatchUp::done);
    m_catchUp->ask(rooms(kRooms));
    QTRY_COMPARE(done.count(), 1);
    for (const auto &[room, known] : m_known)
        QCOMPARE(known, kHead);
    QCOMPARE(m_known.size(), size_t(kRooms));
    QCOMPARE(m_asked.size(), kRooms * kHead / protocol::kMaxEvents);
}

void TestCatchUp::roomsOfOnePage()
{
    // More rooms than a question takes, and all that they missed fits into one answer.
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) {
        m_asked.append(ask);
        protocol::SyncReply reply;
        for (const protocol::SyncPosition &position : ask.rooms)
            reply.rooms.append({.room = position.room, .events = QList<protocol::RoomEvent>()});
        return reply;
    });
    QSignalSpy done(m_catchUp.get(), &CatchUp::done);
    m_catchUp->ask(rooms(1'100));
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(m_asked.size(), 3);
    QCOMPARE(m_asked[0].rooms.size(), 500);
    QCOMPARE(m_asked[2].rooms.size(), 100);
    QCOMPARE(m_asked[2].rooms.last().room, RoomId{1'100});
}

void TestCatchUp::whoIsLookedAtIsFirst()
{
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) {
        m_asked.append(ask);
        if (m_asked.size() == 1) // while the first answer is on its way
            m_catchUp->askNext({700});
        return answer(ask, 1);
    });
    QSignalSpy done(m_catchUp.get(), &CatchUp::done);
    m_catchUp->ask(rooms(600));
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked[1].rooms.first().room, RoomId{700});
    QCOMPARE(m_asked[1].rooms.size(), 101);
}

void TestCatchUp::nothingNewEnds()
{
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) {
        m_asked.append(ask);
        return protocol::SyncReply{{}, {ask.rooms.first().room}, {}};
    });
    QSignalSpy done(m_catchUp.get(), &CatchUp::done);
    m_catchUp->ask({{1}});
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(m_asked.size(), 1);
}

void TestCatchUp::refusedIsTriedAgain()
{
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) -> Result<protocol::SyncReply> {
        m_asked.append(ask);
        if (m_asked.size() == 1)
            return Error::rateLimited(20);
        return answer(ask, 7);
    });
    m_catchUp->ask(rooms(3));
    QTRY_COMPARE(m_known[{3}], 7);
    QCOMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked[1].rooms.size(), 3);
}

void TestCatchUp::unreadableRoomStopsNoOther()
{
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) -> Result<protocol::SyncReply> {
        m_asked.append(ask);
        const bool isIn = std::ranges::any_of(
            ask.rooms, [](const auto &position) { return position.room == RoomId{333}; });
        if (isIn)
            return Error(ErrorCode::ProtocolError, u"not understood"_s);
        return answer(ask, 1);
    });
    QSignalSpy unreadable(m_catchUp.get(), &CatchUp::unreadable);
    QSignalSpy done(m_catchUp.get(), &CatchUp::done);
    m_catchUp->ask(rooms(500));
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(unreadable.count(), 1);
    QCOMPARE(unreadable.first().first().value<RoomId>(), RoomId{333});
    for (const RoomId room : rooms(500))
        QCOMPARE(m_known[room], room.value == 333 ? 0 : 1);
    QVERIFY2(m_asked.size() < 40, qPrintable(QString::number(m_asked.size()))); // by halves
}

void TestCatchUp::clearedAnswersAreNobodys()
{
    QString waiting;
    m_server->onRaw(u"session.sync"_s, [&](const QString &id) { waiting = id; });
    QSignalSpy answered(m_catchUp.get(), &CatchUp::answered);
    m_catchUp->ask({{1}});
    QTRY_VERIFY(!waiting.isEmpty());
    m_catchUp->clear();
    QVERIFY(m_catchUp->isDone());
    const protocol::Sync asked{{{{1}, 0}}};
    m_server->send(wire::replyFrame(waiting, wire::encoded(answer(asked, 3))));
    m_server->on<protocol::Sync>([this](const protocol::Sync &ask) { return answer(ask, 2); });
    m_catchUp->ask({{2}});
    QTRY_COMPARE(m_known[{2}], 2);
    QCOMPARE(answered.count(), 1);
    QCOMPARE(m_known[{1}], 0);
}

QTEST_GUILESS_MAIN(TestCatchUp)
#include "tst_catch_up.moc"
