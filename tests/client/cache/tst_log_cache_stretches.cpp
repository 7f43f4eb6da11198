// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include "tests/client/cache/server_log.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

using Parts = QList<std::pair<Seq, Seq>>;
Q_DECLARE_METATYPE(Parts)

static constexpr RoomId kRoom{5};
static constexpr Seq kHead = 60;

//! How what is known of a log grows together, and where a page ends.
class TestLogCacheStretches : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void partsJoin_data();
    void partsJoin();
    void eventsJoin_data();
    void eventsJoin();
    void contradictionGivesWay_data();
    void contradictionGivesWay();
    void selfContradictionIsNotTaken_data();
    void selfContradictionIsNotTaken();
    void newerFormWins();
    void pageEndsAtTheGap_data();
    void pageEndsAtTheGap();
    void pageIsCutToSize();
    void olderPageDoesNotHideAChange();

private:
    void put(Seq from, Seq to) { m_user->cache->putPage(kAda, m_server->part(from, to)); }
    Parts stretches()
    {
        m_user->content(); // all before it is done, but perhaps not committed
        m_user->start();
        m_user->content();
        return m_user->stretches(kAda, kRoom);
    }
    //! All that there is between the two, page by page.
    QList<Seq> read(Seq from, Seq to)
    {
        QList<Seq> found;
        for (Seq after = from - 1; after < to;) {
            const auto page = m_user->page({.room = kRoom, .after = after, .limit = 7});
            if (!page)
                return found;
            for (const auto &message : page->messages)
                found.append(message.seq);
            after = page->to;
        }
        return found;
    }

    std::unique_ptr<LogCacheUser> m_user;
    std::unique_ptr<ServerLog> m_server;
};

void TestLogCacheStretches::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_server = std::make_unique<ServerLog>(kRoom);
    m_server->grow(kHead);
}

void TestLogCacheStretches::partsJoin_data()
{
    QTest::addColumn<Parts>("there");
    QTest::addColumn<Seq>("from");
    QTest::addColumn<Seq>("to");
    QTest::addColumn<Parts>("becomes");
    const Parts one{{20, 30}};
    const Parts two{{20, 30}, {40, 50}};
    const auto row = [](const char *name, const Parts &there, Seq from, Seq to,
                        const Parts &becomes) {
        QTest::newRow(name) << there << from << to << becomes;
    };
    row("the first", {}, 20, 30, one);
    row("below, apart", one, 10, 18, {{10, 18}, {20, 30}});
    row("below, touches", one, 10, 19, {{10, 30}});
    row("below, overlaps by one", one, 10, 20, {{10, 30}});
    row("below, overlaps", one, 10, 25, {{10, 30}});
    row("same beginning, shorter", one, 20, 25, one);
    row("same beginning, longer", one, 20, 35, {{20, 35}});
    row("the same", one, 20, 30, one);
    row("inside", one, 23, 27, one);
    row("one event inside", one, 25, 25, one);
    row("same end, shorter", one, 25, 30, one);
    row("same end, longer", one, 15, 30, {{15, 30}});
    row("covers it", one, 15, 35, {{15, 35}});
    row("above, overlaps", one, 25, 35, {{20, 35}});
    row("above, overlaps by one", one, 30, 35, {{20, 35}});
    row("above, touches", one, 31, 35, {{20, 35}});
    row("above, apart", one, 32, 35, {{20, 30}, {32, 35}});
    row("between, apart from both", two, 32, 38, {{20, 30}, {32, 38}, {40, 50}});
    row("between, touches the lower", two, 31, 38, {{20, 38}, {40, 50}});
    row("between, touches the upper", two, 32, 39, {{20, 30}, {32, 50}});
    row("between, touches both", two, 31, 39, {{20, 50}});
    row("overlaps both", two, 25, 45, {{20, 50}});
    row("covers both", two, 10, 55, {{10, 55}});
    row("covers the lower, overlaps the upper", two, 15, 45, {{15, 50}});
    row("overlaps the lower, covers the upper", two, 25, 55, {{20, 55}});
    row("no message in it", one, 35, 35, {{20, 30}, {35, 35}});
    row("no message in it, joins", {{20, 24}, {26, 30}}, 25, 25, one);
}

void TestLogCacheStretches::partsJoin()
{
    QFETCH(Parts, there);
    QFETCH(Seq, from);
    QFETCH(Seq, to);
    QFETCH(Parts, becomes);
    for (const auto &part : there)
        put(part.first, part.second);
    put(from, to);
    for (const auto &part : becomes) {
        QList<Seq> expected;
        for (const auto &message : m_server->part(part.first, part.second).messages)
            expected.append(message.seq);
        QCOMPARE(read(part.first, part.second), expected);
    }
    QCOMPARE(stretches(), becomes);
}

