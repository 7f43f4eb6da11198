// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const QString kThumb = u"👍"_s;
const QString kHeart = u"❤️"_s;

} // namespace

//! What is done with messages while the server cannot be asked, or does not answer.
class TestWantedChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m.reset(); }
    void doneOfflineIsShownAndSentLater();
    void survivesARestart();
    void toggledTwiceIsForgotten();
    void toggledAgainAfterItWasSent();
    void toggledTwiceAfterItWasSent();
    void lastOneOfManyTogglesCounts();
    void shownUntilItsEventComes();
    void eventBeforeTheAnswer();
    void pinsAreShownAndSentLater();
    void pinThatAnotherTookAway();
    void deletionWaits();
    void deletionThatIsAnsweredAtOnce();
    void keptBeforeItWasSent();
    void keptAfterARestart();
    void deletedByAnother();
    void refusedIsTold_data();
    void refusedIsTold();
    void refusedForNowIsSentAgain();
    void lostAnswerIsAskedForAgain();
    void endedSessionKeepsIt();
    void goesWhenTheMessageIsDeleted();
    void oneAfterTheOther();
    void behindANewTextOfTheSameMessage();
    void leavingForgetsIt();
    void removedWhileAwayForgetsIt();
    void anotherAccountSeesNothingOfIt();
    void anotherServersDataHaveNoneOfIt();
    void loggedOutItStays();
    void discardedWithTheOutbox();
    void diskThatTakesNothing();
    void diskThatTakesNothingWhileOnline();

private:
    //! Answers like a server: the event after the reply, unless nothing changes.
    void acceptReactions()
    {
        m->server.on<protocol::AddReaction>([this](const protocol::AddReaction &ask) {
            return accept(u"+"_s + ask.emoji, ask.seq, protocol::ReactionAdded{ask.seq, ask.emoji});
        });
        m->server.on<protocol::RemoveReaction>([this](const protocol::RemoveReaction &ask) {
            return accept(u"-"_s + ask.emoji, ask.seq,
                          protocol::ReactionRemoved{ask.seq, ask.emoji});
        });
    }
    protocol::MessageChanged accept(const QString &what, Seq message, protocol::RoomEventData data)
    {
        m_asked.append(u"%1 %2"_s.arg(message).arg(what));
        const Seq seq = m_nextSeq++;
        QTimer::singleShot(0, &m->server, [this, seq, data = std::move(data)] {
            m->server.sendEvent({kRoom, seq, seq, kSelf, data});
        });
        return {kRoom, message, seq};
    }
    void acceptPins()
    {
        m->server.on<protocol::PinMessage>([this](const protocol::PinMessage &ask) {
            accept(u"pin"_s, ask.seq, protocol::MessagePinned{ask.seq});
            return protocol::Done{};
        });
        m->server.on<protocol::UnpinMessage>([this](const protocol::UnpinMessage &ask) {
            accept(u"unpin"_s, ask.seq, protocol::MessageUnpinned{ask.seq});
            return protocol::Done{};
        });
    }
    void acceptDeletions()
    {
        m->server.on<protocol::DeleteMessage>([this](const protocol::DeleteMessage &ask) {
            return accept(u"delete"_s, ask.seq, protocol::MessageDeleted{ask.seq});
        });
    }
    bool isToBeDeleted(Seq seq) { return m->chat->wanted().isToBeDeleted(kRoom, seq); }
    bool isDeleted(Seq seq) { return m->chat->openRoom(kRoom)->find(seq)->isDeleted(); }
    //! Done without a connection, and on disk.
    void deleteOffline(Seq seq)
    {
        m->chat->connection().close();
        QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
        m->chat->deleteMessage(kRoom, seq);
        QTRY_COMPARE(waits.count(), 1);
    }
    //! Who pinned it, as it is shown; 0 for nobody.
    qint64 pinner(Seq seq)
    {
        const protocol::Message *message = m->chat->openRoom(kRoom)->find(seq);
        const auto shown = m->chat->wanted().shown(*message);
        return shown.isPinned() ? shown.pinnedBy.value_or(UserId()).value : 0;
    }
    //! Takes them and says nothing.
    void ignoreReactions()
    {
        m->server.onRaw(u"reaction.add"_s, [](const QString &) {});
        m->server.onRaw(u"reaction.remove"_s, [](const QString &) {});
    }
    void refuseReactions(const Error &error)
    {
        m->server.on<protocol::AddReaction>([=](const auto &) { return error; });
    }
    //! Whatever was to be asked before was asked.
    void fence()
    {
        static Seq seq = 0;
        seq = seq == 2 ? 3 : 2;
        const int before = m->server.count(u"message.versions"_s);
        m->chat->listVersions(kRoom, seq, [](const auto &) {});
        QTRY_COMPARE(m->server.count(u"message.versions"_s), before + 1);
    }
    int asked() const
    {
        return m->server.count(u"reaction.add"_s) + m->server.count(u"reaction.remove"_s);
    }
    //! Reactions to the message as they are shown: "👍7,8".
    QStringList reactions(Seq seq)
    {
        const Timeline *timeline = m->chat->openRoom(kRoom);
        const protocol::Message *message = timeline->find(seq);
        if (!message)
            return {u"no message"_s};
        QStringList all;
        const auto shown = m->chat->wanted().shown(*message);
        for (const auto &reaction : shown.reactions.value_or(QList<protocol::Reaction>())) {
            QStringList by;
            for (const UserId user : reaction.by)
                by.append(QString::number(user.value));
            all.append(reaction.emoji + by.join(u','));
        }
        return all;
    }
    //! The same, as the log has them.
    bool isLogged(Seq seq) { return m->chat->openRoom(kRoom)->find(seq)->reactions.has_value(); }
    qsizetype waiting() const { return m->chat->outboxCount().waiting; }
    //! Done without a connection, and on disk.
    void reactOffline(Seq seq, const QString &emoji)
    {
        m->chat->connection().close();
        QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
        m->chat->react(kRoom, seq, emoji, true);
        QTRY_COMPARE(waits.count(), 1);
    }
    void openAgain()
    {
        m->open();
        QTRY_VERIFY(m->isOnline() && m->chat->rooms().find(kRoom));
    }

    std::unique_ptr<ChatFixture> m;
    QStringList m_asked; //!< of the server, where it accepts
    Seq m_nextSeq = 4;
};

