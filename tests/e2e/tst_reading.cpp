// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QScrollBar>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kBefore = 100;
constexpr int kAway = 300;

QString textOf(int number)
{
    return u"message number %1"_s.arg(number);
}

} // namespace

//! Coming back to a room in which much was said: one goes on where one stopped.
class TestReading : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void opensWhereOneStopped();
    void pagesForwardWithoutMoving();
    void readsToTheEnd();
    void jumpsToTheLatest();
    void ownMessageGoesToTheEnd();

private:
    void graceSays(int from, int to);
    void comeBack(int unread);
    TimelineView *timeline() { return m_ada.window().pane()->timeline(); }
    int indexOf(const QString &text) { return int(m_ada.texts().indexOf(text)); }

    SalondProcess m_salond{kCheapPasswords + kRaisedLimits};
    WindowUser m_ada;
    std::unique_ptr<HttpClient> m_grace;
    int m_said = 0;
};

void TestReading::initTestCase()
{
    const auto started = m_salond.start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond.log())));
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
    m_grace = std::make_unique<HttpClient>(m_salond.port());
    const auto login = m_grace->login(u"grace"_s, kPassword);
    QVERIFY(login);
    m_grace->setToken(login->token.toUtf8());
    graceSays(0, kBefore);
    m_ada.start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    m_ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
}

void TestReading::graceSays(int from, int to)
{
    for (int i = from; i < to; ++i) {
        const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
        const auto reply =
            m_grace->post("/api/rooms/general/messages",
                          "{\"key\":\"" + key + "\",\"text\":\"" + textOf(i).toLatin1() + "\"}");
        QCOMPARE(reply.status, 201);
    }
    m_said = to;
}

//! Ada has read all, is away while much is said, and starts her client anew.
void TestReading::comeBack(int unread)
{
    QTRY_COMPARE(m_ada.latest(), textOf(m_said - 1));
    timeline()->jumpToEnd();
    QTRY_COMPARE(m_ada.unreadBadge(u"general"_s), QString());
    m_ada.quit();
    graceSays(m_said, m_said + unread);
    m_ada.start();
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    m_ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
    QTRY_VERIFY(!m_ada.texts().isEmpty());
}

void TestReading::opensWhereOneStopped()
{
    comeBack(kAway);
    const QString firstUnread = textOf(kBefore);
    QTRY_VERIFY(indexOf(firstUnread) >= 0);
    QTRY_VERIFY(!timeline()->rowRect(indexOf(firstUnread)).isEmpty());
    const QRect row = timeline()->rowRect(indexOf(firstUnread));
    QVERIFY2(row.top() > timeline()->viewport()->height() / 5
                 && row.top() < timeline()->viewport()->height() / 2,
             qPrintable(QString::number(row.top())));
    QVERIFY(timeline()->geometry().decoration(indexOf(firstUnread)).hasUnreadLine);
    QVERIFY(timeline()->model()->hasNewer());
    QVERIFY(m_ada.unreadBadge(u"general"_s).toInt() > kAway / 2);
}

void TestReading::pagesForwardWithoutMoving()
{
    const QString held = textOf(kBefore + 1);
    const int top = timeline()->rowRect(indexOf(held)).top();
    const auto rows = m_ada.texts().size();
    // Both ways at once, and somebody speaks meanwhile.
    graceSays(m_said, m_said + 1);
    Q_EMIT timeline()->newerWanted();
    Q_EMIT timeline()->olderWanted();
    QTRY_VERIFY(m_ada.texts().size() > rows);
    QTRY_VERIFY(indexOf(textOf(0)) >= 0 || timeline()->model()->hasOlder());
    QCOMPARE(timeline()->rowRect(indexOf(held)).top(), top);
}

void TestReading::readsToTheEnd()
{
    const auto scrollToTheEnd = [this] {
        timeline()->verticalScrollBar()->setValue(timeline()->verticalScrollBar()->maximum());
        return !timeline()->model()->hasNewer() && timeline()->geometry().isAtEnd();
    };
    QTRY_VERIFY_WITH_TIMEOUT(scrollToTheEnd(), 20'000);
    QTRY_COMPARE(m_ada.latest(), textOf(m_said - 1));
    QTRY_COMPARE(m_ada.unreadBadge(u"general"_s), QString());
    const QStringList all = m_ada.texts();
    const int first = all.first().section(u' ', -1).toInt();
    for (int i = 0; i < all.size(); ++i)
        QCOMPARE(all[i], textOf(first + i));
    // At the end it follows again.
    graceSays(m_said, m_said + 1);
    QTRY_COMPARE(m_ada.latest(), textOf(m_said - 1));
    QTRY_VERIFY(timeline()->geometry().isAtEnd());
}

void TestReading::jumpsToTheLatest()
{
    comeBack(kAway);
    QTRY_VERIFY(timeline()->model()->hasNewer());
    auto *jump = timeline()->findChild<QWidget *>(u"jumpToLatest"_s);
    QTRY_VERIFY(jump->isVisible());
    QTest::mouseClick(jump, Qt::LeftButton);
    QTRY_COMPARE(m_ada.latest(), textOf(m_said - 1));
    QTRY_VERIFY(timeline()->geometry().isAtEnd());
    QVERIFY(!timeline()->model()->hasNewer());
    QTRY_COMPARE(m_ada.unreadBadge(u"general"_s), QString());
}

void TestReading::ownMessageGoesToTheEnd()
{
    comeBack(kAway);
    QTRY_VERIFY(timeline()->model()->hasNewer());
    m_ada.say(u"I am back"_s);
    QTRY_COMPARE(m_ada.latest(), u"I am back"_s);
    QTRY_COMPARE(m_ada.countOf(u"I am back"_s), 1);
    QTRY_VERIFY(m_ada.isShown(u"I am back"_s, Delivery::Delivered));
    QTRY_VERIFY(m_ada.texts().contains(textOf(m_said - 1)));
    QTRY_VERIFY(timeline()->geometry().isAtEnd());
}

QTEST_MAIN(TestReading)
#include "tst_reading.moc"
