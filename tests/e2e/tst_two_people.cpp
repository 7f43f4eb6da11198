// SPDX-License-Identifier: MIT
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;

} // namespace

//! The core story: two people, each at a window of the real client, over a real salond.
class TestTwoPeople : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void loginByTyping();
    void oneSaysTheOtherSees();
    void roomThatOneMakesIsThereForTheOther();
    void nameThatIsTaken();
    void topicReachesTheOther();
    void unreadUntilItIsOpened();
    void draftsStayInTheirRooms();
    void leavesAndComesBack();
    void nextStartRemembersEverything();
    void loggedOutIsLoggedOut();

private:
    SalondProcess m_salond{kCheapPasswords};
    WindowUser m_ada;
    WindowUser m_grace;
};

void TestTwoPeople::initTestCase()
{
    const auto started = m_salond.start();
    QVERIFY2(started, qPrintable(QString::fromUtf8(m_salond.log())));
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond.addUser(u"grace"_s, kPassword));
}

void TestTwoPeople::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << QString::fromUtf8(m_salond.log().right(2000));
}

void TestTwoPeople::loginByTyping()
{
    m_ada.start();
    QTRY_VERIFY(WindowUser::loginDialog());
    QVERIFY(!m_ada.window().isVisible());
    WindowUser::logIn(u"127.0.0.1:%1"_s.arg(m_salond.port()), u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada.isSignedIn());
    QTRY_VERIFY(!WindowUser::loginDialog());
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);

    m_grace.start({m_salond.url(), u"grace"_s, kPassword});
    QTRY_VERIFY(m_grace.isSignedIn());
    QTRY_COMPARE(m_grace.openedRoom(), u"general"_s);
    QVERIFY(!WindowUser::loginDialog());
}

void TestTwoPeople::oneSaysTheOtherSees()
{
    m_ada.say(u"Hello Grace"_s);
    QTRY_COMPARE(m_grace.countOf(u"Hello Grace"_s), 1);
    QTRY_COMPARE(m_ada.countOf(u"Hello Grace"_s), 1);
    QTRY_COMPARE(m_ada.rowOf(u"Hello Grace"_s)->delivery, Delivery::Delivered);
    QVERIFY(m_ada.rowOf(u"Hello Grace"_s)->isOwn);
    QVERIFY(!m_grace.rowOf(u"Hello Grace"_s)->isOwn);
    QCOMPARE(m_grace.rowOf(u"Hello Grace"_s)->author, u"ada"_s);
    QCOMPARE(m_ada.draft(), QString());
    m_grace.say(u"Hello Ada"_s);
    QTRY_COMPARE(m_ada.texts(), (QStringList{u"Hello Grace"_s, u"Hello Ada"_s}));
    QTRY_COMPARE(m_grace.texts(), m_ada.texts());
}

void TestTwoPeople::roomThatOneMakesIsThereForTheOther()
{
    m_ada.click(u"createRoom"_s);
    QTRY_VERIFY(m_ada.dialog(u"createRoomDialog"_s));
    QDialog *create = m_ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(create, u"roomNameEdit"_s, u"engines"_s);
    WindowUser::fill(create, u"roomTopicEdit"_s, u"what they weave"_s);
    WindowUser::click(create, u"createRoomSubmit"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"engines"_s);
    QCOMPARE(m_ada.topic(), u"what they weave"_s);
    QCOMPARE(m_ada.rooms(), (QStringList{u"engines"_s, u"general"_s}));

    m_grace.click(u"browseRooms"_s);
    QTRY_VERIFY(m_grace.dialog(u"browseRoomsDialog"_s));
    QDialog *browse = m_grace.dialog(u"browseRoomsDialog"_s);
    WindowUser::fill(browse, u"browseFilter"_s, u"engine"_s);
    QTRY_COMPARE(browse->findChild<QListView *>(u"browseList"_s)->model()->rowCount(), 1);
    WindowUser::click(browse, u"browseJoin"_s);
    QTRY_COMPARE(m_grace.openedRoom(), u"engines"_s);
    QTRY_COMPARE(m_ada.members(), (QStringList{u"ada"_s, u"grace"_s}));
}

void TestTwoPeople::nameThatIsTaken()
{
    m_grace.click(u"createRoom"_s);
    QTRY_VERIFY(m_grace.dialog(u"createRoomDialog"_s));
    QDialog *create = m_grace.dialog(u"createRoomDialog"_s);
    WindowUser::fill(create, u"roomNameEdit"_s, u"ENGINES"_s);
    WindowUser::click(create, u"createRoomSubmit"_s);
    auto *error = create->findChild<QLabel *>(u"roomNameEditError"_s);
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(error->text().contains(u"already is one with this name"_s), qPrintable(error->text()));
    QCOMPARE(create->findChild<QLineEdit *>(u"roomNameEdit"_s)->text(), u"ENGINES"_s);
    WindowUser::click(create, u"createRoomCancel"_s);
    QTRY_VERIFY(!m_grace.dialog(u"createRoomDialog"_s));
}