void TestWantedChanges::init()
{
    m = std::make_unique<ChatFixture>();
    m->server.onRaw(u"message.versions"_s, [](const QString &) {});
    m_asked.clear();
    m_nextSeq = 4;
    m->start();
    QVERIFY(m->openRoom());
}

void TestWantedChanges::doneOfflineIsShownAndSentLater()
{
    acceptReactions();
    QSignalSpy changed(m->chat->openRoom(kRoom), &Timeline::changed);
    reactOffline(3, kThumb);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(changed.count(), 1); // so that its row is made anew
    QVERIFY(!isLogged(3));
    QCOMPARE(reactions(2), QStringList());
    QCOMPARE(waiting(), 1);
    QVERIFY(m->chat->outboxCount().oldest);
    openAgain();
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waiting(), 0);
}

void TestWantedChanges::survivesARestart()
{
    reactOffline(3, kThumb);
    ignoreReactions();
    m->start();
    QVERIFY(m->openRoom());
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QTRY_COMPARE(asked(), 1);
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
    QTRY_COMPARE(waiting(), 0);
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(m_asked.size(), 1);
}

void TestWantedChanges::toggledTwiceIsForgotten()
{
    acceptReactions();
    reactOffline(3, kThumb);
    reactOffline(3, kHeart);
    QSignalSpy dropped(&m->chat->wanted(), &WantedChanges::dropped);
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(dropped.count(), 1);
    QCOMPARE(reactions(3), QStringList{u"❤️7"_s});
    QCOMPARE(waiting(), 1);
    m->start(); // from the disk, too
    QVERIFY(m->openRoom());
    QTRY_VERIFY(isLogged(3));
    fence();
    QCOMPARE(m_asked, QStringList{u"3 +❤️"_s});
}

