// SPDX-License-Identifier: MIT
#include "tests/client/state/scripted_log.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! More was missed than is told event by event: what is shown, asked for and cached then.
class TestChatGap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void atTheEndTheNewestIsShown();
    void inTheMiddleNothingMoves();
    void whatChangedBeforeIsTold();
    void whatIsNotToldIsForgotten();
    void pushedMeanwhileComesBehind();
    void aGapInARoomThatIsNotOpen();

private:
    //! Away while the room goes on by `count` messages.
    void miss(Seq count);
    QList<qint64> ids() const
    {
        QList<qint64> list;
        for (const TimelineEntry &entry : m_timeline->entries())
            list.append(entry.id);
        return list;
    }
    void readOn(void (Chat::*load)(RoomId), const std::function<bool()> &isEnough);
    QStringList offlineTexts();

    static constexpr Seq kHead = 300;
    std::unique_ptr<ChatFixture> m;
    std::unique_ptr<ScriptedLog> m_log;
    Timeline *m_timeline = nullptr; //!< 71 to 300 are shown and cached
};

void TestChatGap::init()
{
    m = std::make_unique<ChatFixture>();
    m_log = std::make_unique<ScriptedLog>(m->server);
    m_log->setHead(kRoom, kHead);
    m->start();
    m_timeline = m->openRoom();
    QVERIFY(m_timeline);
    readOn(&Chat::loadOlder, [this] { return m_timeline->firstSeq() == 71; });
    m_log->pages.clear();
}

void TestChatGap::cleanup()
{
    m->chat.reset();
    m_log.reset();
    m.reset();
}

void TestChatGap::readOn(void (Chat::*load)(RoomId), const std::function<bool()> &isEnough)
{
    while (!isEnough()) {
        QSignalSpy extended(m_timeline, &Timeline::boundsChanged);
        (m->chat.get()->*load)(kRoom);
        QTRY_VERIFY(extended.count() > 0);
    }
}

void TestChatGap::miss(Seq count)
{
    QSignalSpy caughtUp(m->chat.get(), &Chat::caughtUp);
    m_log->setHead(kRoom, kHead + count);
    m->server.cut();
    QTRY_COMPARE(caughtUp.count(), 1);
    QCOMPARE(m_log->syncs.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.first().after, kHead);
}

QStringList TestChatGap::offlineTexts()
{
    m->chat->setReading(kRoom, {}); // so that it opens at the end
    m->chat.reset();
    m->server.goAway();
    m->start();
    if (!QTest::qWaitFor([this] { return m->chat->rooms().find(kRoom) != nullptr; }))
        return {};
    m_timeline = m->chat->openRoom(kRoom);
    if (!QTest::qWaitFor([this] { return m_timeline->isLoaded(); }))
        return {};
    for (Seq first = 0; first != m_timeline->firstSeq();) {
        first = m_timeline->firstSeq();
        QSignalSpy extended(m_timeline, &Timeline::boundsChanged);
        m->chat->loadOlder(kRoom);
        (void)extended.wait(300); // comes at once, if there is more
    }
    return shown(*m_timeline);
}

