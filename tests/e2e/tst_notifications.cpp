// SPDX-License-Identifier: MIT
#include "client/notify/notification_texts.h"
#include "client/ui/room_list_view.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/e2e/notification_scene.h"
#include "tests/support/run_on_private_bus.h"
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the desktop of ada tells her, on a bus of its own, while grace writes.
class TestNotifications : public QObject, private NotificationScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void mentionNotifies();
    void chatterDoesNot();
    void conversationNotifies();
    void visibleRoomDoesNot();
    void whatIsInViewButUnreadDoesNot();
    void openRoomInTheBackgroundDoes();
    void updatedInItsPlace();
    void clickLeadsToTheMessage();
    void whyNamesTheRule();
    void readElsewhereTakesItAway();
    void deletedTakesItAway();
    void leavingTakesItAway();
    void editedIsCorrected();
    void chosenForTheRoom();
    void doNotDisturb();
    void hiddenText();
    void trayCountsWhatIsNotSilent();

private:
    void chooseForTea(const QString &action);
    void pictureOfChoices(const QString &name);
};

void TestNotifications::mentionNotifies()
{
    QVERIFY(say(u"The kettle is **on**, @ada: `x < y` & <b>z</b>"_s));
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(m_desktop->only().title, u"grace in tea"_s);
    QCOMPARE(m_desktop->only().text,
             u"The kettle is on, @ada: x &lt; y &amp; &lt;b&gt;z&lt;/b&gt;"_s);
    QCOMPARE(m->ada.openedRoom(), u"general"_s);
}

void TestNotifications::chatterDoesNot()
{
    QVERIFY(say(u"The kettle is on."_s));
    QTRY_COMPARE(m->ada.unreadBadge(u"tea"_s), u"1"_s);
    wait();
    QCOMPARE(m_desktop->notifies, 0);
}

void TestNotifications::conversationNotifies()
{
    const auto direct = m_grace->call("/api/direct.open",
                                      protocol::OpenDirect{QList<UserId>{m->ada.chat().self()}});
    QVERIFY(direct);
    QVERIFY(sayIn(direct->room.id, u"Are you there?"_s));
    QTRY_VERIFY(isTold(u"Are you there?"_s));
    QCOMPARE(m_desktop->only().title, u"grace"_s);
}

void TestNotifications::visibleRoomDoesNot()
{
    QVERIFY(sayIn(m->room(), u"here, @ada"_s));
    QTRY_COMPARE(m->ada.latest(), u"here, @ada"_s);
    wait();
    QCOMPARE(m_desktop->notifies, 0);
}

//! A room that was set back stays unread while one looks at it.
void TestNotifications::whatIsInViewButUnreadDoesNot()
{
    const Seq seq = sayIn(m->room(), u"first"_s);
    QTRY_COMPARE(m->ada.latest(), u"first"_s);
    m->ada.chat().markUnread(m->room(), seq);
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), u"1"_s);
    QVERIFY(sayIn(m->room(), u"here, @ada"_s));
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), u"2"_s);
    wait();
    QCOMPARE(m_desktop->notifies, 0);
}

void TestNotifications::openRoomInTheBackgroundDoes()
{
    QWidget other; // has the focus of the desktop
    other.show();
    other.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&other));
    QVERIFY(sayIn(m->room(), u"here, @ada"_s));
    QTRY_VERIFY(isTold(u"here, @ada"_s));
    // And is gone when she comes and sees it.
    m->ada.window().activateWindow();
    QTRY_VERIFY(m_desktop->shown.isEmpty());
}

void TestNotifications::updatedInItsPlace()
{
    QVERIFY(say(u"one, @ada"_s));
    QTRY_VERIFY(isTold(u"one, @ada"_s));
    const uint id = m_desktop->id();
    QVERIFY(say(u"two, @ada"_s));
    QTRY_VERIFY(isTold(u"two, @ada\n2 unread messages call you"_s));
    QCOMPARE(m_desktop->id(), id);
    QCOMPARE(m_desktop->notifies, 2);
}

