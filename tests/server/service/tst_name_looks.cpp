// SPDX-License-Identifier: MIT
#include "server/service/account_service.h"
#include "server/service/name_looks.h"
#include "shared/base/clock.h"
#include "tests/server/store/store_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! A database from before names had looks, with two that look alike.
class TestNameLooks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theOldestOfThoseAlikeHasTheLook();
    void allOldNamesGoOn();
    void newOnesMustLookOtherwise_data();
    void newOnesMustLookOtherwise();
    void aLookThatIsFreedIsGivenOn();

private:
    QString lookOf(const char *name)
    {
        const auto found = m_store->accounts.findByKey(QString::fromLatin1(name));
        return found ? found->keys.look : u"no such account"_s;
    }

    std::unique_ptr<StoreOnDisk> m_store;
    wire::Limits m_limits;
};

void TestNameLooks::init()
{
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    for (const auto &[name, key] :
         {std::pair(u"PayPal"_s, u"paypal"_s), {u"paypaI"_s, u"paypai"_s}, {u"Ian"_s, u"ian"_s}})
        VERIFY_RESULT(m_store->accounts.add({.name = name, .keys = {key}, .createdAt = kNow}));
    for (const auto &[name, key] : {std::pair(u"AI"_s, u"ai"_s), {u"Al"_s, u"al"_s}})
        VERIFY_RESULT(m_store->rooms.add({.name = name, .kind = u"public"_s}, {key}, kNow));
    VERIFY_RESULT(completeNameLooks(m_store->database));
}

void TestNameLooks::theOldestOfThoseAlikeHasTheLook()
{
    QCOMPARE(lookOf("paypal"), u"paypal"_s);
    QCOMPARE(lookOf("paypai"), QString());
    QCOMPARE(lookOf("ian"), u"lan"_s);
    NameStore rooms(m_store->database, NameStore::Of::Rooms);
    QCOMPARE(rooms.mustBeFree({u"-"_s, u"al"_s}).error().reason, Reason::NameTaken);
    QCOMPARE(rooms.withoutLook()->size(), 1);
    QCOMPARE(rooms.withoutLook()->first().text, u"Al"_s);
    VERIFY_RESULT(completeNameLooks(m_store->database)); // as at each start
    QCOMPARE(rooms.withoutLook()->size(), 1);
}

void TestNameLooks::allOldNamesGoOn()
{
    QCOMPARE(m_store->accounts.list()->size(), 3);
    QCOMPARE(m_store->accounts.findByKey(u"paypai"_s)->name, u"paypaI"_s);
    VERIFY_RESULT(m_store->accounts.setPassword(m_store->accounts.list()->at(1).id, u"new"_s));
    QCOMPARE(m_store->rooms.findByKey(u"al"_s, {})->name, u"Al"_s);
}

void TestNameLooks::newOnesMustLookOtherwise_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isFree");
    QTest::newRow("like both") << u"PaypaI"_s << false;
    QTest::newRow("like the older") << u"paypa1"_s << false;
    QTest::newRow("like the younger without case") << u"PAYPAI"_s << false;
    QTest::newRow("like one that is alone") << u"lan"_s << false;
    QTest::newRow("like none") << u"LAN"_s << true;
}

void TestNameLooks::newOnesMustLookOtherwise()
{
    QFETCH(QString, name);
    QFETCH(bool, isFree);
    AccountService service(m_store->database, m_limits, 1000, Clock::system());
    const auto added = service.add(name, u"hash"_s);
    QCOMPARE(bool(added), isFree);
    if (!isFree)
        QCOMPARE(added.error().reason, Reason::NameTaken);
}

void TestNameLooks::aLookThatIsFreedIsGivenOn()
{
    VERIFY_RESULT(m_store->database.execute(u"DELETE FROM users WHERE name = 'PayPal'"_s));
    VERIFY_RESULT(completeNameLooks(m_store->database));
    QCOMPARE(lookOf("paypai"), u"paypal"_s);
}

QTEST_GUILESS_MAIN(TestNameLooks)
#include "tst_name_looks.moc"
