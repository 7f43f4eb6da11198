// SPDX-License-Identifier: MIT
#include "tests/client/state/presence_fixture.h"
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is told of oneself, what is asked of others, and what is known of them.
class TestPresenceState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m = std::make_unique<PresenceFixture>(); }
    void cleanup() { m.reset(); }
    void typingIsToldEveryFourSeconds();
    void blankTextIsNoTyping();
    void typingIsNeverToldLater();
    void typingOfOthersIsShown();
    void typingEndsWithTheLine();
    void peopleAreWatchedTogether();
    void scrollingAsksSeldom();
    void changesOfTheWatchedCount();
    void longListLeavesRoomForOthers();
    void goneViewerIsNotWatchedFor();
    void withoutALineNobodyIsKnown();
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
    void nothingIsSentOrAskedWhenSwitchedOff();
    void whatTheServerDoesNotDoIsNotAsked();

private:
    static constexpr RoomId kRoom{5}, kOtherRoom{6};
    static constexpr UserId kAda{8}, kGrace{9};

    Presence of(UserId user) const { return m->state->people().of(user); }
    void see(const QList<UserId> &users) { m->state->people().see(&m_viewer, users); }

    std::unique_ptr<PresenceFixture> m;
    QObject m_viewer;
};

void TestPresenceState::typingIsToldEveryFourSeconds()
{
    QVERIFY(m->connect());
    TypingTeller &teller = m->state->teller();
    for (int i = 0; i <= 80; ++i) { // eight seconds of ten keys each
        teller.written(kRoom, u"hello"_s);
        m->clock.advance(100);
    }
    QVERIFY(m->settle());
    QCOMPARE(m->typed, (QList<RoomId>{kRoom, kRoom, kRoom}));
    teller.written(kOtherRoom, u"hello"_s);
    QVERIFY(m->settle());
    QCOMPARE(m->typed.last(), kOtherRoom);
}

void TestPresenceState::blankTextIsNoTyping()
{
    QVERIFY(m->connect());
    for (const QString &text : {u""_s, u" "_s, u"\n\t"_s})
        m->state->teller().written(kRoom, text);
    QVERIFY(m->settle());
    QVERIFY(m->typed.isEmpty());
}

void TestPresenceState::typingIsNeverToldLater()
{
    m->state->teller().written(kRoom, u"hello"_s);
    QVERIFY(m->connect());
    QVERIFY(m->settle());
    QVERIFY(m->typed.isEmpty());
    m->settings->setTellsTyping(false);
    m->state->teller().written(kRoom, u"hello"_s);
    QVERIFY(m->settle());
    QVERIFY(m->typed.isEmpty());
    m->settings->setTellsTyping(true);
    m->state->teller().written(kRoom, u"hello"_s);
    QVERIFY(m->settle());
    QCOMPARE(m->typed.size(), 1);
}

void TestPresenceState::typingOfOthersIsShown()
{
    QVERIFY(m->connect());
    const TypingState &typing = m->state->typing();
    m->server.push(protocol::TypingStarted{kRoom, PresenceFixture::kSelf});
    m->server.push(protocol::TypingStarted{kRoom, kAda});
    QTRY_COMPARE(typing.writersIn(kRoom), QList<UserId>{kAda}); // never oneself
    m->state->applied(messageEvent(kOtherRoom, 4, kAda, u"there"_s));
    QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kAda});
    m->state->applied(messageEvent(kRoom, 4, kGrace, u"here"_s));
    QCOMPARE(typing.writersIn(kRoom), QList<UserId>{kAda});
    m->state->applied(messageEvent(kRoom, 5, kAda, u"here"_s));
    QVERIFY(typing.writersIn(kRoom).isEmpty());
    m->server.push(protocol::TypingStarted{kRoom, kAda});
    QTRY_COMPARE(typing.writersIn(kRoom).size(), 1);
    m->settings->setShowsTyping(false);
    QVERIFY(typing.writersIn(kRoom).isEmpty());
    m->server.push(protocol::TypingStarted{kRoom, kAda});
    QVERIFY(m->settle());
    QVERIFY(typing.writersIn(kRoom).isEmpty());
}

