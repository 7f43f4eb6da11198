// SPDX-License-Identifier: MIT
#include "server/service/durable_file.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

using namespace Qt::StringLiterals;
using namespace salon::server;

namespace {

constexpr qsizetype kOld = 5 << 20; // bytes: several bits of what is given back

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestDurableFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_place = m_folder->filePath(u"backup.db"_s);
        m_new = m_folder->filePath(u"new.part"_s);
        write(m_place, m_old);
        write(m_new, "new");
    }
    void replaces();
    void takesAFreePlace();
    void whoReadsTheOldFileReadsItToItsEnd();
    void anotherNameOfTheOldFileKeepsIt();
    void whatALinkPointsAtStays();
    void saysWhyNot();

private:
    const QByteArray m_old = QByteArray(kOld, 'x');
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_place, m_new;
};

void TestDurableFile::replaces()
{
    QVERIFY(moveFile(m_new, m_place));
    QCOMPARE(contentOf(m_place), "new");
    QVERIFY(!QFile::exists(m_new));
}

void TestDurableFile::takesAFreePlace()
{
    const QString free = m_folder->filePath(u"free.db"_s);
    QVERIFY(moveFile(m_new, free));
    QCOMPARE(contentOf(free), "new");
    QCOMPARE(contentOf(m_place), m_old);
}

void TestDurableFile::whoReadsTheOldFileReadsItToItsEnd()
{
    QFile reader(m_place);
    QVERIFY(reader.open(QIODevice::ReadOnly));
    QCOMPARE(reader.read(10), m_old.left(10));
    QVERIFY(moveFile(m_new, m_place));
    QCOMPARE(reader.readAll().size(), kOld - 10);
}

void TestDurableFile::anotherNameOfTheOldFileKeepsIt()
{
    const QString other = m_folder->filePath(u"yesterday.db"_s);
    std::filesystem::create_hard_link(m_place.toStdU16String(), other.toStdU16String());
    QVERIFY(moveFile(m_new, m_place));
    QCOMPARE(contentOf(other), m_old);
}

void TestDurableFile::whatALinkPointsAtStays()
{
    const QString link = m_folder->filePath(u"link.db"_s);
    QVERIFY(QFile::link(m_place, link));
    QVERIFY(moveFile(m_new, link));
    QCOMPARE(contentOf(link), "new");
    QCOMPARE(contentOf(m_place), m_old);
}

void TestDurableFile::saysWhyNot()
{
    const auto moved = moveFile(m_folder->filePath(u"nothing"_s), m_place);
    QVERIFY(!moved);
    QVERIFY(moved.error().message.contains(m_place));
    QCOMPARE(contentOf(m_place), m_old);
}

QTEST_APPLESS_MAIN(TestDurableFile)
#include "tst_durable_file.moc"
