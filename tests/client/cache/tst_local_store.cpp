// SPDX-License-Identifier: MIT
#include "tests/client/cache/local_store_user.h"
#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What a profile keeps on disk, over restarts, crashes and a full disk.
class TestLocalStore : public QObject, private LocalStoreUser {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void survivesARestart();
    void storedMeansOnDisk();
    void keepsTheOrderOverAReplacement();
    void rewrittenIsTheLastOfItsRoom();
    void rewrittenOrAsItWas();
    void changesOnlyWhatIsThere();
    void textIsChangedWhileEdited();
    void wantedMarkersAreKept();
    void wantedChangesAreKeptInOrder();
    void failureIsKept_data();
    void failureIsKept();
    void accountsAreApart();
    void removedIsGone();
    void draftsAreGathered();
    void newestDraftWins();
    void draftsOfTwoAccountsInTurn();
    void placesAreKept();
    void placesAreGathered();
    void newerFileIsLeftAlone();
    void folderThatCannotBeWritten();
    void fullDiskIsToldAndNothingIsLost();
    void fileIsForItsOwnerOnly();
};

void TestLocalStore::survivesARestart()
{
    const QString text = u"\ufeff tabs\tlines\n\u0008 and 🦉 "_s;
    {
        const auto first = store();
        QVERIFY(put(*first, kAda, rowOf(u"k1"_s, text)));
        first->setDraft(kAda, {5}, {QChar(0xFEFF) + u"half a sen"_s});
    } // the draft is written when it closes, not lost
    const auto next = store();
    const auto content = contentOf(*next, kAda);
    QCOMPARE(content.outbox.size(), 1);
    const OutboxRow &row = content.outbox.first();
    QCOMPARE(row.key, u"k1"_s);
    QCOMPARE(row.text, text);
    QCOMPARE(row.room, RoomId{5});
    QCOMPARE(row.createdAt, 1'790'000'000'000);
    QVERIFY(!row.failure);
    QCOMPARE(content.drafts.value({5}).text, QChar(0xFEFF) + u"half a sen"_s);
}

void TestLocalStore::storedMeansOnDisk()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"typed"_s)));
    // What a crash at this moment would leave behind.
    QTemporaryDir after;
    for (const auto &name : {u"local.db"_s, u"local.db-wal"_s}) {
        if (QFile::exists(m_folder->filePath(name)))
            QVERIFY(QFile::copy(m_folder->filePath(name), after.filePath(name)));
    }
    LocalStore next(after.path());
    QSignalSpy aside(&next, &LocalStore::setAside);
    QCOMPARE(contentOf(next, kAda).outbox.size(), 1);
    QCOMPARE(aside.count(), 0);
}

void TestLocalStore::keepsTheOrderOverAReplacement()
{
    const auto first = store();
    for (const auto &key : {u"k1"_s, u"k2"_s, u"k3"_s})
        QVERIFY(put(*first, kAda, rowOf(key, key)));
    first->replaceOutbox(kAda, u"k2"_s, rowOf(u"new"_s, u"k2"_s), [](Store::RowChange) {});
    QStringList keys;
    for (const OutboxRow &row : contentOf(*first, kAda).outbox)
        keys.append(row.key);
    QCOMPARE(keys, (QStringList{u"k1"_s, u"new"_s, u"k3"_s}));
}

void TestLocalStore::failureIsKept_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    QTest::addColumn<qint64>("limit"); // -1: none
    QTest::newRow("not a member") << int(ErrorCode::Forbidden) << int(Reason::NotAMember)
                                  << qint64(-1);
    QTest::newRow("too long") << int(ErrorCode::TooLarge) << int(Reason::None) << qint64(16'000);
    QTest::newRow("key") << int(ErrorCode::Conflict) << int(Reason::KeyReused) << qint64(-1);
}