void TestPresenceState::typingEndsWithTheLine()
{
    QVERIFY(m->connect());
    m->server.push(protocol::TypingStarted{kRoom, kAda});
    QTRY_COMPARE(m->state->typing().writersIn(kRoom).size(), 1);
    m->connection->close();
    QVERIFY(m->state->typing().writersIn(kRoom).isEmpty());
}

void TestPresenceState::peopleAreWatchedTogether()
{
    m->states = {{kAda, u"online"_s}, {kGrace, u"do_not_disturb"_s}};
    QObject other;
    see({kAda});
    QVERIFY(m->connect());
    m->state->people().see(&other, {kGrace, kAda});
    QTRY_COMPARE(of(kAda), Presence::Online);
    QCOMPARE(of(kGrace), Presence::DoNotDisturb);
    QCOMPARE(m->watched.size(), 1);
    QVERIFY(m->reconnect());
    QTRY_COMPARE(m->watched.size(), 2);
    QCOMPARE(m->watched[1], m->watched[0]);
}

void TestPresenceState::scrollingAsksSeldom()
{
    constexpr int kScrollMs = 1'500;
    QVERIFY(m->connect());
    see({kAda});
    QTRY_COMPARE(m->watched.size(), 1);
    QElapsedTimer since;
    since.start();
    qint64 id = 10;
    while (since.elapsed() < kScrollMs) { // each brings somebody who was not seen yet
        ++id;
        see({UserId{id}, UserId{id + 1}});
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    QVERIFY(m->watched.size() <= 2 + since.elapsed() / PeoplePresence::kPaceMs);
    QTRY_COMPARE(m->watched.last(), (QList<UserId>{UserId{id}, UserId{id + 1}}));
    const auto asked = m->watched.size();
    see({UserId{id}});
    QVERIFY(m->settle());
    QCOMPARE(m->watched.size(), asked); // nobody new: that has time
}

void TestPresenceState::changesOfTheWatchedCount()
{
    QVERIFY(m->connect());
    see({kAda});
    QTRY_COMPARE(of(kAda), Presence::Offline);
    QSignalSpy changed(&m->state->people(), &PeoplePresence::changed);
    m->server.push(protocol::PresenceChanged{{{kGrace, u"online"_s}, {kAda, u"away"_s}}});
    QTRY_COMPARE(of(kAda), Presence::Away);
    QCOMPARE(of(kGrace), Presence::Unknown);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].value<QList<UserId>>(), QList<UserId>{kAda});
    m->server.push(protocol::PresenceChanged{{{kAda, u"dancing"_s}}});
    QTRY_COMPARE(of(kAda), Presence::Unknown); // a word of tomorrow
}

void TestPresenceState::longListLeavesRoomForOthers()
{
    QList<UserId> crowd;
    for (qint64 id = 100; id < 1'100; ++id)
        crowd.append(UserId{id});
    QObject other;
    see(crowd);
    m->state->people().see(&other, {kAda, kGrace});
    QVERIFY(m->connect());
    QTRY_COMPARE(m->watched.size(), 1);
    QCOMPARE(m->watched[0].size(), protocol::kMostWatched);
    QVERIFY(m->watched[0].contains(kAda) && m->watched[0].contains(kGrace));
    QVERIFY(m->watched[0].contains(crowd.first()) && !m->watched[0].contains(crowd.last()));
}

void TestPresenceState::goneViewerIsNotWatchedFor()
{
    QVERIFY(m->connect());
    {
        QObject dialog;
        m->state->people().see(&dialog, {kGrace});
    }
    see({kAda});
    QTRY_COMPARE(m->watched.size(), 1);
    QCOMPARE(m->watched[0], QList<UserId>{kAda});
}

void TestPresenceState::withoutALineNobodyIsKnown()
{
    m->states = {{kAda, u"online"_s}};
    QVERIFY(m->connect());
    see({kAda});
    QTRY_COMPARE(of(kAda), Presence::Online);
    QCOMPARE(m->state->shownOwn(), Presence::Online);
    m->server.goAway();
    QTRY_COMPARE(of(kAda), Presence::Unknown);
    QCOMPARE(m->state->shownOwn(), Presence::Unknown);
}

void TestPresenceState::choiceIsSentAndKept()
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

void TestPresenceState::choiceWithAnEndIsSentAndKept()
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

void TestPresenceState::choiceMadeWithoutALineIsSentLater()
{
    m->state->own().choose(PresenceChoice::Invisible);
    m->start(); // the program anew
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    QVERIFY(m->connect()); // the server says "available"
    QTRY_COMPARE(m->chosen, QStringList{u"invisible"_s});
    QCOMPARE(m->state->own().choice(), PresenceChoice::Invisible);
}

void TestPresenceState::choiceMarkedAsBeforeIsSentLater()
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

void TestPresenceState::whetherItIsSentIsAKeyOfItsOwn()
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

void TestPresenceState::choiceThatTheServerHasIsNotSentAgain()
{
    m->state->own().choose(PresenceChoice::Invisible);
    m->server.hello.presence = u"invisible"_s;
    QVERIFY(m->connect());
    QVERIFY(m->settle());
    QVERIFY(m->chosen.isEmpty());
    m->server.push(protocol::PresenceChosen{u"available"_s}); // nothing of one's own is on its way
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::Available);
}

