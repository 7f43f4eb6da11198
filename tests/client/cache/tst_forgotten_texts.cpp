// SPDX-License-Identifier: MIT
#include "client/cache/local_store.h"
#include "tests/client/cache/log_cache_user.h"
#include <QFile>
#include <QMap>
#include <QSet>
#include <QTest>
#include <numeric>
#include <random>
#include <sqlite3.h>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr qint64 kRooms = 2;
constexpr Seq kBegin = 1'200; // older messages come by pages
constexpr int kSteps = 4'000;
constexpr int kChangesLater = 1'000;
constexpr qint64 kDrafts = 100;
constexpr int kDraftsWritten = 900;
constexpr int kEmptiesMs = 15'000;
constexpr QByteArrayView kMark = "mark:";
constexpr qsizetype kMarkSize = 13;
constexpr Timestamp kTime = 1'790'000'000'000;

} // namespace

//! The files of a profile have nothing of what was deleted, written over or sent.
class TestForgottenTexts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { sqlite3_vfs_register(sqlite3_vfs_find("salon"), 1); }
    void deletedMessages();
    void norWrittenAgain();
    void inAnOlderCache();
    void drafts();

private:
    struct Room {
        Seq head = kBegin;
        qint64 n = kBegin;
        std::vector<Seq> older; //!< that no page had yet, in any order
        QMap<Seq, QSet<QByteArray>> said;
    };

    QString text(QSet<QByteArray> &marks);
    protocol::Message message(RoomId room, Seq seq, Seq asOf);
    void putOlder(RoomId room);
    void happens(RoomId room, protocol::RoomEventData data);
    void post(RoomId room);
    Seq anyOf(RoomId room);
    void deleteOne(RoomId room, Seq seq);
    void edit(RoomId room, Seq seq);
    void talk();
    bool isWritten() const { return m_user->held() == m_messages; }
    qsizetype logSize() const { return bytesOf(u"cache.db-wal"_s).size(); }
    QByteArray bytesOf(const QString &file) const;
    int leftIn(const QString &file) const;

    sqlite3_vfs *m_engines = nullptr; //!< the engine's own way to files
    std::mt19937_64 m_random;
    std::unique_ptr<LogCacheUser> m_user;
    QHash<RoomId, Room> m_rooms;
    QSet<QByteArray> m_gone;
    qint64 m_messages = 0;
    int m_marks = 0;
};

void TestForgottenTexts::initTestCase()
{
    m_engines = sqlite3_vfs_find(nullptr);
    LogCacheUser().content();
    QVERIFY(sqlite3_vfs_find(nullptr) != m_engines);
}

void TestForgottenTexts::init()
{
    if (QByteArrayView(QTest::currentTestFunction()) == "inAnOlderCache")
        sqlite3_vfs_register(m_engines, 1);
    m_random.seed(1);
    m_rooms.clear();
    m_gone.clear();
    m_messages = 0;
    m_user = std::make_unique<LogCacheUser>();
}