void TestLocalStore::failureIsKept()
{
    QFETCH(int, code);
    QFETCH(int, reason);
    QFETCH(qint64, limit);
    {
        const auto first = store();
        OutboxRow row = rowOf(u"k1"_s, u"text"_s);
        QVERIFY(put(*first, kAda, row));
        row.failure = Error(ErrorCode(code), Reason(reason), u"in English"_s);
        if (limit >= 0)
            row.failure->limit = limit;
        first->replaceOutbox(kAda, row.key, row, [](Store::RowChange) {});
    }
    const auto next = store();
    const auto content = contentOf(*next, kAda);
    QCOMPARE(content.outbox.size(), 1);
    const auto failure = content.outbox.first().failure;
    QVERIFY(failure);
    QCOMPARE(failure->code, ErrorCode(code));
    QCOMPARE(failure->reason, Reason(reason));
    QCOMPARE(failure->limit.value_or(-1), limit);
}

void TestLocalStore::rewrittenIsTheLastOfItsRoom()
{
    auto first = store();
    OutboxRow refused = rowOf(u"a"_s, u"refused"_s);
    refused.failure = Error(ErrorCode::TooLarge, {});
    QVERIFY(put(*first, kAda, refused));
    QVERIFY(put(*first, kAda, rowOf(u"b"_s, u"waits"_s)));
    std::optional<Store::RowChange> change;
    first->rewriteOutbox(kAda, u"a"_s, rowOf(u"c"_s, u"better"_s),
                         [&](Store::RowChange became) { change = became; });
    QTRY_COMPARE(change, std::optional(Store::RowChange::Stored));
    first.reset();
    auto second = store();
    const auto rows = contentOf(*second, kAda).outbox;
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].key, u"b"_s);
    QCOMPARE(rows[1].key, u"c"_s);
    QCOMPARE(rows[1].text, u"better"_s);
    QVERIFY(!rows[1].failure);
}

//! A key that is taken stands for whatever else may go wrong.
void TestLocalStore::rewrittenOrAsItWas()
{
    auto all = store();
    QVERIFY(put(*all, kAda, rowOf(u"a"_s, u"refused"_s)));
    QVERIFY(put(*all, kGrace, rowOf(u"b"_s, u"of another"_s)));
    std::optional<Store::RowChange> change;
    all->rewriteOutbox(kAda, u"a"_s, rowOf(u"b"_s, u"better"_s),
                       [&](Store::RowChange became) { change = became; });
    QTRY_COMPARE(change, std::optional(Store::RowChange::NotStored));
    QCOMPARE(contentOf(*all, kAda).outbox.first().text, u"refused"_s);
    QCOMPARE(contentOf(*all, kGrace).outbox.first().text, u"of another"_s);
}

void TestLocalStore::changesOnlyWhatIsThere()
{
    auto all = store();
    QVERIFY(put(*all, kGrace, rowOf(u"b"_s, u"of another"_s)));
    std::optional<Store::RowChange> rewritten;
    std::optional<Store::RowChange> replaced;
    all->rewriteOutbox(kAda, u"gone"_s, rowOf(u"c"_s, u"better"_s),
                       [&](Store::RowChange became) { rewritten = became; });
    all->replaceOutbox(kAda, u"b"_s, rowOf(u"d"_s, u"better"_s),
                       [&](Store::RowChange became) { replaced = became; });
    QTRY_COMPARE(rewritten, std::optional(Store::RowChange::NoRow));
    QTRY_COMPARE(replaced, std::optional(Store::RowChange::NoRow));
    QVERIFY(contentOf(*all, kAda).outbox.isEmpty());
    QCOMPARE(contentOf(*all, kGrace).outbox.first().key, u"b"_s);
}

void TestLocalStore::textIsChangedWhileEdited()
{
    auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"a"_s, u"refused"_s)));
    first->setOutboxText(kAda, u"a"_s, u"bet"_s);
    first->setOutboxText(kAda, u"a"_s, u"better"_s);
    first->setOutboxText(kAda, u"gone"_s, u"of no row"_s);
    first.reset();
    auto second = store();
    QCOMPARE(contentOf(*second, kAda).outbox.size(), 1);
    QCOMPARE(contentOf(*second, kAda).outbox.first().text, u"better"_s);
}

