// SPDX-License-Identifier: MIT
#include "client/notify/notification_settings.h"
#include "client/platform/profile_settings.h"
#include "tests/support/fake_clock.h"
#include <QDateTime>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What is chosen holds, also after a restart, for its account, and as long as it was meant to.
class TestNotificationSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingIsChosenAtFirst();
    void levelsAreKept();
    void usualLevelIsNoChoice();
    void levelsBelongToTheAccount();
    void quietForAnHour();
    void quietUntilTomorrow();
    void quietUntilTurnedOff();
    void soundAndTextAreKept();

private:
    void restart()
    {
        m_settings.reset();
        m_profile.reset();
        m_profile = std::make_unique<ProfileSettings>(m_folder->filePath(u"salon.ini"_s));
        m_settings = std::make_unique<NotificationSettings>(*m_profile, m_clock);
        m_settings->setAccount(QUrl(u"https://chat.example.org:8443"_s), UserId{7});
    }

    const protocol::Room m_room{.id = {5}, .kind = u"public"_s};
    const protocol::Room m_direct{.id = {6}, .kind = u"direct"_s};
    FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileSettings> m_profile;
    std::unique_ptr<NotificationSettings> m_settings;
};

void TestNotificationSettings::init()
{
    m_settings.reset();
    m_profile.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void TestNotificationSettings::nothingIsChosenAtFirst()
{
    QCOMPARE(m_settings->chosen({5}), std::nullopt);
    QCOMPARE(m_settings->level(m_room), NotificationLevel::Mentions);
    QCOMPARE(m_settings->level(m_direct), NotificationLevel::All);
    QVERIFY(!m_settings->isQuiet());
    QVERIFY(!m_settings->hasSound());
    QVERIFY(!m_settings->hidesText());
}

void TestNotificationSettings::levelsAreKept()
{
    QSignalSpy changed(m_settings.get(), &NotificationSettings::changed);
    m_settings->setLevel(m_room, NotificationLevel::All);
    m_settings->setLevel(m_direct, NotificationLevel::Nothing);
    QCOMPARE(changed.size(), 2);
    restart();
    QCOMPARE(m_settings->chosen({5}), NotificationLevel::All);
    QCOMPARE(m_settings->level(m_direct), NotificationLevel::Nothing);
    m_settings->setLevel(m_direct, NotificationLevel::Mentions);
    restart();
    QCOMPARE(m_settings->level(m_direct), NotificationLevel::Mentions);
}

void TestNotificationSettings::usualLevelIsNoChoice()
{
    m_settings->setLevel(m_room, NotificationLevel::All);
    m_settings->setLevel(m_room, NotificationLevel::Mentions);
    m_settings->setLevel(m_direct, NotificationLevel::All);
    QCOMPARE(m_settings->chosen({5}), std::nullopt);
    QCOMPARE(m_settings->chosen({6}), std::nullopt);
    restart();
    QCOMPARE(m_settings->chosen({5}), std::nullopt);
}

void TestNotificationSettings::levelsBelongToTheAccount()
{
    m_settings->setLevel(m_room, NotificationLevel::Nothing);
    m_settings->setAccount(QUrl(u"https://chat.example.org:8443"_s), UserId{8});
    QCOMPARE(m_settings->chosen({5}), std::nullopt);
    m_settings->setAccount(QUrl(u"https://chat.example.org"_s), UserId{7});
    QCOMPARE(m_settings->chosen({5}), std::nullopt);
    m_settings->setAccount(QUrl(u"https://chat.example.org:8443"_s), UserId{7});
    QCOMPARE(m_settings->chosen({5}), NotificationLevel::Nothing);
}

void TestNotificationSettings::quietForAnHour()
{
    m_settings->setQuietForAnHour();
    m_clock.advance(59 * 60'000);
    QVERIFY(m_settings->isQuiet());
    restart();
    QVERIFY(m_settings->isQuiet());
    m_clock.advance(60'000);
    QVERIFY(!m_settings->isQuiet());
    QCOMPARE(m_settings->quietUntil(), 0);
}

void TestNotificationSettings::quietUntilTomorrow()
{
    m_settings->setQuietUntilTomorrow();
    const auto until = QDateTime::fromMSecsSinceEpoch(m_settings->quietUntil());
    const auto now = QDateTime::fromMSecsSinceEpoch(m_clock.now());
    QCOMPARE(until.date(), now.date().addDays(1));
    QCOMPARE(until.time(), QTime(8, 0));
    m_clock.advance(now.msecsTo(until));
    QVERIFY(!m_settings->isQuiet());
}

void TestNotificationSettings::quietUntilTurnedOff()
{
    m_settings->setQuietUntil(NotificationSettings::kUntilTurnedOff);
    restart();
    m_clock.advance(qint64(10) * 365 * 24 * 3'600'000);
    QVERIFY(m_settings->isQuiet());
    m_settings->setQuietUntil(0);
    QVERIFY(!m_settings->isQuiet());
}

void TestNotificationSettings::soundAndTextAreKept()
{
    m_settings->setSound(true);
    m_settings->setTextHidden(true);
    restart();
    QVERIFY(m_settings->hasSound());
    QVERIFY(m_settings->hidesText());
    m_settings->setSound(false);
    restart();
    QVERIFY(!m_settings->hasSound());
    QVERIFY(m_settings->hidesText());
}

QTEST_GUILESS_MAIN(TestNotificationSettings)
#include "tst_notification_settings.moc"
