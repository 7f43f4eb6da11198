// SPDX-License-Identifier: MIT
#include "server/service/account_service.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr qint64 kDay = 24LL * 3600 * 1000;
constexpr qint64 kLife = 30 * kDay;

} // namespace

//! The rules of accounts and sessions, on a real store.
class TestAccountService : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void adding_data();
    void adding();
    void theFirst();
    void openingASession();
    void sessionsThatAreNotOpened();
    void renewing_data();
    void renewing();
    void renewingWhatHasEnded();
    void endingOne();
    void changingThePassword();
    void theOperatorsPassword();
    void disabling();
    void rehashing();
    void choosingAPresence();
    void choosingOneThatEnds();

private:
    Caller open(UserId user)
    {
        const auto session = m_service->openSession(user, u"hash"_s, u"desk"_s, u"127.0.0.1"_s);
        return session ? Caller{user, session->id} : Caller{};
    }
    QList<SessionId> ended()
    {
        QList<SessionId> all;
        for (const auto &[session, code] : m_service->takeEffects().ended) {
            if (code == ErrorCode::SessionRevoked)
                all.append(session);
        }
        return all;
    }

    std::unique_ptr<StoreOnDisk> m_store;
    std::unique_ptr<AccountService> m_service;
    std::unique_ptr<FakeClock> m_clock;
    wire::Limits m_limits;
    UserId m_ada;
};

void TestAccountService::init()
{
    m_service.reset();
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_clock = std::make_unique<FakeClock>();
    m_service = std::make_unique<AccountService>(m_store->database, m_limits, kLife, *m_clock);
    const auto ada = m_service->add(u"Ada"_s, u"hash"_s);
    VERIFY_RESULT(ada);
    m_ada = ada->id;
}

void TestAccountService::adding_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code"); // -1 when it is added
    QTest::addColumn<QString>("stored");
    QTest::newRow("plain") << u"grace"_s << -1 << u"grace"_s;
    QTest::newRow("space within") << u"Grace H"_s << -1 << u"Grace H"_s;
    QTest::newRow("in NFKC") << u"\uFF27race"_s << -1 << u"Grace"_s;
    QTest::newRow("taken") << u"Ada"_s << int(ErrorCode::Conflict) << QString();
    QTest::newRow("other case") << u"ADA"_s << int(ErrorCode::Conflict) << QString();
    QTest::newRow("look-alike") << u"\u0410da"_s << int(ErrorCode::Conflict) << QString();
    QTest::newRow("outer space") << u"grace "_s << int(ErrorCode::BadRequest) << QString();
    QTest::newRow("empty") << QString() << int(ErrorCode::BadRequest) << QString();
    QTest::newRow("too long") << QString(33, u'x') << int(ErrorCode::TooLarge) << QString();
}

void TestAccountService::adding()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    QFETCH(QString, stored);
    const auto added = m_service->add(name, u"hash"_s);
    QCOMPARE(added ? -1 : int(added.error().code), code);
    if (!added) {
        QCOMPARE(added.error().path, u"name"_s);
        return;
    }
    QCOMPARE(m_store->accounts.find(added->id)->name, stored);
    QCOMPARE(m_store->accounts.find(added->id)->createdAt, m_clock->now());
}

void TestAccountService::theFirst()
{
    const auto second = m_service->addFirst(u"grace"_s, u"hash"_s);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QCOMPARE(second.error().reason, Reason::SetupDone);
    StoreOnDisk empty;
    VERIFY_RESULT(empty.opened);
    AccountService rules(empty.database, m_limits, kLife, *m_clock);
    QVERIFY(!rules.addFirst(u"a/b\u202e"_s, u"hash"_s));
    const auto first = rules.addFirst(u"grace"_s, u"hash"_s);
    VERIFY_RESULT(first);
    QCOMPARE(first->name, u"grace"_s);
    QCOMPARE(rules.addFirst(u"ada"_s, u"hash"_s).error().reason, Reason::SetupDone);
}

void TestAccountService::openingASession()
{
    m_clock->advance(1234);
    const auto session = m_service->openSession(m_ada, u"hash"_s, u"desk"_s, u"192.0.2.1"_s);
    VERIFY_RESULT(session);
    QVERIFY(session->id.isValid());
    QCOMPARE(session->expiresAt, (m_clock->now() + kLife) / 1000 * 1000); // as the token says it
    const auto rows = m_store->accounts.sessionsOf(m_ada);
    QCOMPARE(rows->size(), 1);
    QCOMPARE(rows->first().device, u"desk"_s);
    QCOMPARE(rows->first().address, u"192.0.2.1"_s);
    QCOMPARE(rows->first().lastUsedAt, m_clock->now());
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.live.size(), 1);
    QCOMPARE(effects.live.first().id, session->id);
    QVERIFY(open(m_ada).session != session->id);
}

