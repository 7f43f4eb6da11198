// SPDX-License-Identifier: MIT
#include "tests/server/store/store_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! Accounts, their sessions, and the server's own words.
class TestAccountStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void accounts();
    void nameKeysAreUnique();
    void idsAreNeverUsedAgain();
    void some();
    void passwordsAndDisabling();
    void sessions();
    void sessionsEndOnce();
    void expiredSessionsAreForgotten();
    void settings();
    void presences();

private:
    static SessionRow session(qint64 id, UserId user, Timestamp expiresAt)
    {
        return {.id = {id},
                .user = user,
                .device = u"desk"_s,
                .address = u"127.0.0.1"_s,
                .createdAt = kNow + id,
                .lastUsedAt = kNow,
                .expiresAt = expiresAt,
                .revokedAt = {}};
    }

    std::unique_ptr<StoreOnDisk> m_store;
};

void TestAccountStore::init()
{
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
}

void TestAccountStore::accounts()
{
    AccountStore &accounts = m_store->accounts;
    QVERIFY(*accounts.isEmpty());
    const UserRow ada{.id = {},
                      .name = u"Ada"_s,
                      .keys = {u"ada"_s},
                      .displayName = u"Ada L."_s,
                      .passwordHash = u"$argon2id$x"_s,
                      .createdAt = kNow,
                      .disabledAt = {}};
    const auto id = accounts.add(ada);
    VERIFY_RESULT(id);
    QVERIFY(!*accounts.isEmpty());
    for (const auto &found : {accounts.find(*id), accounts.findByKey(u"ada"_s)}) {
        VERIFY_RESULT(found);
        QCOMPARE(found->id, *id);
        QCOMPARE(found->name, u"Ada"_s);
        QCOMPARE(found->keys.name, u"ada"_s);
        QCOMPARE(found->displayName, u"Ada L."_s);
        QCOMPARE(found->passwordHash, u"$argon2id$x"_s);
        QCOMPARE(found->createdAt, kNow);
        QVERIFY(!found->disabledAt);
    }
    QCOMPARE(accounts.find(UserId{99}).error().code, ErrorCode::NotFound);
    QCOMPARE(accounts.findByKey(u"Ada"_s).error().code, ErrorCode::NotFound);
    m_store->user(u"grace"_s);
    QCOMPARE(accounts.list()->size(), 2);
    QCOMPARE(accounts.list()->first().name, u"Ada"_s);
}

void TestAccountStore::nameKeysAreUnique()
{
    VERIFY_RESULT(m_store->accounts.add({.name = u"ada"_s, .keys = {u"ada"_s}}));
    const auto again = m_store->accounts.add({.name = u"ADA"_s, .keys = {u"ada"_s}});
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QCOMPARE(again.error().reason, Reason::NameTaken);
    VERIFY_RESULT(m_store->accounts.add({.name = u"Ian"_s, .keys = {u"ian"_s, u"lan"_s}}));
    const auto alike = m_store->accounts.add({.name = u"lan"_s, .keys = {u"lan"_s, u"lan"_s}});
    QCOMPARE(alike.error().reason, Reason::NameTaken);
    QCOMPARE(m_store->accounts.list()->size(), 2);
    QCOMPARE(m_store->accounts.findByKey(u"ian"_s)->keys.look, u"lan"_s);
}

//! An id in an old log must never come to mean somebody else.
void TestAccountStore::idsAreNeverUsedAgain()
{
    const UserId ada = m_store->user(u"ada"_s);
    VERIFY_RESULT(m_store->database.execute(u"DELETE FROM users"_s));
    QVERIFY(m_store->user(u"grace"_s) > ada);
}

void TestAccountStore::some()
{
    const UserId ada = m_store->user(u"ada"_s);
    const UserId grace = m_store->user(u"grace"_s);
    const auto found = m_store->accounts.some({grace, UserId{99}, ada});
    VERIFY_RESULT(found);
    QCOMPARE(found->size(), 2);
    QCOMPARE(found->at(0).id, grace);
    QCOMPARE(found->at(1).id, ada);
    QVERIFY(m_store->accounts.some({})->isEmpty());
}

void TestAccountStore::passwordsAndDisabling()
{
    AccountStore &accounts = m_store->accounts;
    const UserId ada = m_store->user(u"ada"_s);
    VERIFY_RESULT(accounts.setPassword(ada, u"hash"_s));
    VERIFY_RESULT(accounts.setDisabled(ada, kNow + 7));
    QCOMPARE(accounts.find(ada)->passwordHash, u"hash"_s);
    QCOMPARE(accounts.find(ada)->disabledAt, std::optional<Timestamp>(kNow + 7));
    VERIFY_RESULT(accounts.setDisabled(ada, {}));
    QVERIFY(!accounts.find(ada)->disabledAt);
    QCOMPARE(accounts.setPassword(UserId{99}, u"x"_s).error().code, ErrorCode::NotFound);
    QCOMPARE(accounts.setDisabled(UserId{99}, kNow).error().code, ErrorCode::NotFound);
}

