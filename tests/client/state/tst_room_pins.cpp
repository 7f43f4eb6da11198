// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is pinned in the open room: asked for, and kept true by events, whenever they come.
class TestRoomPins : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void askedForInPages();
    void eventsChangeThem();
    void whatIsNotAtHandIsAskedFor();
    void eventsOvertakeTheAnswer();
    void anOldEventChangesNothing();
    void askedAgainAfterHelloAndGap();
    void anotherRoomAnswersForItself();
    void failuresAreKept();
    void withoutAConnection();

private:
    static protocol::Message pinned(Seq seq, Seq rev)
    {
        auto message = pageOf(kRoom, seq, seq).messages.first();
        message.rev = rev;
        message.pinned = true;
        message.pinnedBy = kOther;
        message.pinnedAt = rev;
        message.pinnedSeq = rev;
        return message;
    }
    void answer(const QList<protocol::Message> &pins, Seq asOf)
    {
        m->server.on<protocol::ListPins>([=](const auto &) {
            return protocol::PinPage{pins, asOf, {}, {}};
        });
    }
    //! In a room with messages 2 and 3.
    void openPins()
    {
        m->start();
        QVERIFY(m->openRoom());
        m->chat->pins().open(kRoom);
        QTRY_COMPARE(m->chat->pins().source(), RoomPins::Source::Server);
    }
    void happens(Seq seq, protocol::RoomEventData data)
    {
        m->server.sendEvent({kRoom, seq, seq, kOther, std::move(data)});
    }
    QList<Seq> shown()
    {
        QList<Seq> seqs;
        for (const protocol::Message &message : m->chat->pins().messages())
            seqs.append(message.seq);
        return seqs;
    }
    int asked() { return m->server.count(u"room.pins"_s); }

    std::unique_ptr<ChatFixture> m;
};

void TestRoomPins::init()
{
    m = std::make_unique<ChatFixture>();
    answer({}, 3);
}

void TestRoomPins::cleanup()
{
    m.reset();
}

void TestRoomPins::askedForInPages()
{
    m->server.on<protocol::ListPins>([](const protocol::ListPins &ask) {
        const bool isFirst = !ask.after;
        return protocol::PinPage{isFirst ? QList{pinned(3, 30), pinned(2, 20)}
                                         : QList{pinned(2, 20), pinned(1, 10)},
                                 isFirst ? 3 : 4,
                                 isFirst ? std::optional<Seq>(20) : std::nullopt,
                                 {}};
    });
    openPins();
    QCOMPARE(shown(), (QList<Seq>{3, 2, 1}));
    QCOMPARE(asked(), 2);
    m->chat->pins().open(kRoom);
    QCOMPARE(asked(), 2); // it is known
}

void TestRoomPins::eventsChangeThem()
{
    openPins();
    QSignalSpy changed(&m->chat->pins(), &RoomPins::changed);
    happens(4, protocol::MessagePinned{2});
    QTRY_COMPARE(shown(), QList<Seq>{2});
    const protocol::Message &message = m->chat->pins().messages().first();
    QCOMPARE(message.text, u"text 2"_s);
    QCOMPARE(message.pinnedBy, std::optional(kOther));
    QCOMPARE(message.pinnedAt, std::optional<Timestamp>(4));
    happens(5, protocol::MessagePinned{3});
    QTRY_COMPARE(shown(), (QList<Seq>{3, 2}));
    happens(6, protocol::MessageEdited{2, 2, u"other"_s, {}, {}, {}});
    QTRY_COMPARE(m->chat->pins().messages().last().text, u"other"_s);
    happens(7, protocol::MessageUnpinned{3});
    QTRY_COMPARE(shown(), QList<Seq>{2});
    happens(8, protocol::MessageDeleted{2});
    QTRY_COMPARE(shown(), QList<Seq>());
    QCOMPARE(changed.count(), 5);
    QCOMPARE(asked(), 1);
}

void TestRoomPins::whatIsNotAtHandIsAskedFor()
{
    openPins();
    answer({pinned(1, 4)}, 4);
    happens(4, protocol::MessagePinned{1}); // the timeline begins at 2
    QTRY_COMPARE(shown(), QList<Seq>{1});
    QCOMPARE(asked(), 2);
}

