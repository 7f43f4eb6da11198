// SPDX-License-Identifier: MIT
#include "client/cache/local_database.h"
#include "client/platform/profile_settings.h"
#include "client/platform/single_instance.h"
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <array>
#include <memory>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

#if defined(QT_FORCE_ASSERTS) || !defined(QT_NO_DEBUG)
constexpr bool kIsDebug = true;
#else
constexpr bool kIsDebug = false;
#endif

constexpr std::array<QStringView, 1> kSteps{u"CREATE TABLE word (word TEXT)"};

class Deeds {
public:
    void openDatabase() { database.open(); }
    void openDatabaseElsewhere()
    {
        elsewhere([this] { database.run(u"SELECT count(*) FROM word"_s, {}); });
    }
    void useDatabaseOfAnother()
    {
        elsewhere([this] { database.open(); });
        database.attempt(u"SELECT count(*) FROM word"_s);
    }
    void readSettings() { const ProfileSettings settings(folder.filePath(u"salon.ini"_s)); }
    void readSettingsInTheLoop()
    {
        inTheLoop([this] { readSettings(); });
    }
    void claimProfile() { SingleInstance(folder.path()).claim(); }
    void claimProfileInTheLoop()
    {
        inTheLoop([this] { claimProfile(); });
    }

private:
    static void elsewhere(const std::function<void()> &work)
    {
        const std::unique_ptr<QThread> thread(QThread::create(work));
        thread->start();
        thread->wait();
    }
    static void inTheLoop(const std::function<void()> &work)
    {
        QTimer::singleShot(0, [&work] {
            work();
            QCoreApplication::quit();
        });
        QCoreApplication::exec();
    }

    QTemporaryDir folder;
    LocalDatabase database{folder.path(), {u"words.db", {}, kSteps, {}}, [](const QString &) {}};
};

using Deed = void (Deeds::*)();
const QHash<QString, Deed> kDeeds{
    {u"open a database"_s, &Deeds::openDatabase},
    {u"use a database of another thread"_s, &Deeds::useDatabaseOfAnother},
    {u"open a database elsewhere"_s, &Deeds::openDatabaseElsewhere},
    {u"read the settings"_s, &Deeds::readSettings},
    {u"read the settings in the loop"_s, &Deeds::readSettingsInTheLoop},
    {u"claim the profile"_s, &Deeds::claimProfile},
    {u"claim the profile in the loop"_s, &Deeds::claimProfileInTheLoop},
};

} // namespace

//! What would make a window wait ends a debug build, with a word on what it was; a release build
//! takes no notice. Each deed is done by a process of its own.
class TestWindowThread : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void blocksNoWindow_data();
    void blocksNoWindow();
};

void TestWindowThread::blocksNoWindow_data()
{
    QTest::addColumn<QByteArray>("message"); // of a debug build; empty where it may be done
    QTest::newRow("open a database") << QByteArray("a database");
    QTest::newRow("use a database of another thread") << QByteArray("a database");
    QTest::newRow("open a database elsewhere") << QByteArray();
    QTest::newRow("read the settings") << QByteArray();
    QTest::newRow("read the settings in the loop") << QByteArray("the settings");
    QTest::newRow("claim the profile") << QByteArray();
    QTest::newRow("claim the profile in the loop") << QByteArray("another Salon");
}

void TestWindowThread::blocksNoWindow()
{
    QFETCH(QByteArray, message);
    const bool dies = kIsDebug && !message.isEmpty();
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {u"--do"_s, QString::fromLatin1(QTest::currentDataTag())});
    QVERIFY(process.waitForFinished());
    const QByteArray told = process.readAllStandardError();
    QCOMPARE(process.exitStatus(), dies ? QProcess::CrashExit : QProcess::NormalExit);
    if (dies)
        QVERIFY2(told.contains(message + ": \"a window must not wait for it\""), told.constData());
    else
        QCOMPARE(process.exitCode(), 0);
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--do"_L1) {
        Deeds deeds;
        (deeds.*kDeeds[arguments.value(2)])();
        return 0;
    }
    TestWindowThread test;
    return QTest::qExec(&test, arguments);
}

#include "tst_window_thread.moc"
