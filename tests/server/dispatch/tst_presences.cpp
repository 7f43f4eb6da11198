// SPDX-License-Identifier: MIT
#include "server/dispatch/presence_watch.h"
#include "server/dispatch/typing_pace.h"
#include "tests/support/fake_clock.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr UserId kAda{1};
constexpr UserId kGrace{2};
constexpr UserId kLinus{3};
constexpr Caller kAdasLaptop{kAda, {1}, {1}};
constexpr Caller kAdasPhone{kAda, {2}, {2}};
constexpr Caller kGracesLaptop{kGrace, {3}, {3}};
constexpr Caller kLinusLaptop{kLinus, {4}, {4}};
constexpr auto kMayComeBack = Presences::Departure::MayComeBack;
constexpr auto kForGood = Presences::Departure::ForGood;

} // namespace

//! How people are seen, what of it is told to whom, and how often who writes is told, on a clock
//! that only the test moves. Grace watches from another shard than Ada's.
class TestPresences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void seenAs_data();
    void seenAs();
    void choicesOutliveSockets();
    void choicesEndByThemselves();
    void aShortBreakIsNotTold();
    void aLongOneIs();
    void whoseSessionIsOverIsGoneAtOnce();
    void anotherDeviceStays();
    void changesOfOneTurnAreOnePush();
    void whatIsDroppedIsToldLater();
    void anotherListReplacesTheFirst();
    void whoClosedIsToldNothing();
    void switchedOff();
    void everySameListIsEncodedOnce();
    void typingPace();

private:
    QString seen(UserId user)
    {
        const auto people = m_there->watch(kLinusLaptop, {user});
        m_there->watch(kLinusLaptop, {});
        return people.first().state;
    }
    //! "2:online,1:away" of each push since the last call.
    QStringList pushes(bool isTaken = true)
    {
        QStringList all;
        m_there->pushChanges([&](const Caller &to, const QByteArray &frame) {
            m_frames.append(frame);
            wire::JsonParser parser;
            const auto json = parser.parse(frame);
            const auto push = wire::decoded<protocol::PresenceChanged>(*json->member("data"), {});
            QStringList people;
            for (const protocol::Presence &one : push->people)
                people.append(one.user.toString() + u':' + one.state);
            all.append(to.connection.toString() + u' ' + people.join(u','));
            return isTaken;
        });
        all.sort();
        return all;
    }

    FakeClock m_clock;
    std::unique_ptr<Presences> m_all;
    std::unique_ptr<PresenceWatch> m_here, m_there;
    QList<QByteArray> m_frames;
};

void TestPresences::init()
{
    m_all = std::make_unique<Presences>(true, m_clock);
    m_here = std::make_unique<PresenceWatch>(*m_all, 0);
    m_there = std::make_unique<PresenceWatch>(*m_all, 1);
    m_frames.clear();
}

void TestPresences::seenAs_data()
{
    using enum PresenceChoice;
    QTest::addColumn<int>("sockets");
    QTest::addColumn<int>("idle");
    QTest::addColumn<PresenceChoice>("choice");
    QTest::addColumn<QString>("state");
    QTest::newRow("nobody") << 0 << 0 << Available << u"offline"_s;
    QTest::newRow("busy, but gone") << 0 << 0 << DoNotDisturb << u"offline"_s;
    QTest::newRow("one") << 1 << 0 << Available << u"online"_s;
    QTest::newRow("one, idle") << 1 << 1 << Available << u"away"_s;
    QTest::newRow("two, one of them idle") << 2 << 1 << Available << u"online"_s;
    QTest::newRow("two, both idle") << 2 << 2 << Available << u"away"_s;
    QTest::newRow("busy") << 1 << 0 << DoNotDisturb << u"do_not_disturb"_s;
    QTest::newRow("busy and idle") << 2 << 2 << DoNotDisturb << u"do_not_disturb"_s;
    QTest::newRow("invisible") << 1 << 0 << Invisible << u"offline"_s;
    QTest::newRow("invisible and idle") << 2 << 2 << Invisible << u"offline"_s;
}

