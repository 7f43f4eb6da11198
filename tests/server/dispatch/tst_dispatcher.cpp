// SPDX-License-Identifier: MIT
#include "server/dispatch/dispatcher.h"
#include "tests/server/dispatch/facts_on_disk.h"
#include <QTestEventLoop>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

const QString kPassword = u"correct horse 7"_s;
const QHostAddress kHome(u"192.0.2.7"_s);
const QByteArray kNobody = R"({"ids":[]})";

} // namespace

//! The way of a request through preconditions, threads and rules, on a clock that only the test
//! moves.
class TestDispatcher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void endedSessionsAskNothing();
    void expiryIsToldOnce();
    void unknownKindsCountToo();
    void roomsThatWereNotMadeDoNotCount_data();
    void roomsThatWereNotMadeDoNotCount();
    void findingARoomDoesNotCount();
    void aResendGivesTheMessageBack();
    void accountRequestsCount();
    void stoppingIsSaid();
    void replyStandsBeforeTheEffects();
    void useOfASessionIsNoted();
    void whoWritesIsToldNowAndThen();
    void typingIsRefusedLikeAllElse();
    void whatIsAboutASocketNeedsOne();
    void helloSaysWhatWasChosen();
    void passwordChangedWhileALoginIsVerified();
    void passwordSetWhileItIsChanged();
    void rehashingDoesNotBringAnOldPasswordBack();
    void wrongPasswordsAreThrottled();

private:
    using Reply = Result<Answer>;
    //! Calls, and waits for the answer.
    Reply wait(const std::function<void(Dispatcher::Done)> &call);
    Reply ask(std::string_view kind, const QByteArray &json);
    Reply login(const QString &password);
    Caller callerOf(const Reply &login);
    int countUntilLimited(const std::function<Reply()> &ask);
    int countOthers()
    {
        return countUntilLimited([&] { return ask("users.get", kNobody); });
    }
    void setPasswordBehind(Gate &gate, const QString &hash);
    QString hashOf(const QString &name)
    {
        const auto user = m_disk->store.accounts.findByKey(name);
        return user ? user->passwordHash : QString();
    }

    std::unique_ptr<FactsOnDisk> m_disk;
    std::unique_ptr<QObject> m_thread;
    std::unique_ptr<SharedState> m_shared;
    std::unique_ptr<PasswordHasher> m_hasher;
    std::unique_ptr<Writer> m_writer;
    std::unique_ptr<ReadPool> m_readers;
    std::unique_ptr<TokenSigner> m_signer;
    std::unique_ptr<LoginThrottle> m_throttle;
    std::unique_ptr<Dispatcher> m_dispatcher;
    QList<Effects> m_effects;
    //! What was told since the last call.
    QList<Effects::Typing> takeTyping()
    {
        QList<Effects::Typing> all;
        for (const Effects &effects : std::exchange(m_effects, {}))
            all.append(effects.typing);
        return all;
    }
    Caller m_ada;
};

void TestDispatcher::init()
{
    m_disk = std::make_unique<FactsOnDisk>();
    VERIFY_RESULT(m_disk->store.opened);
    m_thread = std::make_unique<QObject>();
    m_hasher = std::make_unique<PasswordHasher>(
        PasswordHasher::Settings{.threads = 1, .cost = {.passes = 1, .memoryBytes = 8192}});
    m_shared = std::make_unique<SharedState>(m_disk->facts.limits, m_disk->clock);
    m_writer = std::make_unique<Writer>(m_disk->facts, deliverTo(m_thread.get()),
                                        [this](Effects &effects) { m_shared->apply(effects); });
    m_readers = std::make_unique<ReadPool>(m_disk->facts, 1, deliverTo(m_thread.get()));
    m_signer = std::make_unique<TokenSigner>(QByteArray(32, 'k'), u"salon"_s, m_disk->clock);
    m_throttle = std::make_unique<LoginThrottle>(LoginThrottle::Settings{}, m_disk->clock);
    VERIFY_RESULT(m_writer->start());
    VERIFY_RESULT(m_readers->start());
    m_dispatcher = std::make_unique<Dispatcher>(Dispatcher::Parts{
        m_disk->facts, *m_shared, *m_writer, *m_readers, *m_hasher, *m_signer, *m_throttle});
    m_effects.clear();
    m_dispatcher->setEffectsSink([this](const Effects &effects) { m_effects.append(effects); });
    VERIFY_RESULT(wait([&](auto done) { m_dispatcher->addUser(u"ada"_s, kPassword, done); }));
    const auto reply = login(kPassword);
    VERIFY_RESULT(reply);
    m_ada = callerOf(reply);
    QVERIFY(m_ada.session.isValid());
}

