// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr RoomId kRoom{5};
constexpr Timestamp kStart = 1'790'000'000'000;

//! An hour apart; each third event is no message.
protocol::MessagePage pageOf(RoomId room, Seq from, Seq to)
{
    protocol::MessagePage page{.room = room, .from = from, .to = to, .asOf = 1'000};
    for (Seq seq = from; seq <= to; ++seq) {
        if (seq % 3 == 0)
            continue;
        protocol::Message message;
        message.room = room;
        message.seq = message.rev = seq;
        message.n = seq - seq / 3;
        message.at = kStart + seq * 3'600'000;
        message.by = {8};
        message.text = u"text"_s;
        page.messages.append(message);
    }
    page.hasBefore = page.hasAfter = true;
    return page;
}

} // namespace

//! When the cached messages of a room were posted, over the holes between them.
class TestLogCacheMoments : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void firstAtOrAfter_data();
    void firstAtOrAfter();
    void nothingIsKnownOfOtherRooms();

private:
    std::optional<QList<Seq>> ask(RoomId room, const QList<Timestamp> &times,
                                  const StoreAccount &account = kAda)
    {
        std::optional<std::optional<QList<Seq>>> answer;
        m_user->cache->moments(account, room, times, [&](const auto &found) { answer = found; });
        return QTest::qWaitFor([&] { return answer.has_value(); }) ? *answer : std::nullopt;
    }

    std::unique_ptr<LogCacheUser> m_user;
};

//! Messages 10 to 20 and 100 to 400, but for each third.
void TestLogCacheMoments::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_user->cache->putPage(kAda, pageOf(kRoom, 10, 20));
    m_user->cache->putPage(kAda, pageOf(kRoom, 100, 400));
    m_user->cache->putPage(kAda, pageOf({6}, 1, 2));
}

void TestLogCacheMoments::firstAtOrAfter_data()
{
    QTest::addColumn<QList<qint64>>("hours");
    QTest::addColumn<QList<Seq>>("first");
    const auto row = [](const char *name, const QList<qint64> &hours, const QList<Seq> &first) {
        QTest::newRow(name) << hours << first;
    };
    row("nothing", {}, {});
    row("before all", {-10'000, 0}, {10, 10});
    row("the very hour", {10, 11, 13}, {10, 11, 13});
    row("where there is no message", {12, 15}, {13, 16});
    row("in the hole", {21, 50, 99}, {100, 100, 100});
    row("the last", {400}, {400});
    row("after all", {401, 500}, {0, 0});
    row("as a calendar does", {0, 24, 120, 399, 399, 401}, {10, 100, 121, 400, 400, 0});
}

void TestLogCacheMoments::firstAtOrAfter()
{
    QFETCH(const QList<qint64>, hours);
    QFETCH(const QList<Seq>, first);
    QList<Timestamp> times;
    for (const qint64 hour : hours)
        times.append(kStart + hour * 3'600'000);
    QCOMPARE(ask(kRoom, times), std::optional(first));
}

void TestLogCacheMoments::nothingIsKnownOfOtherRooms()
{
    QVERIFY(!ask({99}, {0}));
    QVERIFY(!ask(kRoom, {0}, kGrace));
    QCOMPARE(ask({6}, {0}), std::optional(QList<Seq>{1}));
}

QTEST_GUILESS_MAIN(TestLogCacheMoments)
#include "tst_log_cache_moments.moc"