void TestWantedChanges::toggledAgainAfterItWasSent()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 1); // and perhaps done
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    m->server.goAway();
    QTRY_VERIFY(!m->isOnline());
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->server.comeBack();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 -👍"_s});
}

//! Whether the server has it nobody knows: the last wish is told.
void TestWantedChanges::toggledTwiceAfterItWasSent()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 1);
    m->server.goAway();
    QTRY_VERIFY(!m->isOnline());
    QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(waits.count(), 1);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(waits.count(), 2);
    acceptReactions();
    m->server.comeBack();
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedChanges::lastOneOfManyTogglesCounts()
{
    acceptReactions();
    for (int i = 0; i < 5; ++i)
        m->chat->react(kRoom, 3, kThumb, i % 2 == 0);
    QTRY_VERIFY(isLogged(3) && waiting() == 0);
    fence();
    QCOMPARE(m_asked.last(), u"3 +👍"_s);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    m->chat->connection().close();
    for (int i = 0; i < 5; ++i)
        m->chat->react(kRoom, 3, kThumb, i % 2 != 0);
    QTRY_COMPARE(reactions(3), QStringList());
    m_asked.clear();
    openAgain();
    QTRY_VERIFY(!isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 -👍"_s});
}

void TestWantedChanges::shownUntilItsEventComes()
{
    m->server.on<protocol::AddReaction>([](const protocol::AddReaction &ask) {
        return protocol::MessageChanged{ask.room, ask.seq, 5};
    });
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(done.count(), 1);
    QTRY_COMPARE(waiting(), 0);
    QVERIFY(!isLogged(3));
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::ReactionAdded{3, kHeart}});
    QTRY_COMPARE(reactions(3), (QStringList{u"❤️8"_s, u"👍7"_s}));
    m->server.sendEvent({kRoom, 5, 5, kSelf, protocol::ReactionAdded{3, kThumb}});
    // Another device of hers takes it back: what was wanted here is over.
    m->server.sendEvent({kRoom, 6, 6, kSelf, protocol::ReactionRemoved{3, kThumb}});
    QTRY_COMPARE_WITH_TIMEOUT(reactions(3), QStringList{u"❤️8"_s},
                              WantedChanges::kSettleMs / 2);
}

void TestWantedChanges::eventBeforeTheAnswer()
{
    QString waiting;
    m->server.onRaw(u"reaction.add"_s, [&](const QString &id) { waiting = id; });
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.sendEvent({kRoom, 4, 4, kSelf, protocol::ReactionAdded{3, kThumb}});
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(reactions(3), QStringList{u"👍7"_s}); // once
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->server.send(wire::replyFrame(waiting, wire::encoded(protocol::MessageChanged{kRoom, 3, 4})));
    QTRY_COMPARE(done.count(), 1);
    m->server.sendEvent({kRoom, 5, 5, kSelf, protocol::ReactionRemoved{3, kThumb}});
    QTRY_COMPARE(reactions(3), QStringList());
}

void TestWantedChanges::pinsAreShownAndSentLater()
{
    acceptPins();
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::MessagePinned{2}});
    QTRY_COMPARE(pinner(2), kOther.value);
    m_nextSeq = 5;
    m->chat->connection().close();
    m->chat->pin(kRoom, 2, false);
    m->chat->pin(kRoom, 3, true);
    QTRY_COMPARE(pinner(2), 0);
    QTRY_COMPARE(pinner(3), kSelf.value);
    const protocol::Message *message = m->chat->openRoom(kRoom)->find(3);
    QVERIFY(!message->isPinned());
    QVERIFY(!m->chat->wanted().shown(*message).pinnedSeq); // it is not in the log
    QCOMPARE(waiting(), 2);
    m->server.hello.rooms.first().head = 4;
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, (QStringList{u"2 unpin"_s, u"3 pin"_s}));
    QTRY_COMPARE(waiting(), 0);
    QTRY_VERIFY(m->chat->openRoom(kRoom)->find(3)->isPinned());
    QCOMPARE(pinner(3), kSelf.value);
    QCOMPARE(pinner(2), 0);
}

