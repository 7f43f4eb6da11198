// SPDX-License-Identifier: MIT
#include "shared/storage/database_page.h"
#include <QTest>

using namespace salon::storage;

namespace {

constexpr size_t kSize = 512;
const DatabaseHeader kHeader{.pageSize = kSize, .usableSize = kSize, .pageCount = 300};

QByteArray written(const DatabaseHeader &header)
{
    QByteArray bytes("SQLite format 3\0", 16);
    bytes.resize(qsizetype(DatabaseHeader::kSize));
    std::fill(bytes.begin() + 16, bytes.end(), '\0');
    bytes[16] = char(header.pageSize >> 8 & 0xFF);
    bytes[17] = char(header.pageSize == 65'536 ? 1 : header.pageSize & 0xFF);
    bytes[18] = bytes[19] = header.hasWriteAheadLog ? 2 : 1;
    bytes[20] = char(header.pageSize - header.usableSize);
    bytes[30] = char(header.pageCount >> 8);
    bytes[31] = char(header.pageCount & 0xFF);
    bytes[55] = header.hasPointerMaps ? 1 : 0;
    return bytes;
}

struct Page {
    QByteArray bytes = QByteArray(kSize, 'x');
    qsizetype begin = 0;

    void put(qsizetype at, size_t number)
    {
        bytes[begin + at] = char(number >> 8);
        bytes[begin + at + 1] = char(number & 0xFF);
    }
};

//! Of two rows at 400 and 450, free bytes at 420 and 470, and some after them.
Page treePage(char kind = 13, qsizetype begin = 0)
{
    Page page;
    page.begin = begin;
    page.bytes[begin] = kind;
    page.put(1, 420);
    page.put(3, 2);
    page.put(5, 400);
    const qsizetype pointers = kind < 10 ? 12 : 8;
    page.put(pointers, 450);
    page.put(pointers + 2, 400);
    page.begin = 0;
    page.put(420, 470);
    page.put(422, 20);
    page.put(470, 0);
    page.put(472, 10);
    page.begin = begin;
    return page;
}

QString unusedOf(const QByteArray &page, quint32 number = 7, const DatabaseHeader &header = kHeader)
{
    QStringList words;
    const std::span bytes(reinterpret_cast<const uchar *>(page.constData()), size_t(page.size()));
    for (const ByteRange &range : unusedSpace(bytes, number, header))
        words.append(QStringLiteral("%1-%2").arg(range.begin).arg(range.end));
    return words.join(u' ');
}

} // namespace

//! Which bytes of a page may be wiped. A byte too much would be somebody's message.
class TestDatabasePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headers_data();
    void headers();
    void noHeader();
    void treePages_data();
    void treePages();
    void emptyPage();
    void othersAreLeft();
    void pointerMaps();
    void brokenOnesAreLeft_data();
    void brokenOnesAreLeft();
};

void TestDatabasePage::headers_data()
{
    QTest::addColumn<int>("pageSize");
    QTest::addColumn<int>("usableSize");
    QTest::addColumn<bool>("hasPointerMaps");
    QTest::addColumn<bool>("hasLog");
    QTest::newRow("usual") << 4096 << 4096 << false << true;
    QTest::newRow("smallest, with reserved bytes") << 512 << 480 << false << false;
    QTest::newRow("largest, with pointer maps") << 65'536 << 65'536 << true << true;
}

