// SPDX-License-Identifier: MIT
#include "tests/server/service/room_fixture.h"
#include <QFile>
#include <QSet>
#include <random>
#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

constexpr int kRooms = 5;
constexpr int kSteps = 6'000;
constexpr int kInTransaction = 40;
constexpr QByteArrayView kMark = "mark:";
constexpr qsizetype kMarkSize = 13;

struct Told {
    RoomId room;
    Seq seq = 0;
    QSet<QByteArray> marks; //!< of all that it ever said
};

} // namespace

//! No file of the database has a text of what was deleted, in whatever order all was written.
class TestDeletedTexts : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void areInNoFile();
    void areNotWrittenAgain();
    void areInNoBackup();
    void areInNoOlderDatabase();

private:
    void open();
    void talk(int steps);
    void step();
    bool postOne();
    bool deleteOne(size_t place);
    void deleteAThird();
    QString text(Told &message);
    //! How many texts of what was deleted a file has.
    int leftIn(const QString &path) const;

    sqlite3_vfs *m_engines = nullptr; //!< the engine's own way to files
    std::mt19937_64 m_random;
    QList<RoomId> m_rooms;
    std::vector<Told> m_messages;
    QSet<QByteArray> m_deleted;
    int m_marks = 0;
};

void TestDeletedTexts::initTestCase()
{
    m_engines = sqlite3_vfs_find(nullptr);
    VERIFY_RESULT(StoreOnDisk().opened);
    QVERIFY(sqlite3_vfs_find(nullptr) != m_engines);
}

void TestDeletedTexts::init()
{
    if (QByteArrayView(QTest::currentTestFunction()) == "areInNoOlderDatabase")
        sqlite3_vfs_register(m_engines, 1);
    open();
}

void TestDeletedTexts::cleanup()
{
    sqlite3_vfs_register(sqlite3_vfs_find("salon"), 1);
}

void TestDeletedTexts::open()
{
    begin();
    m_random.seed(1);
    m_messages.clear();
    m_deleted.clear();
    m_rooms = {m_room};
    while (m_rooms.size() < kRooms) {
        const QString name = u"room %1"_s.arg(m_rooms.size());
        const auto made = m_service->handle(CreateRoom{name, {}}, m_ada);
        VERIFY_RESULT(made);
        m_rooms.append(made->room.id);
    }
}