void TestAccountService::sessionsThatAreNotOpened()
{
    QCOMPARE(m_service->openSession(m_ada, u"before"_s, {}, {}).error().code, ErrorCode::Conflict);
    VERIFY_RESULT(m_service->setDisabled(m_ada, true));
    const auto refused = m_service->openSession(m_ada, u"hash"_s, {}, {});
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    QCOMPARE(refused.error().reason, Reason::AccountDisabled);
    QCOMPARE(m_service->openSession(UserId{99}, {}, {}, {}).error().code, ErrorCode::NotFound);
    QVERIFY(m_store->accounts.sessionsOf(m_ada)->isEmpty());
    QVERIFY(m_service->takeEffects().live.isEmpty());
    VERIFY_RESULT(m_service->setDisabled(m_ada, false));
    QVERIFY(open(m_ada).session.isValid());
}

void TestAccountService::renewing_data()
{
    QTest::addColumn<qint64>("after");
    QTest::addColumn<bool>("longer");
    QTest::newRow("at once") << qint64(0) << false;
    QTest::newRow("just before the last third") << 20 * kDay - 1 << false;
    QTest::newRow("the last third begins") << 20 * kDay << true;
    QTest::newRow("its last moment") << kLife - 1 << true;
}

void TestAccountService::renewing()
{
    QFETCH(qint64, after);
    QFETCH(bool, longer);
    const Caller ada = open(m_ada);
    const Timestamp before = m_store->accounts.sessionsOf(m_ada)->first().expiresAt;
    m_service->takeEffects();
    m_clock->advance(after);
    const auto renewed = m_service->renew(ada);
    VERIFY_RESULT(renewed);
    QCOMPARE(renewed->id, ada.session);
    QCOMPARE(renewed->expiresAt, longer ? (m_clock->now() + kLife) / 1000 * 1000 : before);
    QCOMPARE(m_store->accounts.sessionsOf(m_ada)->first().expiresAt, renewed->expiresAt);
    QCOMPARE(m_service->takeEffects().live.size(), longer ? 1 : 0);
}

void TestAccountService::renewingWhatHasEnded()
{
    const Caller revoked = open(m_ada);
    const Caller expired = open(m_ada);
    VERIFY_RESULT(m_service->end(m_ada, revoked.session));
    QCOMPARE(m_service->renew(revoked).error().code, ErrorCode::SessionRevoked);
    m_clock->advance(kLife);
    QCOMPARE(m_service->renew(expired).error().code, ErrorCode::SessionExpired);
}

void TestAccountService::endingOne()
{
    const Caller ada = open(m_ada);
    const UserId grace = m_service->add(u"grace"_s, u"hash"_s)->id;
    QCOMPARE(m_service->end(grace, ada.session).error().code, ErrorCode::NotFound);
    QCOMPARE(ended(), QList<SessionId>{});
    VERIFY_RESULT(m_service->end(m_ada, ada.session));
    QCOMPARE(ended(), QList<SessionId>{ada.session});
    QCOMPARE(m_service->end(m_ada, ada.session).error().code, ErrorCode::NotFound);
}

void TestAccountService::changingThePassword()
{
    const Caller here = open(m_ada);
    const Caller there = open(m_ada);
    m_service->takeEffects();
    const auto stale = m_service->changePassword(here, u"before"_s, u"new"_s);
    QCOMPARE(stale.error().code, ErrorCode::Unauthorized);
    QCOMPARE(stale.error().reason, Reason::WrongPassword);
    QCOMPARE(stale.error().path, u"old"_s);
    QCOMPARE(ended(), QList<SessionId>{});
    VERIFY_RESULT(m_service->changePassword(here, u"hash"_s, u"new"_s));
    QCOMPARE(ended(), QList<SessionId>{there.session});
    QCOMPARE(m_store->accounts.find(m_ada)->passwordHash, u"new"_s);
    QCOMPARE(m_service->changePassword(there, u"new"_s, u"x"_s).error().code,
             ErrorCode::SessionRevoked);
    QCOMPARE(m_store->accounts.find(m_ada)->passwordHash, u"new"_s);
}

