// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/e2e/guide_picture.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QFile>
#include <QListView>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const QByteArray kConfiguration = kCheapPasswords + "[server]\nname = \"Analytical Society\"\n";
const auto kPassword = u"correct horse 7"_s;

} // namespace

//! Goes the way of the user guide in real windows, and compares what is seen with its pictures.
class TestUserGuide : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void signingIn();
    void wrongPassword();
    void talking();
    void makingARoom();
    void findingARoom();
    void choosingSomebody();
    void whatIsNew();
    void pinning();
    void withoutTheServer();
    void dark();
    void theGuideShowsThesePictures();

private:
    //! Says it and waits until both have it.
    void say(WindowUser &user, const QString &text);
    void picture(QWidget *window, const QString &name);
    void start(WindowUser &user, const ClientApp::Wish &wish = {});
    //! Each one in the list has a mark of how they are there.
    static bool hasMarks(const QListView *people)
    {
        const QAbstractItemModel *model = people->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QString said = model->index(row, 0).data(Qt::AccessibleTextRole).toString();
            if (!said.contains(u" · "_s))
                return false;
        }
        return model->rowCount() > 0;
    }

    SalondProcess m_salond{kConfiguration};
    WindowUser m_ada;
    WindowUser m_grace;
    QStringList m_made;
    QStringList m_differences; //!< told at the end, so that all can be renewed at once
};

void TestUserGuide::initTestCase()
{
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    for (const QString &name : {u"ada"_s, u"grace"_s, u"charles"_s})
        QVERIFY(m_salond.addUser(name, kPassword));
    start(m_ada);
    start(m_grace, {m_salond.url(), u"grace"_s, kPassword});
    QTRY_VERIFY(m_grace.isSignedIn());
}

void TestUserGuide::start(WindowUser &user, const ClientApp::Wish &wish)
{
    QSettings(user.profile() + u"/salon.ini"_s, QSettings::IniFormat)
        .setValue(u"look/colors"_s, u"Light"_s);
    user.start(wish);
    user.window().resize(1040, 680);
}

void TestUserGuide::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << QString::fromUtf8(m_salond.log().right(2000));
}

void TestUserGuide::picture(QWidget *window, const QString &name)
{
    QVERIFY(window);
    m_made.append(name);
    const QString differs = differenceFromGuide(*window, name);
    if (!differs.isEmpty())
        m_differences.append(differs);
}

void TestUserGuide::say(WindowUser &user, const QString &text)
{
    user.say(text);
    QTRY_COMPARE(m_ada.latest(), text);
    QTRY_COMPARE(m_grace.latest(), text);
    QTRY_VERIFY(user.isShown(text, Delivery::Delivered));
}

void TestUserGuide::signingIn()
{
    QTRY_VERIFY(WindowUser::loginDialog());
    WindowUser::fill(WindowUser::loginDialog(), u"loginServer"_s, u"chat.example.org"_s);
    WindowUser::fill(WindowUser::loginDialog(), u"loginUser"_s, u"ada"_s);
    WindowUser::fill(WindowUser::loginDialog(), u"loginPassword"_s, kPassword);
    picture(WindowUser::loginDialog(), u"sign_in"_s);
}

