// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include "tests/support/small_disk.h"
#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kRoom{5};
static constexpr int kDamages = 40;
static constexpr int kKills = 5;

static protocol::Room roomOf(RoomId id, const QString &name)
{
    return {.id = id, .name = name, .kind = u"public"_s, .role = u"member"_s};
}

//! What the cache does when the file, the disk or the process fails: it never answers wrongly, and
//! never stands in the way.
class TestLogCacheFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void damageIsNeverShown_data();
    void damageIsNeverShown();
    void listOfTablesThatChanged_data();
    void listOfTablesThatChanged();
    void fileOfAnotherIsSetAside_data();
    void fileOfAnotherIsSetAside();
    void fullDiskStopsQuietly();
    void folderThatCannotBeWritten();
    void killedWhileWriting();
    void fileIsForItsOwnerOnly();

private:
    static void fillTwoAccounts(LogCacheUser &user, const QList<ServerLog> &logs);
    static void compare(LogCacheUser &user, const StoreAccount &account, const ServerLog &truth);
};

//! Two rooms of Ada, then one of Grace.
static QList<ServerLog> threeLogs()
{
    QList<ServerLog> logs{ServerLog({5}, u"of Ada"_s), ServerLog({6}, u"of Ada"_s),
                          ServerLog({5}, u"of Grace"_s)};
    for (ServerLog &log : logs)
        log.grow(150);
    return logs;
}

void TestLogCacheFaults::fillTwoAccounts(LogCacheUser &user, const QList<ServerLog> &logs)
{
    user.cache->setEpoch(kAda, u"epoch"_s);
    user.cache->putRooms(kAda, {roomOf({5}, u"five of Ada"_s), roomOf({6}, u"six of Ada"_s)});
    user.cache->putRooms(kGrace, {roomOf({5}, u"five of Grace"_s)});
    user.cache->putUsers(kAda, {{{1}, u"one"_s, u"Ada's one"_s}});
    user.cache->putUsers(kGrace, {{{1}, u"one"_s, u"Grace's one"_s}});
    user.cache->putPage(kAda, logs[0].part(1, 60));
    user.cache->putPage(kAda, logs[0].part(90, 150));
    user.cache->putPage(kAda, logs[1].part(1, 150));
    user.cache->putPage(kGrace, logs[2].part(1, 150));
}

//! All that is answered is true of this room.
void TestLogCacheFaults::compare(LogCacheUser &user, const StoreAccount &account,
                                 const ServerLog &truth)
{
    const QString whose = account == kAda ? u"Ada"_s : u"Grace"_s;
    for (const protocol::Room &room : user.content(account).rooms)
        QCOMPARE(room.name, (room.id == RoomId{5} ? u"five of "_s : u"six of "_s) + whose);
    for (Seq seq = 1; seq <= truth.head(); seq += 10) {
        const auto page = user.page({.room = truth.room(), .around = seq, .limit = 20}, account);
        if (!page)
            continue;
        QCOMPARE(wire::encoded(page->messages),
                 wire::encoded(truth.part(page->from, page->to).messages));
        for (const protocol::User &author : page->users)
            QCOMPARE(author.displayName, whose + u"'s one"_s);
    }
}

//! A bit that turned, or some bytes that are anything.
static void damage(QByteArray &bytes, QRandomGenerator &random, bool isOneBit)
{
    const auto at = random.bounded(bytes.size());
    if (isOneBit) {
        bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
        return;
    }
    for (auto i = at; i < std::min(at + 1 + random.bounded(60), bytes.size()); ++i)
        bytes[i] = char(random.bounded(256));
}

void TestLogCacheFaults::damageIsNeverShown_data()
{
    QTest::addColumn<quint32>("seed");
    bool isGiven = false;
    const quint32 seed = qEnvironmentVariable("SALON_SEED").toUInt(&isGiven);
    QTest::newRow("random") << (isGiven ? seed : QRandomGenerator::global()->generate());
}

