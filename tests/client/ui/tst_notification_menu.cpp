// SPDX-License-Identifier: MIT
#include "client/notify/notification_settings.h"
#include "client/platform/profile_settings.h"
#include "client/ui/notification_menu.h"
#include "client/ui/tray_icon.h"
#include "tests/support/fake_clock.h"
#include <QAction>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What the menus offer, what is ticked in them, and what a choice does; and the icon of the tray.
class TestNotificationMenu : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void levelsOfARoom();
    void levelsOfAConversation();
    void quietIsTurnedOnAndOff();
    void quietEndsByItself();
    void soundAndHiddenText();
    void trayShowsNumbers();
    void trayMenu();

private:
    QMenu &levels(const protocol::Room &room)
    {
        m_menu = std::make_unique<QMenu>();
        addNotificationLevels(*m_menu, *m_settings, room);
        return *m_menu;
    }
    QMenu &choices()
    {
        m_menu = std::make_unique<QMenu>();
        addNotificationChoices(*m_menu, *m_settings);
        return *m_menu;
    }
    static QStringList ticked(const QMenu &menu)
    {
        QStringList names;
        for (const QAction *action : menu.findChildren<QAction *>()) {
            if (action->isChecked())
                names.append(action->objectName());
        }
        return names;
    }
    static void choose(const QMenu &menu, const QString &name)
    {
        auto *action = menu.findChild<QAction *>(name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
    }

    const protocol::Room m_room{.id = {5}, .kind = u"public"_s};
    const protocol::Room m_direct{.id = {6}, .kind = u"direct"_s};
    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileSettings> m_profile;
    std::unique_ptr<NotificationSettings> m_settings;
    std::unique_ptr<QMenu> m_menu;
};

void TestNotificationMenu::init()
{
    m_menu.reset();
    m_settings.reset();
    m_profile.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_profile = std::make_unique<ProfileSettings>(m_folder->filePath(u"salon.ini"_s));
    m_settings = std::make_unique<NotificationSettings>(*m_profile, m_clock);
    m_settings->setAccount(QUrl(u"https://chat.example.org"_s), UserId{7});
}

void TestNotificationMenu::levelsOfARoom()
{
    QCOMPARE(ticked(levels(m_room)), QStringList{u"notifyOfMentions"_s});
    choose(levels(m_room), u"notifyOfAll"_s);
    QCOMPARE(m_settings->level(m_room), NotificationLevel::All);
    QCOMPARE(ticked(levels(m_room)), QStringList{u"notifyOfAll"_s});
    choose(levels(m_room), u"notifyOfNothing"_s);
    QCOMPARE(ticked(levels(m_room)), QStringList{u"notifyOfNothing"_s});
    QCOMPARE(m_settings->level(m_direct), NotificationLevel::All);
}

void TestNotificationMenu::levelsOfAConversation()
{
    QCOMPARE(ticked(levels(m_direct)), QStringList{u"notifyOfAll"_s});
    choose(levels(m_direct), u"notifyOfMentions"_s);
    QCOMPARE(ticked(levels(m_direct)), QStringList{u"notifyOfMentions"_s});
}

void TestNotificationMenu::quietIsTurnedOnAndOff()
{
    for (const auto &name :
         {u"quietForAnHour"_s, u"quietUntilTomorrow"_s, u"quietUntilTurnedOff"_s}) {
        QVERIFY(!choices().findChild<QAction *>(u"quietOff"_s));
        choose(choices(), name);
        QVERIFY2(m_settings->isQuiet(), qPrintable(name));
        QCOMPARE(ticked(choices()), QStringList{u"quietOff"_s});
        QVERIFY(!choices().findChild<QAction *>(name));
        choose(choices(), u"quietOff"_s);
        QVERIFY(!m_settings->isQuiet());
    }
}

void TestNotificationMenu::quietEndsByItself()
{
    choose(choices(), u"quietForAnHour"_s);
    m_clock.advance(3'600'000);
    QCOMPARE(ticked(choices()), QStringList());
}

void TestNotificationMenu::soundAndHiddenText()
{
    choose(choices(), u"notificationSound"_s);
    QVERIFY(m_settings->hasSound());
    choose(choices(), u"notificationTextHidden"_s);
    QVERIFY(m_settings->hidesText());
    QCOMPARE(ticked(choices()), (QStringList{u"notificationSound"_s, u"notificationTextHidden"_s}));
    choose(choices(), u"notificationSound"_s);
    QCOMPARE(ticked(choices()), QStringList{u"notificationTextHidden"_s});
}

void TestNotificationMenu::trayShowsNumbers()
{
    const auto look = [](qint64 unread, qint64 mentions) {
        return TrayIcon::drawn(unread, mentions).pixmap(QSize(64, 64)).toImage();
    };
    QVERIFY(look(0, 0) != look(1, 0));
    QVERIFY(look(1, 0) != look(2, 0));
    QVERIFY(look(1, 0) != look(1, 1)); // the same number, in red
    QCOMPARE(look(7, 1), look(1, 1)); // those that call one come first
    QCOMPARE(look(100, 0), look(4000, 0));
    TrayIcon tray(*m_settings);
    tray.setUnread(7, 2);
    QCOMPARE(tray.icon().toolTip(), u"Salon · 7 unread · 2 call you"_s);
    m_settings->setQuietForAnHour();
    QVERIFY(tray.icon().toolTip().contains(u"do not disturb"_s));
    tray.setUnread(0, 0);
    QVERIFY(tray.icon().toolTip().startsWith(u"Salon · do"_s));
}

void TestNotificationMenu::trayMenu()
{
    TrayIcon tray(*m_settings);
    QMenu &menu = *tray.icon().contextMenu();
    const auto open = [&menu] { Q_EMIT menu.aboutToShow(); };
    QSignalSpy opened(&tray, &TrayIcon::openRequested);
    QSignalSpy asked(&tray, &TrayIcon::reasonRequested);
    QSignalSpy left(&tray, &TrayIcon::quitRequested);
    open();
    QVERIFY(!menu.findChild<QAction *>(u"trayReason"_s)->isEnabled());
    tray.setHasReason(true);
    open();
    choose(menu, u"trayReason"_s);
    QCOMPARE(asked.size(), 1);
    choose(menu, u"trayOpen"_s);
    QCOMPARE(opened.size(), 1);
    choose(menu, u"trayQuit"_s);
    QCOMPARE(left.size(), 1);
    choose(menu, u"quietForAnHour"_s);
    open();
    QCOMPARE(ticked(menu), QStringList{u"quietOff"_s});
}

QTEST_MAIN(TestNotificationMenu)
#include "tst_notification_menu.moc"
