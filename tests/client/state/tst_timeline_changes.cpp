// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

protocol::RoomEvent edited(Seq seq, Seq message, const QString &text)
{
    return {kRoom, seq, 1'000 + seq, kOther, protocol::MessageEdited{message, message, text, {}}};
}

protocol::RoomEvent deleted(Seq seq, Seq message)
{
    return {kRoom, seq, 1'000 + seq, kOther, protocol::MessageDeleted{message}};
}

} // namespace

//! Messages that are edited and deleted while they are shown, or on their way.
class TestTimelineChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_timeline = std::make_unique<Timeline>(kRoom, kSelf, 0);
        m_timeline->reset(pageOf(kRoom, 2, 5, true));
    }
    void editedInPlace();
    void deletedInPlace();
    void orderRules();
    void whoReadsInTheMiddleSeesChanges();
    void olderPageThatWasReadBefore();
    void newerPageThatWasReadBefore();
    void whatIsNotHereChangesNothing();
    void takenEditComesWithAPage();

private:
    const TimelineEntry &entry(Seq seq) const
    {
        return *std::ranges::find(m_timeline->entries(), seq,
                                  [](const TimelineEntry &e) { return e.message.seq; });
    }
    std::unique_ptr<Timeline> m_timeline;
};

void TestTimelineChanges::editedInPlace()
{
    const qint64 id = entry(3).id;
    QSignalSpy changed(m_timeline.get(), &Timeline::changed);
    QVERIFY(m_timeline->apply(edited(6, 3, u"better"_s)));
    QCOMPARE(entry(3).message.text, u"better"_s);
    QCOMPARE(entry(3).message.rev, 6);
    QCOMPARE(entry(3).message.editedAt, std::optional<Timestamp>(1'006));
    QCOMPARE(entry(3).id, id);
    QCOMPARE(entry(3).revision, 1);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_timeline->known(), 6);
    QCOMPARE(m_timeline->entries().size(), 4);
}

void TestTimelineChanges::deletedInPlace()
{
    QVERIFY(m_timeline->apply(edited(6, 3, u"better"_s)));
    QVERIFY(m_timeline->apply(deleted(7, 3)));
    QVERIFY(entry(3).message.isDeleted());
    QCOMPARE(entry(3).message.text, QString());
    QVERIFY(!entry(3).message.editedAt);
    QCOMPARE(m_timeline->entries().size(), 4);
}

//! One that comes too early waits for those before it.
void TestTimelineChanges::orderRules()
{
    QVERIFY(!m_timeline->apply(edited(7, 3, u"second"_s)));
    QCOMPARE(entry(3).message.text, u"text 3"_s);
    QVERIFY(m_timeline->apply(edited(6, 3, u"first"_s)));
    QCOMPARE(entry(3).message.text, u"second"_s);
    QVERIFY(m_timeline->apply(edited(6, 3, u"first"_s))); // once more
    QCOMPARE(entry(3).message.text, u"second"_s);
}

void TestTimelineChanges::whoReadsInTheMiddleSeesChanges()
{
    m_timeline->openGap(40);
    QVERIFY(m_timeline->hasNewer());
    QVERIFY(m_timeline->apply(edited(41, 3, u"better"_s)));
    QCOMPARE(entry(3).message.text, u"better"_s);
    m_timeline->apply(edited(30, 3, u"of before"_s)); // told late
    QCOMPARE(entry(3).message.text, u"better"_s);
}

void TestTimelineChanges::olderPageThatWasReadBefore()
{
    m_timeline->reset(pageOf(kRoom, 10, 12, true));
    QVERIFY(m_timeline->apply(edited(13, 7, u"better"_s)));
    auto page = pageOf(kRoom, 6, 9);
    page.asOf = 12;
    m_timeline->prepend(page);
    QCOMPARE(entry(7).message.text, u"better"_s);
    QCOMPARE(entry(8).message.text, u"text 8"_s);
}

void TestTimelineChanges::newerPageThatWasReadBefore()
{
    m_timeline->openGap(9);
    m_timeline->apply(deleted(10, 7));
    auto page = pageOf(kRoom, 6, 9, true);
    page.asOf = 9;
    m_timeline->append(page);
    QVERIFY(entry(7).message.isDeleted());
    QCOMPARE(entry(8).message.text, u"text 8"_s);
}

void TestTimelineChanges::whatIsNotHereChangesNothing()
{
    QSignalSpy changed(m_timeline.get(), &Timeline::changed);
    QVERIFY(m_timeline->apply(edited(6, 1, u"long ago"_s)));
    QVERIFY(m_timeline->apply(deleted(7, 99)));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(m_timeline->known(), 7);
}

//! What the server took is not shown as under way for ever, where its event is never applied.
void TestTimelineChanges::takenEditComesWithAPage()
{
    protocol::MessagePage page = pageOf(kRoom, 2, 5, true);
    m_timeline->setEdit(3, PendingEdit{u"k"_s, u"better"_s, {}, 6});
    QVERIFY(m_timeline->edit(3));
    page.messages[1].rev = 6;
    page.asOf = 6;
    m_timeline->reset(page);
    QVERIFY(!m_timeline->edit(3));
    m_timeline->setEdit(1, PendingEdit{u"l"_s, u"of what is not here"_s, {}, 7});
    QVERIFY(!m_timeline->edit(1));
}

QTEST_APPLESS_MAIN(TestTimelineChanges)
#include "tst_timeline_changes.moc"
