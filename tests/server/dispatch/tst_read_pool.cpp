// SPDX-License-Identifier: MIT
#include "server/dispatch/read_pool.h"
#include "server/operation/fault_counts.h"
#include "tests/server/dispatch/facts_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestReadPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsOneSnapshot();
    void writesAreRefused();
    void aBrokenConnectionIsOpenedAnew();
    void refusalsPassUnchanged();
    void stopFinishesWhatIsQueued();

private:
    template <class T>
    Result<T> ask(std::function<Result<T>(ReadContext &)> read)
    {
        std::optional<Result<T>> answer;
        if (!m_pool->ask<T>(std::move(read), [&](Result<T> a) { answer = std::move(a); }))
            return Error(ErrorCode::Stopping, u"not taken"_s);
        if (!QTest::qWaitFor([&] { return answer.has_value(); }))
            return Error(ErrorCode::Internal, u"no answer"_s);
        return *answer;
    }

    std::unique_ptr<FactsOnDisk> m_disk;
    std::unique_ptr<ReadPool> m_pool;
};

void TestReadPool::init()
{
    m_pool.reset();
    m_disk = std::make_unique<FactsOnDisk>();
    VERIFY_RESULT(m_disk->store.opened);
    m_pool = std::make_unique<ReadPool>(m_disk->facts, 1, deliverTo(this));
    VERIFY_RESULT(m_pool->start());
}

void TestReadPool::readsOneSnapshot()
{
    m_disk->store.user(u"ada"_s);
    const auto counts = ask<QList<qsizetype>>([](ReadContext &c) -> Result<QList<qsizetype>> {
        TRY_ASSIGN(const auto before, c.accounts.list());
        Database writer; // another connection commits while this one reads
        TRY(writer.open(c.facts.databasePath, Database::Access::ReadWrite));
        TRY(AccountStore(writer).add({.name = u"grace"_s, .keys = {u"grace"_s}}));
        TRY_ASSIGN(const auto after, c.accounts.list());
        return QList<qsizetype>{before.size(), after.size()};
    });
    VERIFY_RESULT(counts);
    QCOMPARE(*counts, (QList<qsizetype>{1, 1}));
    const auto later = ask<bool>([](ReadContext &c) -> Result<bool> {
        TRY_ASSIGN(const auto users, c.accounts.list());
        return users.size() == 2;
    });
    QVERIFY(later && *later);
}

void TestReadPool::writesAreRefused()
{
    const auto written = ask<UserId>(
        [](ReadContext &c) { return c.accounts.add({.name = u"ada"_s, .keys = {u"ada"_s}}); });
    QVERIFY(!written);
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 0);
}

void TestReadPool::aBrokenConnectionIsOpenedAnew()
{
    const auto cache = [](ReadContext &c) -> Result<qint64> {
        Query query = c.database.prepare("PRAGMA cache_size");
        TRY(query.run());
        TRY(query.next());
        return query.integer(0);
    };
    const auto usual = ask<qint64>(cache);
    VERIFY_RESULT(usual);
    const qint64 before = FaultCounts::process().of(ServerFault::StoreRead);
    QVERIFY(m_pool->isHealthy());
    const auto broken = ask<qint64>([](ReadContext &c) -> Result<qint64> {
        TRY(c.database.execute(u"PRAGMA cache_size = 17"_s));
        TRY(c.database.execute(u"ATTACH '/nowhere/at/all' AS other"_s));
        return 0;
    });
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::Unavailable);
    QCOMPARE(broken.error().reason, Reason::StorageFailed);
    QVERIFY2(!broken.error().message.contains(u"open"), qPrintable(broken.error().message));
    QVERIFY(!m_pool->isHealthy());
    QCOMPARE(FaultCounts::process().of(ServerFault::StoreRead), before + 1);
    const auto again = ask<qint64>(cache);
    VERIFY_RESULT(again);
    QVERIFY(m_pool->isHealthy());
    QCOMPARE(*again, *usual);
}

void TestReadPool::refusalsPassUnchanged()
{
    const auto refused = ask<UserRow>([](ReadContext &c) { return c.accounts.find(UserId{7}); });
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
    QCOMPARE(refused.error().message, Error::notFound(u"account").message);
}

void TestReadPool::stopFinishesWhatIsQueued()
{
    Gate gate;
    int answered = 0;
    const auto read = [&gate](ReadContext &) -> Result<int> {
        gate.wait();
        gate.open();
        return 1;
    };
    for (int i = 0; i < 50; ++i)
        QVERIFY(m_pool->ask<int>(read, [&](const Result<int> &) { ++answered; }));
    gate.open();
    m_pool->stop();
    QTRY_COMPARE(answered, 50);
    QVERIFY(!m_pool->ask<int>(read, {}));
}

QTEST_GUILESS_MAIN(TestReadPool)
#include "tst_read_pool.moc"
