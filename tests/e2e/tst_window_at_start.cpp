// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QApplication>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>
#include <optional>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

} // namespace

//! What stands in the window of somebody who was signed in before, in the moment in which it comes.
class TestWindowAtStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void comesWithItsRooms();
    void doesNotWaitForTheDisk();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    SalondProcess m_salond{kCheapPasswords};
    std::unique_ptr<WindowUser> m_ada;
    std::optional<QStringList> m_roomsAtFirst;
    RoomId m_openAtFirst;
};

void TestWindowAtStart::initTestCase()
{
    QVERIFY(m_salond.start());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    m_ada = std::make_unique<WindowUser>();
    m_ada->start({m_salond.url(), u"ada"_s, kPassword});
    QTRY_VERIFY(m_ada->isSignedIn());
    QTRY_COMPARE(m_ada->openedRoom(), u"general"_s);
    m_ada->quit();
    m_salond.stop(); // what is shown is the disk's
    qApp->installEventFilter(this);
}

void TestWindowAtStart::init()
{
    m_roomsAtFirst.reset();
    m_openAtFirst = {};
}

bool TestWindowAtStart::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && watched->objectName() == "mainWindow"_L1
        && !m_roomsAtFirst) {
        m_roomsAtFirst = m_ada->rooms();
        m_openAtFirst = m_ada->window().pane()->room();
    }
    return false;
}

void TestWindowAtStart::comesWithItsRooms()
{
    constexpr int kStarts = 3; // the disk may be slow once, but not each time
    for (int i = 0; i < kStarts && !m_openAtFirst.isValid(); ++i) {
        m_roomsAtFirst.reset();
        m_ada->start();
        QTRY_VERIFY(m_roomsAtFirst);
        m_ada->quit();
    }
    QCOMPARE(*m_roomsAtFirst, QStringList{u"general"_s});
    QVERIFY(m_openAtFirst.isValid());
}

void TestWindowAtStart::doesNotWaitForTheDisk()
{
    {
        auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(m_ada->profile() + u"/local.db"_s);
        QVERIFY(other.open());
        QSqlQuery query(other);
        QVERIFY(query.exec(u"PRAGMA locking_mode = EXCLUSIVE"_s)); // of readers, too
        QVERIFY(query.exec(u"BEGIN EXCLUSIVE"_s));
        m_ada->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->window().isVisible(), 2'000);
        QVERIFY(!m_ada->chat().isOpen());
        QVERIFY(query.exec(u"ROLLBACK"_s));
        query.finish();
        other.close();
    }
    QSqlDatabase::removeDatabase(u"other"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->rooms(), QStringList{u"general"_s}, 10'000);
    m_ada->quit();
}

QTEST_MAIN(TestWindowAtStart)
#include "tst_window_at_start.moc"
