// SPDX-License-Identifier: MIT
#include "client/ui/connection_banner.h"
#include "client/ui/emoji/emoji_picker.h"
#include "client/ui/login_dialog.h"
#include "client/ui/notification_menu.h"
#include "client/ui/room_pane.h"
#include "tests/client/golden/golden_main.h"
#include "tests/client/golden/golden_window.h"
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Golden = GoldenWindow;

//! The looks of the window and of what opens in it, in both schemes.
class TestGoldenWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QString why = otherThanRecorded();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init() { m.reset(); }
    void cleanupTestCase() { m.reset(); }

    void room_data() { schemes(); }
    void room()
    {
        begin(Golden::kGeneral);
        compare(u"room"_s);
    }
    void narrow_data() { schemes(); }
    void narrow()
    {
        begin(Golden::kGeneral);
        m->window().resize(400, 640);
        m->settle();
        compare(u"room_narrow"_s);
    }
    void privateRoom_data() { schemes(); }
    void privateRoom()
    {
        begin(Golden::kRelease); // opens at the unread line
        compare(u"private"_s);
    }
    void directRoom_data() { schemes(); }
    void directRoom()
    {
        begin(Golden::kDirect);
        compare(u"direct"_s);
    }
    void thread_data() { schemes(); }
    void thread()
    {
        begin(Golden::kGeneral);
        Q_EMIT m->window().pane()->threadRequested(Golden::kQuestion);
        m->settle();
        compare(u"thread"_s);
    }
    void codeBeingWritten_data() { schemes(); }
    void codeBeingWritten()
    {
        begin(Golden::kGeneral);
        edit()->setFocus();
        edit()->setPlainText(
            u"So it waits:\n```cpp\nwhile (isHeld())\n    wait();\n```\nfor ever"_s);
        m->settle();
        compare(u"writing_code"_s);
    }
    void completion_data() { schemes(); }
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
    void offline_data() { schemes(); }
    void offline()
    {
        begin(Golden::kGeneral);
        auto *banner = m->window().findChild<ConnectionBanner *>();
        banner->showWaiting(11'000);
        m->clock().advance(3'000);
        banner->refresh();
        compare(u"offline"_s);
    }
    void noRooms_data() { schemes(); }
    void noRooms()
    {
        QFETCH(const Scheme, scheme);
        m = std::make_unique<Golden>(scheme, QList<protocol::Room>());
        QVERIFY(m->isReady());
        m->settle();
        compare(u"no_rooms"_s);
    }
    void noMessages_data() { schemes(); }
    void noMessages()
    {
        QFETCH(const Scheme, scheme);
        auto rooms = Golden::usualRooms();
        rooms[0].n = 0;
        rooms[0].head = rooms[0].read = 1;
        m = std::make_unique<Golden>(scheme, rooms);
        QVERIFY(m->openRoom(Golden::kGeneral));
        compare(u"no_messages"_s);
    }
    void login_data() { schemes(); }
    void login()
    {
        QFETCH(const Scheme, scheme);
        Theme::setCurrent(Theme::make(scheme, Theme::kDefaultText, false, false));
        LoginDialog dialog;
        dialog.setServer(u"https://chat.example.org"_s);
        dialog.setUser(u"ada"_s);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog));
        compare(dialog, u"login"_s);
    }

private:
    static void schemes()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::newRow("light") << Scheme::Light;
        QTest::newRow("dark") << Scheme::Dark;
    }
    void begin(RoomId room)
    {
        QFETCH(const Scheme, scheme);
        m = std::make_unique<Golden>(scheme);
        QVERIFY(m->openRoom(room));
    }
    QPlainTextEdit *edit() { return m->find<QPlainTextEdit>("composerEdit"); }
    void compare(const QString &name) { compare(m->window(), name); }
    void compare(QWidget &widget, const QString &name)
    {
        QFETCH(const Scheme, scheme);
        if (QTest::currentTestFailed())
            return;
        COMPARE_GOLDEN(widget, name + u'_' + schemeName(scheme));
    }

    std::unique_ptr<Golden> m;
};

GOLDEN_MAIN(TestGoldenWindow)
#include "tst_golden_window.moc"