void TestAccountService::theOperatorsPassword()
{
    const Caller here = open(m_ada);
    const Caller there = open(m_ada);
    m_service->takeEffects();
    VERIFY_RESULT(m_service->setPassword(m_ada, u"new"_s));
    QCOMPARE(ended().size(), 2);
    QCOMPARE(m_service->renew(here).error().code, ErrorCode::SessionRevoked);
    QCOMPARE(m_service->renew(there).error().code, ErrorCode::SessionRevoked);
    QCOMPARE(m_service->setPassword(UserId{99}, {}).error().code, ErrorCode::NotFound);
}

void TestAccountService::disabling()
{
    const Caller ada = open(m_ada);
    m_service->takeEffects();
    VERIFY_RESULT(m_service->setDisabled(m_ada, true));
    QCOMPARE(ended(), QList<SessionId>{ada.session});
    QCOMPARE(m_store->accounts.find(m_ada)->disabledAt, m_clock->now());
    VERIFY_RESULT(m_service->setDisabled(m_ada, false));
    QVERIFY(!m_store->accounts.find(m_ada)->disabledAt);
    QCOMPARE(ended(), QList<SessionId>{});
}

void TestAccountService::rehashing()
{
    VERIFY_RESULT(m_service->rehash(m_ada, u"hash"_s, u"stronger"_s));
    QCOMPARE(m_store->accounts.find(m_ada)->passwordHash, u"stronger"_s);
    VERIFY_RESULT(m_service->rehash(m_ada, u"hash"_s, u"late"_s));
    QCOMPARE(m_store->accounts.find(m_ada)->passwordHash, u"stronger"_s);
}

void TestAccountService::choosingAPresence()
{
    const Caller caller = {m_ada, {5}, {9}};
    const auto choose = [&](const QString &word) {
        return m_service->handle(protocol::ChoosePresence{word}, caller);
    };
    for (const auto &word : {u"Invisible"_s, u"online"_s, u"invisible "_s})
        QCOMPARE(choose(word).error().path, u"data.choice"_s);
    VERIFY_RESULT(choose(u"available"_s)); // as it is
    QVERIFY(m_service->takeEffects().isEmpty());
    VERIFY_RESULT(choose(u"invisible"_s));
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.chosen.size(), 1);
    QCOMPARE(effects.chosen.first().user, m_ada);
    QCOMPARE(effects.chosen.first().presence.choice, PresenceChoice::Invisible);
    QCOMPARE(effects.userPushes.size(), 1);
    QCOMPARE(effects.userPushes.first().except, caller.connection);
    QVERIFY(effects.userPushes.first().frame.contains("invisible"));
    QCOMPARE(m_store->accounts.presence(m_ada)->word, u"invisible"_s);
}

void TestAccountService::choosingOneThatEnds()
{
    const Caller caller = {m_ada, {5}, {9}};
    const Timestamp now = m_clock->now();
    const auto choose = [&](const QString &word, std::optional<Timestamp> until) {
        (void)m_service->takeEffects();
        return m_service->handle(protocol::ChoosePresence{word, until}, caller);
    };
    const auto stored = [&] { return *m_store->accounts.presence(m_ada); };
    VERIFY_RESULT(choose(u"do_not_disturb"_s, now + 60'000));
    QCOMPARE(stored(), (PresenceRow{u"do_not_disturb"_s, now + 60'000}));
    Effects effects = m_service->takeEffects();
    QCOMPARE(effects.chosen.first().presence.until, now + 60'000);
    QVERIFY(effects.userPushes.first().frame.contains(QByteArray::number(now + 60'000)));
    VERIFY_RESULT(choose(u"do_not_disturb"_s, now + 60'000)); // as it is
    QVERIFY(m_service->takeEffects().isEmpty());
    VERIFY_RESULT(choose(u"do_not_disturb"_s, now + 90'000)); // longer
    QCOMPARE(stored().until, now + 90'000);
    VERIFY_RESULT(choose(u"do_not_disturb"_s, {})); // for good
    QCOMPARE(stored(), (PresenceRow{u"do_not_disturb"_s, 0}));
    QVERIFY(!m_service->takeEffects().userPushes.first().frame.contains("until"));
    // What would be over already is over, and to be available has no end.
    VERIFY_RESULT(choose(u"invisible"_s, now));
    QCOMPARE(stored(), (PresenceRow{u"available"_s, 0}));
    VERIFY_RESULT(choose(u"available"_s, now + 60'000));
    QVERIFY(m_service->takeEffects().isEmpty());
}

QTEST_GUILESS_MAIN(TestAccountService)
#include "tst_account_service.moc"
