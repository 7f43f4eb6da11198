// SPDX-License-Identifier: MIT
#include "tests/client/cache/log_cache_user.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr RoomId kRoom{5};
constexpr UserId kAuthor{8};
constexpr UserId kPinner{9};
constexpr Timestamp kTime = 1'790'000'000'000;

protocol::RoomEvent eventOf(Seq seq, protocol::RoomEventData data)
{
    return {kRoom, seq, kTime + seq, kPinner, std::move(data)};
}

//! Messages 10 to 19, none of them pinned.
protocol::MessagePage pageOf(const QString &text)
{
    protocol::MessagePage page{.room = kRoom, .from = 10, .to = 19, .asOf = 19};
    for (Seq seq = 10; seq < 20; ++seq) {
        protocol::Message message;
        message.room = kRoom;
        message.seq = message.rev = seq;
        message.n = seq - 9;
        message.at = kTime + seq;
        message.by = kAuthor;
        message.text = text;
        page.messages.append(message);
    }
    page.users = {{kAuthor, u"ada"_s, u"Ada"_s}, {kPinner, u"grace"_s, u"Grace"_s}};
    page.hasBefore = true;
    return page;
}

} // namespace

//! Which of the cached messages are pinned, for reading without a connection.
class TestLogCachePins : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void theLatestPinComesFirst();
    void takenAway_data();
    void takenAway();
    void whatATextSaysIsNoPin();
    void nothingIsKnownOfOtherRooms();

private:
    std::optional<protocol::PinPage> ask(RoomId room = kRoom, const StoreAccount &account = kAda)
    {
        std::optional<std::optional<protocol::PinPage>> answer;
        m_user->cache->pins(account, room, [&](const auto &found) { answer = found; });
        return QTest::qWaitFor([&] { return answer.has_value(); }) ? *answer : std::nullopt;
    }
    QList<Seq> pins()
    {
        QList<Seq> seqs;
        const auto page = ask();
        for (const auto &message : page ? page->messages : QList<protocol::Message>())
            seqs.append(message.seq);
        return seqs;
    }
    void happens(Seq seq, protocol::RoomEventData data)
    {
        m_user->cache->append(kAda, eventOf(seq, std::move(data)));
    }

    std::unique_ptr<LogCacheUser> m_user;
};

void TestLogCachePins::init()
{
    m_user = std::make_unique<LogCacheUser>();
    m_user->cache->putPage(kAda, pageOf(u"text"_s));
}

void TestLogCachePins::theLatestPinComesFirst()
{
    QCOMPARE(pins(), QList<Seq>());
    happens(20, protocol::MessagePinned{15});
    happens(21, protocol::MessagePinned{12});
    happens(22, protocol::MessagePinned{17});
    QCOMPARE(pins(), (QList<Seq>{17, 12, 15}));
    m_user->start();
    const auto page = ask();
    QVERIFY(page);
    QCOMPARE(page->messages.first().pinnedBy, std::optional(kPinner));
    QCOMPARE(page->messages.first().pinnedAt, std::optional(kTime + 22));
    QCOMPARE(page->asOf, 22);
    QCOMPARE(page->users.size(), 2);
}

void TestLogCachePins::takenAway_data()
{
    QTest::addColumn<bool>("isDeleted");
    QTest::newRow("unpinned") << false;
    QTest::newRow("deleted") << true;
}

void TestLogCachePins::takenAway()
{
    QFETCH(const bool, isDeleted);
    happens(20, protocol::MessagePinned{15});
    if (isDeleted)
        happens(21, protocol::MessageDeleted{15});
    else
        happens(21, protocol::MessageUnpinned{15});
    QCOMPARE(pins(), QList<Seq>());
}

void TestLogCachePins::whatATextSaysIsNoPin()
{
    m_user = std::make_unique<LogCacheUser>();
    m_user->cache->putPage(kAda, pageOf(uR"("pinned":true)"_s));
    happens(20, protocol::MessagePinned{15});
    QCOMPARE(pins(), QList<Seq>{15});
}

void TestLogCachePins::nothingIsKnownOfOtherRooms()
{
    happens(20, protocol::MessagePinned{15});
    QVERIFY(!ask({6}));
    QVERIFY(!ask(kRoom, kGrace));
}

QTEST_GUILESS_MAIN(TestLogCachePins)
#include "tst_log_cache_pins.moc"
