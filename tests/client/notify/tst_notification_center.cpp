// SPDX-License-Identifier: MIT
#include "client/notify/notification_center.h"
#include "tests/support/recorded_notifier.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! One notification for each room, and what a person does with it.
class TestNotificationCenter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void oneForEachRoom();
    void clickOpensTheMessage();
    void readIsTakenAway();
    void whyNamesTheRule();
    void whyOfTheLatestAlsoWhenItIsGone();
    void hiddenTextStaysHidden();
    void correctedInItsPlace();
    void anotherAccountSeesNothingOfIt();

private:
    static RoomNews news(RoomId room, Seq seq, const QString &text)
    {
        return {room, seq, u"Ada"_s, u"engines"_s, text, NotificationRule::Mention};
    }
    QString text(RoomId room) const { return m_desktop->shown.value(room).text; }

    RecordedNotifier *m_desktop = nullptr;
    std::unique_ptr<NotificationCenter> m_center;
    std::unique_ptr<QSignalSpy> m_opened;
};

void TestNotificationCenter::init()
{
    auto desktop = std::make_unique<RecordedNotifier>();
    m_desktop = desktop.get();
    m_center = std::make_unique<NotificationCenter>(std::move(desktop));
    m_opened = std::make_unique<QSignalSpy>(m_center.get(), &NotificationCenter::opened);
}

void TestNotificationCenter::oneForEachRoom()
{
    m_center->tell(news({1}, 10, u"one"_s), {});
    m_center->tell(news({2}, 10, u"other"_s), {.hasSound = true});
    m_center->tell(news({1}, 11, u"two"_s), {});
    QCOMPARE(m_desktop->shown.size(), 2);
    QCOMPARE(text({1}), u"two"_s);
    QVERIFY(!m_desktop->shown[{1}].hasSound);
    QVERIFY(m_desktop->shown[{2}].hasSound);
    QCOMPARE(m_center->toldOf({1}), 11);
}

void TestNotificationCenter::clickOpensTheMessage()
{
    m_center->tell(news({1}, 10, u"one"_s), {});
    m_center->tell(news({1}, 11, u"two"_s), {});
    m_desktop->click({1});
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first()[0].value<RoomId>(), RoomId{1});
    QCOMPARE(m_opened->first()[1].toLongLong(), 11);
    QVERIFY(m_desktop->shown.isEmpty());
    m_desktop->click({1}); // too late
    m_desktop->click({9});
    QCOMPARE(m_opened->size(), 1);
}

void TestNotificationCenter::readIsTakenAway()
{
    m_center->tell(news({1}, 10, u"one"_s), {});
    m_center->tell(news({2}, 10, u"other"_s), {});
    m_center->withdraw({1});
    QCOMPARE(m_desktop->shown.keys(), QList<RoomId>{{2}});
    m_desktop->close({2});
    QCOMPARE(m_center->rooms(), QList<RoomId>());
    QCOMPARE(m_center->toldOf({2}), 0);
}

void TestNotificationCenter::whyNamesTheRule()
{
    RoomNews all = news({1}, 10, u"one"_s);
    all.rule = NotificationRule::AllOfRoom;
    m_center->tell(all, {});
    m_center->tell(news({2}, 10, u"other"_s), {});
    m_desktop->askWhy({1});
    QCOMPARE(m_desktop->shown.size(), 2);
    QCOMPARE(text({1}), explanationOf(NotificationRule::AllOfRoom).text);
    m_desktop->click({1});
    QCOMPARE(m_opened->last()[1].toLongLong(), 10);
}

void TestNotificationCenter::whyOfTheLatestAlsoWhenItIsGone()
{
    QSignalSpy latest(m_center.get(), &NotificationCenter::latestChanged);
    m_center->explainLatest();
    QVERIFY(m_desktop->shown.isEmpty());
    m_center->tell(news({1}, 10, u"one"_s), {});
    QCOMPARE(latest.last()[0].toBool(), true);
    m_desktop->close({1});
    m_center->explainLatest();
    QCOMPARE(text({1}), explanationOf(NotificationRule::Mention).text);
}

void TestNotificationCenter::hiddenTextStaysHidden()
{
    m_center->tell(news({1}, 10, u"secret"_s), {.hidesText = true});
    m_center->correct({1}, 10, u"another secret"_s);
    m_desktop->askWhy({1});
    for (const QString &said : {m_desktop->shown[{1}].title, text({1})})
        QVERIFY(!said.contains(u"secret"_s) && !said.contains(u"Ada"_s)
                && !said.contains(u"engines"_s));
}

void TestNotificationCenter::correctedInItsPlace()
{
    m_center->tell(news({1}, 10, u"one"_s), {.hasSound = true});
    m_center->correct({1}, 10, u"another"_s);
    QCOMPARE(text({1}), u"another"_s);
    QVERIFY(!m_desktop->shown[{1}].hasSound);
    const int shows = m_desktop->shows;
    m_center->correct({1}, 10, u"another"_s);
    m_center->correct({1}, 9, u"older"_s);
    m_center->correct({2}, 10, u"elsewhere"_s);
    QCOMPARE(m_desktop->shows, shows);
}

void TestNotificationCenter::anotherAccountSeesNothingOfIt()
{
    m_center->tell(news({1}, 10, u"one"_s), {});
    m_center->withdrawAll();
    QVERIFY(m_desktop->shown.isEmpty());
    m_center->explainLatest();
    QVERIFY(m_desktop->shown.isEmpty());
}

QTEST_GUILESS_MAIN(TestNotificationCenter)
#include "tst_notification_center.moc"
