// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/room_scene.h"
#include <QAbstractButton>
#include <QLineEdit>
#include <QListView>
#include <QMenu>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Private rooms and conversations of two people at their windows, over a real salond.
class TestPrivateTalk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aRoomForThoseWhoAreBrought();
    void answerToWhatWasSaidBefore();
    void whatWasLeftIsNotKept();
    void broughtInAgainWhileAway();
    void leavingIsAskedFor();
    void conversation();
    void conversationFromTheMembers();

private:
    //! Ada makes a private room, says `first` in it, and brings grace in.
    void bringGraceIn(const QString &first);
    void picture(QWidget *widget, const QString &name)
    {
        const QString folder = qEnvironmentVariable("SALON_PICTURES");
        QCoreApplication::processEvents(); // lists lay themselves out
        if (!folder.isEmpty())
            widget->grab().save(folder + u'/' + name + u".png"_s);
    }
    QStringList peopleIn(QDialog *dialog)
    {
        QStringList names;
        const auto *model = dialog->findChild<QListView *>(u"peopleList"_s)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            names.append(model->index(row, 0).data().toString());
        return names;
    }

    //! Whether a file of grace's profile says that.
    bool isKept(const QByteArray &text) const
    {
        const QDir folder(m_grace->profile());
        for (const QString &name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                return true;
        }
        return false;
    }

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<WindowUser> m_grace;
};

void TestPrivateTalk::init()
{
    m_grace.reset();
    m.reset();
    m = std::make_unique<RoomScene>();
    QVERIFY(m->begin());
    QVERIFY(m->salond.addUser(u"linus"_s, m->password));
    m_grace = std::make_unique<WindowUser>();
    m_grace->start({m->salond.url(), u"grace"_s, m->password});
    QTRY_COMPARE(m_grace->openedRoom(), u"general"_s);
}