void TestTwoPeople::topicReachesTheOther()
{
    m_grace.choose(u"roomMenu"_s, u"changeTopic"_s);
    QTRY_VERIFY(m_grace.dialog(u"topicDialog"_s));
    QDialog *dialog = m_grace.dialog(u"topicDialog"_s);
    WindowUser::fill(dialog, u"topicEdit"_s, u"release on Friday"_s);
    WindowUser::click(dialog, u"topicSave"_s);
    QTRY_COMPARE(m_ada.topic(), u"release on Friday"_s);
    QTRY_COMPARE(m_grace.topic(), u"release on Friday"_s);
}

void TestTwoPeople::unreadUntilItIsOpened()
{
    m_ada.openRoom(u"general"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    m_grace.say(u"one"_s);
    m_grace.say(u"two"_s);
    QTRY_COMPARE(m_ada.unreadBadge(u"engines"_s), u"2"_s);
    QVERIFY(!m_ada.texts().contains(u"one"_s));
    m_ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
    m_ada.openRoom(u"engines"_s);
    QTRY_COMPARE(m_ada.texts(), (QStringList{u"one"_s, u"two"_s}));
    QTRY_COMPARE(m_ada.unreadBadge(u"engines"_s), QString());
}

void TestTwoPeople::draftsStayInTheirRooms()
{
    m_ada.type(u"half a thought"_s);
    m_ada.openRoom(u"general"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    QCOMPARE(m_ada.draft(), QString());
    m_ada.say(u"for general only"_s);
    m_ada.openRoom(u"engines"_s);
    QTRY_COMPARE(m_ada.draft(), u"half a thought"_s);
    QVERIFY(!m_ada.texts().contains(u"for general only"_s));
}

void TestTwoPeople::leavesAndComesBack()
{
    m_grace.choose(u"roomMenu"_s, u"leaveRoom"_s);
    QTRY_COMPARE(m_grace.rooms(), QStringList{u"general"_s});
    QTRY_VERIFY(m_grace.notice().contains(u"engines"_s));
    QTRY_COMPARE(m_ada.members(), QStringList{u"ada"_s});
    m_ada.say(u"!"_s);
    QTRY_COMPARE(m_ada.latest(), u"half a thought!"_s);

    m_grace.click(u"browseRooms"_s);
    QTRY_VERIFY(m_grace.dialog(u"browseRoomsDialog"_s));
    QDialog *browse = m_grace.dialog(u"browseRoomsDialog"_s);
    QTRY_COMPARE(browse->findChild<QListView *>(u"browseList"_s)->model()->rowCount(), 2);
    WindowUser::fill(browse, u"browseFilter"_s, u"engines"_s);
    WindowUser::click(browse, u"browseJoin"_s);
    QTRY_COMPARE(m_grace.openedRoom(), u"engines"_s);
    QTRY_COMPARE(m_grace.texts(), m_ada.texts());
}

void TestTwoPeople::nextStartRemembersEverything()
{
    m_grace.type(u"not yet sent"_s);
    m_grace.window().resize(900, 600);
    m_grace.quit();
    m_grace.start();
    QTRY_VERIFY(m_grace.isSignedIn());
    QVERIFY(!WindowUser::loginDialog());
    QTRY_COMPARE(m_grace.openedRoom(), u"engines"_s);
    QCOMPARE(m_grace.draft(), u"not yet sent"_s);
    QCOMPARE(m_grace.window().size(), QSize(900, 600));
    QTRY_COMPARE(m_grace.texts(), m_ada.texts());
}

void TestTwoPeople::loggedOutIsLoggedOut()
{
    m_grace.choose(u"accountHeader"_s, u"logOut"_s);
    QTRY_VERIFY(WindowUser::loginDialog());
    QVERIFY(!m_grace.window().isVisible());
    m_grace.quit();
    m_grace.start();
    QTRY_VERIFY(WindowUser::loginDialog());
    QVERIFY(!m_grace.window().isVisible());
    // Server and name of the last time stand there; the password does not.
    const QDialog *login = WindowUser::loginDialog();
    QCOMPARE(login->findChild<QLineEdit *>(u"loginPassword"_s)->text(), QString());
}

QTEST_MAIN(TestTwoPeople)
#include "tst_two_people.moc"
