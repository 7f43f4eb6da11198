// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSet>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Messages on their way out: acknowledged, refused, resent, over restarts of the program.
class TestChatOutbox : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void goesFromPendingToDelivered();
    void goesOutInOrder();
    void typedOfflineIsSentLater();
    void survivesARestart();
    void sameKeyUntilItIsAnswered();
    void refusalIsKeptOverARestart();
    void refusedWhileTheRoomWasClosed();
    void tooLongFailsAtOnce();
    void retryKeepsTheKey();
    void retryAfterAReusedKeyTakesANewOne();
    void discardedIsForgotten();
    void rateLimitPausesAndTells();
    void endedSessionKeepsWhatWaits();
    void anotherAccountSeesNothingOfIt();
    void leavingFailsWhatWaits();
    void removedWhileAwayFailsWhatWaits();
    void diskThatTakesNothing();
    void draftsComeBack();

private:
    //! Answers posts like a server: each a number, the event after the reply.
    void acceptPosts()
    {
        m->server.on<protocol::PostMessage>([this](const protocol::PostMessage &post) {
            m_posts.append(post);
            const Seq seq = m_nextSeq++;
            const auto event = messageEvent(post.room, seq, kSelf, post.text, post.key);
            QTimer::singleShot(0, &m->server, [this, event] { m->server.sendEvent(event); });
            return protocol::Posted{post.room, seq, seq - 1, event.at};
        });
    }
    void refusePosts(const Error &error)
    {
        m->server.on<protocol::PostMessage>(
            [this, error](const protocol::PostMessage &post) -> Result<protocol::Posted> {
                m_posts.append(post);
                return error;
            });
    }
    //! Takes them and says nothing.
    void ignorePosts()
    {
        m->server.onRaw(u"message.post"_s, [](const QString &) {});
    }

    std::unique_ptr<ChatFixture> m;
    QList<protocol::PostMessage> m_posts; //!< that the server saw
    Seq m_nextSeq = 4;
};

void TestChatOutbox::init()
{
    m = std::make_unique<ChatFixture>();
    m_posts.clear();
    m_nextSeq = 4;
    m->start();
}

void TestChatOutbox::cleanup()
{
    m.reset();
}

void TestChatOutbox::goesFromPendingToDelivered()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi?"_s);
    acceptPosts();
    m->server.cut();
    QTRY_COMPARE(shown(*timeline).last(), u"hi"_s);
    QCOMPARE(timeline->entries().size(), 3);
    QCOMPARE(timeline->entries().last().message.seq, 4);
}

void TestChatOutbox::goesOutInOrder()
{
    acceptPosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QStringList texts;
    for (int i = 0; i < 20; ++i) {
        texts.append(u"message %1"_s.arg(i));
        m->chat->post(kRoom, texts.last());
    }
    QTRY_COMPARE(shown(*timeline).mid(2), texts);
    QCOMPARE(m_posts.size(), 20);
}

void TestChatOutbox::typedOfflineIsSentLater()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    acceptPosts();
    m->chat->connection().close();
    m->chat->post(kRoom, u"offline"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"offline?"_s);
    QVERIFY(m_posts.isEmpty());
    m->open();
    QTRY_COMPARE(shown(*timeline).last(), u"offline"_s);
    QCOMPARE(m_posts.size(), 1);
}

void TestChatOutbox::survivesARestart()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"typed before"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"typed before?"_s);
    QTRY_COMPARE(m->server.count(u"message.post"_s), 1);
    acceptPosts();
    m->start();
    timeline = m->openRoom();
    QVERIFY(timeline);
    QTRY_COMPARE(shown(*timeline).last(), u"typed before"_s);
    QCOMPARE(timeline->entries().size(), 3);
    // And not once more.
    m->start();
    QVERIFY(m->openRoom());
    QCOMPARE(m_posts.size(), 1);
}

void TestChatOutbox::sameKeyUntilItIsAnswered()
{
    QSet<QString> keys;
    m->server.on<protocol::PostMessage>(
        [&](const protocol::PostMessage &post) -> Result<protocol::Posted> {
            keys.insert(post.key);
            m_posts.append(post);
            if (m_posts.size() == 3)
                return protocol::Posted{post.room, 4, 3, 0};
            QTimer::singleShot(0, &m->server, [this] { m->server.cut(); });
            return Error(ErrorCode::Unavailable, Reason::StorageFailed, {});
        });
    QVERIFY(m->openRoom());
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(m_posts.size(), 3);
    QCOMPARE(keys.size(), 1);
}

