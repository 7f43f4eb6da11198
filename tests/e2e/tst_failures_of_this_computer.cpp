// SPDX-License-Identifier: MIT
#include "client/app/start_problem.h"
#include "client/ui/main_window.h"
#include "tests/support/scripted_scene.h"
#include "tests/support/small_disk.h"
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Each failure that has to do with this computer alone, caused for real: its sentence stands on
//! the screen, with the id of its row, and what was typed is not lost.
class TestFailuresOfThisComputer : public QObject, private ScriptedScene {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void diskFull();
    void writesFail();
    void notWritable();
    void reactionsGoOutAllTheSame();
    void locked();
    void madeByANewerOne();
    void damaged();
    void cacheDamaged();
    void cacheCannotBeOpened();
    void cacheDiskFull();
    void sessionIsNotKept();
    void sessionUnreadable();
    void keychainRefuses();
    void keychainIsSilent();
    void cannotStart_data();
    void cannotStart();
    void allWereShown();

private:
    QString path(const QString &name) const { return m_ada->profile() + u'/' + name; }
    QString database() const { return path(u"local.db"_s); }
    //! Types and sends what cannot be stored: it stays in the field.
    void expectKeptInField(const QString &id);
};

void TestFailuresOfThisComputer::init()
{
    qputenv("SALON_KEYCHAIN", "off");
    begin();
}

void TestFailuresOfThisComputer::expectKeptInField(const QString &id)
{
    const QString text = u"not to be lost"_s;
    m_ada->say(text);
    expectNotice(id);
    QTRY_VERIFY2(m_ada->notice().endsWith(u" Nothing was sent; try again after that."_s),
                 qPrintable(m_ada->notice()));
    QTRY_COMPARE(m_ada->draft(), text);
    QCOMPARE(m_ada->countOf(text), 0); // nothing looks as if it were sent
}

void TestFailuresOfThisComputer::diskFull()
{
    SmallDisk disk(m_ada->profile());
    if (const auto mounted = disk.mount(2 * 1024 * 1024); !mounted) {
        m_shown.add(u"local_disk_full"_s);
        QSKIP(qPrintable(mounted.error().message));
    }
    signIn();
    disk.fill();
    // What there is already may hold a few more.
    for (int i = 0; i < 40 && idIn(m_ada->noticeDetail()).isEmpty(); ++i) {
        m_ada->say(QString(200, u'x'));
        QTest::qWait(20);
    }
    expectNotice(u"local_disk_full"_s);
    QVERIFY(!m_ada->draft().isEmpty());
    disk.free();
    m_ada->say(QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->draft(), QString(), kPatienceMs);
    m_ada.reset();
}

void TestFailuresOfThisComputer::writesFail()
{
    signIn();
    std::signal(SIGXFSZ, SIG_IGN);
    if (!limitFileSize(QCoreApplication::applicationPid(), 1024))
        QSKIP("a running process cannot be limited here");
    m_ada->say(u"not to be lost"_s);
    const bool isTold =
        QTest::qWaitFor([&] { return !idIn(m_ada->noticeDetail()).isEmpty(); }, kPatienceMs);
    limitFileSize(QCoreApplication::applicationPid(), -1);
    QVERIFY(isTold);
    expectNotice(u"text_not_stored"_s);
    QCOMPARE(m_ada->draft(), u"not to be lost"_s);
}

void TestFailuresOfThisComputer::notWritable()
{
    QVERIFY(QDir().mkpath(database())); // a folder, where the file should be
    signIn();
    expectNotice(u"local_not_writable"_s); // before anything is typed
    expectKeptInField(u"local_not_writable"_s);
}

//! While the server answers, the disk is not needed, and nobody says that nothing was sent; without
//! a connection nothing is shown that was not kept.
void TestFailuresOfThisComputer::reactionsGoOutAllTheSame()
{
    const auto reactions = [this] { return m_ada->rowOf(u"text 1"_s)->reactions.size(); };
    QVERIFY(QDir().mkpath(database()));
    m_front->socket.on<protocol::AddReaction>([this](const protocol::AddReaction &ask) {
        QTimer::singleShot(0, &m_front->socket, [this, ask] {
            m_front->socket.sendEvent(
                {{5}, 2, 2, m_ada->chat().self(), protocol::ReactionAdded{1, ask.emoji}});
        });
        return protocol::MessageChanged{{5}, 1, 2};
    });
    signIn();
    expectNotice(u"local_not_writable"_s);
    const QString told = m_ada->notice();
    QVERIFY2(!told.contains(u"sent"_s), qPrintable(told));
    QTRY_VERIFY(m_ada->rowOf(u"text 1"_s));
    m_ada->chat().react({5}, 1, u"👍"_s, true);
    QTRY_COMPARE(reactions(), 1);
    QCOMPARE(m_front->socket.count(u"reaction.add"_s), 1);
    QCOMPARE(m_ada->notice(), told);
    m_front->socket.goAway();
    QTRY_VERIFY(!m_ada->isOnline());
    m_ada->chat().react({5}, 1, u"🎉"_s, true);
    QTRY_VERIFY2(
        m_ada->notice().endsWith(u" If what you did is not there, do it again after that."_s),
        qPrintable(m_ada->notice()));
    QCOMPARE(reactions(), 1);
}

void TestFailuresOfThisComputer::locked()
{
    signIn();
    {
        auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(database());
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec(u"BEGIN EXCLUSIVE"_s));
        expectKeptInField(u"local_locked"_s);
        other.close();
    }
    QSqlDatabase::removeDatabase(u"other"_s);
}

