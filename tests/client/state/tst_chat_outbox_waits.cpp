// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! When the outbox does not send: while it was asked to wait, while it is not known yet which rooms
//! there are, while nobody is signed in.
class TestChatOutboxWaits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingIsSentDuringAPause();
    void pausesGrow();
    void nothingIsSentBeforeTheRoomsAreKnown();
    void refusedSessionLeavesItWaiting();
    void ownFailuresAreKeptWhenTheRoomGoes();
    void goneFromTheDisk_data();
    void goneFromTheDisk();
    void notTakenWithoutAnAccount();

private:
    void loseFromDisk(const QString &key) const
    {
        LocalStore(m->folder.path()).removeOutbox({m->server.url().toString(), kSelf}, key);
    }
    void answerPosts(std::function<Result<protocol::Posted>(const protocol::PostMessage &)> answer)
    {
        m->server.on<protocol::PostMessage>(
            [=](const protocol::PostMessage &post) { return answer(post); });
    }
    int posts() const { return m->server.count(u"message.post"_s); }

    std::unique_ptr<ChatFixture> m;
};

void TestChatOutboxWaits::init()
{
    m = std::make_unique<ChatFixture>();
    m->start();
}

void TestChatOutboxWaits::nothingIsSentDuringAPause()
{
    answerPosts([](const auto &) { return Error::rateLimited(60'000); });
    const Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QSignalSpy paused(m->chat.get(), &Chat::sendingPaused);
    m->chat->post(kRoom, u"one"_s);
    QTRY_COMPARE(paused.count(), 1);
    m->chat->post(kRoom, u"two"_s);
    QTRY_COMPARE(shown(*timeline).mid(2), (QStringList{u"one?"_s, u"two?"_s}));
    m->chat->markRead(kRoom, 3);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1); // behind a post, if there were one
    QCOMPARE(posts(), 1);
    QCOMPARE(paused.count(), 1);
}

void TestChatOutboxWaits::pausesGrow()
{
    answerPosts([](const auto &) { return Error(ErrorCode::Unavailable, {}); });
    QVERIFY(m->openRoom());
    QList<qint64> pauses;
    connect(m->chat.get(), &Chat::sendingPaused, this,
            [&](const Error &, qint64 retryInMs) { pauses.append(retryInMs); });
    m->chat->post(kRoom, u"one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(pauses, (QList<qint64>{3'000, 6'000}), 15'000);
}

void TestChatOutboxWaits::nothingIsSentBeforeTheRoomsAreKnown()
{
    const Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QString waiting;
    m->server.hello.roomsMore = true;
    m->server.hello.rooms = {};
    m->server.onRaw(u"room.list"_s, [&](const QString &id) { waiting = id; });
    m->server.cut();
    QTRY_VERIFY(!waiting.isEmpty());
    m->chat->post(kRoom, u"one"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"one?"_s);
    QCOMPARE(posts(), 0); // it might be a room that one is not in any more
    protocol::RoomListReply list;
    list.rooms = {roomOf(kRoom, u"general"_s, 3, 2)};
    m->server.send(wire::replyFrame(waiting, wire::encoded(list)));
    QTRY_COMPARE(posts(), 1);
}

void TestChatOutboxWaits::refusedSessionLeavesItWaiting()
{
    answerPosts([](const auto &) { return Error(ErrorCode::SessionExpired, {}); });
    const Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"one"_s);
    QTRY_COMPARE(posts(), 1);
    m->chat->markRead(kRoom, 3);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1);
    QCOMPARE(shown(*timeline).last(), u"one?"_s);
    QCOMPARE(posts(), 1);
}

void TestChatOutboxWaits::ownFailuresAreKeptWhenTheRoomGoes()
{
    answerPosts([](const auto &) { return Error(ErrorCode::TooLarge, {}); });
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"too long"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"too long!"_s);
    m->server.onRaw(u"message.post"_s, [](const QString &) {});
    m->chat->post(kRoom, u"waits"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"waits?"_s);
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_COMPARE(left.count(), 1);
    QCOMPARE(left.first().first().value<LeftBehind>().messages, 1);
    m->server.push(protocol::RoomListed{roomOf(kRoom, u"general"_s, 3, 2)});
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(timeline->entries()[2].failure.code, ErrorCode::TooLarge);
    QCOMPARE(timeline->entries()[3].failure.reason, Reason::NotAMember);
}

void TestChatOutboxWaits::goneFromTheDisk_data()
{
    QTest::addColumn<bool>("isRewritten");
    QTest::newRow("sent again") << false;
    QTest::newRow("with another text") << true;
}

//! A damaged file, or a second client of this profile: what is shown as kept is kept all the same.
void TestChatOutboxWaits::goneFromTheDisk()
{
    QFETCH(bool, isRewritten);
    answerPosts([](const auto &) { return Error(ErrorCode::TooLarge, {}); });
    const Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"one"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"one!"_s);
    const QString key = timeline->entries().last().message.key;
    loseFromDisk(key);
    QSignalSpy notTaken(m->chat.get(), &Chat::textNotTaken);
    m->server.onRaw(u"message.post"_s, [](const QString &) {});
    if (isRewritten)
        m->chat->postAgain(key, u"two"_s);
    else
        m->chat->retry(kRoom, key);
    QTRY_COMPARE(posts(), 2);
    QCOMPARE(shown(*timeline).last(), isRewritten ? u"two?"_s : u"one?"_s);
    QCOMPARE(notTaken.count(), 0);
    m->start();
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline).mid(2), QStringList(isRewritten ? u"two?"_s : u"one?"_s));
}

void TestChatOutboxWaits::notTakenWithoutAnAccount()
{
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy notTaken(m->chat.get(), &Chat::textNotTaken);
    m->chat->post(kRoom, u"typed with care"_s);
    QCOMPARE(notTaken.count(), 1);
    QCOMPARE(notTaken.first().first().value<RoomId>(), kRoom);
    QCOMPARE(notTaken.first().last().toString(), u"typed with care"_s);
}

QTEST_GUILESS_MAIN(TestChatOutboxWaits)
#include "tst_chat_outbox_waits.moc"