void TestUserGuide::wrongPassword()
{
    WindowUser::logIn(m_salond.url().authority(), u"ada"_s, u"correct horse 8"_s);
    QTRY_VERIFY(!WindowUser::loginError(u"loginPassword"_s).isEmpty());
    WindowUser::fill(WindowUser::loginDialog(), u"loginPassword"_s, kPassword);
    WindowUser::click(WindowUser::loginDialog(), u"loginSubmit"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    // What is said before it is known that nothing is older stands at the end, and stays there.
    QTRY_VERIFY(!m_ada.window().pane()->timeline()->model()->hasOlder());
}

void TestUserGuide::talking()
{
    say(m_ada, u"Good morning! The programme for the Bernoulli numbers is ready."_s);
    say(m_grace, u"Wonderful. How many steps?"_s);
    say(m_ada, u"Twenty-five, and one loop around thirteen of them."_s);
    say(m_ada, u"I wrote it up: https://example.org/notes/g"_s);
    say(m_grace, u"Reading it now. Step 4 divides where it should multiply, I think."_s);
    m_grace.find<QPlainTextEdit>(u"composerEdit"_s)->insertPlainText(u"\U0001F642 "_s); // no key
    m_grace.say(u"the rest is beautiful."_s);
    QTRY_VERIFY(m_ada.latest().endsWith(u"the rest is beautiful."_s));
    say(m_ada, u"You are right, v5 over v4. I shall mend it."_s);
    m_ada.click(u"noticeClose"_s);
    QTRY_VERIFY(hasMarks(m_ada.find<QListView>(u"memberList"_s)));
    picture(&m_ada.window(), u"conversation"_s);
}

void TestUserGuide::makingARoom()
{
    m_ada.click(u"createRoom"_s);
    QTRY_VERIFY(m_ada.dialog(u"createRoomDialog"_s));
    QDialog *create = m_ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(create, u"roomNameEdit"_s, u"engines"_s);
    WindowUser::fill(create, u"roomTopicEdit"_s, u"brass, steam and cards"_s);
    picture(create, u"create_room"_s);
    WindowUser::click(create, u"createRoomSubmit"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"engines"_s);
    m_ada.openRoom(u"general"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
}

void TestUserGuide::findingARoom()
{
    m_grace.click(u"browseRooms"_s);
    QTRY_VERIFY(m_grace.dialog(u"browseRoomsDialog"_s));
    QDialog *browse = m_grace.dialog(u"browseRoomsDialog"_s);
    WindowUser::fill(browse, u"browseFilter"_s, u"eng"_s);
    QTRY_COMPARE(browse->findChild<QListView *>(u"browseList"_s)->model()->rowCount(), 1);
    picture(browse, u"find_room"_s);
    WindowUser::click(browse, u"browseJoin"_s);
    QTRY_COMPARE(m_grace.openedRoom(), u"engines"_s);
}

void TestUserGuide::choosingSomebody()
{
    m_ada.click(u"newMessage"_s);
    QTRY_VERIFY(m_ada.dialog(u"peopleDialog"_s));
    QDialog *people = m_ada.dialog(u"peopleDialog"_s);
    const auto *list = people->findChild<QListView *>(u"peopleList"_s);
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTRY_VERIFY(hasMarks(list));
    QCoreApplication::processEvents(); // the list lays itself out
    picture(people, u"new_message"_s);
    WindowUser::click(people, u"peopleCancel"_s);
}

void TestUserGuide::whatIsNew()
{
    m_grace.say(u"Is the mill turning yet?"_s);
    m_grace.say(u"I have brought the cards."_s);
    QTRY_COMPARE(m_ada.unreadBadge(u"engines"_s), u"2"_s);
    picture(m_ada.find<QWidget>(u"sidebar"_s), u"unread"_s);
    m_ada.window().activateWindow(); // what is seen in an active window is read
    m_ada.openRoom(u"engines"_s);
    QVERIFY(m_ada.members().size() != 3); // those of the room before
    QTRY_COMPARE(m_ada.latest(), u"I have brought the cards."_s);
    QTRY_COMPARE(m_ada.members(), (QStringList{u"ada"_s, u"grace"_s}));
    QTRY_COMPARE(m_ada.unreadBadge(u"engines"_s), QString());
    picture(&m_ada.window(), u"new_messages"_s);
}

void TestUserGuide::pinning()
{
    TimelineView *messages = m_ada.window().pane()->timeline();
    auto *pins = m_ada.find<QListView>(u"pinList"_s);
    messages->setFocus();
    messages->setCurrentIndex(int(m_ada.texts().indexOf(u"I have brought the cards."_s)));
    QTest::keyClick(messages, Qt::Key_P);
    m_ada.click(u"showPins"_s);
    QTRY_COMPARE(pins->model()->rowCount(), 1);
    QCoreApplication::processEvents(); // the list lays itself out
    picture(&m_ada.window(), u"pins"_s);
    m_ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_ada.window()));
    QTest::keyClick(pins, Qt::Key_P);
    QTRY_COMPARE(pins->model()->rowCount(), 0);
    m_ada.click(u"pinsClose"_s);
}

void TestUserGuide::withoutTheServer()
{
    QCOMPARE(m_salond.stop(), 0);
    QTRY_VERIFY(!m_ada.banner().isEmpty());
    m_ada.say(u"Not yet, the belt has slipped."_s);
    QTRY_VERIFY(m_ada.isShown(u"Not yet, the belt has slipped."_s, Delivery::Pending));
    picture(&m_ada.window(), u"offline"_s);
    QVERIFY(m_salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada.isSignedIn(), 30'000);
    QTRY_COMPARE(m_grace.countOf(u"Not yet, the belt has slipped."_s), 1);
}

void TestUserGuide::dark()
{
    m_ada.choose(u"accountHeader"_s, u"lookDark"_s);
    m_ada.openRoom(u"general"_s);
    QTRY_COMPARE(m_ada.openedRoom(), u"general"_s);
    QTRY_COMPARE(m_ada.members().size(), 3);
    QTRY_VERIFY(m_ada.banner().isEmpty());
    QTRY_VERIFY(hasMarks(m_ada.find<QListView>(u"memberList"_s)));
    picture(&m_ada.window(), u"dark"_s);
}

void TestUserGuide::theGuideShowsThesePictures()
{
    QFile guide(QStringLiteral(SALON_SOURCE_DIR "/docs/user/README.md"));
    QVERIFY(guide.open(QIODevice::ReadOnly));
    static const QRegularExpression image(u"\\]\\(\\.\\./images/guide/([a-z_]+)\\.png\\)"_s);
    QStringList shown;
    auto found = image.globalMatch(QString::fromUtf8(guide.readAll()));
    while (found.hasNext())
        shown.append(found.next().captured(1));
    QCOMPARE(shown, m_made);
    QVERIFY2(m_differences.isEmpty(), qPrintable(m_differences.join(u'\n')));
}

QTEST_MAIN(TestUserGuide)
#include "tst_user_guide.moc"
