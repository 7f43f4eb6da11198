// SPDX-License-Identifier: MIT
#include "server/app/folder.h"
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestFolder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isMadeForItsOwnerAlone()
    {
        const QString path = m_parent.filePath(u"new/deep/data"_s);
        const auto folder = Folder::take(path);
        QVERIFY(folder);
        QVERIFY(QFileInfo(path).isDir());
#ifdef Q_OS_UNIX
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
            | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
#endif
        QCOMPARE((*folder)->databasePath(), path + u"/salon.db"_s);
    }

    void isForOneAtATime()
    {
        const QString path = m_parent.filePath(u"one"_s);
        QVERIFY(!Folder::isTaken(path));
        auto first = Folder::take(path);
        QVERIFY(first);
        QVERIFY(Folder::isTaken(path));
        const auto second = Folder::take(path + u"/."_s);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QVERIFY(second.error().message.contains(u"in use by another salond"));
        QVERIFY(
            second.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        first->reset();
        QVERIFY(!Folder::isTaken(path));
        QVERIFY(Folder::take(path));
    }

    void cannotBeMade()
    {
        QFile file(m_parent.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto folder = Folder::take(m_parent.filePath(u"file/data"_s));
        QVERIFY(!folder);
        QVERIFY(folder.error().message.contains(u"cannot be made"));
    }

    void cannotBeWritten()
    {
#ifdef Q_OS_LINUX
        const auto folder = Folder::take(u"/proc/self"_s); // not even root may
        QVERIFY(!folder);
        QVERIFY2(folder.error().message.contains(u"is not writable"),
                 qPrintable(folder.error().message));
        QVERIFY(!Folder::isTaken(u"/proc/self"_s));
#else
        QSKIP("no folder that nobody may write");
#endif
    }

    void socketNamesFit()
    {
        const QString shallow = Folder::socketName(u"/srv/salon"_s);
        QCOMPARE(shallow, u"/srv/salon/salond.sock"_s);
        const QString deep = u"/srv/"_s + QString(200, u'd');
        QVERIFY(Folder::socketName(deep).size() < 60);
        QVERIFY(Folder::socketName(deep) != Folder::socketName(deep + u'e'));
        QCOMPARE(Folder::socketName(deep), Folder::socketName(deep + u"/."_s));
    }

private:
    QTemporaryDir m_parent;
};

QTEST_GUILESS_MAIN(TestFolder)
#include "tst_folder.moc"