//! What is told while the answer is on its way, which was read before or after it.
void TestRoomPins::eventsOvertakeTheAnswer()
{
    QString waiting;
    m->server.onRaw(u"room.pins"_s, [&](const QString &id) { waiting = id; });
    m->start();
    QVERIFY(m->openRoom());
    m->chat->pins().open(kRoom);
    QTRY_VERIFY(!waiting.isEmpty());
    happens(4, protocol::MessageUnpinned{2});
    happens(5, protocol::MessagePinned{3});
    happens(6, protocol::MessageEdited{3, 3, u"other"_s, {}, {}, {}});
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->head, 6);
    const protocol::PinPage page{{pinned(2, 3)}, 3, {}, {}};
    m->server.send(wire::replyFrame(waiting, wire::encoded(page)));
    QTRY_COMPARE(m->chat->pins().source(), RoomPins::Source::Server);
    QCOMPARE(shown(), QList<Seq>{3});
    QCOMPARE(m->chat->pins().messages().first().text, u"other"_s);
}

void TestRoomPins::anOldEventChangesNothing()
{
    answer({pinned(3, 6)}, 6); // where 2 was pinned and unpinned again
    openPins();
    happens(4, protocol::MessagePinned{2});
    happens(5, protocol::MessageUnpinned{3});
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->head, 5);
    QCOMPARE(shown(), QList<Seq>{3});
    QCOMPARE(asked(), 1);
}

void TestRoomPins::askedAgainAfterHelloAndGap()
{
    openPins();
    answer({pinned(2, 3)}, 3);
    m->server.cut();
    QTRY_COMPARE(shown(), QList<Seq>{2});
    QCOMPARE(asked(), 2);
    // Far ahead: the log goes on behind a gap.
    m->server.on<protocol::Sync>([](const protocol::Sync &ask) {
        protocol::RoomSync sync{.room = kRoom};
        sync.gap = protocol::Gap{ask.rooms.first().after + 1, 899, {}};
        sync.gap->touched.value.emplace();
        sync.page = pageOf(kRoom, 900, 901, true);
        return protocol::SyncReply{{sync}, {}, {}};
    });
    answer({pinned(3, 700)}, 901);
    happens(901, protocol::MessagePosted{899, u"key"_s, u"text 901"_s, {}, {}, {}, {}});
    QTRY_COMPARE(shown(), QList<Seq>{3});
    QCOMPARE(asked(), 3);
}

void TestRoomPins::anotherRoomAnswersForItself()
{
    QStringList waiting;
    m->server.onRaw(u"room.pins"_s, [&](const QString &id) { waiting.append(id); });
    m->start();
    QVERIFY(m->openRoom());
    m->chat->pins().open(kRoom);
    m->chat->pins().open({6});
    QTRY_COMPARE(waiting.size(), 2);
    const protocol::PinPage first{{pinned(2, 3)}, 3, {}, {}};
    const protocol::PinPage second{{pinned(3, 3)}, 3, {}, {}};
    m->server.send(wire::replyFrame(waiting[0], wire::encoded(first)));
    m->server.send(wire::replyFrame(waiting[1], wire::encoded(second)));
    QTRY_COMPARE(shown(), QList<Seq>{3});
    m->chat->pins().open({});
    QCOMPARE(shown(), QList<Seq>());
}

void TestRoomPins::failuresAreKept()
{
    m->server.on<protocol::ListPins>([](const auto &) -> Result<protocol::PinPage> {
        return Error(ErrorCode::Internal, u"broken"_s);
    });
    m->start();
    QVERIFY(m->openRoom());
    m->chat->pins().open(kRoom);
    QTRY_VERIFY(m->chat->pins().failure());
    QCOMPARE(m->chat->pins().source(), RoomPins::Source::Nobody);
    answer({pinned(2, 3)}, 3);
    m->chat->pins().open(kRoom);
    QTRY_COMPARE(shown(), QList<Seq>{2});
    QVERIFY(!m->chat->pins().failure());
}

void TestRoomPins::withoutAConnection()
{
    openPins();
    happens(4, protocol::MessagePinned{2});
    QTRY_COMPARE(shown(), QList<Seq>{2});
    m->server.goAway();
    QTRY_VERIFY(!m->isOnline());
    QCOMPARE(shown(), QList<Seq>{2});
    QCOMPARE(m->chat->pins().source(), RoomPins::Source::Server);
    // Started again: from what is kept.
    m->chat.reset();
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy restored(m->chat.get(), &Chat::restored);
    m->open();
    QTRY_COMPARE(restored.count(), 1);
    m->chat->openRoom(kRoom);
    m->chat->pins().open(kRoom);
    QTRY_COMPARE(m->chat->pins().source(), RoomPins::Source::Cache);
    QCOMPARE(shown(), QList<Seq>{2});
    QVERIFY(m->chat->pins().failure());
    answer({}, 5);
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 4, 2)};
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_COMPARE(m->chat->pins().source(), RoomPins::Source::Server);
    QCOMPARE(shown(), QList<Seq>());
}

QTEST_GUILESS_MAIN(TestRoomPins)
#include "tst_room_pins.moc"