void TestDispatcher::cleanup()
{
    m_hasher.reset();
    m_writer->stop();
    m_readers->stop();
    m_thread.reset();
    m_dispatcher.reset();
    m_disk.reset();
}

TestDispatcher::Reply TestDispatcher::wait(const std::function<void(Dispatcher::Done)> &call)
{
    std::optional<Reply> reply;
    QTestEventLoop loop;
    call([&](Reply r) {
        reply = std::move(r);
        loop.exitLoop();
    });
    if (!reply)
        loop.enterLoopMSecs(5000);
    return reply ? *reply : Reply(Error::internal(u"no answer"_s));
}

TestDispatcher::Reply TestDispatcher::ask(std::string_view kind, const QByteArray &json)
{
    wire::JsonParser parser;
    const auto data = parser.parse(json);
    return wait([&](auto done) { m_dispatcher->request(kind, *data, m_ada, done); });
}

TestDispatcher::Reply TestDispatcher::login(const QString &password)
{
    const protocol::Login login{u"ada"_s, password, u"test"_s};
    return wait([&](auto done) { m_dispatcher->login(login, kHome, done); });
}

Caller TestDispatcher::callerOf(const Reply &login)
{
    wire::JsonParser parser;
    const auto json = parser.parse(login->json);
    const auto reply = wire::decoded<protocol::LoginReply>(*json, {});
    const auto caller = m_dispatcher->authenticate(reply->token.toLatin1(), kHome);
    return caller ? *caller : Caller{};
}

int TestDispatcher::countUntilLimited(const std::function<Reply()> &asked)
{
    for (int count = 0; count < 1000; ++count) {
        const auto reply = asked();
        if (!reply && reply.error().code == ErrorCode::RateLimited)
            return count;
    }
    return -1;
}

void TestDispatcher::endedSessionsAskNothing()
{
    VERIFY_RESULT(ask("users.get", kNobody));
    VERIFY_RESULT(wait([&](auto done) { m_dispatcher->logout(m_ada, done); }));
    QCOMPARE(ask("users.get", kNobody).error().code, ErrorCode::SessionRevoked);
    QCOMPARE(ask("no.such", "{}").error().code, ErrorCode::SessionRevoked);
    QCOMPARE(m_effects.last().ended.size(), 1);
    QCOMPARE(m_effects.last().ended.first().session, m_ada.session);
}

void TestDispatcher::expiryIsToldOnce()
{
    QList<Effects::EndedSession> ended;
    m_dispatcher->setEffectsSink([&](const Effects &effects) { ended.append(effects.ended); });
    m_disk->clock.advance(m_disk->facts.sessionLifeMs);
    QTRY_COMPARE(ended.size(), 1); // by the sweep, without anybody asking
    QCOMPARE(ended.first().session, m_ada.session);
    QCOMPARE(ended.first().code, ErrorCode::SessionExpired);
    QCOMPARE(ask("users.get", kNobody).error().code, ErrorCode::SessionExpired);
    // Its row is of no use any more, and is swept away in time.
    QTRY_COMPARE(m_disk->count("SELECT count(*) FROM sessions"), 0);
    QCOMPARE(ended.size(), 1);
}

