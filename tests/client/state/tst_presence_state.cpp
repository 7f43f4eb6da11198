// SPDX-License-Identifier: MIT
#include "tests/client/state/presence_fixture.h"
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is told of one's writing, what is asked about others, and what is known of them.
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