//! What was wanted here is done with; it hides nothing that comes after it.
void TestWantedChanges::pinThatAnotherTookAway()
{
    m->server.on<protocol::PinMessage>([](const auto &) { return protocol::Done{}; });
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->chat->pin(kRoom, 3, true);
    QTRY_COMPARE(done.count(), 1);
    QTRY_COMPARE(pinner(3), kSelf.value); // its event is on its way
    m->server.sendEvent({kRoom, 4, 4, kSelf, protocol::MessagePinned{3}});
    m->server.sendEvent({kRoom, 5, 5, kOther, protocol::MessageUnpinned{3}});
    QTRY_COMPARE_WITH_TIMEOUT(pinner(3), 0, WantedChanges::kSettleMs / 2);
    m->server.on<protocol::PinMessage>([](const auto &) { return Error::tooLarge({}, 100); });
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    m->chat->pin(kRoom, 2, true);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(pinner(2), 0);
    QCOMPARE(waiting(), 0);
}

void TestWantedChanges::deletionWaits()
{
    acceptDeletions();
    QSignalSpy changed(m->chat->openRoom(kRoom), &Timeline::changed);
    deleteOffline(3);
    QVERIFY(isToBeDeleted(3));
    QVERIFY(!isToBeDeleted(2));
    QCOMPARE(changed.count(), 1);
    QVERIFY(!isDeleted(3));
    QCOMPARE(waiting(), 1);
    m->server.onRaw(u"message.delete"_s, [](const QString &) {});
    m->start();
    QVERIFY(m->openRoom());
    QVERIFY(isToBeDeleted(3));
    acceptDeletions();
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->server.cut();
    QTRY_VERIFY(isDeleted(3));
    QCOMPARE(done.count(), 1);
    QCOMPARE(m_asked, QStringList{u"3 delete"_s});
    QCOMPARE(waiting(), 0);
    QVERIFY(!isToBeDeleted(3));
}

void TestWantedChanges::deletionThatIsAnsweredAtOnce()
{
    acceptDeletions();
    bool hasWaited = false;
    connect(&m->chat->wanted(), &WantedChanges::changed, this,
            [&] { hasWaited = hasWaited || isToBeDeleted(3); });
    m->chat->deleteMessage(kRoom, 3);
    QTRY_VERIFY(isDeleted(3));
    QVERIFY(!hasWaited);
    m->server.onRaw(u"message.delete"_s, [](const QString &) {});
    m->chat->deleteMessage(kRoom, 2);
    QTRY_VERIFY(isToBeDeleted(2)); // whatever is the matter with the line
    QCOMPARE(m->server.count(u"message.delete"_s), 2);
}

void TestWantedChanges::keptBeforeItWasSent()
{
    acceptDeletions();
    deleteOffline(3);
    QSignalSpy dropped(&m->chat->wanted(), &WantedChanges::dropped);
    m->chat->keepMessage(kRoom, 3);
    QTRY_COMPARE(dropped.count(), 1);
    QVERIFY(!isToBeDeleted(3));
    QCOMPARE(waiting(), 0);
    m->chat->keepMessage(kRoom, 2); // nobody wants it deleted
    openAgain();
    fence();
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(m->server.count(u"message.delete"_s), 0);
}

void TestWantedChanges::keptAfterARestart()
{
    deleteOffline(3);
    m->server.goAway();
    m->chat.reset();
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy restored(m->chat.get(), &Chat::restored);
    m->open();
    QTRY_COMPARE(restored.count(), 1);
    QTRY_VERIFY(isToBeDeleted(3));
    m->chat->keepMessage(kRoom, 3);
    QTRY_VERIFY(!isToBeDeleted(3));
    m->server.comeBack();
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(m->server.count(u"message.delete"_s), 0);
}

