// SPDX-License-Identifier: MIT
#include "client/state/reading_places.h"
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

namespace {

const StoreAccount kAda{u"https://chat.example"_s, {7}};
constexpr RoomId kRoom{5};
constexpr ReadingPlace kPlace{400, 0, 33};

protocol::Room roomWith(qint64 unread)
{
    protocol::Room room;
    room.id = kRoom;
    room.head = 1000;
    room.read = 900;
    room.unread = unread;
    return room;
}

} // namespace

//! Where a room opens: which of the unread line, the place that was kept and the end wins.
class TestReadingPlaces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opens_data();
    void opens();
    void endIsNoPlace();
    void accountThatWasClosedKeepsNothing();

private:
    QTemporaryDir m_folder;
};

void TestReadingPlaces::opens_data()
{
    QTest::addColumn<qint64>("unread");
    QTest::addColumn<bool>("hasPlace");
    QTest::addColumn<Seq>("place");
    QTest::addColumn<Seq>("around");
    QTest::newRow("nothing known") << 0LL << false << Seq(0) << Seq(0);
    QTest::newRow("all read, kept") << 0LL << true << kPlace.seq << kPlace.seq;
    QTest::newRow("some unread") << 3LL << false << Seq(0) << Seq(0);
    QTest::newRow("some unread, kept") << 3LL << true << Seq(0) << Seq(0);
    QTest::newRow("much unread") << 90LL << false << Seq(0) << Seq(900);
    QTest::newRow("much unread, kept") << 90LL << true << Seq(0) << Seq(900);
}

void TestReadingPlaces::opens()
{
    QFETCH(qint64, unread);
    QFETCH(bool, hasPlace);
    QFETCH(Seq, place);
    QFETCH(Seq, around);
    LocalStore store(m_folder.path());
    ReadingPlaces places(store);
    places.open(kAda, {});
    if (hasPlace)
        places.keep(kRoom, kPlace);
    QCOMPARE(places.opening(roomWith(unread)).seq, place);
    QCOMPARE(places.opensAround(roomWith(unread)), around);
}

void TestReadingPlaces::endIsNoPlace()
{
    LocalStore store(m_folder.path());
    ReadingPlaces places(store);
    places.open(kAda, {{kRoom, kPlace}});
    QCOMPARE(places.opening(roomWith(0)), kPlace);
    places.keep(kRoom, {});
    QVERIFY(places.opening(roomWith(0)).isEnd());
    std::optional<LocalStore::Content> content;
    store.load(kAda, [&](const LocalStore::Content &found) { content = found; });
    QTRY_VERIFY(content);
    QVERIFY(content->places.isEmpty());
}

void TestReadingPlaces::accountThatWasClosedKeepsNothing()
{
    LocalStore store(m_folder.path());
    ReadingPlaces places(store);
    places.open(kAda, {});
    places.keep(kRoom, kPlace);
    places.close();
    places.keep(kRoom, {1, 0, 1}); // the window still has the room for a moment
    std::optional<LocalStore::Content> content;
    store.load(kAda, [&](const LocalStore::Content &found) { content = found; });
    QTRY_VERIFY(content);
    QCOMPARE(content->places.value(kRoom), kPlace);
}

QTEST_GUILESS_MAIN(TestReadingPlaces)
#include "tst_reading_places.moc"