void TestNotifications::clickLeadsToTheMessage()
{
    QVERIFY(say(u"first, @ada"_s));
    for (int i = 0; i < 20; ++i)
        QVERIFY(say(u"more %1"_s.arg(i)));
    QTRY_COMPARE(m->ada.unreadBadge(u"tea"_s), u"21"_s);
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    m->ada.window().showMinimized();
    m_desktop->press(m_desktop->id(), u"default"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"tea"_s);
    TimelineView &timeline = *m->ada.window().pane()->timeline();
    QTRY_VERIFY(timeline.currentIndex() >= 0
                && timeline.model()->row(timeline.currentIndex()).text == u"first, @ada"_s);
    QVERIFY(!m->ada.window().isMinimized());
    QTRY_VERIFY(m_desktop->shown.isEmpty());
}

void TestNotifications::whyNamesTheRule()
{
    QVERIFY(say(u"one, @ada"_s));
    QTRY_VERIFY(isTold(u"one, @ada"_s));
    m_desktop->press(m_desktop->id(), u"why"_s);
    QTRY_COMPARE(m_desktop->only().title, reasonQuestion());
    QCOMPARE(m_desktop->only().text, explanationOf(NotificationRule::Mention).text);
}

void TestNotifications::readElsewhereTakesItAway()
{
    const Seq seq = say(u"one, @ada"_s);
    QTRY_VERIFY(isTold(u"one, @ada"_s));
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.read", protocol::ReadRoom{m_tea, seq}));
    QTRY_VERIFY(m_desktop->shown.isEmpty());
}

void TestNotifications::deletedTakesItAway()
{
    const Seq seq = say(u"one, @ada"_s);
    QTRY_VERIFY(isTold(u"one, @ada"_s));
    QVERIFY(m_grace->call("/api/message.delete", protocol::DeleteMessage{m_tea, seq}));
    QTRY_VERIFY(m_desktop->shown.isEmpty());
}

//! Also by another device.
void TestNotifications::leavingTakesItAway()
{
    QVERIFY(say(u"one, @ada"_s));
    QTRY_VERIFY(isTold(u"one, @ada"_s));
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.leave", protocol::LeaveRoom{m_tea}));
    QTRY_VERIFY(!m->ada.rooms().contains(u"tea"_s));
    QTRY_VERIFY(m_desktop->shown.isEmpty());
}

void TestNotifications::editedIsCorrected()
{
    const Seq seq = say(u"oen, @ada"_s);
    QTRY_VERIFY(isTold(u"oen, @ada"_s));
    QVERIFY(
        m_grace->call("/api/message.edit", protocol::EditMessage{m_tea, seq, u"*one*, @ada"_s}));
    QTRY_VERIFY(isTold(u"one, @ada"_s));
}

void TestNotifications::chooseForTea(const QString &action)
{
    auto *list = m->ada.find<RoomListView>(u"roomList"_s);
    const auto row = list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, u"tea"_s);
    const QPoint at = list->visualRect(row.first()).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
    QApplication::sendEvent(list->viewport(), &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    auto *found = menu->findChild<QAction *>(action);
    QVERIFY2(found, qPrintable(action));
    auto *levels = menu->findChild<QMenu *>(u"roomNotifications"_s);
    levels->popup(menu->mapToGlobal(menu->rect().topRight()));
    QVERIFY(levels->grab().save(QStringLiteral(SALON_PICTURES "/room_notifications.png")));
    found->trigger();
    levels->close();
    menu->close();
}

void TestNotifications::pictureOfChoices(const QString &name)
{
    m->ada.click(u"accountHeader"_s);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    auto *choices = menu->findChild<QMenu *>(u"notificationChoices"_s);
    choices->popup(menu->mapToGlobal(menu->rect().topRight()));
    const QString file = QStringLiteral(SALON_PICTURES "/") + name;
    QVERIFY(choices->grab().save(file + u".png"_s));
    QVERIFY(menu->grab().save(file + u"_above.png"_s));
    choices->close();
    menu->close();
}

