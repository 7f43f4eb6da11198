// SPDX-License-Identifier: MIT
#include "client/ui/day_calendar.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/room_scene.h"
#include <QDir>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Straight to a message of a long room and back again, through the real window and the real
//! server; and what is said where that cannot be.
class TestJumps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void toAMessageAndBack();
    void whatComesMovesNothing();
    void toTheFirstUnreadAndTheNewest();
    void toADay();
    void toADeletedMessage();
    void toWhatIsNoMessage();
    void withoutAServer();
    void allWereShown();

private:
    void say(int count);
    void readAll();
    TimelineView &timeline() { return *m->ada.window().pane()->timeline(); }
    RoomPane &pane() { return *m->ada.window().pane(); }
    Seq seqOf(int number) { return m_firstSeq + number - 1; }
    QString textOf(Seq seq)
    {
        const int index = timeline().model()->indexOf(seq);
        return index < 0 ? QString() : timeline().model()->row(index).text;
    }
    std::optional<int> yOf(Seq seq)
    {
        const RowBox *box = timeline().geometry().boxOf(timeline().model()->indexOf(seq));
        return box ? std::optional(box->y) : std::nullopt;
    }
    int third() { return timeline().viewport()->height() / 3; }
    void press(Qt::Key key) { QTest::keyClick(&m->ada.window(), key, Qt::AltModifier); }
    void expectNotice(const QString &id, const QString &words);

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<HttpClient> m_grace;
    ShownFailures m_shown;
    Seq m_firstSeq = 0;
    int m_said = 0;
    int m_questions = 0; //!< for pages of messages
};

void TestJumps::initTestCase()
{
    m = std::make_unique<RoomScene>(kRaisedLimits);
    QVERIFY(m->start());
    m_grace = std::make_unique<HttpClient>(m->elsewhere(u"grace"_s));
    say(600);
    QVERIFY(m->signIn(m->salond.url()));
    readAll();
    m->ada.quit(); // nothing was new to her when she opens it again
    m->ada.start();
    QTRY_VERIFY(m->isInRoom());
    readAll();
    m_firstSeq = timeline().model()->row(timeline().model()->rowCount() - 1).seq - 599;
    connect(&m->ada.chat().connection(), &Connection::frameSent, this,
            [this](const QByteArray &frame) { m_questions += frame.contains("room.messages"); });
}

void TestJumps::readAll()
{
    m->ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m->ada.window()));
    const QString latest = u"number %1"_s.arg(m_said);
    QTRY_VERIFY((timeline().jumpToEnd(), m->ada.latest() == latest));
    QTRY_VERIFY(timeline().geometry().isAtEnd());
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), QString());
}

void TestJumps::say(int count)
{
    for (int i = 0; i < count; ++i) {
        const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
        const QByteArray text = "number " + QByteArray::number(++m_said);
        QCOMPARE(m_grace
                     ->post("/api/rooms/general/messages",
                            "{\"key\":\"" + key + "\",\"text\":\"" + text + "\"}")
                     .status,
                 201);
    }
}

void TestJumps::expectNotice(const QString &id, const QString &words)
{
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), id);
    QVERIFY2(m->ada.notice().contains(words), qPrintable(m->ada.notice()));
    m_shown.add(id);
}

void TestJumps::toAMessageAndBack()
{
    const Seq old = seqOf(250), older = seqOf(20); // neither near the end of what is kept
    pane().jumpTo(old);
    QTRY_COMPARE(yOf(old), std::optional(third()));
    QCOMPARE(textOf(old), u"number 250"_s);
    QVERIFY(timeline().hasFocus());
    QVERIFY(QDir().mkpath(QStringLiteral(SALON_PICTURES)));
    QVERIFY(m->ada.window().grab().save(QStringLiteral(SALON_PICTURES "/jump.png")));
    timeline().scrollByPixels(123);
    const int y = *yOf(old);
    pane().jumpTo(older);
    QTRY_COMPARE(textOf(older), u"number 20"_s);
    QTRY_COMPARE(yOf(older), std::optional(third()));
    press(Qt::Key_Left);
    QTRY_COMPARE(yOf(old), std::optional(y));
    press(Qt::Key_Left);
    QTRY_VERIFY(timeline().geometry().isAtEnd() && !timeline().model()->hasNewer());
    QCOMPARE(m->ada.latest(), u"number 600"_s);
    press(Qt::Key_Left); // nowhere left to go
    press(Qt::Key_Right);
    QTRY_COMPARE(yOf(old), std::optional(y));
    press(Qt::Key_Right);
    QTRY_COMPARE(yOf(older), std::optional(third()));
    QTest::qWait(50);
    QCOMPARE(yOf(older), std::optional(third()));
    timeline().jumpToEnd();
    QTRY_COMPARE(m->ada.latest(), u"number 600"_s);
    press(Qt::Key_Left);
    QTRY_COMPARE(yOf(older), std::optional(third()));
}

