// SPDX-License-Identifier: MIT
#include "server/dispatch/writer.h"
#include "tests/server/dispatch/facts_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

//! A small change with the account's name as its mark, through a statement of the engine.
Result<QByteArray> addUser(WriteContext &context, const QString &name)
{
    TRY(context.database
            .prepare("INSERT INTO users (name, name_key, display_name, password_hash, created_at) "
                     "VALUES (?, ?, '', '', 0)")
            .run(name, name));
    return name.toUtf8();
}

} // namespace

class TestWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whatWaitsIsOneTransaction();
    void answersComeAfterTheCommit();
    void aConstraintHurtsNobodyElse();
    void aRefusalKeepsNothing();
    void aFailedCommitIsUnavailableForAll();
    void aFullStoreIsSaid();
    void stopFinishesWhatIsQueued();
    void theQueueIsBounded();

private:
    void queue(std::function<Result<QByteArray>(WriteContext &)> rule);
    //! Queues the rules behind a closed gate, so that they make one batch, and waits for the
    //! answers.
    void runTogether(const QList<std::function<Result<QByteArray>(WriteContext &)>> &rules);
    Error errorOf(qsizetype i) const
    {
        return m_answers[i].reply ? Error(ErrorCode::Internal, u"no error"_s)
                                  : m_answers[i].reply.error();
    }

    std::unique_ptr<FactsOnDisk> m_disk;
    std::unique_ptr<QObject> m_thread;
    std::unique_ptr<Writer> m_writer;
    QList<WriteOutcome> m_answers;
};

void TestWriter::init()
{
    m_disk = std::make_unique<FactsOnDisk>();
    VERIFY_RESULT(m_disk->store.opened);
    m_thread = std::make_unique<QObject>();
    m_writer = std::make_unique<Writer>(m_disk->facts, deliverTo(m_thread.get()));
    VERIFY_RESULT(m_writer->start());
    m_answers.clear();
}

void TestWriter::cleanup()
{
    m_writer.reset();
    m_thread.reset();
    m_disk.reset();
}

void TestWriter::queue(std::function<Result<QByteArray>(WriteContext &)> rule)
{
    QVERIFY(m_writer->add(
        {std::move(rule), [this](WriteOutcome o) { m_answers.append(std::move(o)); }}));
}

void TestWriter::runTogether(const QList<std::function<Result<QByteArray>(WriteContext &)>> &rules)
{
    Gate gate;
    queue([&gate](WriteContext &) -> Result<QByteArray> {
        gate.wait();
        return QByteArray("gate");
    });
    QTRY_COMPARE(m_writer->queued(), size_t(0));
    for (const auto &rule : rules)
        queue(rule);
    gate.open();
    QTRY_COMPARE(m_answers.size(), rules.size() + 1);
    m_answers.removeFirst();
}

void TestWriter::whatWaitsIsOneTransaction()
{
    qint64 seenInside = -1;
    qint64 seenOutside = -1;
    runTogether({[](WriteContext &c) { return addUser(c, u"ada"_s); },
                 [](WriteContext &c) { return addUser(c, u"grace"_s); },
                 [&](WriteContext &c) -> Result<QByteArray> {
                     TRY_ASSIGN(const auto users, c.accounts.list());
                     seenInside = users.size();
                     seenOutside = m_disk->count("SELECT count(*) FROM users");
                     return QByteArray();
                 }});
    QCOMPARE(seenInside, 2);
    QCOMPARE(seenOutside, 0);
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 2);
    QCOMPARE(*m_answers[0].reply, QByteArray("ada"));
    QCOMPARE(*m_answers[1].reply, QByteArray("grace"));
}

void TestWriter::answersComeAfterTheCommit()
{
    // Delivered from the writer's own thread, as early as can be.
    std::atomic<int> answered = 0;
    QList<qint64> seen;
    Writer writer(m_disk->facts, [](const std::vector<Delivery> &batch) {
        for (const Delivery &delivery : batch)
            delivery.call();
    });
    VERIFY_RESULT(writer.start());
    for (int i = 1; i <= 20; ++i) {
        const auto done = [&](const WriteOutcome &) {
            seen.append(m_disk->count("SELECT count(*) FROM users"));
            ++answered;
        };
        QVERIFY(
            writer.add({[i](WriteContext &c) { return addUser(c, u"user %1"_s.arg(i)); }, done}));
    }
    QTRY_COMPARE(answered.load(), 20);
    for (qsizetype i = 0; i < seen.size(); ++i)
        QVERIFY2(seen[i] > i, "an answer stood before what it acknowledges");
}

void TestWriter::aConstraintHurtsNobodyElse()
{
    VERIFY_RESULT(m_disk->store.accounts.add({.name = u"taken"_s, .keys = {u"taken"_s}}));
    runTogether({[](WriteContext &c) { return addUser(c, u"ada"_s); },
                 [](WriteContext &c) { return addUser(c, u"taken"_s); },
                 [](WriteContext &c) -> Result<QByteArray> {
                     (void)addUser(c, u"half"_s);
                     (void)addUser(c, u"taken"_s);
                     return QByteArray("as if nothing had happened");
                 },
                 [](WriteContext &c) -> Result<QByteArray> {
                     TRY(c.accounts.add({.name = u"Taken"_s, .keys = {u"taken"_s}}));
                     return QByteArray();
                 },
                 [](WriteContext &c) { return addUser(c, u"grace"_s); }});
    QCOMPARE(*m_answers[0].reply, QByteArray("ada"));
    QCOMPARE(errorOf(1).code, ErrorCode::Internal); // ours, and not in the engine's words
    QVERIFY(!m_answers[2].reply);
    QCOMPARE(errorOf(3).code, ErrorCode::Conflict);
    QCOMPARE(errorOf(3).reason, Reason::NameTaken);
    QCOMPARE(*m_answers[4].reply, QByteArray("grace"));
    QCOMPARE(m_disk->count("SELECT count(*) FROM users WHERE name IN ('ada', 'grace')"), 2);
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 3);
    QVERIFY(m_writer->isHealthy());
}

