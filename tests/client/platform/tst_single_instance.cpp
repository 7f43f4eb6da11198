// SPDX-License-Identifier: MIT
#include "client/platform/single_instance.h"
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace salon::client;

static constexpr auto kProfileVariable = "SALON_TEST_PROFILE";

//! The other process: says what became of its claim, and each time that it is asked to come up.
static int claimAndTell(QCoreApplication &application)
{
    SingleInstance instance(qEnvironmentVariable(kProfileVariable));
    QObject::connect(&instance, &SingleInstance::openRequested, &application,
                     [](const QString &address) {
                         std::puts(qPrintable(u"opens "_s + address));
                         std::fflush(stdout);
                     });
    const auto say = [](const char *word) {
        std::puts(word);
        std::fflush(stdout);
    };
    QObject::connect(&instance, &SingleInstance::raiseRequested, &application,
                     [say] { say("raised"); });
    if (!instance.claim(application.arguments().value(1))) {
        say(instance.problem() == SingleInstance::Problem::None ? "other asked" : "problem");
        return 0;
    }
    say("claimed");
    return QCoreApplication::exec();
}

class TestSingleInstance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void secondOfTwoProcessesRaisesTheFirst();
    void secondOfTwoProcessesHandsItsAddressOver_data();
    void secondOfTwoProcessesHandsItsAddressOver();
    void takesOverAfterACrash();
    void twoProfilesAreIndependent();
    void theSameFolderByAnotherNameIsTheSame();
    void ownerThatDoesNotAnswerIsToldOf();
    void folderThatCannotBeWrittenIsToldOf();
    void rubbishOnTheSocketIsIgnored();
};

//! A process that claims `profile`; reads what it says.
class OtherProcess {
public:
    explicit OtherProcess(const QString &profile, const QStringList &arguments = {})
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kProfileVariable), profile);
        m_process.setProcessEnvironment(environment);
        m_process.start(QCoreApplication::applicationFilePath(), arguments);
    }
    ~OtherProcess() { kill(); }
    QByteArray said()
    {
        m_said += m_process.readAllStandardOutput();
        return m_said;
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    QByteArray m_said;
};

void TestSingleInstance::secondOfTwoProcessesRaisesTheFirst()
{
    QTemporaryDir folder;
    OtherProcess first(folder.path());
    QTRY_COMPARE(first.said(), "claimed\n");
    OtherProcess second(folder.path());
    QTRY_COMPARE(second.process().state(), QProcess::NotRunning);
    QCOMPARE(second.said(), "other asked\n");
    QCOMPARE(second.process().exitCode(), 0);
    QTRY_COMPARE(first.said(), "claimed\nraised\n");
}

void TestSingleInstance::secondOfTwoProcessesHandsItsAddressOver_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("arrives");
    QTest::newRow("usual") << u"salon://h/42/991"_s << u"salon://h/42/991"_s;
    QTest::newRow("other script") << u"salon://bücher/42/991"_s << u"salon://bücher/42/991"_s;
    QTest::newRow("two lines") << u"salon://h\nraise"_s << u"salon://h raise"_s;
    QTest::newRow("long") << QString(5'000, u'x') << QString(2'043, u'x'); // and "open " before
}

void TestSingleInstance::secondOfTwoProcessesHandsItsAddressOver()
{
    QFETCH(const QString, address);
    QFETCH(const QString, arrives);
    QTemporaryDir folder;
    OtherProcess first(folder.path());
    QTRY_COMPARE(first.said(), "claimed\n");
    OtherProcess second(folder.path(), {address});
    QTRY_COMPARE(second.process().state(), QProcess::NotRunning);
    QCOMPARE(second.said(), "other asked\n");
    QTRY_COMPARE(QString::fromLocal8Bit(first.said()),
                 u"claimed\nraised\nopens %1\n"_s.arg(arrives));
}

void TestSingleInstance::takesOverAfterACrash()
{
    QTemporaryDir folder;
    OtherProcess first(folder.path());
    QTRY_COMPARE(first.said(), "claimed\n");
    first.kill(); // leaves lock file and socket behind
    SingleInstance next(folder.path());
    QVERIFY(next.claim());
    QSignalSpy raised(&next, &SingleInstance::raiseRequested);
    OtherProcess third(folder.path());
    QTRY_COMPARE(raised.count(), 1);
}

void TestSingleInstance::twoProfilesAreIndependent()
{
    QTemporaryDir one;
    QTemporaryDir two;
    SingleInstance first(one.path());
    SingleInstance second(two.path());
    QVERIFY(first.claim());
    QVERIFY(second.claim());
}

void TestSingleInstance::theSameFolderByAnotherNameIsTheSame()
{
    QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    OtherProcess second(folder.path() + u"/./"_s);
    QTRY_COMPARE(raised.count(), 1);
}

void TestSingleInstance::ownerThatDoesNotAnswerIsToldOf()
{
    QTemporaryDir folder;
    SingleInstance first(folder.path());
    QVERIFY(first.claim());
    QTRY_VERIFY(first.findChild<QLocalServer *>()->isListening());
    // The first has no turn of its event loop while the second waits in this thread.
    QElapsedTimer time;
    time.start();
    SingleInstance second(folder.path());
    QVERIFY(!second.claim());
    QCOMPARE(second.problem(), SingleInstance::Problem::NoAnswer);
    QVERIFY2(time.elapsed() < 2 * SingleInstance::kAnswerMs, "waits too long");
}

void TestSingleInstance::folderThatCannotBeWrittenIsToldOf()
{
    SingleInstance instance(u"/proc/self"_s);
    QVERIFY(!instance.claim());
    QCOMPARE(instance.problem(), SingleInstance::Problem::NotWritable);
}

void TestSingleInstance::rubbishOnTheSocketIsIgnored()
{
    QTemporaryDir folder;
    SingleInstance instance(folder.path());
    QVERIFY(instance.claim());
    QSignalSpy raised(&instance, &SingleInstance::raiseRequested);
    QLocalSocket socket;
    const auto *server = instance.findChild<QLocalServer *>();
    QTRY_VERIFY(server->isListening());
    socket.connectToServer(server->fullServerName());
    QVERIFY(socket.waitForConnected());
    socket.write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(raised.count(), 0);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (qEnvironmentVariableIsSet(kProfileVariable))
        return claimAndTell(application);
    TestSingleInstance test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_single_instance.moc"