void TestChatGap::atTheEndTheNewestIsShown()
{
    miss(1'000);
    QCOMPARE(shown(*m_timeline), ScriptedLog::texts(kRoom, 1'271, 1'300));
    QVERIFY(m_timeline->hasOlder() && !m_timeline->hasNewer());
    QCOMPARE(m_log->pages.size(), 0);
    // Up over the gap: a question a page, the last one of them joins on to what is cached.
    readOn(&Chat::loadOlder, [this] { return m_timeline->firstSeq() <= 71; });
    QCOMPARE(shown(*m_timeline), ScriptedLog::texts(kRoom, 71, 1'300));
    QCOMPARE(m_log->pages.size(), 10);
    QCOMPARE(*m_log->pages.last().before, 371);
    QCOMPARE(offlineTexts(), ScriptedLog::texts(kRoom, 71, 1'300));
}

void TestChatGap::inTheMiddleNothingMoves()
{
    m->chat->setReading(kRoom, {200});
    const QList<qint64> before = ids();
    QSignalSpy reset(m_timeline, &Timeline::wasReset);
    QSignalSpy inserted(m_timeline, &Timeline::inserted);
    QSignalSpy removed(m_timeline, &Timeline::removed);
    miss(1'000);
    QCOMPARE(ids(), before);
    QCOMPARE(reset.count() + inserted.count() + removed.count(), 0);
    QVERIFY(m_timeline->hasNewer());
    QCOMPARE(m->chat->rooms().find(kRoom)->head, 1'300);
    readOn(&Chat::loadNewer, [this] { return !m_timeline->hasNewer(); });
    QCOMPARE(shown(*m_timeline), ScriptedLog::texts(kRoom, 71, 1'300));
    QCOMPARE(m_log->pages.size(), 10);
    QCOMPARE(ids().mid(0, before.size()), before);
    m_log->say(kRoom);
    QTRY_COMPARE(shown(*m_timeline).last(), ScriptedLog::text(kRoom, 1'301));
}

void TestChatGap::whatChangedBeforeIsTold()
{
    m->chat->setReading(kRoom, {200});
    const QList<qint64> before = ids();
    m_log->edit(kRoom, 201, 950, u"changed meanwhile"_s);
    miss(1'000);
    QCOMPARE(ids(), before);
    QStringList expected = ScriptedLog::texts(kRoom, 71, kHead);
    expected[130] = u"changed meanwhile"_s;
    QCOMPARE(shown(*m_timeline), expected);
    readOn(&Chat::loadNewer, [this] { return !m_timeline->hasNewer(); });
    expected += ScriptedLog::texts(kRoom, kHead + 1, 1'300);
    QCOMPARE(offlineTexts(), expected);
}

void TestChatGap::whatIsNotToldIsForgotten()
{
    m->chat->setReading(kRoom, {200});
    const QList<qint64> before = ids();
    m_log->changeTooMuch();
    m_log->edit(kRoom, 201, 950, u"changed meanwhile"_s);
    miss(1'000);
    QTRY_COMPARE(shown(*m_timeline).value(101), u"changed meanwhile"_s);
    QCOMPARE(m_timeline->firstSeq(), 100); // the page around what is read
    QCOMPARE(ids(), before.mid(29, 200));
    QVERIFY(m_timeline->hasOlder() && m_timeline->hasNewer());
    // What else was cached might be of yesterday, too.
    QCOMPARE(offlineTexts(), ScriptedLog::texts(kRoom, 1'271, 1'300));
}

void TestChatGap::pushedMeanwhileComesBehind()
{
    m->chat->setReading(kRoom, {200});
    m->server.on<protocol::Sync>([this](const protocol::Sync &) {
        m_log->say(kRoom); // behind the snapshot that is answered
        protocol::RoomSync gap{.room = kRoom};
        gap.gap = protocol::Gap{301, 1'270, {QList<protocol::Message>()}};
        gap.page = pageOf(kRoom, 1'271, 1'300, true);
        return protocol::SyncReply{{gap}, {}, {}};
    });
    QSignalSpy caughtUp(m->chat.get(), &Chat::caughtUp);
    m_log->setHead(kRoom, 1'300);
    m->server.cut();
    QTRY_COMPARE(caughtUp.count(), 1);
    readOn(&Chat::loadNewer, [this] { return !m_timeline->hasNewer(); });
    QCOMPARE(m_timeline->entries().last().message.seq, 1'301);
    QCOMPARE(m_timeline->entries().size(), 1'301 - 71 + 1);
    QCOMPARE(m->chat->rooms().find(kRoom)->head, 1'301);
    QCOMPARE(m->server.count(u"session.sync"_s), 1);
}

void TestChatGap::aGapInARoomThatIsNotOpen()
{
    m->start(); // cached, and nobody opens it
    QTRY_VERIFY(m->isOnline());
    miss(1'000);
    const Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 1'271, 1'300));
    QCOMPARE(m_log->pages.size(), 0); // from the cache
}

QTEST_GUILESS_MAIN(TestChatGap)
#include "tst_chat_gap.moc"