void TestWriter::aRefusalKeepsNothing()
{
    const UserId ada = m_disk->store.user(u"ada"_s);
    runTogether({[](WriteContext &c) { return addUser(c, u"grace"_s); },
                 [ada](WriteContext &c) -> Result<QByteArray> {
                     TRY(c.rooms.handle(protocol::CreateRoom{u"half"_s, {}}, {ada, {}}));
                     return Error::notFound(u"thing");
                 },
                 [ada](WriteContext &c) -> Result<QByteArray> {
                     TRY(c.rooms.handle(protocol::CreateRoom{u"whole"_s, {}}, {ada, {}}));
                     return QByteArray("whole");
                 }});
    QCOMPARE(errorOf(1).code, ErrorCode::NotFound);
    QVERIFY(!m_answers[1].effects);
    QCOMPARE(m_answers[2].effects->events.size(), 1);
    QCOMPARE(m_disk->count("SELECT count(*) FROM rooms"), 1);
    QCOMPARE(m_disk->count("SELECT count(*) FROM rooms WHERE name = 'whole'"), 1);
    QCOMPARE(m_disk->count("SELECT count(*) FROM users WHERE name = 'grace'"), 1);
}

void TestWriter::aFailedCommitIsUnavailableForAll()
{
    runTogether(
        {[](WriteContext &c) { return addUser(c, u"ada"_s); },
         [](WriteContext &c) -> Result<QByteArray> {
             // Breaks a reference that is looked at only when the transaction ends.
             TRY(c.database.execute(u"PRAGMA defer_foreign_keys = ON"_s));
             TRY(c.database.execute(u"INSERT INTO members VALUES (9, 9, '', 0, 0, 0, 0, 1)"_s));
             return QByteArray("member");
         },
         [](WriteContext &c) { return addUser(c, u"grace"_s); }});
    for (qsizetype i = 0; i < 3; ++i) {
        QCOMPARE(errorOf(i).code, ErrorCode::Unavailable);
        QCOMPARE(errorOf(i).reason, Reason::StorageFailed);
        QVERIFY2(!errorOf(i).message.contains(u"FOREIGN"), qPrintable(errorOf(i).message));
    }
    QVERIFY(!m_writer->isHealthy());
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 0);

    m_answers.clear();
    queue([](WriteContext &c) { return addUser(c, u"linus"_s); });
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers[0].reply);
    QVERIFY(m_writer->isHealthy());
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 1);
}

void TestWriter::aFullStoreIsSaid()
{
    runTogether({[](WriteContext &c) { return addUser(c, u"ada"_s); },
                 [](WriteContext &c) -> Result<QByteArray> {
                     Query limit = c.database.prepare("PRAGMA max_page_count = 1");
                     TRY(limit.run());
                     return addUser(c, QString(1'000'000, u'x'));
                 }});
    QCOMPARE(errorOf(0).code, ErrorCode::Unavailable);
    QCOMPARE(errorOf(0).reason, Reason::StorageFull);
    QCOMPARE(errorOf(1).reason, Reason::StorageFull);
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 0);
    m_answers.clear();
    queue([](WriteContext &c) { return addUser(c, u"grace"_s); }); // there is room again
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(m_answers[0].reply);
}

void TestWriter::stopFinishesWhatIsQueued()
{
    Gate gate;
    queue([&gate](WriteContext &) -> Result<QByteArray> {
        gate.wait();
        return QByteArray();
    });
    for (int i = 0; i < 1200; ++i) // more than a batch
        queue([i](WriteContext &c) { return addUser(c, u"user %1"_s.arg(i)); });
    gate.open();
    m_writer->stop();
    QCOMPARE(m_disk->count("SELECT count(*) FROM users"), 1200);
    QTRY_COMPARE(m_answers.size(), 1201);
    QVERIFY(!m_writer->add({[](WriteContext &c) { return addUser(c, u"late"_s); }, {}}));
}

void TestWriter::theQueueIsBounded()
{
    Gate gate;
    queue([&gate](WriteContext &) -> Result<QByteArray> {
        gate.wait();
        return QByteArray();
    });
    QTRY_COMPARE(m_writer->queued(), size_t(0));
    const auto nothing = [](WriteContext &) -> Result<QByteArray> { return QByteArray(); };
    for (size_t i = 0; i < Writer::kMostQueued; ++i)
        QVERIFY(m_writer->add({nothing, [](const WriteOutcome &) {}}));
    QVERIFY(!m_writer->add({nothing, [](const WriteOutcome &) {}}));
    gate.open();
    QTRY_COMPARE(m_writer->queued(), size_t(0));
    QVERIFY(m_writer->add({nothing, [](const WriteOutcome &) {}}));
}

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