void TestWantedChanges::deletedByAnother()
{
    m->server.onRaw(u"message.delete"_s, [](const QString &) {});
    m->chat->deleteMessage(kRoom, 3);
    QTRY_COMPARE(waiting(), 1);
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::MessageDeleted{3}});
    QTRY_COMPARE(done.count(), 1);
    QCOMPARE(done.first()[1].toLongLong(), 4);
    QCOMPARE(waiting(), 0);
    QCOMPARE(refused.count(), 0);
}

void TestWantedChanges::refusedIsTold_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    QTest::newRow("deleted") << int(ErrorCode::Conflict) << int(Reason::MessageDeleted);
    QTest::newRow("of too many kinds") << int(ErrorCode::TooLarge) << int(Reason::None);
    QTest::newRow("not a member") << int(ErrorCode::Forbidden) << int(Reason::NotAMember);
    QTest::newRow("gone") << int(ErrorCode::NotFound) << int(Reason::None);
}

void TestWantedChanges::refusedIsTold()
{
    QFETCH(int, code);
    QFETCH(int, reason);
    refuseReactions(Error(ErrorCode(code), Reason(reason), {}));
    reactOffline(3, kThumb);
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    openAgain();
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused.first()[0].value<WantedChange>().emoji, kThumb);
    QCOMPARE(refused.first()[1].value<Error>().code, ErrorCode(code));
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 0);
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 1);
}

void TestWantedChanges::refusedForNowIsSentAgain()
{
    refuseReactions(Error::rateLimited(50));
    int pauses = 0;
    connect(m->chat.get(), &Chat::sendingPaused, this, [&](const Error &why) {
        pauses += why.code == ErrorCode::RateLimited && m->chat->pause().leftMs > 0;
    });
    m->chat->react(kRoom, 3, kThumb, true);
    m->chat->react(kRoom, 2, kHeart, true);
    QTRY_COMPARE(pauses, 3);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waiting(), 2);
    QCOMPARE(m->server.count(u"reaction.add"_s), 3); // the second waits behind it
    acceptReactions();
    QTRY_VERIFY(isLogged(3) && isLogged(2));
    QCOMPARE(m_asked, (QStringList{u"3 +👍"_s, u"2 +❤️"_s}));
}

void TestWantedChanges::lostAnswerIsAskedForAgain()
{
    ignoreReactions();
    QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(asked(), 1);
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waits.count(), 0); // its answer may come any moment
    acceptReactions();
    m->server.cut();
    QTRY_COMPARE(waits.count(), 1);
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedChanges::endedSessionKeepsIt()
{
    refuseReactions(Error(ErrorCode::SessionExpired, {}));
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(asked(), 1);
    fence();
    QCOMPARE(asked(), 1);
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    acceptReactions();
    m->chat->connection().close();
    openAgain(); // with another session
    QTRY_VERIFY(isLogged(3));
}

void TestWantedChanges::goesWhenTheMessageIsDeleted()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    m->chat->react(kRoom, 2, kThumb, true);
    QTRY_COMPARE(waiting(), 2);
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::MessageDeleted{3}});
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused.first()[1].value<Error>().reason, Reason::MessageDeleted);
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"2 +👍"_s});
}

void TestWantedChanges::oneAfterTheOther()
{
    QStringList ids;
    m->server.onRaw(u"reaction.add"_s, [&](const QString &id) { ids.append(id); });
    reactOffline(3, kThumb);
    reactOffline(2, kHeart);
    reactOffline(2, kThumb);
    openAgain();
    QTRY_COMPARE(ids.size(), 1);
    fence();
    QCOMPARE(ids.size(), 1);
    acceptReactions();
    m->server.send(
        wire::replyFrame(ids.first(), wire::encoded(protocol::MessageChanged{kRoom, 3, 3})));
    QTRY_COMPARE(m_asked, (QStringList{u"2 +❤️"_s, u"2 +👍"_s}));
}