void TestLogCacheStretches::eventsJoin_data()
{
    QTest::addColumn<QList<Seq>>("events");
    QTest::addColumn<Parts>("becomes");
    QTest::addColumn<Seq>("known");
    QTest::newRow("one after the other") << QList<Seq>{31, 32, 33} << Parts{{20, 33}} << Seq(33);
    QTest::newRow("twice") << QList<Seq>{31, 31, 32, 31, 32} << Parts{{20, 32}} << Seq(32);
    QTest::newRow("known before") << QList<Seq>{25, 26} << Parts{{20, 30}} << Seq(30);
    QTest::newRow("a jump") << QList<Seq>{31, 40, 41} << Parts{{20, 31}, {40, 41}} << Seq(31);
    QTest::newRow("a jump, then the hole")
        << QList<Seq>{33, 34, 31, 32, 33} << Parts{{20, 34}} << Seq(33);
    QTest::newRow("a jump, then all of it again")
        << QList<Seq>{33, 34, 31, 32, 33, 34} << Parts{{20, 34}} << Seq(34);
}

void TestLogCacheStretches::eventsJoin()
{
    QFETCH(QList<Seq>, events);
    QFETCH(Parts, becomes);
    QFETCH(Seq, known);
    auto part = m_server->part(20, 30);
    part.asOf = 30; // as it was then
    m_user->cache->putPage(kAda, part);
    for (const Seq seq : events)
        m_user->cache->append(kAda, m_server->event(seq));
    QCOMPARE(m_user->known(kRoom), known);
    QCOMPARE(stretches(), becomes);
}

void TestLogCacheStretches::contradictionGivesWay_data()
{
    QTest::addColumn<Seq>("from");
    QTest::addColumn<Seq>("to");
    QTest::newRow("touches below") << Seq(10) << Seq(19);
    QTest::newRow("overlaps below") << Seq(10) << Seq(25);
    QTest::newRow("inside") << Seq(23) << Seq(27);
    QTest::newRow("the same") << Seq(20) << Seq(30);
    QTest::newRow("touches above") << Seq(31) << Seq(35);
}

//! Another log than that of the cache, without another epoch: the server is right.
void TestLogCacheStretches::contradictionGivesWay()
{
    QFETCH(Seq, from);
    QFETCH(Seq, to);
    put(20, 30);
    put(40, 45);
    auto other = m_server->part(from, to);
    for (auto &message : other.messages) {
        message.n += 2;
        message.text = u"another log"_s;
    }
    m_user->cache->putPage(kAda, other);
    const auto page = m_user->page({.room = kRoom, .around = from});
    QVERIFY(page);
    for (const auto &message : page->messages)
        QCOMPARE(message.text, u"another log"_s);
    QCOMPARE(page->messages.size(), other.messages.size());
    QCOMPARE(stretches(), (Parts{{from, to}, {40, 45}}));
    QVERIFY(m_user->toldAside.isEmpty());
}

void TestLogCacheStretches::selfContradictionIsNotTaken_data()
{
    QTest::addColumn<QString>("what");
    for (const auto &what : {u"n twice"_s, u"n missing"_s, u"seq twice"_s, u"after its end"_s,
                             u"before its beginning"_s, u"ends before it begins"_s})
        QTest::newRow(qPrintable(what)) << what;
}

void TestLogCacheStretches::selfContradictionIsNotTaken()
{
    QFETCH(QString, what);
    auto page = m_server->part(31, 39);
    auto &messages = page.messages;
    if (what == "n twice"_L1)
        messages[2].n = messages[1].n;
    if (what == "n missing"_L1)
        messages.remove(2);
    if (what == "seq twice"_L1)
        messages[2].seq = messages[1].seq;
    if (what == "after its end"_L1)
        page.to = messages.last().seq - 1;
    if (what == "before its beginning"_L1)
        page.from = messages.first().seq + 1;
    if (what == "ends before it begins"_L1)
        std::swap(page.from, page.to);
    put(20, 30);
    m_user->cache->putPage(kAda, page);
    QCOMPARE(stretches(), (Parts{{20, 30}}));
}

void TestLogCacheStretches::newerFormWins()
{
    put(20, 30);
    const auto before = m_server->part(20, 30);
    m_server->change(23);
    const auto after = m_server->part(20, 30);
    const auto textOf = [&] {
        return m_user->page({.room = kRoom, .around = 23, .limit = 1})->messages.first().text;
    };
    m_user->cache->putPage(kAda, after);
    QCOMPARE(textOf(), m_server->messages().at(23).text);
    auto stale = before;
    stale.asOf = after.asOf;
    m_user->cache->putPage(kAda, stale);
    QCOMPARE(textOf(), m_server->messages().at(23).text);
    m_user->cache->update(kAda, before.messages);
    QCOMPARE(textOf(), m_server->messages().at(23).text);
    m_server->change(23);
    m_user->cache->update(kAda, {m_server->messages().at(23), m_server->messages().at(51)});
    QCOMPARE(textOf(), m_server->messages().at(23).text);
    QVERIFY2(!m_user->page({.room = kRoom, .around = 51}), "an update is no part of the log");
}

