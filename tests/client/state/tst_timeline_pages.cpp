// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr Seq kHead = 100;

protocol::MessagePage middlePage(Seq from, Seq to)
{
    auto page = pageOf(kRoom, from, to);
    page.hasAfter = to < kHead;
    page.hasBefore = true;
    page.to = to;
    page.asOf = kHead;
    return page;
}

QStringList textsOf(Seq from, Seq to)
{
    QStringList all;
    for (Seq seq = from; seq <= to; ++seq)
        all.append(u"text %1"_s.arg(seq));
    return all;
}

protocol::RoomEvent other(Seq seq)
{
    return messageEvent(kRoom, seq, kOther, u"text %1"_s.arg(seq));
}

} // namespace

//! A stretch that does not reach to the newest message, and how it comes to.
class TestTimelinePages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_timeline = std::make_unique<Timeline>(kRoom, kSelf, 0);
        m_timeline->reset(middlePage(40, 60));
    }

    void knowsThatThereIsMore()
    {
        QVERIFY(m_timeline->hasNewer());
        QVERIFY(m_timeline->hasOlder());
        QCOMPARE(m_timeline->known(), 60);
    }

    void eventsFarAheadAreNeitherShownNorAHole()
    {
        QVERIFY(m_timeline->apply(other(kHead + 1)));
        QVERIFY(!m_timeline->hasHole());
        QCOMPARE(shown(*m_timeline), textsOf(40, 60));
        // Not even when it is the next one: pages bring what is after, in order.
        QVERIFY(m_timeline->apply(other(61)));
        QCOMPARE(shown(*m_timeline), textsOf(40, 60));
    }

    void newerPagesJoinOn()
    {
        m_timeline->append(middlePage(61, 80));
        QCOMPARE(shown(*m_timeline), textsOf(40, 80));
        QVERIFY(m_timeline->hasNewer());
        m_timeline->append(middlePage(81, kHead));
        QVERIFY(!m_timeline->hasNewer());
        QVERIFY(!m_timeline->hasHole());
        QCOMPARE(m_timeline->known(), kHead);
        QVERIFY(m_timeline->apply(other(kHead + 1)));
        QCOMPARE(shown(*m_timeline), textsOf(40, kHead + 1));
    }

    void whatCameMeanwhileIsAskedFor()
    {
        m_timeline->apply(other(kHead + 3));
        m_timeline->append(middlePage(61, kHead));
        QVERIFY(m_timeline->hasHole());
        for (Seq seq = kHead + 1; seq <= kHead + 3; ++seq)
            m_timeline->apply(other(seq));
        QVERIFY(!m_timeline->hasHole());
        QCOMPARE(shown(*m_timeline), textsOf(40, kHead + 3));
    }

    void whatWasFarAheadIsForgottenToo()
    {
        m_timeline->apply(other(kHead + 3));
        m_timeline->forget();
        m_timeline->reset(pageOf(kRoom, 2, 4)); // lower numbers than before
        QVERIFY(!m_timeline->hasHole());
    }

    void unsentStaysBelowThePages()
    {
        protocol::Message mine;
        mine.by = kSelf;
        mine.key = u"k"_s;
        mine.text = u"mine"_s;
        m_timeline->addPending(mine);
        m_timeline->append(middlePage(61, 80));
        QCOMPARE(shown(*m_timeline), textsOf(40, 80) + QStringList{u"mine?"_s});
        auto page = middlePage(81, kHead);
        page.messages.last().by = kSelf;
        page.messages.last().key = u"k"_s;
        page.messages.last().text = u"mine"_s;
        m_timeline->append(page);
        QCOMPARE(shown(*m_timeline), textsOf(40, kHead - 1) + QStringList{u"mine"_s});
        QCOMPARE(m_timeline->entries().last().state, SendState::Sent);
    }

    void newestReplacesTheStretch()
    {
        m_timeline->reset(middlePage(90, kHead));
        QVERIFY(!m_timeline->hasNewer());
        QCOMPARE(shown(*m_timeline), textsOf(90, kHead));
    }

private:
    std::unique_ptr<Timeline> m_timeline;
};

QTEST_GUILESS_MAIN(TestTimelinePages)
#include "tst_timeline_pages.moc"
