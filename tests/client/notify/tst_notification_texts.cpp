// SPDX-License-Identifier: MIT
#include "client/notify/notification_texts.h"
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What a person reads in a notification, and what nobody reads in it.
class TestNotificationTexts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRoomIsNamed();
    void aConversationOfTwoIsItsAuthor();
    void unreadOnesAreCounted();
    void hiddenTextTellsNothing();
    void longTextIsCut_data();
    void longTextIsCut();
    void eachRuleHasItsSentence();

private:
    static RoomNews news()
    {
        return {{5}, 11, u"Ada"_s, u"engines"_s, u"The mill turns."_s, NotificationRule::Mention};
    }
};

void TestNotificationTexts::aRoomIsNamed()
{
    const Notification shown = notificationOf(news(), false);
    QCOMPARE(shown.title, u"Ada in engines"_s);
    QCOMPARE(shown.text, u"The mill turns."_s);
    QVERIFY(!shown.hasSound);
}

void TestNotificationTexts::aConversationOfTwoIsItsAuthor()
{
    RoomNews two = news();
    two.roomName.clear();
    QCOMPARE(notificationOf(two, false).title, u"Ada"_s);
}

void TestNotificationTexts::unreadOnesAreCounted()
{
    RoomNews many = news();
    many.unread = 3;
    QCOMPARE(notificationOf(many, false).text, u"The mill turns.\n3 unread messages call you"_s);
    many.areCalls = false;
    QCOMPARE(notificationOf(many, false).text, u"The mill turns.\n3 unread messages"_s);
    many.rule = NotificationRule::Missed; // nothing of any message is known
    QCOMPARE(notificationOf(many, false).title, u"engines"_s);
    QCOMPARE(notificationOf(many, false).text, u"3 unread messages"_s);
    QCOMPARE(notificationOf(many, true).title, u"New message"_s);
}

void TestNotificationTexts::hiddenTextTellsNothing()
{
    RoomNews many = news();
    many.unread = 3;
    const Notification shown = notificationOf(many, true);
    QCOMPARE(shown.title, u"New message"_s);
    QCOMPARE(shown.text, QString());
}

void TestNotificationTexts::longTextIsCut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("short") << u"12345678"_s << u"12345678"_s;
    QTest::newRow("long") << u"123456789"_s << u"1234567…"_s;
    QTest::newRow("lines") << u" one\n\n\ttwo "_s << u"one two"_s;
    QTest::newRow("at a blank") << u"123456 89"_s << u"123456…"_s;
    QTest::newRow("within a pair") << u"123456😀89"_s << u"123456…"_s;
    QTest::newRow("within a letter of several signs")
        << u"12345e\u0301\u03018"_s + u"9"_s << u"12345…"_s;
    QTest::newRow("one endless letter") << u'e' + QString(20, QChar(0x301)) << u"…"_s;
}

void TestNotificationTexts::longTextIsCut()
{
    QFETCH(QString, text);
    QTEST(shortened(text, 8), "shown");
}

void TestNotificationTexts::eachRuleHasItsSentence()
{
    QSet<QString> sentences;
    for (const auto rule :
         {NotificationRule::Mention, NotificationRule::EverybodyCalled,
          NotificationRule::Conversation, NotificationRule::AllOfRoom, NotificationRule::Missed}) {
        const Notification shown = explanationOf(rule);
        QCOMPARE(shown.title, u"Why was I notified?"_s);
        sentences.insert(shown.text);
    }
    QCOMPARE(sentences.size(), 5);
}

QTEST_GUILESS_MAIN(TestNotificationTexts)
#include "tst_notification_texts.moc"