void TestJumps::whatComesMovesNothing()
{
    const Seq old = seqOf(300);
    pane().jumpTo(old);
    QTRY_COMPARE(yOf(old), std::optional(third()));
    say(5);
    QTest::qWait(100);
    QCOMPARE(yOf(old), std::optional(third()));
    // Everything is kept by now: nobody is asked again.
    timeline().jumpToEnd();
    QTRY_COMPARE(m->ada.latest(), u"number %1"_s.arg(m_said));
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), QString()); // what is left unread stays so
    m_questions = 0;
    pane().jumpTo(old);
    QTRY_COMPARE(yOf(old), std::optional(third()));
    QCOMPARE(m_questions, 0);
}

void TestJumps::toTheFirstUnreadAndTheNewest()
{
    const Seq old = seqOf(120);
    pane().jumpTo(old);
    QTRY_COMPARE(yOf(old), std::optional(third()));
    say(60);
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), u"60"_s);
    const Seq unread = seqOf(m_said - 59);
    QTest::keyClick(&m->ada.window(), Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE(yOf(unread), std::optional(third()));
    press(Qt::Key_Left);
    QTRY_COMPARE(yOf(old), std::optional(third()));
    m->ada.choose(u"roomMenu"_s, u"goToNewest"_s);
    m->ada.window().activateWindow();
    QTRY_COMPARE(m->ada.latest(), u"number %1"_s.arg(m_said));
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), QString());
    QTest::keyClick(&m->ada.window(), Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE(m->ada.notice(), u"You have read everything in this room."_s);
    m->ada.click(u"noticeClose"_s);
    press(Qt::Key_Left);
    QTRY_COMPARE(yOf(old), std::optional(third()));
}

//! All was said today, and the room made.
void TestJumps::toADay()
{
    pane().jumpTo(seqOf(400));
    QTRY_COMPARE(yOf(seqOf(400)), std::optional(third()));
    QTest::keyClick(&m->ada.window(), Qt::Key_D, Qt::ControlModifier);
    QDialog *dialog = m->ada.dialog(u"dayDialog"_s);
    QVERIFY(dialog);
    auto *calendar = dialog->findChild<DayCalendar *>(u"dayCalendar"_s);
    const QDate today = calendar->selectedDate();
    QTRY_COMPARE(calendar->marked(), QSet<QDate>{today});
    QVERIFY(dialog->grab().save(QStringLiteral(SALON_PICTURES "/day_dialog.png")));
    WindowUser::click(dialog, u"daySubmit"_s);
    QTRY_VERIFY(!m->ada.dialog(u"dayDialog"_s));
    m->ada.window().activateWindow();
    QTRY_COMPARE(textOf(seqOf(1)), u"number 1"_s);
    QTRY_VERIFY(yOf(seqOf(1))); // near the top, where the room begins
    press(Qt::Key_Left);
    QTRY_COMPARE(yOf(seqOf(400)), std::optional(third()));
    m->ada.choose(u"roomMenu"_s, u"goToDay"_s);
    QTRY_VERIFY(m->ada.dialog(u"dayDialog"_s));
    WindowUser::click(m->ada.dialog(u"dayDialog"_s), u"dayCancel"_s);
    QTRY_VERIFY(!m->ada.dialog(u"dayDialog"_s));
    m->ada.window().activateWindow();
}

void TestJumps::toADeletedMessage()
{
    pane().jumpTo(seqOf(300));
    QTRY_COMPARE(yOf(seqOf(300)), std::optional(third()));
    const Seq gone = seqOf(310);
    const auto done =
        m_grace->call("/api/message.delete", protocol::DeleteMessage{m->room(), gone});
    QVERIFY(done);
    QTRY_COMPARE(textOf(gone), u"This message was deleted."_s);
    const int y = third(); // what is said about it makes the view lower
    pane().jumpTo(gone);
    QTRY_COMPARE(yOf(gone), std::optional(y));
    QTRY_COMPARE(m->ada.notice(), u"That message was deleted. This is where it stood."_s);
}

void TestJumps::toWhatIsNoMessage()
{
    const auto place = timeline().place();
    QVERIFY(place->seq > 0);
    pane().jumpTo(1); // somebody made the room
    expectNotice(u"message_not_there"_s, u"no such message in this room"_s);
    QCOMPARE(timeline().place(), place);
    QVERIFY(m->ada.rooms().contains(u"general"_s));
}

void TestJumps::withoutAServer()
{
    say(300);
    const QString latest = u"number %1"_s.arg(m_said);
    QTRY_VERIFY((timeline().jumpToEnd(), m->ada.latest() == latest));
    QTRY_COMPARE(m->ada.unreadBadge(u"general"_s), QString());
    m->ada.quit();
    QVERIFY(QFile::remove(m->ada.profile() + u"/cache.db"_s));
    m->ada.start();
    QTRY_VERIFY(m->isInRoom());
    QTRY_COMPARE(m->ada.latest(), latest);
    QTRY_VERIFY(!timeline().geometry().isOpening());
    QCOMPARE(m->salond.stop(), std::optional(0));
    QTRY_VERIFY(!m->ada.isOnline());
    const auto place = timeline().place();
    pane().jumpTo(seqOf(40));
    expectNotice(u"message_not_kept"_s, u"not kept on this computer"_s);
    QCOMPARE(timeline().place(), place);
}

void TestJumps::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByJumping), QString());
}

QTEST_MAIN(TestJumps)
#include "tst_jumps.moc"
