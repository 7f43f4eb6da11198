// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/small_disk.h"
#include "tests/support/test_client.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTest>
#include <QUuid>
#include <atomic>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;

QJsonObject objectOf(const CommandResult &result)
{
    return QJsonDocument::fromJson(result.output).object();
}

//! Posts as fast as it is answered, from a thread of its own, and keeps what was acknowledged.
class Poster {
public:
    Poster(quint16 port, const QByteArray &token) : m_http(port)
    {
        m_http.setToken(token);
        m_thread = std::thread([this] { run(); });
    }
    ~Poster() { stop(); }
    void stop()
    {
        m_isStopping = true;
        if (m_thread.joinable())
            m_thread.join();
    }
    QStringList acknowledged() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_texts;
    }

private:
    void run()
    {
        for (int i = 0; !m_isStopping; ++i) {
            const QString text = u"message %1 %2"_s.arg(i).arg(QString(10'000, u'x'));
            const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
            const QByteArray body = QJsonDocument(QJsonObject{{u"key"_s, key}, {u"text"_s, text}})
                                        .toJson(QJsonDocument::Compact);
            if (m_http.post("/api/rooms/general/messages", body).status != 201)
                continue;
            const std::scoped_lock lock(m_mutex);
            m_texts.append(text);
        }
    }

    HttpClient m_http;
    std::atomic<bool> m_isStopping = false;
    mutable std::mutex m_mutex;
    QStringList m_texts;
    std::thread m_thread;
};

} // namespace

//! The way of the data to a safe place and back.
class TestBackup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void holdsWhatWasAcknowledgedBefore();
    void isOneFileOfItsOwner_data();
    void isOneFileOfItsOwner();
    void refusesAndLeavesNothing_data();
    void refusesAndLeavesNothing();
    void fullDiskLeavesNothing();
    void restoreIsNoticedByClients();
    void restoreEndsSessions_data();
    void restoreEndsSessions();
    void restoreRefuses_data();
    void restoreRefuses();
    void restoreKeepsWhatWasThere();

private:
    CommandResult run(const QStringList &words) const { return m_salond->command(words); }
    QString place(const QString &name) const { return m_folder->filePath(name); }
    QByteArray loggedIn() const;
    void post(const QByteArray &token, const QString &text) const;
    QStringList history(const QByteArray &token) const;
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestBackup::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits);
    QVERIFY2(m_salond->start(), m_salond->log().constData());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
}

QByteArray TestBackup::loggedIn() const
{
    const auto login = HttpClient(m_salond->port()).login(u"ada"_s, kPassword);
    return login ? login->token.toLatin1() : QByteArray();
}

void TestBackup::post(const QByteArray &token, const QString &text) const
{
    HttpClient http(m_salond->port());
    http.setToken(token);
    const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QJsonObject body{{u"key"_s, key}, {u"text"_s, text}};
    QCOMPARE(http.post("/api/rooms/general/messages", QJsonDocument(body).toJson()).status, 201);
}

//! All of it, page by page.
QStringList TestBackup::history(const QByteArray &token) const
{
    HttpClient http(m_salond->port());
    http.setToken(token);
    QStringList texts;
    salon::Seq before = 0;
    for (;;) {
        QByteArray path = "/api/rooms/general/messages?limit=100";
        if (before > 0)
            path += "&before=" + QByteArray::number(before);
        const auto page = HttpClient::decodedBody<protocol::MessagePage>(http.get(path));
        if (!page || page->messages.isEmpty())
            return texts;
        QStringList older;
        for (const protocol::Message &message : page->messages)
            older.append(message.text);
        texts = older + texts;
        before = page->messages.first().seq;
    }
}