void TestAccountStore::sessions()
{
    AccountStore &accounts = m_store->accounts;
    const UserId ada = m_store->user(u"ada"_s);
    const UserId grace = m_store->user(u"grace"_s);
    VERIFY_RESULT(accounts.addSession(session(7, ada, kNow + 100)));
    VERIFY_RESULT(accounts.addSession(session(3, ada, kNow + 100)));
    VERIFY_RESULT(accounts.addSession(session(5, grace, kNow + 100)));
    QCOMPARE(accounts.addSession(session(5, ada, kNow)).error().code, ErrorCode::Conflict);
    VERIFY_RESULT(accounts.extendSession({7}, kNow + 900));
    VERIFY_RESULT(accounts.touchSession({7}, u"192.0.2.1"_s, kNow + 50));
    const auto rows = accounts.sessionsOf(ada);
    QCOMPARE(rows->size(), 2);
    QCOMPARE(rows->at(0).id, SessionId{3}); // the older first
    const SessionRow &changed = rows->at(1);
    QCOMPARE(changed.user, ada);
    QCOMPARE(changed.device, u"desk"_s);
    QCOMPARE(changed.address, u"192.0.2.1"_s);
    QCOMPARE(changed.createdAt, kNow + 7);
    QCOMPARE(changed.lastUsedAt, kNow + 50);
    QCOMPARE(changed.expiresAt, kNow + 900);
    QVERIFY(!changed.revokedAt);
    QCOMPARE(accounts.extendSession({99}, kNow).error().code, ErrorCode::NotFound);
    QCOMPARE(accounts.touchSession({99}, {}, kNow).error().code, ErrorCode::NotFound);
}

void TestAccountStore::sessionsEndOnce()
{
    AccountStore &accounts = m_store->accounts;
    const UserId ada = m_store->user(u"ada"_s);
    VERIFY_RESULT(accounts.addSession(session(1, ada, kNow + 100)));
    VERIFY_RESULT(accounts.revokeSession({1}, kNow + 10));
    VERIFY_RESULT(accounts.revokeSession({1}, kNow + 20));
    QCOMPARE(accounts.sessionsOf(ada)->first().revokedAt, std::optional<Timestamp>(kNow + 10));
    VERIFY_RESULT(accounts.revokeSession({99}, kNow));
}

void TestAccountStore::expiredSessionsAreForgotten()
{
    AccountStore &accounts = m_store->accounts;
    const UserId ada = m_store->user(u"ada"_s);
    VERIFY_RESULT(accounts.addSession(session(1, ada, kNow + 100)));
    VERIFY_RESULT(accounts.addSession(session(2, ada, kNow + 101)));
    VERIFY_RESULT(accounts.revokeSession({2}, kNow)); // kept: it tells revoked from unknown
    QCOMPARE(accounts.sessionsUntil(kNow)->size(), 2);
    QCOMPARE(accounts.sessionsUntil(kNow + 100)->size(), 1);
    VERIFY_RESULT(accounts.forgetExpired(kNow + 100));
    QCOMPARE(accounts.sessionsOf(ada)->size(), 1);
    QCOMPARE(accounts.sessionsOf(ada)->first().id, SessionId{2});
    VERIFY_RESULT(accounts.forgetExpired(kNow + 101));
    QVERIFY(accounts.sessionsOf(ada)->isEmpty());
}

void TestAccountStore::settings()
{
    AccountStore &accounts = m_store->accounts;
    QCOMPARE(*accounts.setting(u"epoch"_s), QString());
    VERIFY_RESULT(accounts.setSetting(u"epoch"_s, u"a"_s));
    VERIFY_RESULT(accounts.setSetting(u"epoch"_s, u"b"_s));
    VERIFY_RESULT(accounts.setSetting(u"other"_s, {}));
    QCOMPARE(*accounts.setting(u"epoch"_s), u"b"_s);
}

void TestAccountStore::presences()
{
    AccountStore &accounts = m_store->accounts;
    QList<UserId> all;
    for (const auto &name : {u"ada"_s, u"grace"_s, u"linus"_s}) {
        const auto id = accounts.add({.id = {},
                                      .name = name,
                                      .keys = {name},
                                      .displayName = name,
                                      .passwordHash = {},
                                      .createdAt = kNow,
                                      .disabledAt = {}});
        VERIFY_RESULT(id);
        all.append(*id);
    }
    const PresenceRow invisible{u"invisible"_s}, busy{u"do_not_disturb"_s, kNow + 60'000};
    QCOMPARE(*accounts.presence(all[0]), PresenceRow{u"available"_s});
    VERIFY_RESULT(accounts.setPresence(all[0], invisible));
    VERIFY_RESULT(accounts.setPresence(all[2], busy));
    QCOMPARE(*accounts.presence(all[2]), busy);
    QHash<UserId, PresenceRow> chosen;
    VERIFY_RESULT(accounts.forEachPresence(
        [&](UserId user, const PresenceRow &row) { chosen.insert(user, row); }));
    QCOMPARE(chosen, (QHash<UserId, PresenceRow>{{all[0], invisible}, {all[2], busy}}));
    QCOMPARE(accounts.presence(UserId{99}).error().code, ErrorCode::NotFound);
    QCOMPARE(accounts.setPresence(UserId{99}, {}).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestAccountStore)
#include "tst_account_store.moc"