void TestPrivateTalk::bringGraceIn(const QString &first)
{
    m->ada.click(u"createRoom"_s);
    QDialog *dialog = m->ada.dialog(u"createRoomDialog"_s);
    WindowUser::fill(dialog, u"roomNameEdit"_s, u"surprise party"_s);
    dialog->findChild<QAbstractButton *>(u"roomPrivate"_s)->click();
    picture(dialog, u"create_private"_s);
    WindowUser::click(dialog, u"createRoomSubmit"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"surprise party"_s);
    m->ada.say(first);
    QTRY_VERIFY(m->ada.isShown(first, Delivery::Delivered));
    QTRY_VERIFY(m->ada.find<QAbstractButton>(u"addPeople"_s)->isVisible());
    m->ada.click(u"addPeople"_s);
    QDialog *people = m->ada.dialog(u"peopleDialog"_s);
    QVERIFY(people);
    QTRY_COMPARE(peopleIn(people), (QStringList{u"grace"_s, u"linus"_s}));
    auto *list = people->findChild<QListView *>(u"peopleList"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QCOMPARE(list->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    picture(people, u"add_people"_s);
    WindowUser::click(people, u"peopleSubmit"_s);
    QTRY_VERIFY(!m->ada.dialog(u"peopleDialog"_s));
    QTRY_COMPARE(m->ada.members(), (QStringList{u"ada"_s, u"grace"_s}));
}

void TestPrivateTalk::aRoomForThoseWhoAreBrought()
{
    QCOMPARE(m_grace->rooms(), QStringList{u"general"_s});
    bringGraceIn(u"She must not know."_s);
    QTRY_COMPARE(m_grace->rooms(), (QStringList{u"general"_s, u"surprise party"_s}));
    m_grace->openRoom(u"surprise party"_s);
    m->ada.say(u"Welcome!"_s);
    QTRY_COMPARE(m_grace->texts(), QStringList{u"Welcome!"_s});
    QVERIFY(!m_grace->find<QAbstractButton>(u"addPeople"_s)->isVisible());
    // Offline and after a new start there is no more of it.
    m_grace->quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    m_grace->start();
    QTRY_COMPARE(m_grace->texts(), QStringList{u"Welcome!"_s});
    picture(&m->ada.window(), u"private_room"_s);
}

//! Grace sees that the answer is one, and that she cannot see to what.
void TestPrivateTalk::answerToWhatWasSaidBefore()
{
    bringGraceIn(u"She must not know."_s);
    const Seq before = m->ada.rowOf(u"She must not know."_s)->seq;
    QTRY_VERIFY(m_grace->rooms().contains(u"surprise party"_s));
    m_grace->openRoom(u"surprise party"_s);
    QVERIFY(m->elsewhere(u"ada"_s).say(m->room(), u"Now she may."_s, before));
    QTRY_COMPARE(m->ada.latest(), u"Now she may."_s);
    QCOMPARE(m->ada.rowOf(u"Now she may."_s)->quote->text, u"She must not know."_s);
    QTRY_COMPARE(m_grace->texts(), QStringList{u"Now she may."_s});
    const auto quote = [this] { return m_grace->rowOf(u"Now she may."_s)->quote; };
    QTRY_COMPARE(quote()->text, u"This message is not available."_s);
    QCOMPARE(quote()->author, QString());
    picture(&m_grace->window(), u"quote_not_available"_s);
    // A click on it says why nothing is shown.
    auto *view = m_grace->window().pane()->timeline();
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->targetRect(0, 0).center());
    QTRY_VERIFY2(m_grace->notice().contains(u"no such message"_s), qPrintable(m_grace->notice()));
}

void TestPrivateTalk::whatWasLeftIsNotKept()
{
    bringGraceIn(u"Before."_s);
    QTRY_VERIFY(m_grace->rooms().contains(u"surprise party"_s));
    m_grace->openRoom(u"surprise party"_s);
    m->ada.say(u"The cake is in the cellar."_s);
    QTRY_VERIFY(m_grace->isShown(u"The cake is in the cellar."_s, Delivery::Delivered));
    const RoomId room = m->room();
    m_grace->quit();
    QVERIFY(isKept("The cake is in the cellar"));
    // Gone while the window was closed: by another device.
    QVERIFY(m->elsewhere(u"grace"_s).call("/api/room.leave", protocol::LeaveRoom{room}));
    m_grace->start();
    QTRY_COMPARE(m_grace->rooms(), QStringList{u"general"_s});
    m_grace->quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    QVERIFY(!isKept("The cake is in the cellar"));
    m_grace->start();
    QTRY_COMPARE(m_grace->rooms(), QStringList{u"general"_s});
}

void TestPrivateTalk::broughtInAgainWhileAway()
{
    bringGraceIn(u"Before."_s);
    QTRY_VERIFY(m_grace->rooms().contains(u"surprise party"_s));
    m_grace->openRoom(u"surprise party"_s);
    m->ada.say(u"Between."_s);
    QTRY_VERIFY(m_grace->isShown(u"Between."_s, Delivery::Delivered));
    const RoomId room = m->room();
    m_grace->quit();
    const HttpClient grace = m->elsewhere(u"grace"_s);
    QVERIFY(grace.call("/api/room.leave", protocol::LeaveRoom{room}));
    m->ada.say(u"While she was out."_s);
    QTRY_VERIFY(m->ada.isShown(u"While she was out."_s, Delivery::Delivered));
    const auto found = grace.call("/api/users.list", protocol::ListUsers{u"grace"_s, {}});
    QVERIFY(found);
    const UserId id = found->users.first().id;
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.invite", protocol::InviteUser{room, id}));
    m->ada.say(u"Again."_s);
    m_grace->start();
    QTRY_COMPARE(m_grace->openedRoom(), u"surprise party"_s);
    QTRY_COMPARE(m_grace->texts(), QStringList{u"Again."_s});
}

void TestPrivateTalk::leavingIsAskedFor()
{
    bringGraceIn(u"Before."_s);
    QTRY_VERIFY(m_grace->rooms().contains(u"surprise party"_s));
    m_grace->openRoom(u"surprise party"_s);
    m_grace->choose(u"roomMenu"_s, u"leaveRoom"_s);
    QDialog *dialog = m_grace->dialog(u"leaveRoomDialog"_s);
    QVERIFY(dialog);
    picture(dialog, u"leave_private"_s);
    WindowUser::click(dialog, u"leaveRoomCancel"_s);
    QTRY_VERIFY(!m_grace->find<QDialog>(u"leaveRoomDialog"_s));
    QCOMPARE(m_grace->openedRoom(), u"surprise party"_s);
    m_grace->choose(u"roomMenu"_s, u"leaveRoom"_s);
    WindowUser::click(m_grace->dialog(u"leaveRoomDialog"_s), u"leaveRoomSubmit"_s);
    QTRY_COMPARE(m_grace->rooms(), QStringList{u"general"_s});
    QTRY_VERIFY(m_grace->notice().contains(u"owners"_s));
    QTRY_COMPARE(m->ada.members(), QStringList{u"ada"_s});
}

void TestPrivateTalk::conversation()
{
    m->ada.click(u"newMessage"_s);
    QDialog *dialog = m->ada.dialog(u"peopleDialog"_s);
    QVERIFY(dialog);
    QTRY_COMPARE(peopleIn(dialog), (QStringList{u"grace"_s, u"linus"_s}));
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"peopleFilter"_s), u"gra"_s);
    QCOMPARE(peopleIn(dialog), QStringList{u"grace"_s});
    picture(dialog, u"new_message"_s);
    QTest::keyClick(dialog->findChild<QLineEdit *>(u"peopleFilter"_s), Qt::Key_Return);
    QTRY_COMPARE(m->ada.openedRoom(), u"grace"_s);
    QTRY_COMPARE(m_grace->rooms(), (QStringList{u"general"_s, u"ada"_s}));
    m->ada.say(u"Are you there?"_s);
    QTRY_COMPARE(m_grace->unreadBadge(u"ada"_s), u"1"_s);
    m_grace->openRoom(u"ada"_s);
    QTRY_COMPARE(m_grace->latest(), u"Are you there?"_s);
    m_grace->say(u"Always."_s);
    QTRY_COMPARE(m->ada.latest(), u"Always."_s);
    picture(&m->ada.window(), u"conversation_of_two"_s);
    // Its name is there without a server, too.
    m_grace->quit();
    QCOMPARE(m->salond.stop(), std::optional(0));
    m_grace->start();
    QTRY_COMPARE(m_grace->rooms(), (QStringList{u"general"_s, u"ada"_s}));
    QTRY_COMPARE(m_grace->latest(), u"Always."_s);
}

void TestPrivateTalk::conversationFromTheMembers()
{
    auto *list = m->ada.find<QListView>(u"memberList"_s);
    QTRY_COMPARE(list->model()->rowCount(), 3);
    const auto at = [list](int row) {
        return list->visualRect(list->model()->index(row, 0)).center();
    };
    Q_EMIT list->customContextMenuRequested(at(0)); // herself
    QVERIFY(!m->ada.find<QMenu>(u"memberActions"_s));
    Q_EMIT list->customContextMenuRequested(at(1));
    auto *menu = m->ada.find<QMenu>(u"memberActions"_s);
    QVERIFY(menu);
    menu->findChild<QAction *>(u"messageMember"_s)->trigger();
    QTRY_COMPARE(m->ada.openedRoom(), u"grace"_s);
    m->ada.click(u"roomMenu"_s);
    auto *actions = m->ada.find<QMenu>(u"roomActions"_s);
    QVERIFY(actions && !actions->findChild<QAction *>(u"leaveRoom"_s));
    actions->close();
}

QTEST_MAIN(TestPrivateTalk)
#include "tst_private_talk.moc"
