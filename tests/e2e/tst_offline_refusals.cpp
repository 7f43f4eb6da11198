// SPDX-License-Identifier: MIT
#include "tests/e2e/offline_scene.h"
#include "tests/support/pictures.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What ada did with a message while her line was cut, and the server refuses when it is whole
//! again.
class TestOfflineRefusals : public QObject, private OfflineScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void refusedOnReturn();
    void tooManyKindsOfReaction();
    void refusedInAnotherRoom();
    void deletedInAnotherRoom();

private:
    //! Another room is open by then.
    void reactedElsewhere()
    {
        m->createRoom(u"engines"_s);
        QTRY_COMPARE(m->ada.openedRoom(), u"engines"_s);
        m->ada.openRoom(u"general"_s);
        QTRY_COMPARE(m->ada.latest(), u"lunch at noon"_s);
        cut();
        react(u"lunch at noon"_s, 0);
        QTRY_COMPARE(waiting(), 1);
        m->ada.openRoom(u"engines"_s);
    }
};

//! What became of the message while the line was cut makes it impossible.
void TestOfflineRefusals::refusedOnReturn()
{
    cut();
    react(u"lunch at noon"_s, 0);
    QTRY_COMPARE(waiting(), 1);
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, m_lunch});
    mend();
    QTRY_COMPARE(m->ada.latest(), u"This message was deleted."_s);
    QTRY_VERIFY2(m->ada.notice().startsWith(u"This message was deleted meanwhile."_s),
                 qPrintable(m->ada.notice()));
    QCOMPARE(waiting(), 0);
    QCOMPARE(chips(u"This message was deleted."_s), QStringList());
}

//! Others have chosen as many as there can be, while she could not see it.
void TestOfflineRefusals::tooManyKindsOfReaction()
{
    cut();
    react(u"lunch at noon"_s, 0);
    QTRY_COMPARE(waiting(), 1);
    for (const auto &emoji : {u"🚀"_s, u"🍀"_s, u"🌈"_s, u"🐙"_s})
        asGrace("/api/reaction.add", protocol::AddReaction{m_room, m_lunch, emoji});
    mend();
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"too_many_reactions"_s);
    ShownFailures shown;
    shown.add(u"too_many_reactions"_s);
    QCOMPARE(shown.missing(kInjectedByReacting), QString());
    QVERIFY2(m->ada.notice().contains(u"different emoji"_s), qPrintable(m->ada.notice()));
    QCOMPARE(chips(u"lunch at noon"_s).size(), 4);
    QCOMPARE(waiting(), 0);
}

void TestOfflineRefusals::refusedInAnotherRoom()
{
    reactedElsewhere();
    m->ada.quit(); // the next client has shown nothing of that room
    m->ada.start();
    QTRY_COMPARE(m->ada.openedRoom(), u"engines"_s);
    for (const auto &emoji : {u"🚀"_s, u"🍀"_s, u"🌈"_s, u"🐙"_s})
        asGrace("/api/reaction.add", protocol::AddReaction{m_room, m_lunch, emoji});
    mend();
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"too_many_reactions"_s);
    QVERIFY2(m->ada.notice().startsWith(
                 u"In general, your reaction to “lunch at noon” was not added. As many"_s),
             qPrintable(m->ada.notice()));
    savePicture(&m->ada.window(), u"refused_in_another_room.png"_s);
}

//! What it said is nobody's to read any more.
void TestOfflineRefusals::deletedInAnotherRoom()
{
    reactedElsewhere();
    asGrace("/api/message.delete", protocol::DeleteMessage{m_room, m_lunch});
    mend();
    QTRY_VERIFY2(m->ada.notice().startsWith(u"In general, your reaction to a message was not "
                                            "added. This message was deleted meanwhile."_s),
                 qPrintable(m->ada.notice()));
}

QTEST_MAIN(TestOfflineRefusals)
#include "tst_offline_refusals.moc"
