// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QScrollBar>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 20'000;
constexpr int kBefore = 300;
constexpr int kMissed = 700; // more than is told event by event

QString textOf(int number)
{
    return u"message number %1"_s.arg(number);
}

} // namespace

//! A real client that is started without its server, or comes back to it after long: what it shows
//! at once, what moves, and what it forgets.
class TestResume : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void startsWithoutTheServer();
    void readerInTheMiddleIsNotMoved();
    void atTheEndTheNewestIsShown();
    void otherTimeAfterARestore();
    void leftOnAnotherDevice();

private:
    void graceSays(int from, int to);
    void adaReads();
    void comeBack();
    bool isKeptOnDisk(const QByteArray &text) const;
    TimelineView *timeline() { return m_ada->window().pane()->timeline(); }
    int indexOf(const QString &text) { return int(m_ada->texts().indexOf(text)); }
    int indexOfSeq(Seq seq)
    {
        for (int i = 0; i < timeline()->model()->rowCount(); ++i) {
            if (timeline()->model()->row(i).seq == seq)
                return i;
        }
        return -1;
    }
    void expectNoHole();

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<WindowUser> m_ada;
    std::unique_ptr<HttpClient> m_grace;
};

void TestResume::init()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond->log())));
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword));
    m_grace = std::make_unique<HttpClient>(m_salond->port());
    const auto login = m_grace->login(u"grace"_s, kPassword);
    QVERIFY(login);
    m_grace->setToken(login->token.toUtf8());
    m_ada = std::make_unique<WindowUser>();
}

void TestResume::cleanup()
{
    m_ada.reset();
    m_grace.reset();
    m_salond.reset();
}

void TestResume::graceSays(int from, int to)
{
    for (int i = from; i < to; ++i) {
        const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
        const auto reply =
            m_grace->post("/api/rooms/general/messages",
                          "{\"key\":\"" + key + "\",\"text\":\"" + textOf(i).toLatin1() + "\"}");
        QCOMPARE(reply.status, 201);
    }
}

//! Ada reads what grace said, and back a few pages.
void TestResume::adaReads()
{
    graceSays(0, kBefore);
    m_ada->start({m_salond->url(), u"ada"_s, kPassword});
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    QTRY_VERIFY(m_ada->texts().size() > 1);
    timeline()->jumpToEnd();
    QTRY_COMPARE(m_ada->latest(), textOf(kBefore - 1));
    const auto rows = m_ada->texts().size();
    Q_EMIT timeline()->olderWanted();
    QTRY_VERIFY(m_ada->texts().size() > rows);
    QTRY_VERIFY(timeline()->geometry().isAtEnd());
}

