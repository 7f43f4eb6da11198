// SPDX-License-Identifier: MIT
#include "client/state/room_logs.h"
#include "tests/client/net/scripted_server.h"
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What comes out of the logs of many rooms, whatever goes in.
class TestRoomLogs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void pushedBeforeTheListIsHeld();
    void heldEventsAreBoundedInAll();
    void roomThatOneLeftIsSilent();
    void newLineBeginsAtTheHead();

private:
    static protocol::RoomEvent event(RoomId room, Seq seq)
    {
        return messageEvent(room, seq, {8}, u"text"_s);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<LogCache> m_cache;
    std::unique_ptr<RoomLogs> m_logs;
    QMap<RoomId, QList<Seq>> m_applied;
};

void TestRoomLogs::init()
{
    m_applied.clear();
    m_connection = std::make_unique<Connection>();
    m_cache = std::make_unique<LogCache>(m_folder.path());
    m_logs = std::make_unique<RoomLogs>(*m_connection, *m_cache);
    m_logs->open({u"http://127.0.0.1:1"_s, {7}}, {});
    connect(m_logs.get(), &RoomLogs::applied, this,
            [this](const protocol::RoomEvent &event) { m_applied[event.room].append(event.seq); });
}

void TestRoomLogs::cleanup()
{
    m_logs.reset();
    m_cache.reset();
    m_connection.reset();
}

void TestRoomLogs::pushedBeforeTheListIsHeld()
{
    m_logs->receive(event({1}, 12));
    m_logs->receive(event({1}, 11));
    m_logs->receive(event({1}, 10)); // before the list was read
    QVERIFY(m_applied.isEmpty());
    m_logs->listed({roomOf({1}, u"a"_s, 10), roomOf({2}, u"b"_s, 3)}, {});
    QCOMPARE(m_applied[{1}], (QList<Seq>{11, 12}));
    m_logs->receive(event({2}, 4));
    QCOMPARE(m_applied[{2}], QList<Seq>{4});
}

void TestRoomLogs::heldEventsAreBoundedInAll()
{
    constexpr qint64 kRooms = 30;
    QList<protocol::Room> rooms;
    for (qint64 id = 1; id <= kRooms; ++id) {
        rooms.append(roomOf({id}, u"r"_s, 1));
        for (Seq seq = 2; seq <= 900; ++seq)
            m_logs->receive(event({id}, seq));
    }
    m_logs->listed(rooms, {});
    qsizetype held = 0;
    for (const QList<Seq> &applied : std::as_const(m_applied))
        held += applied.size();
    QCOMPARE(held, 10'000);
    // What was not held is missing, not lost: the next event shows the hole.
    QCOMPARE(m_logs->known({1}), 900);
    QCOMPARE(m_logs->known({kRooms}), 1);
    m_logs->receive(event({kRooms}, 901));
    QCOMPARE(m_logs->known({kRooms}), 1);
}

void TestRoomLogs::roomThatOneLeftIsSilent()
{
    m_logs->listed({roomOf({1}, u"a"_s, 10)}, {});
    m_logs->remove({1});
    m_logs->receive(event({1}, 11));
    QVERIFY(m_applied.isEmpty());
    m_logs->begin(roomOf({1}, u"a"_s, 11)); // joined again
    m_logs->receive(event({1}, 12));
    QCOMPARE(m_applied[{1}], QList<Seq>{12});
}

void TestRoomLogs::newLineBeginsAtTheHead()
{
    const auto room = roomOf({1}, u"a"_s, 10);
    m_logs->listed({room}, {});
    m_logs->receive(event({1}, 15)); // a hole, when the line is lost
    m_logs->reconnected();
    m_logs->listed({roomOf({1}, u"a"_s, 20)}, {});
    QCOMPARE(m_logs->known({1}), 20); // nothing of it is cached: it costs nothing
    m_logs->receive(event({1}, 21));
    QCOMPARE(m_applied[{1}], QList<Seq>{21});
}

QTEST_GUILESS_MAIN(TestRoomLogs)
#include "tst_room_logs.moc"