void TestPresenceState::choiceOfAnotherDeviceCounts()
{
    m->server.hello.presence = u"invisible"_s;
    QVERIFY(m->connect());
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::Invisible);
    m->server.push(protocol::PresenceChosen{u"do_not_disturb"_s});
    QTRY_COMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb);
    QVERIFY(m->settle());
    QVERIFY(m->chosen.isEmpty());
}

void TestPresenceState::choiceThatIsOnItsWayIsNotUndone()
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

void TestPresenceState::refusedForNowIsSentAgain()
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

void TestPresenceState::idleIsToldAgainAfterTheLineBroke()
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

void TestPresenceState::nothingIsSentOrAskedWhenSwitchedOff()
{
    m->states = {{kAda, u"online"_s}};
    QVERIFY(m->connect());
    see({kAda});
    QTRY_COMPARE(of(kAda), Presence::Online);
    m->settings->setSharesPresence(false);
    QCOMPARE(of(kAda), Presence::Unknown);
    QCOMPARE(m->state->shownOwn(), Presence::Unknown);
    // Others must not go on to see one: that is said once, and then no more.
    QTRY_COMPARE(m->chosen, QStringList{u"invisible"_s});
    QTRY_COMPARE(m->watched.last(), QList<UserId>());
    m->server.hello.presence = u"invisible"_s;
    QVERIFY(m->reconnect());
    const auto asked = m->watched.size();
    see({kGrace});
    m->state->own().setIdle(true);
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    m->server.push(protocol::PresenceChanged{{{kAda, u"away"_s}}});
    QVERIFY(m->settle());
    QCOMPARE(m->watched.size(), asked);
    QCOMPARE(m->chosen.size(), 1);
    QVERIFY(m->idle.isEmpty());
    QCOMPARE(of(kAda), Presence::Unknown);
    m->settings->setSharesPresence(true);
    QTRY_COMPARE(m->chosen, (QStringList{u"invisible"_s, u"do_not_disturb"_s}));
    QTRY_COMPARE(m->idle, QList<bool>{true});
    QTRY_COMPARE(of(kGrace), Presence::Offline);
}

void TestPresenceState::whatTheServerDoesNotDoIsNotAsked()
{
    m->server.hello.features = {false, false};
    see({kAda});
    QVERIFY(m->connect());
    m->state->own().choose(PresenceChoice::DoNotDisturb);
    m->state->own().setIdle(true);
    m->state->teller().written(kRoom, u"hello"_s);
    QVERIFY(m->settle());
    QVERIFY(!m->state->showsPresence());
    QVERIFY(!m->state->showsTyping());
    QVERIFY(m->chosen.isEmpty() && m->watched.isEmpty() && m->idle.isEmpty());
    QVERIFY(m->typed.isEmpty());
    QCOMPARE(m->state->own().choice(), PresenceChoice::DoNotDisturb); // it counts here
    m->server.hello.features = {};
    QVERIFY(m->reconnect());
    QTRY_COMPARE(m->chosen, QStringList{u"do_not_disturb"_s});
    QTRY_COMPARE(m->watched.size(), 1);
}

QTEST_GUILESS_MAIN(TestPresenceState)
#include "tst_presence_state.moc"