void TestResume::comeBack()
{
    QVERIFY(m_salond->start());
    m_ada->click(u"connectionRetry"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
}

void TestResume::expectNoHole()
{
    const QStringList all = m_ada->texts();
    QVERIFY(!all.isEmpty());
    const int first = all.first().section(u' ', -1).toInt();
    for (int i = 0; i < all.size(); ++i)
        QCOMPARE(all[i], textOf(first + i));
}

bool TestResume::isKeptOnDisk(const QByteArray &text) const
{
    const QDir folder(m_ada->profile());
    for (const QString &name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            return true;
    }
    return false;
}

void TestResume::startsWithoutTheServer()
{
    adaReads();
    const QStringList read = m_ada->texts();
    m_ada->type(u"half a thought"_s);
    m_ada->quit();
    m_salond->kill();
    m_ada->start();
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    QTRY_VERIFY(m_ada->texts().contains(textOf(kBefore - 1)));
    QVERIFY(!m_ada->isOnline());
    QVERIFY(!WindowUser::loginDialog());
    QVERIFY(timeline()->isVisible());
    const TimelineRow *last = m_ada->rowOf(textOf(kBefore - 1));
    QVERIFY(last && last->author == u"grace"_s);
    // Back through what was read the last time.
    const auto scrollBack = [&] {
        timeline()->verticalScrollBar()->setValue(0);
        return m_ada->texts().first() == read.first();
    };
    QTRY_VERIFY(scrollBack());
    expectNoHole();
    QCOMPARE(m_ada->draft(), u"half a thought"_s);
    m_ada->say(u" is a whole one"_s);
    QTRY_VERIFY(m_ada->isShown(u"half a thought is a whole one"_s, Delivery::Pending));
    QTRY_VERIFY(m_ada->banner().contains(u"Trying again in"_s));
    QCOMPARE(m_ada->notice(), QString());
    comeBack();
    QTRY_VERIFY(m_ada->isShown(u"half a thought is a whole one"_s, Delivery::Delivered));
    QCOMPARE(m_ada->countOf(u"half a thought is a whole one"_s), 1);
}

void TestResume::readerInTheMiddleIsNotMoved()
{
    adaReads();
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    timeline()->verticalScrollBar()->setValue(timeline()->verticalScrollBar()->maximum() / 2);
    QTRY_VERIFY(timeline()->place() && !timeline()->place()->isEnd());
    const qint64 rowId = timeline()->model()->row(indexOfSeq(timeline()->place()->seq)).id;
    const int top = timeline()->rowRect(indexOfSeq(timeline()->place()->seq)).top();
    QVERIFY(m_salond->start());
    graceSays(kBefore, kBefore + kMissed);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(timeline()->model()->hasNewer(), kPatienceMs);
    const auto drift = [&] {
        for (int i = 0; i < timeline()->model()->rowCount(); ++i) {
            if (timeline()->model()->row(i).id == rowId)
                return timeline()->rowRect(i).top() - top;
        }
        return -1'000'000;
    };
    QCOMPARE(drift(), 0);
    Q_EMIT timeline()->newerWanted();
    const auto rows = m_ada->texts().size();
    QTRY_VERIFY(m_ada->texts().size() > rows);
    QCOMPARE(drift(), 0);
    // On over the gap to the end, and nothing is missing.
    const auto scrollToTheEnd = [this] {
        timeline()->verticalScrollBar()->setValue(timeline()->verticalScrollBar()->maximum());
        return !timeline()->model()->hasNewer() && timeline()->geometry().isAtEnd();
    };
    QTRY_VERIFY_WITH_TIMEOUT(scrollToTheEnd(), kPatienceMs);
    QTRY_COMPARE(m_ada->latest(), textOf(kBefore + kMissed - 1));
    expectNoHole();
}

void TestResume::atTheEndTheNewestIsShown()
{
    adaReads();
    m_salond->kill();
    QTRY_VERIFY(!m_ada->isOnline());
    QVERIFY(m_salond->start());
    graceSays(kBefore, kBefore + kMissed);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    QTRY_COMPARE(m_ada->latest(), textOf(kBefore + kMissed - 1));
    expectNoHole();
    // Up over the gap, into what was read before.
    const auto scrollBack = [this] {
        timeline()->verticalScrollBar()->setValue(0);
        return indexOf(textOf(kBefore - 10)) >= 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(scrollBack(), kPatienceMs);
    expectNoHole();
}

void TestResume::otherTimeAfterARestore()
{
    adaReads();
    const QString backup = m_salond->besideData(u"b.db"_s);
    QCOMPARE(m_salond->command({u"backup"_s, backup}).exitCode, 0);
    graceSays(kBefore, kBefore + 5);
    QTRY_COMPARE(m_ada->latest(), textOf(kBefore + 4));
    m_ada->type(u"half a thought"_s);
    QCOMPARE(m_salond->stop(), 0);
    QTRY_VERIFY(!m_ada->isOnline());
    m_ada->quit();
    QCOMPARE(m_salond->command({u"restore"_s, backup, u"--force"_s, u"--keep-sessions"_s}).exitCode,
             0);
    m_ada->start();
    QTRY_COMPARE(m_ada->latest(), textOf(kBefore + 4)); // it cannot know yet
    m_ada->say(u", written meanwhile"_s);
    QVERIFY(m_salond->start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), kPatienceMs);
    QTRY_VERIFY(m_ada->isShown(u"half a thought, written meanwhile"_s, Delivery::Delivered));
    QTRY_COMPARE(m_ada->texts().value(m_ada->texts().size() - 2), textOf(kBefore - 1));
    QVERIFY(!m_ada->texts().contains(textOf(kBefore + 4)));
    m_ada->quit();
    QVERIFY(!isKeptOnDisk(textOf(kBefore + 4).toUtf8()));
}

void TestResume::leftOnAnotherDevice()
{
    adaReads();
    m_ada->quit();
    QVERIFY(isKeptOnDisk(textOf(kBefore - 1).toUtf8()));
    HttpClient elsewhere(m_salond->port());
    const auto login = elsewhere.login(u"ada"_s, kPassword);
    QVERIFY(login);
    elsewhere.setToken(login->token.toUtf8());
    const auto rooms = elsewhere.call("/api/room.list", protocol::ListRooms{});
    QVERIFY(rooms);
    QVERIFY(elsewhere.call("/api/room.leave", protocol::LeaveRoom{rooms->rooms.first().id}));
    m_ada->start();
    QTRY_VERIFY(m_ada->isSignedIn());
    QTRY_VERIFY(m_ada->rooms().isEmpty());
    QCOMPARE(m_ada->openedRoom(), QString());
    m_ada->quit();
    QVERIFY2(!isKeptOnDisk(textOf(kBefore - 1).toUtf8()), "nothing of it is on the disk any more");
    m_salond->kill();
    m_ada->start();
    QTRY_VERIFY(!m_ada->banner().isEmpty());
    QVERIFY(m_ada->rooms().isEmpty());
}

QTEST_MAIN(TestResume)
#include "tst_resume.moc"
