// SPDX-License-Identifier: MIT
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

constexpr Seq kHidden = 2; // behind the room's making, before grace's joining
constexpr Seq kNowhere = 77;
const auto kThumb = u"👍"_s;

} // namespace

//! A private room whose members read from their joining on: of a message that was said before, no
//! path says anything, on a real store.
class TestPrivateHistory : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void isNoMessageOfTheRoom_data();
    void isNoMessageOfTheRoom();
    void reactionsAreNotTold_data();
    void reactionsAreNotTold();
    void reactionsAreToldToWhoReadTheMessage();
    void threadEndsAtOnesJoining();
    void momentsBeginAtOnesJoining();

private:
    static QList<Seq> seqsOf(const Result<ThreadReply> &thread)
    {
        QList<Seq> seqs;
        for (const Message &message : thread ? thread->messages : QList<Message>())
            seqs.append(message.seq);
        return seqs;
    }
    //! The room's latest event, as that one is told of it by a question.
    RoomEvent latest(const Caller &caller)
    {
        const Seq head = row(m_ada).head;
        const auto events = m_queries->handle(ListEvents{m_room, head - 1, 5}, caller);
        const auto sync = m_queries->handle(Sync{{{m_room, head - 1}}}, caller);
        if (!events || events->events.size() != 1 || !sync || !sync->rooms.first().events)
            return {};
        if (wire::encoded(sync->rooms.first().events->first())
            != wire::encoded(events->events.first()))
            return {};
        return events->events.first();
    }
    Timestamp m_began = 0; //!< of the hidden message
};

void TestPrivateHistory::init()
{
    begin();
    const auto made = m_service->handle(CreateRoom{u"cabal"_s, {}, u"private"_s}, m_ada);
    VERIFY_RESULT(made);
    m_room = made->room.id;
    m_clock.advance(1'000);
    m_began = m_clock.now();
    VERIFY_RESULT(post(m_ada, 1, u"the secret"_s));
    m_clock.advance(60'000);
    VERIFY_RESULT(m_service->handle(InviteUser{m_room, m_grace.user}, m_ada));
    m_service->takeEffects();
}

void TestPrivateHistory::isNoMessageOfTheRoom_data()
{
    using Ask = std::function<Error(TestPrivateHistory &, Seq)>;
    QTest::addColumn<Ask>("ask");
    const auto write = [](auto make) -> Ask {
        return [make](TestPrivateHistory &t, Seq seq) {
            const auto reply = t.m_service->handle(make(t.m_room, seq), t.m_grace);
            return reply ? Error() : reply.error();
        };
    };
    const auto read = [](auto make) -> Ask {
        return [make](TestPrivateHistory &t, Seq seq) {
            const auto reply = t.m_queries->handle(make(t.m_room, seq), t.m_grace);
            return reply ? Error() : reply.error();
        };
    };
    QTest::newRow("react") << write([](RoomId room, Seq seq) {
        return AddReaction{room, seq, u"🎉"_s};
    });
    QTest::newRow("take back") << write([](RoomId room, Seq seq) {
        return RemoveReaction{room, seq, kThumb};
    });
    QTest::newRow("edit") << write([](RoomId room, Seq seq) {
        return EditMessage{room, seq, u"x"_s};
    });
    QTest::newRow("delete") << write([](RoomId room, Seq seq) { return DeleteMessage{room, seq}; });
    QTest::newRow("pin") << write([](RoomId room, Seq seq) { return PinMessage{room, seq}; });
    QTest::newRow("unpin") << write([](RoomId room, Seq seq) { return UnpinMessage{room, seq}; });
    QTest::newRow("versions") << read([](RoomId room, Seq seq) { return ListVersions{room, seq}; });
    QTest::newRow("thread") << read([](RoomId room, Seq seq) { return ListThread{room, seq}; });
}

//! To the word what is answered about a message that is not there; and nothing happens.
void TestPrivateHistory::isNoMessageOfTheRoom()
{
    QFETCH(const std::function<Error(TestPrivateHistory &, Seq)>, ask);
    VERIFY_RESULT(m_service->handle(AddReaction{m_room, kHidden, kThumb}, m_ada));
    m_service->takeEffects();
    const Error error = ask(*this, kHidden);
    QCOMPARE(error.code, ErrorCode::NotFound);
    QCOMPARE(error.toString(), ask(*this, kNowhere).toString());
    QVERIFY(m_service->takeEffects().isEmpty());
}

void TestPrivateHistory::reactionsAreNotTold_data()
{
    QTest::addColumn<bool>("isTakenBack");
    QTest::newRow("added") << false;
    QTest::newRow("taken back") << true;
}

//! Not by the push, nor by the questions for what was missed; who was there is told all.
void TestPrivateHistory::reactionsAreNotTold()
{
    QFETCH(const bool, isTakenBack);
    VERIFY_RESULT(m_service->handle(AddReaction{m_room, kHidden, kThumb}, m_ada));
    if (isTakenBack) {
        m_service->takeEffects();
        VERIFY_RESULT(m_service->handle(RemoveReaction{m_room, kHidden, kThumb}, m_ada));
    }
    const QByteArray kind = isTakenBack ? "\"reaction.removed\"" : "\"reaction.added\"";
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.events.size(), 1);
    const auto &told = effects.events.first();
    QVERIFY(told.frame.contains(kThumb.toUtf8()));
    QCOMPARE(told.later, QSet<UserId>{m_grace.user});
    QVERIFY(told.forLater.contains(kind));
    QVERIFY(!told.forLater.contains(kThumb.toUtf8()));
    const auto emojiToldTo = [&](const Caller &caller) {
        const RoomEvent event = latest(caller);
        if (const auto *taken = std::get_if<ReactionRemoved>(&event.data))
            return isTakenBack ? taken->emoji : u"?"_s;
        const auto *added = std::get_if<ReactionAdded>(&event.data);
        return added && !isTakenBack ? added->emoji : u"?"_s;
    };
    QCOMPARE(emojiToldTo(m_ada), kThumb);
    QCOMPARE(emojiToldTo(m_grace), QString());
}

void TestPrivateHistory::reactionsAreToldToWhoReadTheMessage()
{
    const auto posted = post(m_ada, 2, u"for both"_s);
    VERIFY_RESULT(posted);
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(AddReaction{m_room, posted->seq, kThumb}, m_ada));
    QVERIFY(m_service->takeEffects().events.first().later.isEmpty());
    const RoomEvent event = latest(m_grace);
    const auto *added = std::get_if<ReactionAdded>(&event.data);
    QVERIFY(added);
    QCOMPARE(added->emoji, kThumb);
}