void TestPresences::seenAs()
{
    QFETCH(int, sockets);
    QFETCH(int, idle);
    QFETCH(PresenceChoice, choice);
    m_all->choose(kAda, {choice});
    for (const Caller &caller : {kAdasLaptop, kAdasPhone}) {
        if (sockets-- > 0)
            m_here->opened(caller);
        if (idle-- > 0) {
            m_here->tell(caller, true);
            m_here->tell(caller, true); // said twice counts once
        }
    }
    QTEST(seen(kAda), "state");
    QCOMPARE(m_all->choiceOf(kAda), choice);
}

void TestPresences::choicesOutliveSockets()
{
    m_here->opened(kAdasLaptop);
    m_all->choose(kAda, {PresenceChoice::DoNotDisturb});
    m_here->closed(kAdasLaptop, kForGood);
    QCOMPARE(seen(kAda), u"offline"_s);
    m_here->opened(kAdasLaptop);
    QCOMPARE(seen(kAda), u"do_not_disturb"_s);
}

void TestPresences::choicesEndByThemselves()
{
    const Timestamp until = m_clock.now() + 60'000;
    m_here->opened(kAdasLaptop);
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda, kLinus});
    m_there->opened(kLinusLaptop);
    m_all->choose(kAda, {PresenceChoice::DoNotDisturb, until});
    m_all->choose(kLinus, {PresenceChoice::DoNotDisturb, until});
    m_all->choose(kLinus, {PresenceChoice::DoNotDisturb}); // on second thought
    QCOMPARE(pushes(), QStringList{u"3 1:do_not_disturb,3:do_not_disturb"_s});
    m_clock.advance(59'999);
    m_all->expire();
    QCOMPARE(pushes(), QStringList());
    QCOMPARE(m_all->chosenBy(kAda).until, until);
    m_clock.advance(1);
    m_all->expire();
    QCOMPARE(pushes(), QStringList{u"3 1:online"_s});
    QCOMPARE(m_all->choiceOf(kAda), PresenceChoice::Available);
    QCOMPARE(m_all->choiceOf(kLinus), PresenceChoice::DoNotDisturb);
}

void TestPresences::aShortBreakIsNotTold()
{
    m_here->opened(kAdasLaptop);
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda});
    m_here->closed(kAdasLaptop, kMayComeBack);
    QCOMPARE(m_all->socketsOf(kAda), 0);
    m_clock.advance(Presences::kGraceMs - 1);
    m_all->expire();
    QCOMPARE(pushes(), QStringList());
    QCOMPARE(seen(kAda), u"online"_s);
    m_here->opened(kAdasPhone);
    m_clock.advance(Presences::kGraceMs);
    m_all->expire();
    QCOMPARE(pushes(), QStringList());
    QCOMPARE(seen(kAda), u"online"_s);
}

void TestPresences::aLongOneIs()
{
    m_here->opened(kAdasLaptop);
    m_here->tell(kAdasLaptop, true);
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda});
    m_here->closed(kAdasLaptop, kMayComeBack);
    QCOMPARE(seen(kAda), u"away"_s); // as before
    m_clock.advance(Presences::kGraceMs);
    m_all->expire();
    QCOMPARE(pushes(), QStringList{u"3 1:offline"_s});
    m_here->opened(kAdasLaptop); // not idle any more
    QCOMPARE(pushes(), QStringList{u"3 1:online"_s});
}

void TestPresences::whoseSessionIsOverIsGoneAtOnce()
{
    m_here->opened(kAdasLaptop);
    m_here->closed(kAdasLaptop, kForGood);
    QCOMPARE(seen(kAda), u"offline"_s);
}

void TestPresences::anotherDeviceStays()
{
    m_here->opened(kAdasLaptop);
    m_here->opened(kAdasPhone);
    m_here->tell(kAdasPhone, true);
    m_here->closed(kAdasLaptop, kForGood);
    QCOMPARE(m_all->socketsOf(kAda), 1);
    QCOMPARE(seen(kAda), u"away"_s);
    m_here->tell(kAdasPhone, false);
    QCOMPARE(seen(kAda), u"online"_s);
}

