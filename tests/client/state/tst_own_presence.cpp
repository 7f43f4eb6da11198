// SPDX-License-Identifier: MIT
#include "tests/client/state/presence_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What one chose to be, and whether one is idle: on every device, and across broken lines.
class TestOwnPresence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m = std::make_unique<PresenceFixture>(); }
    void cleanup() { m.reset(); }
    void choiceIsSentAndKept();
    void choiceWithAnEndIsSentAndKept();
    void choiceMadeWithoutALineIsSentLater();
    void choiceMarkedAsBeforeIsSentLater();
    void whetherItIsSentIsAKeyOfItsOwn();
    void choiceThatTheServerHasIsNotSentAgain();
    void choiceOfAnotherDeviceCounts();
    void choiceThatIsOnItsWayIsNotUndone();
    void refusedForNowIsSentAgain();
    void idleIsToldAgainAfterTheLineBroke();

private:
    std::unique_ptr<PresenceFixture> m;
};

void TestOwnPresence::choiceIsSentAndKept()
{
    QVERIFY(m->connect());
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    QCOMPARE(m->state->shownOwn(), Presence::DoNotDisturb); // at once
    QTRY_COMPARE(m->chosen, QStringList{u"do_not_disturb"_s});
    QVERIFY(m->settle());
    m->server.hello.presence = u"do_not_disturb"_s;
    QVERIFY(m->reconnect());
    QVERIFY(m->settle());
    QCOMPARE(m->chosen.size(), 1); // the server has it
    m->start();
    QCOMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
}