void TestLogCacheStretches::pageEndsAtTheGap_data()
{
    QTest::addColumn<protocol::ListMessages>("request");
    QTest::addColumn<Parts>("answer"); // one, or none
    QTest::addColumn<bool>("hasBefore");
    QTest::addColumn<bool>("hasAfter");
    using Ask = protocol::ListMessages;
    const auto none = [](const char *name, const Ask &ask) {
        QTest::newRow(name) << ask << Parts() << false << false;
    };
    const auto row = [](const char *name, const Ask &ask, Seq from, Seq to, bool hasBefore,
                        bool hasAfter) {
        QTest::newRow(name) << ask << Parts{{from, to}} << hasBefore << hasAfter;
    };
    // There are 1 to 8, 20 to 30 and 50 to 60.
    row("newest", {.room = kRoom, .limit = 3}, 57, 60, true, false);
    row("newest, all", {.room = kRoom, .limit = 30}, 50, 60, true, false);
    row("before", {.room = kRoom, .before = 27, .limit = 3}, 23, 26, true, true);
    row("before, down to the gap", {.room = kRoom, .before = 27, .limit = 30}, 20, 26, true, true);
    row("before, at the end", {.room = kRoom, .before = 31, .limit = 3}, 27, 30, true, true);
    row("before, down to the start", {.room = kRoom, .before = 7}, 1, 6, false, true);
    none("before, in the gap", {.room = kRoom, .before = 40});
    none("before, where the gap begins", {.room = kRoom, .before = 20});
    none("before, where it ends", {.room = kRoom, .before = 50});
    none("before what is to come", {.room = kRoom, .before = 62});
    row("after", {.room = kRoom, .after = 22, .limit = 3}, 23, 26, true, true);
    row("after, up to the gap", {.room = kRoom, .after = 22, .limit = 30}, 23, 30, true, true);
    row("after, up to the end", {.room = kRoom, .after = 55}, 56, 60, true, false);
    row("after nothing", {.room = kRoom, .after = 0}, 1, 8, false, true);
    none("after the end", {.room = kRoom, .after = 60});
    none("after, in the gap", {.room = kRoom, .after = 40});
    none("after, where the gap begins", {.room = kRoom, .after = 30});
    row("around", {.room = kRoom, .around = 25, .limit = 4}, 23, 27, true, true);
    row("around, down to the gap", {.room = kRoom, .around = 21, .limit = 6}, 20, 27, true, true);
    row("around, both gaps", {.room = kRoom, .around = 25, .limit = 60}, 20, 30, true, true);
    none("around, in the gap", {.room = kRoom, .around = 40});
    none("another room", {.room = {6}, .around = 25});
}

void TestLogCacheStretches::pageEndsAtTheGap()
{
    QFETCH(protocol::ListMessages, request);
    QFETCH(Parts, answer);
    QFETCH(bool, hasBefore);
    QFETCH(bool, hasAfter);
    put(1, 8);
    put(20, 30);
    put(50, 60);
    const auto page = m_user->page(request);
    QCOMPARE(page.has_value(), !answer.isEmpty());
    if (!page)
        return;
    QCOMPARE(std::pair(page->from, page->to), answer.first());
    const auto truth = m_server->part(page->from, page->to);
    QCOMPARE(wire::encoded(page->messages), wire::encoded(truth.messages));
    QCOMPARE(page->hasBefore, hasBefore);
    QCOMPARE(page->hasAfter, hasAfter);
    QCOMPARE(page->asOf, kHead);
    QCOMPARE(page->room, kRoom);
}

void TestLogCacheStretches::pageIsCutToSize()
{
    constexpr qsizetype kMost = 256 * 1024;
    for (int i = 0; i < 30; ++i)
        m_server->addMessage(16'000);
    put(1, m_server->head());
    for (const auto &request :
         {protocol::ListMessages{.room = kRoom, .limit = 200},
          protocol::ListMessages{.room = kRoom, .after = kHead, .limit = 200},
          protocol::ListMessages{.room = kRoom, .around = kHead + 15, .limit = 200}}) {
        const auto page = m_user->page(request);
        QVERIFY(page);
        QVERIFY(wire::encoded(page->messages).size() <= kMost);
        QVERIFY(wire::encoded(page->messages).size() > kMost / 2 - 20'000);
        const auto truth = m_server->part(page->from, page->to);
        QCOMPARE(wire::encoded(page->messages), wire::encoded(truth.messages));
    }
    // One is told though it does not fit.
    const auto large = m_server->addMessage(300'000);
    m_user->cache->append(kAda, large);
    const auto page = m_user->page({.room = kRoom});
    QVERIFY(page);
    QCOMPARE(page->messages.size(), 1);
    QCOMPARE(page->messages.first().seq, large.seq);
}

//! It was read by the server before the change, and came after it.
void TestLogCacheStretches::olderPageDoesNotHideAChange()
{
    put(50, 60);
    const auto older = m_server->part(20, 30);
    m_user->cache->append(kAda, m_server->change(26));
    m_user->cache->update(kAda, {m_server->messages().at(26)}); // is not there
    m_user->cache->putPage(kAda, older);
    const auto page = m_user->page({.room = kRoom, .around = 26});
    QVERIFY(!page || wire::encoded(page->messages).contains("changed"));
}

QTEST_GUILESS_MAIN(TestLogCacheStretches)
#include "tst_log_cache_stretches.moc"