void TestLogCacheFaults::damageIsNeverShown()
{
    QFETCH(quint32, seed);
    qInfo("SALON_SEED=%u", seed);
    QRandomGenerator random(seed);
    const auto logs = threeLogs();
    LogCacheUser user;
    fillTwoAccounts(user, logs);
    user.cache.reset();
    QFile file(user.path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray sound = file.readAll();
    file.close();
    int noticed = 0;
    for (int i = 0; i < kDamages && !QTest::currentTestFailed(); ++i) {
        QByteArray damaged = sound;
        damage(damaged, random, i % 2 == 0);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(damaged);
        file.close();
        user.toldAside.clear();
        user.start();
        compare(user, kAda, logs[0]);
        compare(user, kAda, logs[1]);
        compare(user, kGrace, logs[2]);
        // It goes on with a file that is as good as new.
        user.cache->putPage(kAda, logs[0].part(90, 150));
        user.cache->putPage(kAda, logs[0].part(90, 150)); // the first may have found the damage
        const auto page = user.page({.room = kRoom, .around = 100, .limit = 8});
        QVERIFY(page);
        compare(user, kAda, logs[0]);
        noticed += user.toldAside.isEmpty() ? 0 : 1;
        QVERIFY(user.toldStopped.isEmpty());
        user.cache.reset();
        for (const QString &name : user.setAside(u"*"_s))
            QFile::remove(user.folder.filePath(name));
    }
    qInfo("%d of %d damages were noticed, the others lay where nothing was read", noticed,
          kDamages);
    QVERIFY(noticed > kDamages / 10);
}

void TestLogCacheFaults::listOfTablesThatChanged_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QByteArray>("instead");
    // Four bytes; see sqlite.org/fileformat.html, 1.3.9.
    QTest::newRow("a format that no version has")
        << QByteArray() << QByteArray("\x00\x00\x00\x09", 4);
    QTest::newRow("another column") << QByteArray("first INTEGER") << QByteArray("fhrst");
}

//! SQLite opens the file, finds nothing wrong, and no statement fits.
void TestLogCacheFaults::listOfTablesThatChanged()
{
    QFETCH(QByteArray, words);
    QFETCH(QByteArray, instead);
    LogCacheUser user;
    const auto logs = threeLogs();
    fillTwoAccounts(user, logs);
    user.cache.reset();
    QFile file(user.path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qsizetype kFormatAt = 44;
    const auto at = words.isEmpty() ? kFormatAt : file.readAll().indexOf(words);
    QVERIFY(at > 0 && file.seek(at));
    file.write(instead);
    file.close();
    user.start();
    user.cache->putPage(kAda, logs[0].part(90, 150));
    user.cache->putPage(kAda, logs[0].part(90, 150)); // the first may have found it
    QVERIFY(user.page({.room = kRoom}));
    QTRY_COMPARE(user.toldAside.size(), 1);
    QVERIFY(user.toldStopped.isEmpty());
}

void TestLogCacheFaults::fileOfAnotherIsSetAside_data()
{
    QTest::addColumn<QStringList>("sql"); // none: no database at all
    QTest::addColumn<QString>("name");
    QTest::newRow("no database") << QStringList() << u"damaged-*"_s;
    QTest::newRow("another's database")
        << QStringList{u"CREATE TABLE song (title TEXT)"_s} << u"unknown-*"_s;
    QTest::newRow("another's with our version number")
        << QStringList{u"CREATE TABLE song (title TEXT)"_s, u"PRAGMA user_version = 9"_s}
        << u"unknown-*"_s;
    QTest::newRow("of a newer Salon")
        << QStringList{u"PRAGMA application_id = 0x53616c43"_s,
                       u"CREATE TABLE message (more TEXT)"_s, u"PRAGMA user_version = 99"_s}
        << u"unknown-*"_s;
}

void TestLogCacheFaults::fileOfAnotherIsSetAside()
{
    QFETCH(QStringList, sql);
    QFETCH(QString, name);
    LogCacheUser user;
    user.cache.reset();
    QFile::remove(user.path());
    for (const QString &statement : sql)
        user.query(statement);
    QFile file(user.path());
    if (sql.isEmpty()) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(8192, 'x'));
        file.close();
    }
    user.start();
    const auto logs = threeLogs();
    user.cache->putPage(kAda, logs[0].part(90, 150));
    QVERIFY(user.page({.room = kRoom}));
    QTRY_COMPARE(user.toldAside.size(), 1);
    QCOMPARE(user.setAside(name).size(), 1);
    QCOMPARE(user.toldAside.first(), user.folder.filePath(user.setAside(name).first()));
    QVERIFY(user.toldStopped.isEmpty());
    // What is damaged is of no use to anybody, and goes; what is somebody's stays.
    user.start();
    user.content();
    QCOMPARE(user.setAside(u"unknown-*"_s).size(), name == "unknown-*"_L1 ? 1 : 0);
    QVERIFY(user.setAside(u"damaged-*"_s).isEmpty());
    QVERIFY(user.page({.room = kRoom}));
}