void TestOwnPresence::choiceWithAnEndIsSentAndKept()
{
    std::optional<Timestamp> sent;
    m->server.on<protocol::ChoosePresence>([&](const protocol::ChoosePresence &ask) {
        m->chosen.append(ask.choice);
        sent = ask.until;
        return protocol::Done();
    });
    QVERIFY(m->connect());
    m->state->own().choose(PresenceChoice::DoNotDisturb, 5'000);
    QTRY_COMPARE(sent, std::optional<Timestamp>(5'000));
    m->state->own().choose(PresenceChoice::DoNotDisturb, 9'000);
    QTRY_COMPARE(sent, std::optional<Timestamp>(9'000));
    QVERIFY(m->settle());
    m->start();
    QCOMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
    QCOMPARE(m->state->own().until(), 9'000);
    m->state->own().end(8'999);
    QCOMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
    m->state->own().end(9'000);
    QCOMPARE(m->state->own().choice(), PresenceChoice::Available);
    m->chosen.clear();
    m->server.hello.presence = u"invisible"_s; // chosen on another device since
    QVERIFY(m->connect());
    QVERIFY(m->settle());
    QVERIFY(m->chosen.isEmpty()); // the server knows when it ended
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    m->server.push(protocol::PresenceChosen{u"do_not_disturb"_s, 12'000});
    QTRY_COMPARE(m->state->own().until(), 12'000);
    m->server.hello.presence = u"do_not_disturb"_s;
    m->server.hello.presenceUntil = 15'000;
    QVERIFY(m->reconnect());
    QTRY_COMPARE(m->state->own().until(), 15'000);
}

void TestOwnPresence::choiceMadeWithoutALineIsSentLater()
{
    m->state->own().choose(PresenceChoice::Invisible);
    m->start(); // the program anew
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    QVERIFY(m->connect()); // the server says "available"
    QTRY_COMPARE(m->chosen, QStringList{u"invisible"_s});
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
}

void TestOwnPresence::choiceMarkedAsBeforeIsSentLater()
{
    const QString account =
        QString::fromLatin1(QUrl::toPercentEncoding(m->server.url().authority())) + u"-7"_s;
    m->profile->setValue(u"presence/"_s + account, u"invisible?"_s);
    m->start();
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    QVERIFY(m->connect());
    QTRY_COMPARE(m->chosen, QStringList{u"invisible"_s});
    QVERIFY(m->settle());
    QCOMPARE(m->profile->value(u"presence/"_s + account).toString(), u"invisible"_s);
}

void TestOwnPresence::whetherItIsSentIsAKeyOfItsOwn()
{
    const PresenceSettings::Choice unsent{u"invisible"_s, true};
    m->settings->keepChoice(u"chat.example-7"_s, unsent);
    m->settings->keepChoice(u"chat.example-8"_s, {u"available"_s, false});
    QCOMPARE(m->profile->value(u"presence/chat.example-7"_s).toString(), u"invisible"_s);
    m->start();
    QCOMPARE(m->settings->choice(u"chat.example-7"_s).name, u"invisible"_s);
    QVERIFY(m->settings->choice(u"chat.example-7"_s).isUnsent);
    QVERIFY(!m->settings->choice(u"chat.example-8"_s).isUnsent);
    m->settings->keepChoice(u"chat.example-7"_s, {u"invisible"_s, false});
    m->start();
    QVERIFY(!m->settings->choice(u"chat.example-7"_s).isUnsent);
}

void TestOwnPresence::choiceThatTheServerHasIsNotSentAgain()
{
    m->state->own().choose(PresenceChoice::Invisible);
    m->server.hello.presence = u"invisible"_s;
    QVERIFY(m->connect());
    QVERIFY(m->settle());
    QVERIFY(m->chosen.isEmpty());
    m->server.push(protocol::PresenceChosen{u"available"_s}); // nothing of one's own is on its way
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::Available);
}

void TestOwnPresence::choiceOfAnotherDeviceCounts()
{
    m->server.hello.presence = u"invisible"_s;
    QVERIFY(m->connect());
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    m->server.push(protocol::PresenceChosen{u"do_not_disturb"_s});
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
    QVERIFY(m->settle());
    QVERIFY(m->chosen.isEmpty());
}

void TestOwnPresence::choiceThatIsOnItsWayIsNotUndone()
{
    QStringList asked;
    m->server.on<protocol::ChoosePresence>(
        [this, &asked](const protocol::ChoosePresence &ask) -> Result<protocol::Done> {
            if (asked.isEmpty()) // another device was a moment earlier
                m->server.push(protocol::PresenceChosen{u"available"_s});
            asked.append(ask.choice);
            return protocol::Done();
        });
    QVERIFY(m->connect());
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    m->state->own().choose(PresenceChoice::Invisible); // changed one's mind
    QTRY_COMPARE(asked, (QStringList{u"do_not_disturb"_s, u"invisible"_s}));
    QVERIFY(m->settle());
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
}

void TestOwnPresence::refusedForNowIsSentAgain()
{
    int asked = 0;
    m->server.on<protocol::ChoosePresence>(
        [&asked](const protocol::ChoosePresence &) -> Result<protocol::Done> {
            if (++asked > 1)
                return protocol::Done();
            Error busy(ErrorCode::RateLimited, {});
            busy.retryAfterMs = 10;
            return busy;
        });
    QVERIFY(m->connect());
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    QTRY_COMPARE(asked, 2);
}

void TestOwnPresence::idleIsToldAgainAfterTheLineBroke()
{
    QVERIFY(m->connect());
    QVERIFY(m->settle());
    QVERIFY(m->idle.isEmpty()); // a socket that says nothing is one that is used
    m->state->own().setIdle(true);
    QTRY_COMPARE(m->idle, QList<bool>{true});
    QCOMPARE(m->state->shownOwn(), Presence::Away);
    QVERIFY(m->reconnect());
    QTRY_COMPARE(m->idle, (QList<bool>{true, true}));
    m->state->own().setIdle(false);
    QTRY_COMPARE(m->idle, (QList<bool>{true, true, false}));
}

QTEST_GUILESS_MAIN(TestOwnPresence)
#include "tst_own_presence.moc"