void TestChatOutbox::refusalIsKeptOverARestart()
{
    Error refusal(ErrorCode::Forbidden, Reason::NotAMember, {});
    refusePosts(refusal);
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi!"_s);
    m->start();
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline).last(), u"hi!"_s);
    QCOMPARE(timeline->entries().last().failure.reason, Reason::NotAMember);
    QCOMPARE(m_posts.size(), 1); // it waits for the person
}

void TestChatOutbox::refusedWhileTheRoomWasClosed()
{
    refusePosts(Error(ErrorCode::Forbidden, Reason::NotAMember, {}));
    QTRY_VERIFY(m->isOnline());
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(m_posts.size(), 1);
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QTRY_COMPARE(shown(*timeline).last(), u"hi!"_s);
    QCOMPARE(timeline->entries().last().failure.reason, Reason::NotAMember);
}

void TestChatOutbox::tooLongFailsAtOnce()
{
    m->server.hello.limits.messageText = 5;
    acceptPosts();
    m->start();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"six ch"_s);
    m->chat->post(kRoom, u"five!"_s);
    QTRY_COMPARE(shown(*timeline).mid(2), (QStringList{u"five!"_s, u"six ch!"_s}));
    const Error &failure = timeline->entries().last().failure;
    QCOMPARE(failure.code, ErrorCode::TooLarge);
    QCOMPARE(failure.limit, std::optional<qint64>(5));
    QCOMPARE(m_posts.size(), 1);
}

void TestChatOutbox::retryKeepsTheKey()
{
    refusePosts(Error(ErrorCode::Forbidden, {}));
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi!"_s);
    acceptPosts();
    m->chat->retry(kRoom, timeline->entries().last().message.key);
    QCOMPARE(shown(*timeline).last(), u"hi?"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi"_s);
    QCOMPARE(m_posts.size(), 2);
    QCOMPARE(m_posts[0].key, m_posts[1].key);
}

void TestChatOutbox::retryAfterAReusedKeyTakesANewOne()
{
    refusePosts(Error(ErrorCode::Conflict, Reason::KeyReused, {}));
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi!"_s);
    acceptPosts();
    m->chat->retry(kRoom, timeline->entries().last().message.key);
    QTRY_COMPARE(shown(*timeline).last(), u"hi"_s);
    QCOMPARE(timeline->entries().size(), 3);
    QCOMPARE(m_posts.size(), 2);
    QVERIFY(m_posts[0].key != m_posts[1].key);
}

void TestChatOutbox::discardedIsForgotten()
{
    refusePosts(Error(ErrorCode::Forbidden, {}));
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi!"_s);
    m->chat->discard(kRoom, timeline->entries().last().message.key);
    QCOMPARE(timeline->entries().size(), 2);
    m->start();
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(timeline->entries().size(), 2);
}

void TestChatOutbox::rateLimitPausesAndTells()
{
    bool isFirst = true;
    m->server.on<protocol::PostMessage>(
        [&](const protocol::PostMessage &post) -> Result<protocol::Posted> {
            m_posts.append(post);
            if (std::exchange(isFirst, false))
                return Error::rateLimited(150);
            const Seq seq = m_nextSeq++;
            return protocol::Posted{post.room, seq, seq - 1, 0};
        });
    qint64 retryInMs = 0;
    ErrorCode why = ErrorCode::Internal;
    connect(m->chat.get(), &Chat::sendingPaused, this, [&](const Error &error, qint64 wait) {
        retryInMs = wait;
        why = error.code;
    });
    QVERIFY(m->openRoom());
    m->chat->post(kRoom, u"one"_s);
    m->chat->post(kRoom, u"two"_s);
    QTRY_COMPARE(m_posts.size(), 3);
    QCOMPARE(retryInMs, 150);
    QCOMPARE(why, ErrorCode::RateLimited);
    QCOMPARE(m_posts[1].key, m_posts[0].key); // nothing overtakes
    QCOMPARE(m_posts[2].text, u"two"_s);
}

void TestChatOutbox::endedSessionKeepsWhatWaits()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QSignalSpy refused(&m->chat->connection(), &Connection::sessionRefused);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(m->server.count(u"message.post"_s), 1);
    m->server.push(protocol::SessionEnded{u"session_expired"_s});
    QTRY_COMPARE(refused.count(), 1);
    // Readable and unchanged behind the login.
    QCOMPARE(shown(*timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"hi?"_s}));
    QVERIFY(m->chat->rooms().find(kRoom));
    acceptPosts();
    m->server.on<protocol::Sync>([](const protocol::Sync &ask) {
        protocol::SyncReply reply;
        reply.rooms.append(
            {.room = ask.rooms.first().room, .events = QList<protocol::RoomEvent>()});
        return reply;
    });
    m->open();
    QTRY_COMPARE(shown(*timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"hi"_s}));
}