void TestFailuresOfThisComputer::madeByANewerOne()
{
    {
        auto newer = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"newer"_s);
        newer.setDatabaseName(database());
        QVERIFY(newer.open());
        QVERIFY(QSqlQuery(newer).exec(u"PRAGMA user_version = 99"_s));
        QVERIFY(QSqlQuery(newer).exec(u"CREATE TABLE what_it_is (i)"_s));
        newer.close();
    }
    QSqlDatabase::removeDatabase(u"newer"_s);
    signIn();
    expectNotice(u"local_too_new"_s);
    expectKeptInField(u"local_too_new"_s);
    QVERIFY(QFile::exists(database()));
}

void TestFailuresOfThisComputer::damaged()
{
    QFile file(database());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8'192, '?'));
    file.close();
    signIn();
    expectNotice(u"local_damaged"_s);
    m_ada->say(u"goes on as usual"_s);
    QTRY_COMPARE(m_ada->countOf(u"goes on as usual"_s), 1);
}

void TestFailuresOfThisComputer::cacheDamaged()
{
    QFile file(path(u"cache.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8'192, '?'));
    file.close();
    signIn();
    expectNotice(u"cache_damaged"_s);
}

void TestFailuresOfThisComputer::cacheCannotBeOpened()
{
    QVERIFY(QDir().mkpath(path(u"cache.db"_s)));
    signIn();
    expectNotice(u"cache_failed"_s);
    m_ada->say(u"goes on as usual"_s);
    QTRY_COMPARE(m_ada->countOf(u"goes on as usual"_s), 1);
}

//! Others write; nothing is typed that would have to be stored.
void TestFailuresOfThisComputer::cacheDiskFull()
{
    SmallDisk disk(m_ada->profile());
    if (const auto mounted = disk.mount(2 * 1024 * 1024); !mounted) {
        m_shown.add(u"cache_disk_full"_s);
        QSKIP(qPrintable(mounted.error().message));
    }
    signIn();
    disk.fill();
    const QString text(2'000, u'x');
    for (Seq seq = 2; seq < 1'000 && idIn(m_ada->noticeDetail()).isEmpty(); ++seq) {
        m_front->socket.sendEvent(messageEvent({5}, seq, {8}, text));
        QTest::qWait(5);
    }
    expectNotice(u"cache_disk_full"_s);
}

void TestFailuresOfThisComputer::sessionIsNotKept()
{
    QVERIFY(QDir().mkpath(path(u"session.json"_s)));
    signIn();
    expectNotice(u"session_not_remembered"_s);
}

void TestFailuresOfThisComputer::sessionUnreadable()
{
    QFile file(path(u"session.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"server\":");
    file.close();
    m_ada->start();
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()), u"session_unreadable"_s,
                              kPatienceMs);
    m_shown.add(u"session_unreadable"_s);
}

void TestFailuresOfThisComputer::keychainRefuses()
{
    qunsetenv("SALON_KEYCHAIN");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    signIn();
    expectNotice(u"keychain_refused"_s);
    QVERIFY(QFile::exists(path(u"session.json"_s)));
}

void TestFailuresOfThisComputer::keychainIsSilent()
{
    signIn();
    QTRY_VERIFY(QFile::exists(path(u"session.json"_s)));
    m_ada->quit();
    // As it is written when the keychain took the token.
    QFile file(path(u"session.json"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QJsonObject kept = QJsonDocument::fromJson(file.readAll()).object();
    kept.remove(u"token"_s);
    kept[u"key"_s] = u"ada 1"_s;
    file.resize(0);
    file.write(QJsonDocument(kept).toJson());
    file.close();
    qunsetenv("SALON_KEYCHAIN");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    m_ada->start();
    QTRY_COMPARE_WITH_TIMEOUT(idIn(WindowUser::loginReasonDetail()), u"keychain_silent"_s,
                              kPatienceMs);
    m_shown.add(u"keychain_silent"_s);
}

void TestFailuresOfThisComputer::cannotStart_data()
{
    QTest::addColumn<LocalFailure>("failure");
    QTest::addColumn<QString>("folder");
    QTest::newRow("in use") << LocalFailure::ProfileInUse << u"used"_s;
    QTest::newRow("not writable") << LocalFailure::ProfileNotWritable << u"/proc/self"_s;
    QTest::newRow("not made") << LocalFailure::ProfileNotMade << u"file/profile"_s;
}

void TestFailuresOfThisComputer::cannotStart()
{
    QFETCH(const LocalFailure, failure);
    QFETCH(const QString, folder);
    const QString profile = folder.startsWith(u'/') ? folder : path(folder);
    QFile file(path(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(QDir().mkpath(path(u"used"_s)));
    QLockFile lock(path(u"used/salon.lock"_s)); // by a process that nobody can ask
    QVERIFY(lock.lock());
    QProcess salon;
    salon.start(QStringLiteral(SALON_PATH), {u"--profile"_s, profile});
    const ErrorSentence sentence = errorSentence(failure);
    QByteArray said;
    QTRY_VERIFY2_WITH_TIMEOUT(
        (said += salon.readAllStandardError()).contains(sentence.text().toUtf8()), said.constData(),
        kPatienceMs);
    // Its window waits to be read.
    QVERIFY(!salon.waitForFinished(200));
    salon.kill();
    QVERIFY(salon.waitForFinished());
    StartProblem window(sentence, profile);
    window.show();
    QVERIFY(window.text().contains(sentence.text()));
    QVERIFY(window.text().contains(sentence.id));
    QVERIFY(window.text().contains(fixerText(sentence.fixer)));
    window.grab().save(QStringLiteral(SALON_PICTURES "/failure ") + sentence.id + u".png"_s);
    m_shown.add(sentence.id);
}

void TestFailuresOfThisComputer::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedHere), QString());
}

QTEST_MAIN(TestFailuresOfThisComputer)
#include "tst_failures_of_this_computer.moc"
