// SPDX-License-Identifier: MIT
#include "client/app/quiet_presence.h"
#include "client/platform/profile_settings.h"
#include "client/state/presence_settings.h"
#include "tests/support/fake_clock.h"
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! "Do not disturb" is one switch, wherever it is turned.
class TestQuietPresence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void quietIsSeenByOthers();
    void choiceQuietensHere();
    void choiceElsewhereQuietensHere();
    void quietHourEndsForBoth();
    void endGoesToTheOtherDevice();
    void endOfTheOtherDevice();
    void endTellsNobody();
    void invisibleStaysInvisible();
    void quietHourThatEndedMeanwhile();
    void logOutTurnsNothingOff();

private:
    void open() { m_own->open(u"chat-7"_s); }

    FakeClock m_clock;
    Connection m_connection;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ProfileSettings> m_profile;
    std::unique_ptr<PresenceSettings> m_presence;
    std::unique_ptr<NotificationSettings> m_quiet;
    std::unique_ptr<OwnPresence> m_own;
    std::unique_ptr<QuietPresence> m_both;
};

void TestQuietPresence::init()
{
    m_both.reset();
    m_own.reset();
    m_quiet.reset();
    m_presence.reset();
    m_profile.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_profile = std::make_unique<ProfileSettings>(m_folder->filePath(u"salon.ini"_s));
    m_presence = std::make_unique<PresenceSettings>(*m_profile);
    m_quiet = std::make_unique<NotificationSettings>(*m_profile, m_clock);
    m_own = std::make_unique<OwnPresence>(m_connection);
    m_own->setSettings(m_presence.get());
    m_both = std::make_unique<QuietPresence>(*m_quiet, *m_own, m_clock);
    open();
}

void TestQuietPresence::quietIsSeenByOthers()
{
    m_quiet->setQuietUntilTomorrow();
    QCOMPARE(m_own->choice(), PresenceChoice::DoNotDisturb);
    QVERIFY(m_quiet->quietUntil() < NotificationSettings::kUntilTurnedOff); // its end stays
    m_quiet->setQuietUntil(0);
    QCOMPARE(m_own->choice(), PresenceChoice::Available);
}

void TestQuietPresence::choiceQuietensHere()
{
    m_own->choose(PresenceChoice::DoNotDisturb);
    QCOMPARE(m_quiet->quietUntil(), NotificationSettings::kUntilTurnedOff);
    m_own->choose(PresenceChoice::Available);
    QVERIFY(!m_quiet->isQuiet());
    m_own->choose(PresenceChoice::DoNotDisturb);
    m_own->choose(PresenceChoice::Invisible);
    QVERIFY(!m_quiet->isQuiet());
}

void TestQuietPresence::choiceElsewhereQuietensHere()
{
    m_own->follow({u"do_not_disturb"_s, {}});
    QVERIFY(m_quiet->isQuiet());
    m_own->follow({u"available"_s, {}});
    QVERIFY(!m_quiet->isQuiet());
}

void TestQuietPresence::quietHourEndsForBoth()
{
    m_quiet->setQuietForAnHour();
    m_clock.advance(3'599'000);
    m_both->look();
    QCOMPARE(m_own->choice(), PresenceChoice::DoNotDisturb);
    m_clock.advance(1'000);
    m_both->look();
    QCOMPARE(m_own->choice(), PresenceChoice::Available);
}

void TestQuietPresence::endGoesToTheOtherDevice()
{
    m_quiet->setQuietForAnHour();
    QCOMPARE(m_own->until(), m_clock.now() + 3'600'000);
    m_clock.advance(1'000);
    m_quiet->setQuietForAnHour(); // once more
    QCOMPARE(m_own->until(), m_clock.now() + 3'600'000);
    m_quiet->setQuietUntil(NotificationSettings::kUntilTurnedOff);
    QCOMPARE(m_own->choice(), PresenceChoice::DoNotDisturb);
    QCOMPARE(m_own->until(), 0);
}

void TestQuietPresence::endOfTheOtherDevice()
{
    const Timestamp until = m_clock.now() + 60'000;
    m_own->follow({u"do_not_disturb"_s, until});
    QCOMPARE(m_quiet->quietUntil(), until);
    m_clock.advance(30'000);
    m_own->follow({u"do_not_disturb"_s, until + 60'000});
    QCOMPARE(m_quiet->quietUntil(), until + 60'000);
    m_clock.advance(89'999);
    m_both->look();
    QCOMPARE(m_own->choice(), PresenceChoice::DoNotDisturb);
    m_clock.advance(1);
    m_both->look();
    QCOMPARE(m_own->choice(), PresenceChoice::Available);
    QVERIFY(!m_quiet->isQuiet());
}

//! Who comes back after it must not undo what was chosen elsewhere meanwhile.
void TestQuietPresence::endTellsNobody()
{
    m_own->follow({u"do_not_disturb"_s, m_clock.now() + 60'000});
    m_clock.advance(60'000);
    m_both->look();
    QCOMPARE(m_own->choice(), PresenceChoice::Available);
    m_own->connected({u"invisible"_s, {}}); // which counts, since nothing of this device is unsent
    QCOMPARE(m_own->choice(), PresenceChoice::Invisible);
}

void TestQuietPresence::invisibleStaysInvisible()
{
    m_own->choose(PresenceChoice::Invisible);
    m_quiet->setQuietForAnHour();
    QCOMPARE(m_own->choice(), PresenceChoice::Invisible);
    QVERIFY(m_quiet->isQuiet());
    m_quiet->setQuietUntil(0);
    QCOMPARE(m_own->choice(), PresenceChoice::Invisible);
}

void TestQuietPresence::quietHourThatEndedMeanwhile()
{
    m_quiet->setQuietForAnHour();
    m_both.reset();
    m_own.reset(); // the program ends
    m_clock.advance(7'200'000);
    m_own = std::make_unique<OwnPresence>(m_connection);
    m_own->setSettings(m_presence.get());
    m_both = std::make_unique<QuietPresence>(*m_quiet, *m_own, m_clock);
    open();
    QCOMPARE(m_own->choice(), PresenceChoice::Available);
    QVERIFY(!m_quiet->isQuiet());
}

void TestQuietPresence::logOutTurnsNothingOff()
{
    m_quiet->setQuietUntil(NotificationSettings::kUntilTurnedOff);
    m_own->open({});
    QVERIFY(m_quiet->isQuiet());
    open();
    QCOMPARE(m_own->choice(), PresenceChoice::DoNotDisturb);
    QVERIFY(m_quiet->isQuiet());
}

QTEST_GUILESS_MAIN(TestQuietPresence)
#include "tst_quiet_presence.moc"