QString TestDeletedTexts::text(Told &message)
{
    const QByteArray mark =
        kMark.toByteArray() + QByteArray::number(++m_marks).rightJustified(8, '0');
    message.marks.insert(mark);
    return QString::fromLatin1(mark)
        + QString(qsizetype(m_random() % (m_random() % 20 == 0 ? 8'000 : 120)), u'.');
}

bool TestDeletedTexts::postOne()
{
    Told message{m_rooms[qsizetype(m_random() % kRooms)], 0, {}};
    const auto posted =
        m_service->handle(PostMessage{message.room, key(++m_posts), text(message), {}}, m_ada);
    message.seq = posted ? posted->seq : 0;
    m_messages.push_back(message);
    return posted.has_value();
}

bool TestDeletedTexts::deleteOne(size_t place)
{
    std::swap(m_messages[place], m_messages.back());
    const Told message = m_messages.back();
    m_messages.pop_back();
    m_deleted.unite(message.marks);
    return m_service->handle(DeleteMessage{message.room, message.seq}, m_ada).has_value();
}

void TestDeletedTexts::step()
{
    const quint64 dice = m_messages.empty() ? 0 : m_random() % 10;
    if (dice < 6) {
        QVERIFY(postOne());
        return;
    }
    const size_t place = m_random() % m_messages.size();
    Told &message = m_messages[place];
    if (dice < 7)
        QVERIFY(deleteOne(place));
    else if (dice < 9)
        VERIFY_RESULT(
            m_service->handle(EditMessage{message.room, message.seq, text(message)}, m_ada));
    else
        VERIFY_RESULT(m_service->handle(AddReaction{message.room, message.seq, u"👍"_s}, m_ada));
}

void TestDeletedTexts::talk(int steps)
{
    for (int done = 0; done < steps; done += kInTransaction) {
        Transaction transaction(m_store->database);
        for (int i = 0; i < kInTransaction && !QTest::currentTestFailed(); ++i)
            step();
        VERIFY_RESULT(transaction.commit());
        m_service->takeEffects();
    }
}

void TestDeletedTexts::deleteAThird()
{
    Transaction transaction(m_store->database);
    for (size_t left = m_messages.size() / 3; left > 0; --left)
        QVERIFY(deleteOne(m_random() % m_messages.size()));
    VERIFY_RESULT(transaction.commit());
    m_service->takeEffects();
}

int TestDeletedTexts::leftIn(const QString &path) const
{
    QFile file(path);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    int count = 0;
    for (auto at = bytes.indexOf(kMark); at >= 0; at = bytes.indexOf(kMark, at + 1))
        count += m_deleted.contains(bytes.mid(at, kMarkSize));
    return count;
}

void TestDeletedTexts::areInNoFile()
{
    talk(kSteps);
    deleteAThird();
    QVERIFY(m_deleted.size() > 1'000);
    QVERIFY(leftIn(m_store->path() + u"-wal"_s) > 0);
    QVERIFY(m_store->database.truncateLog());
    QCOMPARE(leftIn(m_store->path() + u"-wal"_s), 0);
    QCOMPARE(leftIn(m_store->path()), 0);
}

//! Of pages that were in memory when it was deleted.
void TestDeletedTexts::areNotWrittenAgain()
{
    talk(kSteps);
    deleteAThird();
    QVERIFY(m_store->database.truncateLog());
    const QSet<QByteArray> deleted = m_deleted;
    talk(kSteps / 10);
    m_deleted = deleted;
    QVERIFY(QFile(m_store->path() + u"-wal"_s).size() > 0);
    QCOMPARE(leftIn(m_store->path() + u"-wal"_s), 0);
    QCOMPARE(leftIn(m_store->path()), 0);
}

//! Of pages that were in the log when it was made.
void TestDeletedTexts::areInNoBackup()
{
    talk(kSteps);
    QVERIFY(QFile(m_store->path() + u"-wal"_s).size() > 0);
    QVERIFY(m_deleted.size() > 500);
    const QTemporaryDir folder;
    QFile backup(folder.filePath(u"backup.db"_s));
    QVERIFY(backup.open(QIODevice::WriteOnly));
    backup.close();
    VERIFY_RESULT(m_store->database.copyTo(backup.fileName(), [] { return Result<>(); }));
    QCOMPARE(leftIn(backup.fileName()), 0);
    QVERIFY(backup.size() > 1'000'000);
}

//! That an older version wrote, which wiped nothing and knew no such migration.
void TestDeletedTexts::areInNoOlderDatabase()
{
    talk(kSteps);
    deleteAThird();
    QVERIFY(m_store->database.truncateLog());
    QVERIFY2(leftIn(m_store->path()) > 0, "there is nothing to be wiped");
    VERIFY_RESULT(
        m_store->database.execute(u"DELETE FROM migrations WHERE name = '009_unused_space.sql'"_s));
    cleanup();
    VERIFY_RESULT(m_store->database.open(m_store->path(), Database::Access::ReadWrite));
    VERIFY_RESULT(migrate(m_store->database));
    QCOMPARE(leftIn(m_store->path()), 0);
    for (const Told &message : m_messages) {
        const auto row = m_store->log.message(message.room, message.seq);
        VERIFY_RESULT(row);
        QVERIFY(message.marks.contains(row->text.left(kMarkSize).toLatin1()));
    }
}

QTEST_GUILESS_MAIN(TestDeletedTexts)
#include "tst_deleted_texts.moc"