void TestPresences::changesOfOneTurnAreOnePush()
{
    m_there->opened(kGracesLaptop);
    const auto people = m_there->watch(kGracesLaptop, {kLinus, kAda, kLinus});
    QCOMPARE(people.size(), 2);
    QCOMPARE(people.first().user, kAda);
    QCOMPARE(people.first().state, u"offline"_s);
    m_here->opened(kAdasLaptop);
    m_here->tell(kAdasLaptop, true);
    m_there->opened(kLinusLaptop);
    QCOMPARE(pushes(), QStringList{u"3 1:away,3:online"_s});
    QCOMPARE(pushes(), QStringList());
    m_here->tell(kAdasLaptop, false);
    m_here->tell(kAdasLaptop, true); // as it was
    QCOMPARE(pushes(), QStringList());
}

void TestPresences::whatIsDroppedIsToldLater()
{
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda});
    m_here->opened(kAdasLaptop);
    QCOMPARE(pushes(false).size(), 1);
    m_here->tell(kAdasLaptop, true);
    QCOMPARE(pushes(false).size(), 1);
    QCOMPARE(pushes(), QStringList{u"3 1:away"_s});
    QCOMPARE(pushes(), QStringList());
}

void TestPresences::anotherListReplacesTheFirst()
{
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda});
    m_there->watch(kGracesLaptop, {kLinus});
    m_here->opened(kAdasLaptop);
    m_there->opened(kLinusLaptop);
    QCOMPARE(pushes(), QStringList{u"3 3:online"_s});
    QVERIFY(m_there->watch(kGracesLaptop, {}).isEmpty());
    m_there->closed(kLinusLaptop, kForGood);
    QCOMPARE(pushes(), QStringList());
}

void TestPresences::whoClosedIsToldNothing()
{
    m_there->opened(kGracesLaptop);
    m_there->watch(kGracesLaptop, {kAda});
    m_there->closed(kGracesLaptop, kMayComeBack);
    m_here->opened(kAdasLaptop);
    QCOMPARE(pushes(), QStringList());
    QVERIFY(m_all->takeChanged(1).empty()); // nothing is gathered for nobody
}

void TestPresences::switchedOff()
{
    m_all = std::make_unique<Presences>(false, m_clock);
    m_here = std::make_unique<PresenceWatch>(*m_all, 0);
    m_there = std::make_unique<PresenceWatch>(*m_all, 1);
    m_there->opened(kGracesLaptop);
    m_here->opened(kAdasLaptop);
    QCOMPARE(m_there->watch(kGracesLaptop, {kAda}).first().state, u"offline"_s);
    m_here->tell(kAdasLaptop, true);
    QCOMPARE(pushes(), QStringList());
    QCOMPARE(m_all->socketsOf(kAda), 1); // the limit holds
}

void TestPresences::everySameListIsEncodedOnce()
{
    for (const Caller &caller : {kGracesLaptop, kLinusLaptop}) {
        m_there->opened(caller);
        m_there->watch(caller, {kAda});
    }
    m_here->opened(kAdasLaptop);
    QCOMPARE(pushes(), (QStringList{u"3 1:online"_s, u"4 1:online"_s}));
    QCOMPARE(m_frames.size(), 2);
    QVERIFY(m_frames.first().isSharedWith(m_frames.last()));
}

void TestPresences::typingPace()
{
    TypingPace pace;
    QVERIFY(pace.take(kAda, {7}, 0));
    QVERIFY(!pace.take(kAda, {7}, TypingPace::kEveryMs - 1));
    QVERIFY(pace.take(kAda, {8}, TypingPace::kEveryMs - 1)); // another room
    QVERIFY(pace.take(kGrace, {7}, TypingPace::kEveryMs - 1));
    pace.prune(TypingPace::kEveryMs - 1);
    QVERIFY(!pace.take(kAda, {7}, TypingPace::kEveryMs - 1));
    QVERIFY(pace.take(kAda, {7}, TypingPace::kEveryMs));
    QVERIFY(!pace.take(kAda, {7}, TypingPace::kEveryMs + 1));
    pace.prune(3 * TypingPace::kEveryMs);
    QVERIFY(pace.take(kAda, {7}, 3 * TypingPace::kEveryMs));
}

QTEST_APPLESS_MAIN(TestPresences)
#include "tst_presences.moc"