void TestBackup::holdsWhatWasAcknowledgedBefore()
{
    const QByteArray token = loggedIn();
    Poster one(m_salond->port(), token);
    Poster other(m_salond->port(), token);
    QTRY_VERIFY_WITH_TIMEOUT(one.acknowledged().size() > 300, 30'000);
    const QStringList before = one.acknowledged() + other.acknowledged();
    const auto made = run({u"backup"_s, place(u"live.db"_s), u"--json"_s});
    QVERIFY2(made.exitCode == 0, made.errors);
    QVERIFY(objectOf(made).value(u"bytes"_s).toInteger() > 4'194'304); // more than one piece
    const qsizetype meanwhile = one.acknowledged().size();
    QTRY_VERIFY_WITH_TIMEOUT(one.acknowledged().size() > meanwhile, 20'000);
    one.stop();
    other.stop();

    QVERIFY(m_salond->stop());
    const auto back = run({u"restore"_s, place(u"live.db"_s), u"--force"_s, u"--keep-sessions"_s});
    QVERIFY2(back.exitCode == 0, back.errors);
    const auto checked = run({u"check"_s, u"--json"_s});
    QVERIFY2(checked.exitCode == 0, checked.output);
    QVERIFY(m_salond->start());
    QStringList there = history(token);
    QVERIFY(there.size() >= before.size());
    for (const QString &text : before)
        QVERIFY2(there.removeOne(text), qPrintable(text));
    // What else is in it was posted while the command ran, and is there once.
    QStringList all = one.acknowledged() + other.acknowledged();
    for (const QString &text : before)
        all.removeOne(text);
    for (const QString &text : std::as_const(there))
        QVERIFY2(all.removeOne(text), qPrintable(text));
}

void TestBackup::isOneFileOfItsOwner_data()
{
    QTest::addColumn<bool>("isRunning");
    QTest::newRow("of a running server") << true;
    QTest::newRow("of the files") << false;
}

void TestBackup::isOneFileOfItsOwner()
{
    QFETCH(bool, isRunning);
    post(loggedIn(), u"kept"_s);
    if (!isRunning)
        QVERIFY(m_salond->stop());
    const auto made = run({u"backup"_s, place(u"one.db"_s), u"--json"_s});
    QVERIFY2(made.exitCode == 0, made.errors);
    QCOMPARE(files(), QStringList{u"one.db"_s});
    const QFileInfo file(place(u"one.db"_s));
    QCOMPARE(objectOf(made).value(u"bytes"_s).toInteger(), file.size());
    QCOMPARE(objectOf(made).value(u"file"_s).toString(), file.absoluteFilePath());
    QVERIFY(!file.permission(QFile::ReadGroup) && !file.permission(QFile::ReadOther));
    // It needs no log beside it, so a folder that nobody may write to can hold it.
    QFile header(file.filePath());
    QVERIFY(header.open(QIODevice::ReadOnly));
    QCOMPARE(header.read(100).mid(18, 2), QByteArray("\1\1"));
}

void TestBackup::refusesAndLeavesNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("there already") << u"old.db"_s << QByteArray("--force");
    QTest::newRow("no such folder") << u"nowhere/x.db"_s << QByteArray("No such file");
    QTest::newRow("a folder") << u"."_s << QByteArray("not a file");
}

void TestBackup::refusesAndLeavesNothing()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, says);
    QFile old(place(u"old.db"_s));
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("precious") > 0);
    old.close();
    const auto refused = run({u"backup"_s, place(name)});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains(says), refused.errors);
    QCOMPARE(files(), QStringList{u"old.db"_s});
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), QByteArray("precious"));
    const auto itself = run({u"backup"_s, m_salond->dataFolder() + u"/salon.db"_s, u"--force"_s});
    QVERIFY2(itself.errors.contains("the database itself"), itself.errors);
}

