// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

const QString kPassword = u"correct horse 7"_s;
const QByteArray kChecked = "the database was checked";

QJsonObject objectOf(const CommandResult &result)
{
    return QJsonDocument::fromJson(result.output).object();
}

} // namespace

//! What a server does that was killed, and what an operator does about damage.
class TestUncleanStop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void anOrderlyStopNeedsNoCheck();
    void killedIsChecked_data();
    void killedIsChecked();
    void wrongHeadIsHealed();
    void repairWantsTheFolder();

private:
    CommandResult run(const QString &line) const { return m_salond->command(line.split(u' ')); }
    void harm(const QString &statement) const;
    QByteArray problemsInMetrics() const;
    QByteArray history() const;
    std::unique_ptr<SalondProcess> m_salond;
    QByteArray m_token;
};

void TestUncleanStop::init()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    HttpClient http(m_salond->port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    m_token = login->token.toLatin1();
    http.setToken(m_token);
    QCOMPARE(http.post("/api/rooms/general/messages",
                       R"({"key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11","text":"as it was"})")
                 .status,
             201);
}

//! Like a stray hand with the sqlite3 program.
void TestUncleanStop::harm(const QString &statement) const
{
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"harm"_s);
        database.setDatabaseName(m_salond->dataFolder() + u"/salon.db"_s);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(u"harm"_s);
}

QByteArray TestUncleanStop::problemsInMetrics() const
{
    const QByteArray name = "\nsalon_store_check_problems ";
    const QByteArray page = run(u"metrics"_s).output;
    const qsizetype at = page.indexOf(name);
    return at < 0 ? QByteArray() : page.mid(at + name.size()).split('\n').first();
}

QByteArray TestUncleanStop::history() const
{
    HttpClient http(m_salond->port());
    http.setToken(m_token);
    return http.get("/api/rooms/general/messages").body;
}

void TestUncleanStop::anOrderlyStopNeedsNoCheck()
{
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(m_salond->stop(), std::optional<int>(0));
        QVERIFY(m_salond->start());
    }
    QCOMPARE(problemsInMetrics(), QByteArray("0"));
    QVERIFY2(!m_salond->log().contains("not stopped in order"), m_salond->log().constData());
    QVERIFY(!m_salond->log().contains(kChecked));
}

void TestUncleanStop::killedIsChecked_data()
{
    QTest::addColumn<bool>("isDamaged");
    QTest::newRow("sound") << false;
    QTest::newRow("a message differs from the log") << true;
}

void TestUncleanStop::killedIsChecked()
{
    QFETCH(bool, isDamaged);
    m_salond->kill();
    if (isDamaged)
        harm(u"UPDATE messages SET text = 'never said'"_s);
    // Other commands on the files, and whoever removes the write-ahead log, change nothing in that.
    QCOMPARE(run(u"user list"_s).exitCode, 0);
    QVERIFY(m_salond->start());
    QVERIFY(m_salond->log().contains("not stopped in order"));
    QTRY_VERIFY_WITH_TIMEOUT(m_salond->log().contains(kChecked), 10'000);
    const QByteArray problems = isDamaged ? "1" : "0";
    QTRY_COMPARE(problemsInMetrics(), problems);
    QVERIFY2(m_salond->log().contains("\"problems\":" + problems), m_salond->log().constData());
    QCOMPARE(m_salond->log().contains("messages differ from the log"), isDamaged);
    QCOMPARE(history().contains("as it was"), !isDamaged);
    // Checked is checked.
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    QVERIFY(m_salond->start());
    QCOMPARE(m_salond->log().count(kChecked), 1);
}

void TestUncleanStop::wrongHeadIsHealed()
{
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    harm(u"UPDATE rooms SET head = head + 1"_s);
    QVERIFY(!m_salond->start());
    QVERIFY2(m_salond->log().contains("does not reach its head"), m_salond->log().constData());
    const auto found = run(u"check --json"_s);
    QCOMPARE(found.exitCode, 1);
    const auto finding = objectOf(found).value(u"findings"_s).toArray().at(0).toObject();
    QCOMPARE(finding.value(u"kind"_s).toString(), u"room"_s);
    QVERIFY(finding.value(u"can_heal"_s).toBool() && !finding.value(u"healed"_s).toBool());
    const auto healed = run(u"check --repair"_s);
    QVERIFY2(healed.exitCode == 0, healed.output + healed.errors);
    QVERIFY2(healed.output.contains("healed"), healed.output);
    QVERIFY(run(u"check"_s).output.contains("sound"));
    QVERIFY(m_salond->start());
    QVERIFY(history().contains("as it was"));
}

void TestUncleanStop::repairWantsTheFolder()
{
    QCOMPARE(run(u"check"_s).exitCode, 0);
    const auto refused = run(u"check --repair"_s);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("in use by another salond"), refused.errors);
}

QTEST_GUILESS_MAIN(TestUncleanStop)
#include "tst_unclean_stop.moc"