void TestChatOutbox::anotherAccountSeesNothingOfIt()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"of Ada"_s);
    m->chat->setDraft(kRoom, {u"draft of Ada"_s});
    QTRY_COMPARE(shown(*timeline).last(), u"of Ada?"_s);
    QTRY_COMPARE(m->server.count(u"message.post"_s), 1); // or it would be accepted
    acceptPosts();
    m->server.hello.user = {kOther, u"grace"_s, u"Grace"_s};
    m->chat->close();
    QVERIFY(m->chat->rooms().all().isEmpty());
    QCOMPARE(m->chat->nameOf(kOther), u"…"_s);
    m->chat->open(m->server.url(), u"token"_s, kOther);
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), (QStringList{u"text 2"_s, u"text 3"_s}));
    QCOMPARE(m->chat->draft(kRoom).text, QString());
    QVERIFY(m_posts.isEmpty());
    // Ada comes back.
    m->server.hello.user = {kSelf, u"ada"_s, u"Ada"_s};
    m->open();
    QTRY_COMPARE(m_posts.size(), 1);
    QCOMPARE(m_posts.first().text, u"of Ada"_s);
    QCOMPARE(m->chat->draft(kRoom).text, u"draft of Ada"_s);
}

void TestChatOutbox::leavingFailsWhatWaits()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QPointer<Timeline> shownTimeline(timeline);
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi?"_s);
    m->server.push(protocol::RoomRemoved{kRoom}); // left on another device
    QTRY_COMPARE(left.count(), 1);
    QCOMPARE(left.first().first().value<LeftBehind>().messages, 1);
    QVERIFY(!m->chat->rooms().find(kRoom));
    QVERIFY(!shownTimeline); // nothing of a room that one may not see any more
    // Back again: it waits for the person.
    m->server.push(protocol::RoomListed{roomOf(kRoom, u"general"_s, 3, 2)});
    timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline).last(), u"hi!"_s);
    QCOMPARE(timeline->entries().last().failure.reason, Reason::NotAMember);
}

void TestChatOutbox::removedWhileAwayFailsWhatWaits()
{
    ignorePosts();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"hi"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"hi?"_s);
    m->server.hello.rooms = {roomOf({6}, u"elsewhere"_s)};
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->open();
    QTRY_COMPARE(left.count(), 1);
    QCOMPARE(left.first().first().value<LeftBehind>().room, u"general"_s);
}

void TestChatOutbox::diskThatTakesNothing()
{
    acceptPosts();
    m->chat = std::make_unique<Chat>(u"/proc/no/such/folder"_s);
    QSignalSpy notTaken(m->chat.get(), &Chat::textNotTaken);
    m->open();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->post(kRoom, u"typed with care"_s);
    QTRY_COMPARE(notTaken.count(), 1);
    QCOMPARE(notTaken.first().last().toString(), u"typed with care"_s);
    QCOMPARE(timeline->entries().size(), 2);
    QVERIFY(m_posts.isEmpty());
}

void TestChatOutbox::draftsComeBack()
{
    QVERIFY(m->openRoom());
    m->chat->setDraft(kRoom, {u"half a"_s});
    m->chat->setDraft(kRoom, {u"half a sentence"_s});
    m->start();
    QVERIFY(m->openRoom());
    QCOMPARE(m->chat->draft(kRoom).text, u"half a sentence"_s);
}

QTEST_GUILESS_MAIN(TestChatOutbox)
#include "tst_chat_outbox.moc"