void TestBackup::fullDiskLeavesNothing()
{
    SmallDisk disk(m_folder->path());
    if (const auto mounted = disk.mount(64 * 1024); !mounted)
        QSKIP(qPrintable(mounted.error().message));
    const QByteArray token = loggedIn();
    for (int i = 0; i < 20; ++i)
        post(token, QString(10'000, u'y'));
    const auto refused = run({u"backup"_s, place(u"large.db"_s)});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains("full") || refused.errors.contains("No space"),
             refused.errors);
    QCOMPARE(files(), QStringList());
    post(token, u"the server does not mind"_s);
}

void TestBackup::restoreIsNoticedByClients()
{
    const QByteArray token = loggedIn();
    post(token, u"in the backup"_s);
    QCOMPARE(run({u"backup"_s, place(u"b.db"_s)}).exitCode, 0);
    post(token, u"lost"_s);
    QString epoch;
    {
        TestClient client(m_salond->url());
        const auto hello = client.open(QString::fromLatin1(token));
        QVERIFY(hello);
        epoch = hello->server.epoch;
    }
    // A restart alone is nothing to notice.
    QVERIFY(m_salond->stop());
    QVERIFY(m_salond->start());
    {
        TestClient client(m_salond->url());
        const auto hello = client.open(QString::fromLatin1(token));
        QVERIFY(hello);
        QCOMPARE(hello->server.epoch, epoch);
        QCOMPARE(hello->rooms.first().n, 2);
    }
    QVERIFY(m_salond->stop());
    QCOMPARE(run({u"restore"_s, place(u"b.db"_s), u"--force"_s, u"--keep-sessions"_s}).exitCode, 0);
    QVERIFY(m_salond->start());
    TestClient client(m_salond->url());
    const auto hello = client.open(QString::fromLatin1(token));
    QVERIFY(hello);
    QVERIFY(hello->server.epoch != epoch);
    QCOMPARE(hello->rooms.first().n, 1);
    QCOMPARE(history(token), QStringList{u"in the backup"_s});
}

void TestBackup::restoreEndsSessions_data()
{
    QTest::addColumn<bool>("keeps");
    QTest::newRow("all end") << false;
    QTest::newRow("unless told") << true;
}

void TestBackup::restoreEndsSessions()
{
    QFETCH(bool, keeps);
    const QByteArray token = loggedIn();
    QCOMPARE(run({u"backup"_s, place(u"b.db"_s)}).exitCode, 0);
    QVERIFY(m_salond->stop());
    QStringList words{u"restore"_s, place(u"b.db"_s), u"--force"_s};
    if (keeps)
        words.append(u"--keep-sessions"_s);
    QCOMPARE(run(words).exitCode, 0);
    QVERIFY(m_salond->start());
    HttpClient http(m_salond->port());
    http.setToken(token);
    const HttpReply reply = http.get("/api/rooms");
    if (keeps) {
        QCOMPARE(reply.status, 200);
    } else {
        QCOMPARE(reply.error().code, salon::ErrorCode::SessionRevoked);
        QVERIFY(!loggedIn().isEmpty());
    }
}

void TestBackup::restoreRefuses_data()
{
    QTest::addColumn<QString>("harm");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("while it runs") << u"running"_s << QByteArray("in use by another salond");
    QTest::newRow("over another") << u"there"_s << QByteArray("--force");
    QTest::newRow("no file") << u"missing"_s << QByteArray("there is no file");
    QTest::newRow("no database") << u"junk"_s << QByteArray("not a database");
    QTest::newRow("another program's") << u"stranger"_s << QByteArray("no database of salond");
    QTest::newRow("damaged") << u"damage"_s << QByteArray("damaged");
    QTest::newRow("newer") << u"newer"_s << QByteArray("newer version");
}

void TestBackup::restoreRefuses()
{
    QFETCH(QString, harm);
    QFETCH(QByteArray, says);
    const QByteArray token = loggedIn();
    for (int i = 0; i < 30; ++i)
        post(token, u"%1 %2"_s.arg(i).arg(QString(4'000, u'z')));
    const QString backup = place(u"b.db"_s);
    QCOMPARE(run({u"backup"_s, backup}).exitCode, 0);
    if (harm != "running"_L1)
        QVERIFY(m_salond->stop());
    QFile file(backup);
    const auto sql = [&](const QString &path, const QString &statement) {
        QProcess sqlite;
        sqlite.start(u"sqlite3"_s, {path, statement});
        return sqlite.waitForFinished() && sqlite.exitCode() == 0;
    };
    if (harm == "missing"_L1) {
        QVERIFY(file.remove());
    } else if (harm == "junk"_L1) {
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(9000, 'j')) > 0);
    } else if (harm == "stranger"_L1) {
        QVERIFY(file.remove() && sql(backup, u"CREATE TABLE t (x)"_s));
    } else if (harm == "damage"_L1) {
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - 3 * 4096));
        QVERIFY(file.write(QByteArray(4096, 'x')) > 0);
    } else if (harm == "newer"_L1) {
        QVERIFY(sql(backup, u"UPDATE migrations SET number = 9999 WHERE number = 2"_s));
    }
    file.close();
    QStringList words{u"restore"_s, backup};
    if (harm != "there"_L1)
        words.append(u"--force"_s);
    const auto refused = run(words);
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.errors.contains(says), refused.errors);
    QVERIFY(QDir(m_salond->dataFolder()).entryList({u"*.part*"_s, u"*before*"_s}).isEmpty());
    if (harm != "running"_L1)
        QVERIFY(m_salond->start());
    QCOMPARE(history(token).size(), 30);
}

void TestBackup::restoreKeepsWhatWasThere()
{
    const QByteArray token = loggedIn();
    QCOMPARE(run({u"backup"_s, place(u"b.db"_s)}).exitCode, 0);
    post(token, u"after the backup"_s);
    m_salond->kill(); // its write-ahead log holds the message
    const auto done = run({u"restore"_s, place(u"b.db"_s), u"--force"_s, u"--json"_s});
    QVERIFY2(done.exitCode == 0, done.errors);
    const QString kept = objectOf(done).value(u"kept_as"_s).toString();
    QVERIFY(QFile::exists(kept));
    // And back again.
    QCOMPARE(run({u"restore"_s, kept, u"--force"_s, u"--keep-sessions"_s}).exitCode, 0);
    QVERIFY(m_salond->start());
    QCOMPARE(history(token), QStringList{u"after the backup"_s});
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
