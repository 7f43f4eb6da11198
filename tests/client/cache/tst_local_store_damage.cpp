// SPDX-License-Identifier: MIT
#include "client/cache/local_database.h"
#include "tests/client/cache/local_store_user.h"
#include <QFile>
#include <QSignalSpy>
#include <array>
#include <thread>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr qint64 kPage = 4096; // bytes, SQLite's usual
constexpr int kRows = 300;
constexpr int kMostInAPage = 20;

QString keyOf(int i)
{
    return u"key %1"_s.arg(i, 4, 10, QChar(u'0'));
}

QString textOf(int i)
{
    return u"%1 "_s.arg(i) + QString(200, u'x');
}

} // namespace

//! What becomes of what was typed when its file is damaged.
class TestLocalStoreDamage : public QObject, private LocalStoreUser {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void damagedFileIsSetAside_data();
    void damagedFileIsSetAside();
    void whatCannotBeReadIsGone();
    void whatCanBeReadIsCarriedOver();
    void damageThatShowsLater();

private:
    void write(const QByteArray &bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void fill();
};

//! 300 messages, a draft, a marker, a place and a pin, all in the file itself.
void TestLocalStoreDamage::fill()
{
    const auto first = store();
    for (int i = 0; i < kRows; ++i)
        first->putOutbox(kAda, rowOf(keyOf(i), textOf(i)), [](bool) {});
    first->setDraft(kAda, {5}, {u"half a sen"_s});
    first->putMarker(kAda, {5}, {7, 6, 3, false});
    first->setPlace(kAda, {5}, {9, 2, 100});
    first->putChange(kAda, {{5}, 9, WantedChange::What::Pin}, [](bool) {});
}

void TestLocalStoreDamage::damagedFileIsSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("no database at all") << QByteArray(8192, 'x');
    QTest::newRow("short") << QByteArray("SQLite for");
    QByteArray torn = "SQLite format 3";
    torn.append('\0');
    torn.append(QByteArray(4080, '\x17'));
    QTest::newRow("torn header") << torn;
}

void TestLocalStoreDamage::damagedFileIsSetAside()
{
    QFETCH(QByteArray, content);
    write(content);
    const auto first = store();
    QSignalSpy aside(first.get(), &LocalStore::setAside);
    QVERIFY(put(*first, kAda, rowOf(u"k1"_s, u"text"_s)));
    QCOMPARE(aside.count(), 1);
    QCOMPARE(setAside().size(), 1);
    QFile kept(m_folder->filePath(setAside().first()));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), content);
    QCOMPARE(aside.first().first().toString(), kept.fileName());
    QCOMPARE(contentOf(*first, kAda).outbox.size(), 1);
}

void TestLocalStoreDamage::whatCannotBeReadIsGone()
{
    fill();
    QByteArray bytes = content();
    QVERIFY(bytes.size() > 10 * kPage);
    bytes.replace(kPage, bytes.size() - kPage, QByteArray(bytes.size() - kPage, '\x55'));
    write(bytes);
    const auto next = store();
    QSignalSpy aside(next.get(), &LocalStore::setAside);
    QVERIFY(put(*next, kAda, rowOf(u"after"_s, u"text"_s)));
    QCOMPARE(aside.count(), 1);
    QCOMPARE(contentOf(*next, kAda).outbox.size(), 1);
}

//! Each page in turn: only what was in it is gone, unless it leads to all others of its table.
void TestLocalStoreDamage::whatCanBeReadIsCarriedOver()
{
    fill();
    const QByteArray whole = content();
    const qint64 pages = whole.size() / kPage;
    int tablesLost = 0;
    int draftsLost = 0;
    int changesLost = 0;
    for (qint64 page = 1; page < pages; ++page) {
        begin();
        QByteArray bytes = whole;
        bytes.replace(page * kPage, kPage, QByteArray(kPage, '\x55'));
        write(bytes);
        const auto next = store();
        const auto content = contentOf(*next, kAda);
        const QByteArray where = "page " + QByteArray::number(page);
        QVERIFY2(!setAside().isEmpty(), where);
        int last = -1;
        for (const OutboxRow &row : content.outbox) {
            const int number = row.key.mid(4).toInt();
            QVERIFY2(number > last, where);
            QCOMPARE(row.text, textOf(number));
            last = number;
        }
        tablesLost += content.outbox.size() < kRows - kMostInAPage ? 1 : 0;
        draftsLost += content.drafts.value({5}).text == u"half a sen"_s ? 0 : 1;
        changesLost += content.changes.isEmpty() ? 1 : 0;
        // It is there for good, and goes on.
        QVERIFY2(put(*next, kAda, rowOf(u"after"_s, u"text"_s)), where);
        const auto again = contentOf(*next, kAda);
        QCOMPARE(again.outbox.size(), content.outbox.size() + 1);
        QCOMPARE(again.outbox.last().key, u"after"_s);
    }
    QVERIFY2(pages > 15, QByteArray::number(pages).constData());
    QCOMPARE(tablesLost, 1);
    QCOMPARE(draftsLost, 1);
    QCOMPARE(changesLost, 1);
}

//! The file is sound when it is opened, and read again from the disk for each question.
void TestLocalStoreDamage::damageThatShowsLater()
{
    static constexpr std::array<QStringView, 2> settings{u"PRAGMA journal_mode = WAL",
                                                         u"PRAGMA cache_size = 1"};
    static constexpr std::array<QStringView, 1> steps{u"CREATE TABLE kept (text TEXT NOT NULL)"};
    static constexpr std::array<QStringView, 1> kept{u"kept"};
    qint64 before = 0;
    qint64 after = 0;
    int aside = 0;
    bool isRead = false;
    std::thread worker([&] { // a database is not for the thread of the windows
        LocalDatabase database(m_folder->path(), {u"local.db", settings, steps, kept},
                               [&](const QString &) { ++aside; });
        const auto count = [&](qint64 &rows) {
            return database.select(u"SELECT sum(length(text) > 0) FROM kept"_s, {},
                                   [&](const QSqlQuery &row) { rows = row.value(0).toLongLong(); });
        };
        for (int i = 0; i < kRows; ++i)
            database.run(u"INSERT INTO kept VALUES (?)"_s, {textOf(i)});
        database.run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s, {});
        count(before);
        QFile file(path());
        if (file.open(QIODevice::ReadWrite) && file.seek(file.size() / kPage / 2 * kPage))
            file.write(QByteArray(kPage, '\x55'));
        file.close();
        isRead = count(after);
    });
    worker.join();
    QCOMPARE(before, kRows);
    QVERIFY(isRead);
    QCOMPARE(aside, 1);
    QVERIFY2(after >= kRows - kMostInAPage && after < kRows, QByteArray::number(after).constData());
}

QTEST_GUILESS_MAIN(TestLocalStoreDamage)
#include "tst_local_store_damage.moc"
