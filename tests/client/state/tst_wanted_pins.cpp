// SPDX-License-Identifier: MIT
#include "tests/client/state/wanted_scene.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Pins and deletions that wait.
class TestWantedPins : public WantedScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m.reset(); }
    void pinsAreShownAndSentLater();
    void pinThatAnotherTookAway();
    void deletionWaits();
    void deletionThatIsAnsweredAtOnce();
    void keptBeforeItWasSent();
    void keptAfterARestart();
    void deletedByAnother();
};

void TestWantedPins::pinsAreShownAndSentLater()
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

void TestWantedPins::pinThatAnotherTookAway()
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

void TestWantedPins::deletionWaits()
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

void TestWantedPins::deletionThatIsAnsweredAtOnce()
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

void TestWantedPins::keptBeforeItWasSent()
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

void TestWantedPins::keptAfterARestart()
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

void TestWantedPins::deletedByAnother()
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

QTEST_GUILESS_MAIN(TestWantedPins)
#include "tst_wanted_pins.moc"