void TestWantedChanges::behindANewTextOfTheSameMessage()
{
    acceptReactions();
    QString waiting;
    m->server.onRaw(u"message.edit"_s, [&](const QString &id) { waiting = id; });
    m->chat->connection().close();
    m->chat->beginEdit(kRoom, 3, u"text 3"_s,
                       [&](const QString &key) { m->chat->postAgain(key, u"better"_s); });
    QTRY_VERIFY(m->chat->openRoom(kRoom)->edit(3));
    reactOffline(3, kThumb);
    reactOffline(2, kThumb);
    openAgain();
    QTRY_VERIFY(!waiting.isEmpty());
    QTRY_VERIFY(isLogged(2)); // of another message
    QCOMPARE(m_asked, QStringList{u"2 +👍"_s});
    m->server.send(wire::replyFrame(waiting, wire::encoded(protocol::MessageChanged{kRoom, 3, 3})));
    QTRY_COMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked.last(), u"3 +👍"_s);
}

void TestWantedChanges::leavingForgetsIt()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(waiting(), 1);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_COMPARE(waiting(), 0);
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 1);
}

void TestWantedChanges::removedWhileAwayForgetsIt()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->server.hello.rooms = {roomOf({6}, u"other"_s, 3, 2)};
    m->start();
    QTRY_VERIFY(m->isOnline() && m->chat->rooms().find({6}));
    QTRY_COMPARE(waiting(), 0);
    fence();
    QCOMPARE(asked(), 0);
}

void TestWantedChanges::anotherAccountSeesNothingOfIt()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->close();
    m->server.hello.user = {kOther, u"grace"_s, u"Grace"_s};
    m->chat->open(m->server.url(), u"token"_s, kOther);
    QVERIFY(m->openRoom());
    QCOMPARE(reactions(3), QStringList());
    fence();
    QCOMPARE(asked(), 0);
    m->chat->close();
    m->server.hello.user = {kSelf, u"ada"_s, u"Ada"_s};
    m->open();
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
}

//! A server that was set up anew has other messages under the same numbers.
void TestWantedChanges::anotherServersDataHaveNoneOfIt()
{
    m->server.hello.server.epoch = u"before"_s;
    m->start();
    QVERIFY(m->openRoom());
    acceptReactions();
    reactOffline(3, kThumb);
    m->server.hello.server.epoch = u"restored"_s;
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 0);
    QCOMPARE(waiting(), 0);
}

void TestWantedChanges::loggedOutItStays()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->closeAndForget();
    m->open();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedChanges::discardedWithTheOutbox()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->discardAll();
    QCOMPARE(waiting(), 0);
    QCOMPARE(reactions(3), QStringList());
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 0);
}

void TestWantedChanges::diskThatTakesNothing()
{
    m->chat = std::make_unique<Chat>(u"/proc/no/such/folder"_s);
    m->open();
    QVERIFY(m->openRoom());
    m->chat->connection().close();
    QSignalSpy notKept(&m->chat->wanted(), &WantedChanges::notKept);
    m->chat->react(kRoom, 3, kThumb, true);
    QCOMPARE(reactions(3), QStringList());
    QTRY_COMPARE(notKept.count(), 1);
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 0);
    openAgain();
    fence();
    QCOMPARE(asked(), 0);
}

void TestWantedChanges::diskThatTakesNothingWhileOnline()
{
    acceptReactions();
    m->chat = std::make_unique<Chat>(u"/proc/no/such/folder"_s);
    m->open();
    QVERIFY(m->openRoom());
    QSignalSpy notKept(&m->chat->wanted(), &WantedChanges::notKept);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_VERIFY(isLogged(3));
    fence();
    QCOMPARE(notKept.count(), 0); // nothing had to be kept
    ignoreReactions();
    m->chat->react(kRoom, 2, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 2);
    QCOMPARE(reactions(2), QStringList());
    m->server.goAway();
    QTRY_COMPARE(notKept.count(), 1);
    QCOMPARE(waiting(), 0);
}

QTEST_GUILESS_MAIN(TestWantedChanges)
#include "tst_wanted_changes.moc"
