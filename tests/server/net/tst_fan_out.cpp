// SPDX-License-Identifier: MIT
#include "server/net/fan_out.h"
#include "tests/support/fake_clock.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr UserId kAda{1};
constexpr UserId kGrace{2};
constexpr RoomId kRoom{7};

//! A connection that notes what it is told.
class Listener final : public Recipient {
public:
    Listener(UserId user, SessionId session) : m_caller{user, session, {session.value}} { }
    const Caller &caller() const override { return m_caller; }
    void deliver(const QByteArray &frames) override
    {
        ++deliveries;
        for (qsizetype at = 0; at < frames.size();) {
            const auto size = qsizetype(static_cast<unsigned char>(frames[at + 1]));
            QVERIFY2(size < 126, "only short texts here");
            heard.append(frames.mid(at + 2, size));
            at += 2 + size;
        }
    }
    bool offer(const QByteArray &frame) override
    {
        if (!isCrowded)
            heard.append(frame.mid(2));
        return !isCrowded;
    }
    void end(ErrorCode code) override { ended = code; }

    QByteArrayList heard; //!< without the heads of the frames
    int deliveries = 0;
    std::optional<ErrorCode> ended;
    bool isCrowded = false;

private:
    Caller m_caller;
};

} // namespace

//! Two shards, and what their connections hear of commits that reach each of them in its own time.
class TestFanOut : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void eventsReachAllShards();
    void whoComesBetweenHearsNothingOfBefore();
    void whoLeftHearsNothing();
    void whoLeftAndCameBackHearsWhatFollows();
    void socketsOfAnAccountCountTogether();
    void eventsGatherToOneBlock();
    void whatElseIsToldComesInItsPlace();
    void whoEntersOrLeavesHearsTheSame();
    void requestsAreHeldWhileTheirEventsWait();
    void endedSessionsAreToldWhereTheyAre();
    void whoWritesIsToldToOthers();
    void presenceIsToldToOneSocket();

private:
    //! What the writer has done: in the shared state, and not told yet.
    Effects committed(Effects effects)
    {
        m_shared->apply(effects);
        return effects;
    }
    Effects said(const QByteArray &text)
    {
        Effects effects;
        effects.events.append({kRoom, text});
        return committed(std::move(effects));
    }
    Effects joined(UserId user, const QByteArray &text)
    {
        Effects effects;
        effects.joined.append({kRoom, user});
        effects.events.append({kRoom, text});
        return committed(std::move(effects));
    }
    Effects left(UserId user)
    {
        Effects effects;
        effects.left.append({kRoom, user});
        return committed(std::move(effects));
    }

    FakeClock m_clock;
    wire::Limits m_limits;
    std::unique_ptr<SharedState> m_shared;
    std::array<std::unique_ptr<PresenceWatch>, 2> m_watches;
    std::unique_ptr<FanOut> m_first;
    std::unique_ptr<FanOut> m_second;
};

void TestFanOut::init()
{
    m_shared = std::make_unique<SharedState>(m_limits, m_clock);
    m_shared->memberships.load(kRoom, kAda);
    m_watches[0] = std::make_unique<PresenceWatch>(m_shared->presences, 0);
    m_watches[1] = std::make_unique<PresenceWatch>(m_shared->presences, 1);
    m_first = std::make_unique<FanOut>(*m_shared, *m_watches[0]);
    m_second = std::make_unique<FanOut>(*m_shared, *m_watches[1]);
}

void TestFanOut::eventsReachAllShards()
{
    Listener here(kAda, {1});
    Listener there(kAda, {2});
    Listener stranger(kGrace, {3});
    m_first->add(&here);
    m_second->add(&there);
    m_second->add(&stranger);
    const Effects hello = said("hello");
    m_first->apply(hello);
    m_second->apply(hello);
    QCOMPARE(here.heard, QByteArrayList{"hello"});
    QCOMPARE(there.heard, QByteArrayList{"hello"});
    QCOMPARE(stranger.heard, QByteArrayList{});
}