void TestLocalStore::wantedMarkersAreKept()
{
    const WantedMarker forward{9, 8, 4, false};
    const WantedMarker back{3, 2, 9, true};
    auto first = store();
    first->putMarker(kAda, {5}, back);
    first->putMarker(kAda, {5}, forward);
    first->putMarker(kAda, {6}, back);
    first->putMarker(kGrace, {5}, back);
    first->putMarker(kAda, {7}, back);
    first->removeMarker(kAda, {7});
    first.reset();
    auto second = store();
    const auto markers = contentOf(*second, kAda).markers;
    QCOMPARE(markers.size(), 2);
    QVERIFY(markers.value({5}) == forward);
    QVERIFY(markers.value({6}) == back);
    QVERIFY(contentOf(*second, kGrace).markers.value({5}) == back);
    QVERIFY(contentOf(*second, kAdaElsewhere).markers.isEmpty());
}

void TestLocalStore::wantedChangesAreKeptInOrder()
{
    using What = WantedChange::What;
    const WantedChange thumb{{5},   9, What::Reaction, u"👍🏽"_s, true, 1'790'000'000'000,
                             u"e"_s};
    const WantedChange heart{{5}, 9, What::Reaction, u"❤️"_s, false, 1, u"e"_s};
    const WantedChange pin{{5}, 9, What::Pin, {}, true, 2, {}};
    const WantedChange deletion{{6}, 9, What::Deletion, {}, true, 3, u"e"_s};
    WantedChange noThumb = thumb;
    noThumb.isOn = false;
    auto first = store();
    for (const auto &change : {thumb, heart, pin, deletion, noThumb})
        QVERIFY(put(*first, kAda, change));
    QVERIFY(put(*first, kGrace, thumb));
    QVERIFY(put(*first, kGrace, pin));
    QVERIFY(remove(*first, kGrace, pin));
    QVERIFY(remove(*first, kGrace, deletion)); // there is none
    QVERIFY(remove(*first, kAdaElsewhere, heart)); // not hers
    first.reset();
    auto second = store();
    // In the place of the earlier one it is a later wish.
    QCOMPARE(contentOf(*second, kAda).changes,
             (QList<WantedChange>{heart, pin, deletion, noThumb}));
    QCOMPARE(contentOf(*second, kGrace).changes, QList<WantedChange>{thumb});
    QVERIFY(contentOf(*second, kAdaElsewhere).changes.isEmpty());
}

void TestLocalStore::accountsAreApart()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"of Ada"_s)));
    QVERIFY(put(*first, kGrace, rowOf(u"k2"_s, u"of Grace"_s)));
    // The same number on another server is somebody else.
    QVERIFY(put(*first, kAdaElsewhere, rowOf(u"k3"_s, u"of another Ada"_s)));
    first->setDraft(kGrace, {5}, {u"draft of Grace"_s});
    QCOMPARE(contentOf(*first, kAda).outbox.size(), 1);
    QCOMPARE(contentOf(*first, kAda).outbox.first().text, u"of Ada"_s);
    QVERIFY(contentOf(*first, kAda).drafts.isEmpty());
    QCOMPARE(contentOf(*first, kAdaElsewhere).outbox.first().text, u"of another Ada"_s);
    QCOMPARE(contentOf(*first, kGrace).drafts.value({5}).text, u"draft of Grace"_s);
    first->removeOutbox(kAda, u"k2"_s); // not hers
    QCOMPARE(contentOf(*first, kGrace).outbox.size(), 1);
}

void TestLocalStore::removedIsGone()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"text"_s)));
    first->removeOutbox(kAda, u"k1"_s);
    first->setDraft(kAda, {5}, {u"draft"_s});
    first->flushDrafts();
    first->setDraft(kAda, {5}, {});
    const auto content = contentOf(*first, kAda);
    QVERIFY(content.outbox.isEmpty());
    QVERIFY(content.drafts.isEmpty());
}

void TestLocalStore::draftsAreGathered()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"text"_s))); // the file is there now
    const auto other = store(); // sees what is on the disk
    const QString text = u"a whole sentence"_s;
    for (int typed = 1; typed <= text.size(); ++typed)
        first->setDraft(kAda, {5}, {text.left(typed)});
    QVERIFY(contentOf(*other, kAda).drafts.isEmpty());
    QTRY_COMPARE(contentOf(*other, kAda).drafts.value({5}).text, text);
}

void TestLocalStore::newestDraftWins()
{
    const auto first = store();
    first->setDraft(kAda, {5}, {u"one"_s});
    first->setDraft(kAda, {6}, {u"six"_s});
    first->setDraft(kAda, {5}, {u"two"_s});
    const auto content = contentOf(*first, kAda);
    QCOMPARE(content.drafts.value({5}).text, u"two"_s);
    QCOMPARE(content.drafts.value({6}).text, u"six"_s);
}

