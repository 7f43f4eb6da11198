// SPDX-License-Identifier: MIT
#include "tests/support/io_log.h"
#include <QDir>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

constexpr quint64 kNothingUnsynced = 0;
constexpr quint64 kSeeds = 200;
constexpr qint64 kSector = 512;

//! A program's calls, and what a power cut after them leaves.
class Calls {
public:
    Calls &create(const QString &name) { return add({.kind = IoRecord::Create, .name = name}); }
    Calls &write(const QString &name, qint64 offset, const QByteArray &data)
    {
        return add({.kind = IoRecord::Write,
                    .name = name,
                    .offset = offset,
                    .size = data.size(),
                    .data = data});
    }
    Calls &sync(const QString &name) { return add({.kind = IoRecord::Sync, .name = name}); }
    Calls &syncFolder() { return sync({}); }
    Calls &truncate(const QString &name, qint64 size)
    {
        return add({.kind = IoRecord::Truncate, .name = name, .size = size});
    }
    Calls &rename(const QString &from, const QString &to)
    {
        return add({.kind = IoRecord::Rename, .name = from, .newName = to});
    }
    Calls &unlink(const QString &name) { return add({.kind = IoRecord::Unlink, .name = name}); }

    qint64 end() const { return m_records.size(); }
    //! The files of the image, each as "name=content".
    QStringList left(quint64 seed, qint64 upTo) const
    {
        const QTemporaryDir base;
        QFile file(base.filePath(u"old"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write("before") != 6)
            return {u"no base"_s};
        file.close();
        const QTemporaryDir image;
        if (const auto made = makePowerCutImage(base.path(), m_records, upTo, seed, image.path());
            !made)
            return {made.error().toString()};
        QStringList files;
        for (const QString &name : QDir(image.path()).entryList(QDir::Files, QDir::Name)) {
            QFile made(image.filePath(name));
            files += made.open(QIODevice::ReadOnly)
                ? name + u'=' + QString::fromLatin1(made.readAll())
                : name;
        }
        return files;
    }
    QStringList left(quint64 seed = kNothingUnsynced) const { return left(seed, end()); }
    //! What some seed or other leaves.
    QSet<QStringList> everLeft() const
    {
        QSet<QStringList> all;
        for (quint64 seed = 1; seed <= kSeeds; ++seed)
            all.insert(left(seed));
        return all;
    }

private:
    Calls &add(IoRecord record)
    {
        record.end = m_records.size() + 1;
        m_records.append(record);
        return *this;
    }

    QList<IoRecord> m_records;
};

} // namespace

//! The images of power cuts are worth something only if they lose what was not synced, and nothing
//! else.
class TestPowerCutImage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void syncedStays()
    {
        Calls calls;
        calls.write(u"old"_s, 0, "BEF").sync(u"old"_s);
        QCOMPARE(calls.left(), QStringList{u"old=BEFore"_s});
        QCOMPARE(calls.everLeft(), QSet<QStringList>{{u"old=BEFore"_s}});
    }

    void unsyncedMayBeLost()
    {
        Calls calls;
        calls.write(u"old"_s, 0, "BEF").sync(u"old"_s).write(u"old"_s, 3, "ORE");
        QCOMPARE(calls.left(), QStringList{u"old=BEFore"_s});
        QCOMPARE(calls.everLeft(), (QSet<QStringList>{{u"old=BEFore"_s}, {u"old=BEFORE"_s}}));
    }

    void laterWriteMayStayWithoutAnEarlierOne()
    {
        Calls calls;
        calls.write(u"old"_s, 0, "B").write(u"old"_s, 1, "E");
        QVERIFY(calls.everLeft().contains({u"old=bEfore"_s}));
    }

    void syncOfAnotherFileIsNone()
    {
        Calls calls;
        calls.create(u"new"_s).sync(u"new"_s).write(u"old"_s, 0, "BEF").sync(u"new"_s);
        QCOMPARE(calls.left(), (QStringList{u"new="_s, u"old=before"_s}));
    }

    void writesAreTornAtSectors()
    {
        const QByteArray large(3 * kSector, 'x');
        Calls calls;
        calls.write(u"old"_s, 0, large);
        QSet<qsizetype> sizes;
        for (const QStringList &files : calls.everLeft())
            sizes.insert(files.first().count(u'x'));
        QCOMPARE(sizes, (QSet<qsizetype>{0, kSector, 2 * kSector, 3 * kSector}));
    }

    void namesComeWithTheirFileOrFolder()
    {
        Calls calls;
        calls.create(u"new"_s).write(u"new"_s, 0, "n");
        QCOMPARE(calls.left(), QStringList{u"old=before"_s});
        QVERIFY(calls.everLeft().contains({u"new="_s, u"old=before"_s}));
        Calls bySync = calls;
        QCOMPARE(bySync.sync(u"new"_s).left(), (QStringList{u"new=n"_s, u"old=before"_s}));
        Calls byFolder = calls;
        QCOMPARE(byFolder.syncFolder().left(), (QStringList{u"new="_s, u"old=before"_s}));
    }

    void renamedTruncatedRemoved()
    {
        Calls renamed;
        renamed.create(u"new"_s).write(u"new"_s, 0, "n").sync(u"new"_s).rename(u"new"_s, u"old"_s);
        QCOMPARE(renamed.left(), (QStringList{u"new=n"_s, u"old=before"_s}));
        QCOMPARE(renamed.syncFolder().left(), QStringList{u"old=n"_s});
        Calls truncated;
        truncated.truncate(u"old"_s, 2);
        QCOMPARE(truncated.left(), QStringList{u"old=before"_s});
        QCOMPARE(truncated.sync(u"old"_s).left(), QStringList{u"old=be"_s});
        Calls removed;
        removed.unlink(u"old"_s);
        QCOMPARE(removed.left(), QStringList{u"old=before"_s});
        QCOMPARE(removed.syncFolder().left(), QStringList());
    }

    void onlyWhatCameBeforeTheCut()
    {
        Calls calls;
        calls.write(u"old"_s, 0, "BEF").sync(u"old"_s);
        const qint64 cut = calls.end();
        calls.write(u"old"_s, 3, "ORE").sync(u"old"_s);
        QCOMPARE(calls.left(kNothingUnsynced, cut), QStringList{u"old=BEFore"_s});
        QCOMPARE(calls.left(), QStringList{u"old=BEFORE"_s});
    }
};

QTEST_GUILESS_MAIN(TestPowerCutImage)
#include "tst_power_cut_image.moc"