//! Grace joins while her second device connects to a shard that is behind.
void TestFanOut::whoComesBetweenHearsNothingOfBefore()
{
    const Effects before = said("before");
    const Effects join = joined(kGrace, "grace joined");
    const Effects after = said("after");
    Listener grace(kGrace, {3});
    m_second->add(&grace);
    for (const Effects &effects : {before, join, after})
        m_second->apply(effects);
    QCOMPARE(grace.heard, (QByteArrayList{"grace joined", "after"}));
}

void TestFanOut::whoLeftHearsNothing()
{
    Listener early(kAda, {1});
    m_first->add(&early);
    const Effects before = said("before");
    const Effects leave = left(kAda);
    const Effects after = said("after");
    Listener late(kAda, {2});
    m_first->add(&late); // her account is known here, with the room that she has left
    for (const Effects &effects : {before, leave, after})
        m_first->apply(effects);
    QCOMPARE(early.heard, QByteArrayList{"before"});
    QVERIFY(!late.heard.contains("after"));
    Listener onlyHere(kAda, {3});
    m_second->add(&onlyHere);
    m_second->apply(after);
    QCOMPARE(onlyHere.heard, QByteArrayList{});
}

void TestFanOut::whoLeftAndCameBackHearsWhatFollows()
{
    const Effects leave = left(kAda);
    const Effects between = said("between");
    const Effects join = joined(kAda, "ada joined");
    const Effects after = said("after");
    Listener ada(kAda, {1});
    m_second->add(&ada);
    for (const Effects &effects : {leave, between, join, after})
        m_second->apply(effects);
    QCOMPARE(ada.heard, (QByteArrayList{"ada joined", "after"}));
}

void TestFanOut::socketsOfAnAccountCountTogether()
{
    Listener here(kAda, {1});
    Listener there(kAda, {2});
    m_first->add(&here);
    m_second->add(&there);
    QCOMPARE(m_shared->presences.socketsOf(kAda), 2);
    m_first->remove(&here);
    m_first->remove(&here); // once more counts for nothing
    QCOMPARE(m_shared->presences.socketsOf(kAda), 1);
    m_second->remove(&there);
    QCOMPARE(m_shared->presences.socketsOf(kAda), 0);
    const Effects hello = said("nobody is left");
    m_first->apply(hello);
    QCOMPARE(here.heard, QByteArrayList{});
}

void TestFanOut::eventsGatherToOneBlock()
{
    constexpr RoomId kOther{8};
    m_shared->memberships.load(kOther, kGrace);
    Listener ada(kAda, {1});
    Listener grace(kGrace, {2});
    m_first->add(&ada);
    m_first->add(&grace);
    {
        const FanOut::Gathering gathering(*m_first);
        m_first->apply(said("one"));
        Effects elsewhere;
        elsewhere.events.append({kOther, "elsewhere"});
        m_first->apply(elsewhere);
        m_first->apply(said("two"));
        QCOMPARE(ada.heard, QByteArrayList{});
    }
    QCOMPARE(ada.heard, (QByteArrayList{"one", "two"}));
    QCOMPARE(ada.deliveries, 1);
    QCOMPARE(grace.heard, QByteArrayList{"elsewhere"});
    m_first->apply(said("three")); // waits no more
    QCOMPARE(ada.heard, (QByteArrayList{"one", "two", "three"}));
}

//! What may not wait is told behind all that came before it, and before all that follows.
void TestFanOut::whatElseIsToldComesInItsPlace()
{
    Listener ada(kAda, {1});
    m_first->add(&ada);
    Effects push;
    push.userPushes.append({kAda, {}, "a push"});
    Effects changed;
    changed.events.append({kRoom, "as it was", {kAda}, "for who came later"});
    Effects ending = said("last words");
    ending.ended.append({{1}, ErrorCode::SessionRevoked});
    {
        const FanOut::Gathering gathering(*m_first);
        m_first->apply(said("one"));
        m_first->apply(push);
        m_first->apply(said("two"));
        m_first->apply(changed);
        m_first->apply(said("three"));
        m_first->apply(ending);
        QCOMPARE(
            ada.heard,
            (QByteArrayList{"one", "a push", "two", "for who came later", "three", "last words"}));
        QCOMPARE(ada.ended, std::optional(ErrorCode::SessionRevoked));
    }
}