void TestLocalStore::draftsOfTwoAccountsInTurn()
{
    const auto first = store();
    first->setDraft(kAda, {5}, {u"Ada's"_s});
    first->setDraft(kGrace, {5}, {u"Grace's"_s});
    QCOMPARE(contentOf(*first, kAda).drafts.value({5}).text, u"Ada's"_s);
    QCOMPARE(contentOf(*first, kGrace).drafts.value({5}).text, u"Grace's"_s);
}

void TestLocalStore::placesAreKept()
{
    {
        const auto first = store();
        first->setPlace(kAda, {5}, {40, 0, 33});
        first->setPlace(kAda, {6}, {50, 700, -7});
        first->setPlace(kGrace, {5}, {60, 0, 1});
        first->setPlace(kAda, {5}, {41, 0, 34});
    } // written when it closes, not lost
    const auto again = store();
    auto places = contentOf(*again, kAda).places;
    QCOMPARE(places.size(), 2);
    QCOMPARE(places.value({5}), (ReadingPlace{41, 0, 34}));
    QCOMPARE(places.value({6}), (ReadingPlace{50, 700, -7}));
    QCOMPARE(contentOf(*again, kGrace).places.value({5}), (ReadingPlace{60, 0, 1}));
    again->setPlace(kAda, {5}, {}); // at the end again
    places = contentOf(*again, kAda).places;
    QCOMPARE(places.keys(), QList<RoomId>{RoomId{6}});
}

void TestLocalStore::placesAreGathered()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"text"_s))); // the file is there now
    const auto other = store();
    for (int y = 0; y < 100; ++y)
        first->setPlace(kAda, {5}, {40, 0, y});
    QVERIFY(contentOf(*other, kAda).places.isEmpty());
    QTRY_COMPARE(contentOf(*other, kAda).places.value({5}), (ReadingPlace{40, 0, 99}));
}

void TestLocalStore::newerFileIsLeftAlone()
{
    { // as a later version would leave it
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"later"_s);
        database.setDatabaseName(path());
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(u"CREATE TABLE unsent (more TEXT)"_s));
        QVERIFY(query.exec(u"PRAGMA user_version = 99"_s));
    }
    QSqlDatabase::removeDatabase(u"later"_s);
    const auto first = store();
    QVERIFY(!put(*first, kAda, rowOf(u"k1"_s, u"text"_s)));
    QVERIFY(setAside().isEmpty());
    QVERIFY(QFile::exists(path()));
}

void TestLocalStore::folderThatCannotBeWritten()
{
    LocalStore nowhere(u"/proc/no/such/folder"_s);
    QVERIFY(!put(nowhere, kAda, rowOf(u"k1"_s, u"text"_s)));
    QVERIFY(!put(nowhere, kAda, WantedChange{{5}, 9}));
    QVERIFY(contentOf(nowhere, kAda).outbox.isEmpty());
}

void TestLocalStore::fullDiskIsToldAndNothingIsLost()
{
#ifdef Q_OS_UNIX
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"before"_s)));
    // No file of this process may grow beyond: to SQLite a disk that is full.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = 64 * 1024;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &tight), 0);
    const bool stored = put(*first, kAda, rowOf(u"k2"_s, QString(100'000, u'x')));
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!stored);
    QVERIFY2(setAside().isEmpty(), "a full disk is no damage");
    QVERIFY(put(*first, kAda, rowOf(u"k3"_s, u"after"_s)));
    const auto content = contentOf(*first, kAda);
    QCOMPARE(content.outbox.size(), 2);
    QCOMPARE(content.outbox.first().text, u"before"_s);
#else
    QSKIP("needs setrlimit");
#endif
}

void TestLocalStore::fileIsForItsOwnerOnly()
{
    const auto first = store();
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"text"_s)));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const auto &name : {u"local.db"_s, u"local.db-wal"_s})
        QVERIFY(!(QFile::permissions(m_folder->filePath(name)) & others));
}

QTEST_GUILESS_MAIN(TestLocalStore)
#include "tst_local_store.moc"
