// SPDX-License-Identifier: MIT
#include "client/ui/connection_banner.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/login_dialog.h"
#include "client/ui/notification_menu.h"
#include "client/ui/room_pane.h"
#include "tests/client/golden/golden_test.h"
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Golden = GoldenWindow;

//! The looks of the window and of what opens in it, in both schemes.
class TestGoldenWindow : public GoldenTest {
    Q_OBJECT
private Q_SLOTS:
    void room_data() { looks(); }
    void room()
    {
        begin(Golden::kGeneral);
        compare(u"room"_s);
    }
    void privateRoom_data() { looks(); }
    void privateRoom()
    {
        begin(Golden::kRelease); // opens at the unread line
        compare(u"private"_s);
    }
    void directRoom_data() { looks(); }
    void directRoom()
    {
        begin(Golden::kDirect);
        compare(u"direct"_s);
    }
    void thread_data() { looks(); }
    void thread()
    {
        begin(Golden::kGeneral);
        Q_EMIT m->window().pane()->threadRequested(Golden::kQuestion);
        m->settle();
        compare(u"thread"_s);
    }
    void pins_data() { looks(); }
    void pins()
    {
        begin(Golden::kEngines);
        if (isNarrow()) // where the panel hides the line between the messages
            compare(u"pinned"_s);
        QTest::mouseClick(m->find<QToolButton>("showPins"), Qt::LeftButton);
        m->settle();
        QVERIFY(m->find<QWidget>("pinPanel")->isVisible());
        compare(u"pins"_s);
    }
    void codeBeingWritten_data() { looks(); }
    void codeBeingWritten()
    {
        begin(Golden::kGeneral);
        edit()->setFocus();
        edit()->setPlainText(
            u"So it waits:\n```cpp\nwhile (isHeld())\n    wait();\n```\nfor ever"_s);
        m->settle();
        compare(u"writing_code"_s);
    }
    void completion_data() { looks(); }
    void completion()
    {
        begin(Golden::kGeneral);
        edit()->setFocus();
        QTest::keyClicks(edit(), u"Who knows, @"_s);
        m->settle();
        QVERIFY(m->find<QWidget>("completionPopup")->isVisible());
        compare(u"completion"_s);
    }
    void picker_data() { schemes(); }
    void picker()
    {
        begin(Golden::kGeneral);
        QTest::mouseClick(m->find<QToolButton>("composerEmoji"), Qt::LeftButton);
        m->settle();
        auto *picker = m->window().findChild<EmojiPicker *>();
        QVERIFY(picker && picker->isVisible());
        compare(*picker, u"picker"_s);
    }
    void notificationsMenu_data() { schemes(); }
    void notificationsMenu()
    {
        begin(Golden::kGeneral);
        QTest::mouseClick(m->find<QToolButton>("roomMenu"), Qt::LeftButton);
        auto *menu = m->find<QMenu>("roomActions");
        QVERIFY(menu && menu->isVisible());
        compare(*menu, u"room_menu"_s);
        auto *levels = menu->findChild<QMenu *>(u"roomNotifications"_s);
        QVERIFY(levels);
        levels->popup(m->window().mapToGlobal(QPoint(0, 0)));
        compare(*levels, u"notifications_menu"_s);
        levels->close();
        menu->close();
    }
    void offline_data() { looks(); }
    void offline()
    {
        begin(Golden::kGeneral);
        auto *banner = m->window().findChild<ConnectionBanner *>();
        banner->showWaiting(11'000);
        m->clock().advance(3'000);
        banner->refresh();
        compare(u"offline"_s);
    }
    void noRooms_data() { looks(); }
    void noRooms()
    {
        begin({}, {});
        compare(u"no_rooms"_s);
    }
    void noMessages_data() { looks(); }
    void noMessages()
    {
        auto rooms = Golden::usualRooms();
        rooms[0].n = 0;
        rooms[0].head = rooms[0].read = 1;
        begin(Golden::kGeneral, rooms);
        compare(u"no_messages"_s);
    }
    void login_data() { schemes(); }
    void login()
    {
        useScheme();
        LoginDialog dialog;
        dialog.setServer(u"https://chat.example.org"_s);
        dialog.setUser(u"ada"_s);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        compare(dialog, u"login"_s);
    }
};

GOLDEN_MAIN(TestGoldenWindow)
#include "tst_golden_window.moc"
