// SPDX-License-Identifier: MIT
#include "tests/support/frame_proxy.h"
#include "tests/support/room_scene.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The server takes what ada sends, and she is not told: what comes between that and her next
//! connection is not undone by it.
class TestLostAnswers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void editBeforeTheEnd();
    void editBeforeTheLineBroke();
    void editThatNeverArrived();

private:
    //! She changes her message; nothing reaches her any more, nor the server where `isLost`.
    void changeUnheard(bool isLost);
    void changeElsewhere();
    void comeBackByStart();
    QString onServer() const;
    int edits() const { return m_proxy->asked("message.edit"); }

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<FrameProxy> m_proxy;
    std::unique_ptr<HttpClient> m_elsewhere;
    RoomId m_room;
    Seq m_seq = 0;
};

void TestLostAnswers::init()
{
    m = std::make_unique<RoomScene>();
    QVERIFY(m->start());
    m_proxy = std::make_unique<FrameProxy>(m->salond.url());
    QVERIFY(m->signIn(m_proxy->url()));
    m_room = m->room();
    m_elsewhere = std::make_unique<HttpClient>(m->elsewhere(u"ada"_s));
    m->ada.say(u"lunch at noon"_s);
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon"_s, Delivery::Delivered));
    m_seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
}

void TestLostAnswers::cleanup()
{
    m.reset();
    m_proxy.reset();
    m_elsewhere.reset();
}

void TestLostAnswers::changeUnheard(bool isLost)
{
    m_proxy->toClient = [](const QByteArray &) { return QList<QByteArray>(); };
    if (isLost)
        m_proxy->toServer = m_proxy->toClient;
    QTest::keyClick(m->ada.find<QWidget>(u"composerEdit"_s), Qt::Key_Up);
    QTRY_COMPARE(m->ada.draft(), u"lunch at noon"_s);
    m->ada.say(u" sharp"_s);
    QTRY_COMPARE(edits(), 1);
    if (!isLost)
        QTRY_COMPARE(onServer(), u"lunch at noon sharp"_s);
}

void TestLostAnswers::changeElsewhere()
{
    const protocol::EditMessage edit{m_room, m_seq, u"lunch at two"_s};
    QVERIFY(m_elsewhere->call("/api/message.edit", edit));
}

void TestLostAnswers::comeBackByStart()
{
    m->ada.quit();
    m_proxy->toClient = {};
    m_proxy->toServer = {};
    m->ada.start();
    QTRY_VERIFY_WITH_TIMEOUT(m->isInRoom(), RoomScene::kSignInMs);
    QTRY_COMPARE(m->ada.chat().outboxCount().waiting, 0);
}

QString TestLostAnswers::onServer() const
{
    protocol::ListMessages ask;
    ask.room = m_room;
    ask.around = m_seq;
    ask.limit = 1;
    const auto page = m_elsewhere->call("/api/room.messages", ask);
    return page && !page->messages.isEmpty() ? page->messages.first().text : QString();
}

void TestLostAnswers::editBeforeTheEnd()
{
    changeUnheard(false);
    changeElsewhere();
    comeBackByStart();
    QTRY_COMPARE(m->ada.latest(), u"lunch at two"_s);
    QCOMPARE(onServer(), u"lunch at two"_s);
    QCOMPARE(edits(), 1);
}

void TestLostAnswers::editBeforeTheLineBroke()
{
    changeUnheard(false);
    changeElsewhere();
    m_proxy->toClient = {};
    m_proxy->cut();
    QTRY_COMPARE(m->ada.chat().outboxCount().waiting, 0);
    QTRY_COMPARE(m->ada.latest(), u"lunch at two"_s);
    QCOMPARE(onServer(), u"lunch at two"_s);
    QCOMPARE(edits(), 1);
}

//! It is what she wanted last, as far as anybody knows.
void TestLostAnswers::editThatNeverArrived()
{
    changeUnheard(true);
    changeElsewhere();
    comeBackByStart();
    QTRY_COMPARE(m->ada.latest(), u"lunch at noon sharp"_s);
    QCOMPARE(onServer(), u"lunch at noon sharp"_s);
}

QTEST_MAIN(TestLostAnswers)
#include "tst_lost_answers.moc"