void TestNotifications::chosenForTheRoom()
{
    chooseForTea(u"notifyOfAll"_s);
    QVERIFY(say(u"The kettle is on."_s));
    QTRY_VERIFY(isTold(u"The kettle is on."_s));
    m_desktop->press(m_desktop->id(), u"why"_s);
    QTRY_COMPARE(m_desktop->only().text, explanationOf(NotificationRule::AllOfRoom).text);
    m_desktop->press(m_desktop->id(), u"default"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"tea"_s);
    m->ada.choose(u"roomMenu"_s, u"notifyOfNothing"_s);
    m->ada.openRoom(u"general"_s);
    const int before = m_desktop->notifies;
    QVERIFY(say(u"@ada!"_s));
    QTRY_COMPARE(m->ada.unreadBadge(u"tea"_s), u"1"_s);
    wait();
    QCOMPARE(m_desktop->notifies, before);
}

void TestNotifications::doNotDisturb()
{
    pictureOfChoices(u"notification_choices"_s);
    m->ada.choose(u"accountHeader"_s, u"quietForAnHour"_s);
    pictureOfChoices(u"notification_choices_quiet"_s);
    QVERIFY(say(u"@ada!"_s));
    QTRY_COMPARE(m->ada.unreadBadge(u"tea"_s), u"1"_s);
    wait();
    QCOMPARE(m_desktop->notifies, 0);
    m->ada.choose(u"accountHeader"_s, u"quietOff"_s);
    QVERIFY(say(u"@ada again"_s));
    QTRY_COMPARE(m_desktop->shown.size(), 1);
}

void TestNotifications::trayCountsWhatIsNotSilent()
{
    const auto onIcon = [this] { return m->ada.app().tray().icon().toolTip(); };
    const auto picture = [this] { return m->ada.app().tray().icon().icon().pixmap(64).toImage(); };
    QVERIFY(say(u"The kettle is on."_s));
    QTRY_COMPARE(onIcon(), u"Salon · 1 unread"_s);
    const Seq last = say(u"Tea, @ada?"_s);
    QVERIFY(last);
    QTRY_COMPARE(onIcon(), u"Salon · 2 unread · 1 call you"_s);
    QCOMPARE(picture(), TrayIcon::drawn(2, 1).pixmap(64).toImage());
    chooseForTea(u"notifyOfNothing"_s);
    QTRY_COMPARE(onIcon(), u"Salon"_s);
    QVERIFY(say(u"@ada!"_s));
    QTRY_COMPARE(m->ada.unreadBadge(u"tea"_s), u"3"_s); // the list of rooms tells it still
    QCOMPARE(onIcon(), u"Salon"_s);
    chooseForTea(u"notifyOfMentions"_s);
    QTRY_COMPARE(onIcon(), u"Salon · 3 unread · 2 call you"_s);
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/room.read", protocol::ReadRoom{m_tea, last}));
    QTRY_COMPARE(onIcon(), u"Salon · 1 unread · 1 call you"_s);
}

void TestNotifications::hiddenText()
{
    m->ada.choose(u"accountHeader"_s, u"notificationTextHidden"_s);
    m->ada.choose(u"accountHeader"_s, u"notificationSound"_s);
    QVERIFY(say(u"@ada: secret"_s));
    QTRY_COMPARE(m_desktop->only().title, u"New message"_s);
    QCOMPARE(m_desktop->only().text, QString());
    QVERIFY(m_desktop->only().hints.contains(u"sound-name"_s));
}

int main(int argc, char **argv)
{
    return runOnPrivateBus<TestNotifications>(argc, argv);
}
#include "tst_notifications.moc"