void TestPrivateHistory::threadEndsAtOnesJoining()
{
    VERIFY_RESULT(post(m_ada, 2, u"I said so"_s, kHidden)); // 4
    VERIFY_RESULT(post(m_grace, 3, u"what?"_s, 4)); // 5
    VERIFY_RESULT(post(m_ada, 4, u"that"_s, kHidden)); // 6, beside what she may read
    QCOMPARE(seqsOf(m_queries->handle(ListThread{m_room, 5}, m_ada)), (QList<Seq>{2, 4, 5, 6}));
    for (const Seq any : {4, 5, 6}) {
        const auto thread = m_queries->handle(ListThread{m_room, any}, m_grace);
        VERIFY_RESULT(thread);
        QVERIFY(seqsOf(thread).contains(any));
        QVERIFY(!seqsOf(thread).contains(kHidden));
        QVERIFY(!wire::encoded(*thread).contains("the secret"));
    }
}

//! Neither where the hidden message stands nor when it was said.
void TestPrivateHistory::momentsBeginAtOnesJoining()
{
    const auto moments = [this](const Caller &caller, const QList<Timestamp> &times) {
        const auto reply = m_queries->handle(FindMoments{m_room, times}, caller);
        return reply ? reply->first : QList<Seq>{-1};
    };
    const QList<Timestamp> before{0, m_began - 1, m_began, m_began + 1};
    QCOMPARE(moments(m_ada, before), (QList<Seq>{2, 2, 2, 0}));
    QCOMPARE(moments(m_grace, before), (QList<Seq>{0, 0, 0, 0}));
    m_clock.advance(1'000);
    VERIFY_RESULT(post(m_ada, 2, u"for both"_s));
    QCOMPARE(moments(m_ada, before), (QList<Seq>{2, 2, 2, 4}));
    QCOMPARE(moments(m_grace, before), (QList<Seq>{4, 4, 4, 4}));
}

QTEST_GUILESS_MAIN(TestPrivateHistory)
#include "tst_private_history.moc"