void TestDispatcher::unknownKindsCountToo()
{
    QCOMPARE(ask("no.such", "{}").error().code, ErrorCode::UnknownKind);
    const int more = countUntilLimited([&] { return ask("no.such", "{}"); });
    QCOMPARE(more, 49);
}

void TestDispatcher::roomsThatWereNotMadeDoNotCount_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("taken") << QByteArray(R"({"name":"general"})");
    QTest::newRow("impossible") << QByteArray(R"({"name":"42"})");
    QTest::newRow("not understood") << QByteArray(R"({"name":42})");
}

void TestDispatcher::roomsThatWereNotMadeDoNotCount()
{
    QFETCH(QByteArray, json);
    for (int i = 0; i < 12; ++i)
        QVERIFY(ask("room.create", json).error().code != ErrorCode::RateLimited);
    int number = 0;
    const int made = countUntilLimited([&] {
        const QByteArray name = "room " + QByteArray::number(++number);
        return ask("room.create", R"({"name":")" + name + R"("})");
    });
    QCOMPARE(made, 10);
    // They were requests all the same.
    QCOMPARE(countOthers(), 50 - 12);
}

void TestDispatcher::findingARoomDoesNotCount()
{
    const auto find = [&](const QString &name) {
        return wait([&](auto done) {
            m_dispatcher->findRoom(name, m_ada, [done](const Result<RoomId> &room) {
                done(room ? Reply(Answer{room->toString().toUtf8()}) : Reply(room.error()));
            });
        });
    };
    for (int i = 0; i < 60; ++i)
        VERIFY_RESULT(find(u"general"_s));
    QCOMPARE(find(u"nowhere"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(countOthers(), 50);
    QCOMPARE(find(u"general"_s).error().code, ErrorCode::RateLimited);
}

void TestDispatcher::aResendGivesTheMessageBack()
{
    const QByteArray post =
        R"({"room":"1","key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11","text":"once"})";
    const auto first = ask("message.post", post);
    VERIFY_RESULT(first);
    QCOMPARE(first->status, 201);
    for (int i = 0; i < 45; ++i) {
        const auto again = ask("message.post", post);
        VERIFY_RESULT(again);
        QCOMPARE(again->status, 200);
        QCOMPARE(again->json, first->json);
    }
    QCOMPARE(countOthers(), 5);
    const int messages = countUntilLimited([&] { return ask("message.post", R"({"room":"1"})"); });
    QCOMPARE(messages, 29);
}

void TestDispatcher::accountRequestsCount()
{
    const auto list = [&] {
        return wait([&](auto done) { m_dispatcher->listSessions(m_ada, done); });
    };
    QCOMPARE(countUntilLimited(list), 50);
    QCOMPARE(wait([&](auto done) { m_dispatcher->renew(m_ada, done); }).error().code,
             ErrorCode::RateLimited);
    QVERIFY2(wait([&](auto done) { m_dispatcher->logout(m_ada, done); }),
             "leaving is never limited");
}

void TestDispatcher::stoppingIsSaid()
{
    m_shared->isStopping = true;
    m_writer->stop();
    m_readers->stop();
    QCOMPARE(ask("room.list", "{}").error().code, ErrorCode::Stopping);
    QCOMPARE(ask("room.join", R"({"room":"1"})").error().code, ErrorCode::Stopping);
    QCOMPARE(ask("typing.start", R"({"room":"1"})").error().code, ErrorCode::Stopping);
    QCOMPARE(login(kPassword).error().code, ErrorCode::Stopping);
}

void TestDispatcher::replyStandsBeforeTheEffects()
{
    m_effects.clear();
    qsizetype before = -1;
    wire::JsonParser parser;
    const auto data = parser.parse(R"({"name":"another"})");
    m_dispatcher->request("room.create", *data, m_ada,
                          [&](const Reply &) { before = m_effects.size(); });
    QTRY_COMPARE(m_effects.size(), 1);
    QCOMPARE(before, 0);
    QCOMPARE(m_effects.first().toAll.size(), 1);
}

void TestDispatcher::useOfASessionIsNoted()
{
    const auto used = [&] { return m_disk->count("SELECT last_used_at FROM sessions"); };
    const qint64 atLogin = used();
    VERIFY_RESULT(ask("users.get", kNobody));
    QCOMPARE(used(), atLogin);
    m_disk->clock.advance(6 * 60'000);
    VERIFY_RESULT(ask("users.get", kNobody));
    QTRY_COMPARE(used(), atLogin + 6 * 60'000);
}

void TestDispatcher::whoWritesIsToldNowAndThen()
{
    const auto type = [this] { return bool(ask("typing.start", R"({"room":"1"})")); };
    const auto used = [&] { return m_disk->count("SELECT last_used_at FROM sessions"); };
    const qint64 usedBefore = used();
    m_effects.clear();
    m_disk->clock.advance(6 * 60'000); // a use of the session would be noted
    QVERIFY(type() && type());
    const auto told = takeTyping();
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().room, RoomId{1});
    QCOMPARE(told.first().by, m_ada.user);
    m_disk->clock.advance(TypingPace::kEveryMs - 1);
    QVERIFY(type());
    QCOMPARE(takeTyping().size(), 0);
    m_disk->clock.advance(1);
    QVERIFY(type());
    QCOMPARE(takeTyping().size(), 1);
    m_disk->clock.advance(TypingPace::kEveryMs);
    m_shared->presences.choose(m_ada.user, {PresenceChoice::Invisible});
    QVERIFY(type());
    m_shared->presences.choose(m_ada.user, {});
    m_disk->facts.presence.typingMembers = 0;
    QVERIFY(type());
    m_disk->facts.presence = {.typing = false};
    QVERIFY(type());
    QCOMPARE(takeTyping().size(), 0);
    m_disk->facts.presence = {};
    QVERIFY(type());
    QCOMPARE(takeTyping().size(), 1);
    // What it had queued would be written by now.
    VERIFY_RESULT(wait([&](auto done) { m_dispatcher->revokeSession(m_ada.session, done); }));
    QCOMPARE(used(), usedBefore);
}

void TestDispatcher::typingIsRefusedLikeAllElse()
{
    const auto refusal = [this](std::string_view kind, const QByteArray &json) {
        const auto reply = ask(kind, json);
        return reply ? QString() : reply.error().toString();
    };
    QCOMPARE(refusal("typing.start", R"({"room":"99"})"),
             refusal("room.members", R"({"room":"99"})"));
    VERIFY_RESULT(ask("room.leave", R"({"room":"1"})"));
    QCOMPARE(refusal("typing.start", R"({"room":"1"})"),
             refusal("room.read", R"({"room":"1","seq":1})"));
    QCOMPARE(ask("typing.start", R"({"room":1})").error().path, u"data.room"_s);
}

void TestDispatcher::whatIsAboutASocketNeedsOne()
{
    const QByteArray idle = R"({"idle":true})";
    QCOMPARE(ask("presence.tell", idle).error().code, ErrorCode::UnknownKind);
    QCOMPARE(ask("presence.watch", R"({"users":[]})").error().code, ErrorCode::UnknownKind);
    m_ada.connection = {1};
    m_dispatcher->presenceWatch().opened(m_ada);
    VERIFY_RESULT(ask("presence.tell", idle));
    const auto seen = ask("presence.watch", R"({"users":["1"]})");
    VERIFY_RESULT(seen);
    QCOMPARE(seen->json, R"({"people":[{"user":"1","state":"away"}]})");
}

void TestDispatcher::helloSaysWhatWasChosen()
{
    m_disk->facts.presence.shown = false;
    VERIFY_RESULT(ask("presence.choose", R"({"choice":"invisible"})"));
    std::optional<Result<protocol::HelloReply>> reply;
    m_dispatcher->whenHelloMay([&](HelloPace::Turn) {
        m_dispatcher->hello(m_ada, [&](Result<protocol::HelloReply> told) { reply = told; });
        return true;
    });
    QTRY_VERIFY(reply);
    VERIFY_RESULT(*reply);
    QCOMPARE((*reply)->presence, u"invisible"_s);
    QVERIFY((*reply)->features.typing);
    QVERIFY(!(*reply)->features.presence);
}

//! The writer stands at the gate, and sets ada's password when that opens.
void TestDispatcher::setPasswordBehind(Gate &gate, const QString &hash)
{
    QVERIFY(m_writer->add({[this, &gate, hash](WriteContext &c) -> Result<QByteArray> {
                               gate.wait();
                               TRY(c.accountRules.setPassword(m_ada.user, hash));
                               return QByteArray();
                           },
                           [](const WriteOutcome &) {}}));
    QTRY_COMPARE(m_writer->queued(), size_t(0));
}

void TestDispatcher::passwordChangedWhileALoginIsVerified()
{
    const QString hash =
        QString::fromLatin1(*hashPassword("another horse 8", {.passes = 1, .memoryBytes = 8192}));
    Gate gate;
    setPasswordBehind(gate, hash);
    std::optional<Reply> reply;
    m_dispatcher->login({u"ada"_s, kPassword, u"late"_s}, kHome, [&](Reply r) { reply = r; });
    QTRY_COMPARE(m_writer->queued(), size_t(1)); // verified, and now behind the change
    gate.open();
    QTRY_VERIFY(reply.has_value());
    QVERIFY(!*reply);
    QCOMPARE(reply->error().reason, Reason::WrongPassword);
    QCOMPARE(m_disk->count("SELECT count(*) FROM sessions WHERE device = 'late'"), 0);
}

void TestDispatcher::passwordSetWhileItIsChanged()
{
    Gate gate;
    setPasswordBehind(gate, u"the operator's"_s);
    std::optional<Reply> reply;
    m_dispatcher->changePassword(m_ada, {kPassword, u"another horse 8"_s}, kHome,
                                 [&](Reply r) { reply = r; });
    QTRY_COMPARE(m_writer->queued(), size_t(1));
    gate.open();
    QTRY_VERIFY(reply.has_value());
    QVERIFY(!*reply);
    QCOMPARE(reply->error().code, ErrorCode::SessionRevoked);
    QCOMPARE(hashOf(u"ada"_s), u"the operator's"_s);
}

void TestDispatcher::rehashingDoesNotBringAnOldPasswordBack()
{
    const QByteArray weaker = *hashPassword(kPassword.toUtf8(), {.passes = 2, .memoryBytes = 8192});
    VERIFY_RESULT(m_disk->store.accounts.setPassword(m_ada.user, QString::fromLatin1(weaker)));
    Gate gate;
    setPasswordBehind(gate, u"the operator's"_s);
    std::optional<Reply> reply;
    m_dispatcher->login({u"ada"_s, kPassword, u"late"_s}, kHome, [&](Reply r) { reply = r; });
    QTRY_COMPARE(m_writer->queued(), size_t(2)); // the session and the new hash
    gate.open();
    QTRY_VERIFY(reply.has_value());
    QTRY_COMPARE(m_writer->queued(), size_t(0));
    m_writer->stop();
    QCOMPARE(hashOf(u"ada"_s), u"the operator's"_s);
}

void TestDispatcher::wrongPasswordsAreThrottled()
{
    for (int i = 0; i < 5; ++i)
        QCOMPARE(login(u"wrong"_s).error().reason, Reason::WrongPassword);
    const auto refused = login(kPassword);
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    m_disk->clock.advance(*refused.error().retryAfterMs);
    VERIFY_RESULT(login(kPassword));
}

QTEST_GUILESS_MAIN(TestDispatcher)
#include "tst_dispatcher.moc"