void TestDatabasePage::headers()
{
    QFETCH(int, pageSize);
    QFETCH(int, usableSize);
    QFETCH(bool, hasPointerMaps);
    QFETCH(bool, hasLog);
    const QByteArray bytes =
        written({size_t(pageSize), size_t(usableSize), 1'000, hasPointerMaps, hasLog});
    const auto header = DatabaseHeader::read(
        {reinterpret_cast<const uchar *>(bytes.constData()), size_t(bytes.size())});
    QVERIFY(header);
    QCOMPARE(header->pageSize, size_t(pageSize));
    QCOMPARE(header->usableSize, size_t(usableSize));
    QCOMPARE(header->pageCount, 1'000U);
    QCOMPARE(header->hasPointerMaps, hasPointerMaps);
    QCOMPARE(header->hasWriteAheadLog, hasLog);
}

void TestDatabasePage::noHeader()
{
    QByteArray bytes = written(kHeader);
    const auto read = [&](size_t size) {
        return DatabaseHeader::read({reinterpret_cast<const uchar *>(bytes.constData()), size});
    };
    QVERIFY(read(DatabaseHeader::kSize));
    QVERIFY(!read(DatabaseHeader::kSize - 1));
    bytes[17] = 3; // no power of two
    QVERIFY(!read(DatabaseHeader::kSize));
    bytes[17] = 0;
    bytes[0] = 's';
    QVERIFY(!read(DatabaseHeader::kSize));
}

void TestDatabasePage::treePages_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<quint32>("number");
    QTest::addColumn<QString>("unused");
    const auto row = [](const char *name, int kind, quint32 number, const char *gap) {
        QTest::newRow(name) << kind << number
                            << QString::fromLatin1(gap) + QStringLiteral(" 424-440 474-480");
    };
    row("leaf of a table", 13, 7, "12-400");
    row("leaf of an index", 10, 7, "12-400");
    row("inner page of a table", 5, 7, "16-400");
    row("inner page of an index", 2, 7, "16-400");
    row("first page", 13, 1, "112-400");
}

void TestDatabasePage::treePages()
{
    QFETCH(int, kind);
    QFETCH(quint32, number);
    const Page page = treePage(char(kind), number == 1 ? 100 : 0);
    QTEST(unusedOf(page.bytes, number), "unused");
}

void TestDatabasePage::emptyPage()
{
    Page page;
    page.bytes[0] = 13;
    page.put(1, 0);
    page.put(3, 0);
    page.put(5, 480);
    QCOMPARE(unusedOf(page.bytes, 7, {.pageSize = kSize, .usableSize = 480}),
             QStringLiteral("8-480"));
}

void TestDatabasePage::othersAreLeft()
{
    Page page = treePage();
    QVERIFY(!unusedOf(page.bytes).isEmpty());
    QVERIFY(unusedOf(page.bytes + page.bytes).isEmpty());
    DatabaseHeader large = kHeader;
    large.pageCount = 1U << 25; // it may go on at page 0x0d01a400
    QVERIFY(unusedOf(page.bytes, 7, large).isEmpty());
    for (int kind = 0; kind < 256; ++kind) {
        page.bytes[0] = char(kind);
        const bool isTree = kind == 2 || kind == 5 || kind == 10 || kind == 13;
        QVERIFY2(isTree || unusedOf(page.bytes).isEmpty(), qPrintable(QString::number(kind)));
    }
}

//! One follows each 103 pages that it tells of, at 512 bytes each.
void TestDatabasePage::pointerMaps()
{
    DatabaseHeader header = kHeader;
    header.hasPointerMaps = true;
    const QByteArray page = treePage().bytes;
    QList<quint32> left;
    for (quint32 number = 2; number <= 300; ++number) {
        if (unusedOf(page, number, header).isEmpty())
            left.append(number);
    }
    QCOMPARE(left, (QList<quint32>{2, 105, 208}));
    header.pageSize = header.usableSize = 65'536;
    QByteArray large(65'536, '\0');
    large[0] = 13;
    // Page 16,385 holds nothing, as the locks are there: 2 + 13,108 pages of a map are no multiple.
    QVERIFY(unusedOf(large, 2, header).isEmpty());
    QVERIFY(unusedOf(large, 13'110, header).isEmpty());
    QVERIFY(!unusedOf(large, 13'111, header).isEmpty());
}

void TestDatabasePage::brokenOnesAreLeft_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("number");
    QTest::newRow("a row in the gap") << 8 << 399;
    QTest::newRow("a row behind the page") << 10 << 512;
    QTest::newRow("more rows than there is room") << 3 << 200;
    QTest::newRow("rows begin behind the page") << 5 << 513;
    QTest::newRow("free bytes in the gap") << 1 << 300;
    QTest::newRow("free bytes at the end") << 1 << 510;
    QTest::newRow("more free bytes than there are") << 472 << 43;
    QTest::newRow("fewer free bytes than a head") << 422 << 3;
    QTest::newRow("free bytes that overlap") << 422 << 60;
    QTest::newRow("a ring of free bytes") << 470 << 420;
}

void TestDatabasePage::brokenOnesAreLeft()
{
    QFETCH(int, at);
    QFETCH(int, number);
    Page page = treePage();
    page.put(at, size_t(number));
    QCOMPARE(unusedOf(page.bytes), QString());
}

QTEST_APPLESS_MAIN(TestDatabasePage)
#include "tst_database_page.moc"