void TestFanOut::whoEntersOrLeavesHearsTheSame()
{
    Listener ada(kAda, {1});
    Listener grace(kGrace, {2});
    m_first->add(&ada);
    m_first->add(&grace);
    {
        const FanOut::Gathering gathering(*m_first);
        m_first->apply(said("before"));
        m_first->apply(joined(kGrace, "grace joined"));
        m_first->apply(said("both hear"));
        m_first->apply(left(kAda));
        m_first->apply(said("after"));
    }
    QCOMPARE(ada.heard, (QByteArrayList{"before", "grace joined", "both hear"}));
    QCOMPARE(grace.heard, (QByteArrayList{"grace joined", "both hear", "after"}));
}

void TestFanOut::requestsAreHeldWhileTheirEventsWait()
{
    QList<const RequestTrace *> held;
    FanOut fanOut(*m_shared, *m_watches[0], [&held] { held.append(RequestTrace::current()); });
    Listener ada(kAda, {1});
    fanOut.add(&ada);
    const RequestTracePtr one = RequestTrace::begin();
    const RequestTracePtr two = RequestTrace::begin();
    {
        const FanOut::Gathering gathering(fanOut);
        for (const RequestTracePtr &trace : {one, two}) {
            const RequestScope scope(trace);
            fanOut.apply(said("by a request"));
        }
    }
    QCOMPARE(held, (QList<const RequestTrace *>{one.get(), two.get()}));
    QCOMPARE(two->recipients(), 1);
    for (const RequestTracePtr &trace : {one, two})
        trace->disregard();
}

void TestFanOut::endedSessionsAreToldWhereTheyAre()
{
    Listener here(kAda, {1});
    Listener there(kAda, {2});
    m_first->add(&here);
    m_second->add(&there);
    Effects effects;
    effects.ended.append({{2}, ErrorCode::SessionRevoked});
    m_first->apply(effects);
    m_second->apply(effects);
    QVERIFY(!here.ended);
    QCOMPARE(there.ended, std::optional(ErrorCode::SessionRevoked));
}

void TestFanOut::whoWritesIsToldToOthers()
{
    m_shared->memberships.load(kRoom, kGrace);
    Listener ada(kAda, {1});
    Listener adasPhone(kAda, {2});
    Listener grace(kGrace, {3});
    Listener stranger({3}, {4});
    m_first->add(&ada);
    m_second->add(&adasPhone);
    m_second->add(&grace);
    m_second->add(&stranger);
    Effects effects;
    effects.typing.append({kRoom, kAda, "ada writes"});
    m_first->apply(effects);
    m_second->apply(effects);
    QCOMPARE(grace.heard, QByteArrayList{"ada writes"});
    for (const Listener *other : {&ada, &adasPhone, &stranger})
        QVERIFY(other->heard.isEmpty());
}

void TestFanOut::presenceIsToldToOneSocket()
{
    Listener here(kAda, {1});
    Listener other(kAda, {2});
    m_first->add(&here);
    m_first->add(&other);
    QVERIFY(m_first->offer(here.caller(), "grace came"));
    QCOMPARE(here.heard, QByteArrayList{"grace came"});
    QVERIFY(other.heard.isEmpty());
    here.isCrowded = true;
    QVERIFY(!m_first->offer(here.caller(), "grace left"));
    m_first->remove(&here);
    QVERIFY(m_first->offer(here.caller(), "grace came")); // nobody to tell it to
    QCOMPARE(here.heard.size(), 1);
}

QTEST_APPLESS_MAIN(TestFanOut)
#include "tst_fan_out.moc"
