// SPDX-License-Identifier: MIT
#include "shared/storage/wiping_files.h"
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <random>
#include <sqlite3.h>
#include <thread>

using namespace salon;

namespace {

constexpr int kSteps = 3'000;
constexpr QByteArrayView kMark = "mark:";
constexpr qsizetype kMarkSize = 13;

//! A connection, by one of the ways to files.
class Connection {
public:
    Connection(const QString &path, const QByteArray &vfs)
    {
        sqlite3_open_v2(path.toUtf8().constData(), &m_native,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.constData());
        sqlite3_busy_timeout(m_native, 5'000);
        run("PRAGMA secure_delete = ON");
        run("PRAGMA synchronous = OFF");
    }
    ~Connection() { sqlite3_close(m_native); }
    Q_DISABLE_COPY_MOVE(Connection)

    int run(const QByteArray &sql)
    {
        return sqlite3_exec(m_native, sql.constData(), nullptr, nullptr, nullptr);
    }
    //! All that it answers, a row a line.
    QByteArray ask(const QByteArray &sql)
    {
        QByteArray answer;
        const auto add = [](void *to, int count, char **values, char **) {
            for (int i = 0; i < count; ++i)
                *static_cast<QByteArray *>(to) += QByteArray(values[i]) + '|';
            *static_cast<QByteArray *>(to) += '\n';
            return 0;
        };
        sqlite3_exec(m_native, sql.constData(), add, &answer, nullptr);
        return answer;
    }

    sqlite3 *native() { return m_native; }

private:
    sqlite3 *m_native = nullptr;
};

//! Rows of three tables of different make, put in, changed and deleted: always the same.
class Work {
public:
    explicit Work(Connection &connection) : m_connection(connection)
    {
        m_connection.run("CREATE TABLE a (room INT, seq INT, text TEXT, PRIMARY KEY (room, seq)) "
                         "WITHOUT ROWID");
        m_connection.run("CREATE TABLE b (id INTEGER PRIMARY KEY, text TEXT)");
        m_connection.run("CREATE TABLE c (text TEXT UNIQUE, room INT, seq INT)");
    }
    void run(int steps)
    {
        m_connection.run("BEGIN");
        for (int i = 0; i < steps; ++i) {
            step();
            if (i % 50 == 49)
                m_connection.run("COMMIT; BEGIN");
        }
        m_connection.run("COMMIT");
    }
    const QSet<QByteArray> &deleted() const { return m_deleted; }

private:
    void step()
    {
        if (m_there.empty() || m_random() % 5 < 2)
            return add();
        const size_t place = m_random() % m_there.size();
        std::swap(m_there[place], m_there.back());
        auto &[where, marks] = m_there.back();
        if (m_random() % 3 < 2)
            return put("UPDATE %1 SET text = '" + text(marks) + "' WHERE %2", where);
        put("DELETE FROM %1 WHERE %2", where);
        m_deleted.unite(marks);
        m_there.pop_back();
    }
    void add()
    {
        const QByteArray room = QByteArray::number(qint64(m_random() % 5));
        const QByteArray seq = QByteArray::number(qint64(m_random() % 1'000'000'000));
        QSet<QByteArray> marks;
        const QByteArray said = text(marks);
        m_connection.run("INSERT OR IGNORE INTO a VALUES (" + room + ", " + seq + ", '" + said
                         + "'); INSERT INTO b VALUES (" + seq + ", '" + said
                         + "'); INSERT INTO c VALUES ('" + said + "', " + room + ", " + seq + ")");
        m_there.push_back({{room, seq}, marks});
    }
    void put(const QByteArray &statement, const std::pair<QByteArray, QByteArray> &where)
    {
        const auto run = [&](const char *table, const QByteArray &place) {
            m_connection.run(QByteArray(statement).replace("%1", table).replace("%2", place));
        };
        const QByteArray both = "room = " + where.first + " AND seq = " + where.second;
        run("a", both);
        run("b", "id = " + where.second);
        run("c", "rowid IN (SELECT rowid FROM c WHERE " + both + ")");
    }
    QByteArray text(QSet<QByteArray> &marks)
    {
        const QByteArray mark =
            kMark.toByteArray() + QByteArray::number(++m_marks).rightJustified(8, '0');
        marks.insert(mark);
        return mark + QByteArray(qsizetype(m_random() % (m_random() % 20 == 0 ? 4'000 : 120)), '.');
    }

    Connection &m_connection;
    std::mt19937_64 m_random{1};
    qint64 m_marks = 0;
    std::vector<std::pair<std::pair<QByteArray, QByteArray>, QSet<QByteArray>>> m_there;
    QSet<QByteArray> m_deleted;
};

int found(const QSet<QByteArray> &marks, const QString &path)
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    int count = 0;
    for (auto at = bytes.indexOf(kMark); at >= 0; at = bytes.indexOf(kMark, at + 1))
        count += marks.contains(bytes.mid(at, kMarkSize));
    return count;
}

} // namespace

//! Nothing of deleted rows is left in a file, and all of the others.
class TestWipingFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void keepsAllButTheDeleted_data();
    void keepsAllButTheDeleted();
    void whatWasThereIsWiped_data();
    void whatWasThereIsWiped();
    void wipesNothingBesideAWriter();
    void notDuringACheckpoint();
    void besideCheckpoints();

private:
    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    QByteArray m_engines; //!< the engine's own way to files
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWipingFiles::initTestCase()
{
    m_engines = sqlite3_vfs_find(nullptr)->zName;
    storage::useWipingFiles();
    storage::useWipingFiles();
    QCOMPARE(QByteArray(sqlite3_vfs_find(nullptr)->zName), QByteArray("salon"));
}

static void addKinds()
{
    QTest::addColumn<QByteArray>("settings");
    for (const char *size : {"512", "4096", "8192"}) {
        for (const char *vacuum : {"NONE", "INCREMENTAL"}) {
            for (const char *journal : {"WAL", "DELETE"})
                QTest::addRow("%s, %s, %s", size, vacuum, journal)
                    << QByteArray("PRAGMA page_size = ") + size + "; PRAGMA auto_vacuum = " + vacuum
                        + "; PRAGMA journal_mode = " + journal;
        }
    }
}

static QByteArray contentOf(Connection &connection)
{
    return connection.ask("SELECT * FROM a ORDER BY room, seq; SELECT * FROM b ORDER BY id; "
                          "SELECT * FROM c ORDER BY text; PRAGMA integrity_check");
}

void TestWipingFiles::keepsAllButTheDeleted_data()
{
    addKinds();
}

void TestWipingFiles::keepsAllButTheDeleted()
{
    QFETCH(QByteArray, settings);
    QByteArray expected;
    int leftBefore = 0;
    {
        Connection plain(path("plain"), m_engines);
        plain.run(settings);
        Work work(plain);
        work.run(kSteps);
        expected = contentOf(plain);
        plain.run("PRAGMA wal_checkpoint(TRUNCATE)");
        leftBefore = found(work.deleted(), path("plain"));
    }
    QVERIFY2(leftBefore > 0, "there is nothing to be wiped");
    Connection wiping(path("wiping"), "salon");
    wiping.run(settings);
    Work work(wiping);
    work.run(kSteps);
    wiping.run("PRAGMA wal_checkpoint(TRUNCATE)");
    QCOMPARE(found(work.deleted(), path("wiping")), 0);
    QVERIFY(contentOf(wiping) == expected);
    QVERIFY(expected.endsWith("\nok|\n"));
    Connection other(path("wiping"), m_engines);
    QVERIFY(contentOf(other) == expected);
}

void TestWipingFiles::whatWasThereIsWiped_data()
{
    addKinds();
}

void TestWipingFiles::whatWasThereIsWiped()
{
    QFETCH(QByteArray, settings);
    const bool hasLog = settings.endsWith("WAL");
    QByteArray expected;
    QSet<QByteArray> deleted;
    {
        Connection plain(path("old"), m_engines);
        plain.run(settings);
        Work work(plain);
        work.run(kSteps);
        deleted = work.deleted();
        expected = contentOf(plain);
    }
    QVERIFY2(found(deleted, path("old")) > 0, "there is nothing to be wiped");
    Connection reader(path("old"), m_engines);
    if (hasLog)
        reader.run("BEGIN; SELECT count(*) FROM a");
    Connection wiping(path("old"), "salon");
    QCOMPARE(wiping.run(hasLog ? "BEGIN IMMEDIATE" : "BEGIN EXCLUSIVE"), SQLITE_OK);
    QCOMPARE(wiping.run("PRAGMA wipe_unused_space"), SQLITE_OK);
    QCOMPARE(wiping.run("COMMIT"), SQLITE_OK);
    QCOMPARE(found(deleted, path("old")), 0);
    QVERIFY(contentOf(reader) == expected);
    QVERIFY(contentOf(wiping) == expected);
}

//! Who writes without a write-ahead log writes into the file itself.
void TestWipingFiles::wipesNothingBesideAWriter()
{
    Connection wiping(path("shared"), "salon");
    Work(wiping).run(10);
    for (const char *begin : {"BEGIN; SELECT * FROM a", "BEGIN IMMEDIATE"}) {
        QCOMPARE(wiping.run(begin), SQLITE_OK);
        QCOMPARE(wiping.run("PRAGMA wipe_unused_space"), SQLITE_LOCKED);
        QCOMPARE(wiping.run("ROLLBACK"), SQLITE_OK);
    }
}

//! A page that is written between being read and being wiped would lose rows.
void TestWipingFiles::notDuringACheckpoint()
{
    Connection writing(path("busy"), "salon");
    writing.run("PRAGMA journal_mode = WAL");
    Work(writing).run(10);
    struct Reader {
        Connection wiping;
        int wiped = SQLITE_OK;
    } reader{{path("busy"), "salon"}};
    reader.wiping.run("PRAGMA busy_timeout = 0");
    reader.wiping.run("BEGIN; SELECT count(*) FROM a");
    // Called by a checkpoint that waits for the reader.
    const auto wipe = [](void *with, int) {
        auto *by = static_cast<Reader *>(with);
        by->wiped = by->wiping.run("PRAGMA wipe_unused_space");
        return 0;
    };
    sqlite3_busy_handler(writing.native(), wipe, &reader);
    writing.run("PRAGMA wal_checkpoint(RESTART)");
    QCOMPARE(reader.wiped, SQLITE_BUSY);
    reader.wiping.run("COMMIT; BEGIN; SELECT count(*) FROM a");
    QCOMPARE(reader.wiping.run("PRAGMA wipe_unused_space"), SQLITE_OK);
}

void TestWipingFiles::besideCheckpoints()
{
    Connection writing(path("busy"), "salon");
    writing.run("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 20");
    Work work(writing);
    std::atomic<bool> isDone = false;
    std::atomic<int> wiped = 0;
    std::thread other([&] {
        Connection wiping(path("busy"), "salon");
        while (!isDone) {
            wiping.run("BEGIN; SELECT count(*) FROM sqlite_schema");
            wiped += wiping.run("PRAGMA wipe_unused_space") == SQLITE_OK;
            wiping.run("COMMIT");
        }
    });
    work.run(kSteps);
    isDone = true;
    other.join();
    QVERIFY(wiped > 0);
    QVERIFY(contentOf(writing).endsWith("\nok|\n"));
    Connection plain(path("plain"), m_engines);
    Work(plain).run(kSteps);
    QVERIFY(contentOf(plain) == contentOf(writing));
}

QTEST_GUILESS_MAIN(TestWipingFiles)
#include "tst_wiping_files.moc"