QString TestForgottenTexts::text(QSet<QByteArray> &marks)
{
    const QByteArray mark =
        kMark.toByteArray() + QByteArray::number(++m_marks).rightJustified(8, '0');
    marks.insert(mark);
    return QString::fromLatin1(mark)
        + QString(qsizetype(m_random() % (m_random() % 50 == 0 ? 8'000 : 600)), u'.');
}

protocol::Message TestForgottenTexts::message(RoomId room, Seq seq, Seq asOf)
{
    protocol::Message message;
    message.room = room;
    message.seq = message.n = seq;
    message.rev = seq;
    message.at = kTime + asOf;
    message.by = {8};
    message.text = text(m_rooms[room].said[seq]);
    return message;
}

//! As when somebody jumps here and there.
void TestForgottenTexts::putOlder(RoomId room)
{
    Room &of = m_rooms[room];
    if (of.older.empty())
        return;
    const Seq seq = of.older.back();
    of.older.pop_back();
    protocol::MessagePage page{.room = room, .from = seq, .to = seq, .asOf = of.head};
    page.messages = {message(room, seq, of.head)};
    page.hasBefore = page.hasAfter = true;
    ++m_messages;
    m_user->cache->putPage(kAda, page);
}

void TestForgottenTexts::happens(RoomId room, protocol::RoomEventData data)
{
    const Seq seq = ++m_rooms[room].head;
    m_user->cache->append(kAda, {room, seq, kTime + seq, {8}, std::move(data)});
}

void TestForgottenTexts::post(RoomId room)
{
    Room &of = m_rooms[room];
    const Seq seq = of.head + 1;
    ++m_messages;
    happens(room, protocol::MessagePosted{++of.n, u"key %1"_s.arg(seq), text(of.said[seq]), {}});
}

Seq TestForgottenTexts::anyOf(RoomId room)
{
    const QList<Seq> seqs = m_rooms[room].said.keys();
    return seqs[qsizetype(m_random() % size_t(seqs.size()))];
}

void TestForgottenTexts::deleteOne(RoomId room, Seq seq)
{
    m_gone.unite(m_rooms[room].said.take(seq));
    happens(room, protocol::MessageDeleted{seq});
}

void TestForgottenTexts::edit(RoomId room, Seq seq)
{
    QSet<QByteArray> &said = m_rooms[room].said[seq];
    m_gone.unite(std::exchange(said, {}));
    protocol::MessageEdited edited;
    edited.message = seq;
    edited.text = text(said);
    happens(room, edited);
}

void TestForgottenTexts::talk()
{
    for (qint64 room = 1; room <= kRooms; ++room) {
        std::vector<Seq> &older = m_rooms[{room}].older;
        older.resize(size_t(kBegin));
        std::iota(older.begin(), older.end(), 1);
        std::ranges::shuffle(older, m_random);
        putOlder({room});
    }
    for (int i = 0; i < kSteps; ++i) {
        const RoomId room{1 + qint64(m_random() % kRooms)};
        const auto dice = m_random() % 10;
        if (dice < 5)
            putOlder(room);
        else if (dice < 7)
            post(room);
        else if (dice < 9)
            edit(room, anyOf(room));
        else
            deleteOne(room, anyOf(room));
        if (i % 100 == 0)
            (void)m_user->content(); // some at once are one transaction
    }
    for (qint64 room = 1; room <= kRooms; ++room) {
        for (auto left = m_rooms[{room}].said.size() / 2; left > 0; --left)
            deleteOne({room}, anyOf({room}));
    }
    QTRY_VERIFY_WITH_TIMEOUT(isWritten(), kEmptiesMs);
}

QByteArray TestForgottenTexts::bytesOf(const QString &name) const
{
    QFile file(m_user->folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int TestForgottenTexts::leftIn(const QString &name) const
{
    const QByteArray bytes = bytesOf(name);
    int count = 0;
    for (auto at = bytes.indexOf(kMark); at >= 0; at = bytes.indexOf(kMark, at + 1))
        count += m_gone.contains(bytes.mid(at, kMarkSize));
    return count;
}

void TestForgottenTexts::deletedMessages()
{
    talk();
    QVERIFY(m_gone.size() > 1'000);
    QTRY_COMPARE_WITH_TIMEOUT(logSize(), 0, kEmptiesMs);
    QCOMPARE(leftIn(u"cache.db"_s), 0);
    m_user->start();
    QCOMPARE(m_user->content().known.size(), kRooms);
    QCOMPARE(m_user->setAside(), QStringList());
}

//! Of pages that were in memory when it was deleted.
void TestForgottenTexts::norWrittenAgain()
{
    talk();
    QTRY_COMPARE_WITH_TIMEOUT(logSize(), 0, kEmptiesMs);
    const QSet<QByteArray> gone = m_gone;
    for (int i = 0; i < kChangesLater; ++i)
        edit({1}, anyOf({1}));
    post({1});
    QTRY_VERIFY_WITH_TIMEOUT(isWritten(), kEmptiesMs);
    m_gone = gone;
    QVERIFY(logSize() > 0);
    QCOMPARE(leftIn(u"cache.db-wal"_s), 0);
    QCOMPARE(leftIn(u"cache.db"_s), 0);
}

//! That an older version wrote, which wiped nothing.
void TestForgottenTexts::inAnOlderCache()
{
    talk();
    QTRY_COMPARE_WITH_TIMEOUT(logSize(), 0, kEmptiesMs);
    QVERIFY2(leftIn(u"cache.db"_s) > 0, "there is nothing to be wiped");
    m_user->cache.reset();
    m_user->query(u"PRAGMA user_version = %1"_s.arg(m_user->number(u"PRAGMA user_version"_s) - 1));
    cleanup();
    m_user->start();
    QCOMPARE(m_user->content().known.size(), kRooms);
    QCOMPARE(m_user->setAside(), QStringList());
    QCOMPARE(leftIn(u"cache.db"_s), 0);
    QCOMPARE(m_user->held(), m_messages);
}

void TestForgottenTexts::drafts()
{
    LocalStore store(m_user->folder.path());
    QHash<qint64, QSet<QByteArray>> now;
    for (int i = 0; i < kDraftsWritten; ++i) {
        const qint64 room = 1 + qint64(m_random() % kDrafts);
        m_gone.unite(std::exchange(now[room], {}));
        store.setDraft(kAda, {room}, {text(now[room])});
        store.flushDrafts();
        const OutboxRow row{{room}, u"key %1"_s.arg(i), text(now[-i]), kTime, {}};
        store.putOutbox(kAda, row, [](bool) {});
        if (i >= kDrafts) {
            const qint64 sent = i - kDrafts + qint64(m_random() % 100);
            store.removeOutbox(kAda, u"key %1"_s.arg(sent));
            m_gone.unite(now.take(-sent));
        }
    }
    std::optional<qsizetype> unsent;
    store.load(kAda, [&](const auto &content) { unsent = content.outbox.size(); });
    QTRY_VERIFY_WITH_TIMEOUT(unsent, kEmptiesMs);
    QTRY_COMPARE_WITH_TIMEOUT(bytesOf(u"local.db-wal"_s).size(), 0, kEmptiesMs);
    QVERIFY(m_gone.size() > kDraftsWritten);
    QCOMPARE(leftIn(u"local.db"_s), 0);
}

QTEST_GUILESS_MAIN(TestForgottenTexts)
#include "tst_forgotten_texts.moc"