void TestLogCacheFaults::fullDiskStopsQuietly()
{
    LogCacheUser user;
    user.cache.reset();
    SmallDisk disk(user.folder.path());
    if (const auto mounted = disk.mount(8 * 1024 * 1024); !mounted)
        QSKIP(qPrintable(mounted.error().toString()));
    user.start();
    const auto logs = threeLogs();
    fillTwoAccounts(user, logs);
    user.content();
    user.start();
    QVERIFY(user.page({.room = kRoom}));
    disk.fill();
    ServerLog more = logs[1];
    ServerLog graces = logs[2];
    for (int i = 0; i < 100; ++i)
        user.cache->append(kAda, more.addMessage(16'000));
    QTRY_COMPARE(user.toldStopped, (QList{LogCache::Stop::DiskFull}));
    // What is still so can be read; what went on without the cache cannot.
    QVERIFY(user.page({.room = {5}}));
    QVERIFY(user.page({.room = {5}}, kGrace));
    QVERIFY(!user.page({.room = {6}}));
    compare(user, kAda, logs[0]);
    for (int i = 0; i < 10; ++i)
        user.cache->append(kGrace, graces.addMessage());
    user.cache->visit(kAda, {5});
    QVERIFY(!user.page({.room = {5}}, kGrace));
    QVERIFY(user.page({.room = {5}}));
    QCOMPARE(user.toldStopped.size(), 1);
    QVERIFY(user.toldAside.isEmpty());
    disk.free();
    user.start();
    QCOMPARE(user.content().known, (QHash<RoomId, Seq>{{{5}, 150}, {{6}, 150}}));
    compare(user, kAda, logs[1]);
    user.cache->append(kAda, more.event(151));
    QCOMPARE(user.known({6}), 151);
    user.cache.reset();
}

void TestLogCacheFaults::folderThatCannotBeWritten()
{
    LogCache cache(u"/proc/no/such/folder"_s);
    QList<LogCache::Stop> told;
    connect(&cache, &LogCache::stopped, this, [&](LogCache::Stop why) { told.append(why); });
    std::optional<bool> isAnswered;
    for (int i = 0; i < 3; ++i) {
        cache.putPage(kAda, threeLogs()[0].part(90, 150));
        cache.forgetAccount(kAda);
        cache.page(kAda, {.room = kRoom}, [&](const auto &page) { isAnswered = !page; });
    }
    cache.load(kAda, [&](const LogCache::Content &content) {
        isAnswered = isAnswered && content.known.isEmpty();
    });
    QTRY_COMPARE(isAnswered, std::optional(true));
    QTRY_COMPARE(told, (QList{LogCache::Stop::Failed}));
}

//! Fills the cache in `folder` without end, and says how far it came.
static int fillForEver(const QString &folder)
{
    LogCache cache(folder);
    ServerLog server(kRoom);
    QEventLoop loop;
    Seq known = 0;
    const auto ask = [&] {
        cache.load(kAda, [&](const LogCache::Content &content) {
            known = content.known.value(kRoom);
            loop.quit();
        });
        loop.exec();
    };
    ask();
    server.grow(std::max<Seq>(known, 1));
    for (;;) {
        for (int i = 0; i < 20; ++i) {
            server.grow(server.head() + 1);
            cache.append(kAda, server.event(server.head()));
            cache.putPage(kAda, server.page({.room = kRoom, .around = server.head() / 2}));
        }
        ask();
        std::printf("%lld\n", static_cast<long long>(known));
        std::fflush(stdout);
    }
}

void TestLogCacheFaults::killedWhileWriting()
{
    LogCacheUser user;
    for (int i = 0; i < kKills; ++i) {
        user.cache.reset();
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        writer.start(QCoreApplication::applicationFilePath(), {u"--fill"_s, user.folder.path()});
        for (int lines = 0; lines < 3 + i; ++lines) {
            QVERIFY(writer.canReadLine() || writer.waitForReadyRead());
            writer.readLine();
        }
        QTest::qSleep(i * 3); // somewhere in the middle of it
        writer.kill();
        QVERIFY(writer.waitForFinished());
        user.start();
        const Seq known = user.known(kRoom);
        QVERIFY(known > 0);
        ServerLog truth(kRoom);
        truth.grow(known);
        const auto page = user.page({.room = kRoom, .limit = 200});
        QVERIFY(page);
        QCOMPARE(page->to, known);
        QVERIFY(!page->hasAfter);
        QCOMPARE(wire::encoded(page->messages),
                 wire::encoded(truth.part(page->from, page->to).messages));
    }
    QVERIFY(user.toldAside.isEmpty());
}

void TestLogCacheFaults::fileIsForItsOwnerOnly()
{
    LogCacheUser user;
    user.cache->putPage(kAda, threeLogs()[0].part(90, 150));
    user.content();
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const auto &part : {u""_s, u"-wal"_s}) {
        QTRY_VERIFY(QFile::exists(user.path() + part));
        QVERIFY(!(QFile::permissions(user.path() + part) & others));
    }
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--fill"_L1)
        return fillForEver(arguments.value(2));
    TestLogCacheFaults test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_log_cache_faults.moc"
