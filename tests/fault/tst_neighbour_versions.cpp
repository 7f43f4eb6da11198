// SPDX-License-Identifier: MIT
#include "client/state/chat.h"
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/frame_proxy.h"
#include "tests/support/http_client.h"
#include "tests/support/room_logs.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;
using client::Chat;
using client::ConnectionFailure;
using client::ConnectionState;

namespace {

using Replacements = QList<std::pair<QByteArray, QByteArray>>;

FrameProxy::Rewrite replacing(const Replacements &replacements)
{
    return [replacements](const QByteArray &frame) {
        QByteArray changed = frame;
        for (const auto &[from, to] : replacements)
            changed.replace(from, to);
        return QList{changed};
    };
}

//! A member that nobody knows, in every object. A quote within a text is escaped: none is hit.
const Replacements kNewMembers{{R"({")", R"({"x_new":[{"a":null},1.5,"ü"],")"}};
const QByteArray kOurRange = R"("protocol":{"min":1,"max":1})";

} // namespace

Q_DECLARE_METATYPE(Replacements)

//! Clients and servers of the version before ours and the one after it. The one that is not ours is
//! played by a proxy that says other words for what the real one says.
class TestNeighbourVersions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rangesMeetOrAreTold_data();
    void rangesMeetOrAreTold();
    void newWordsBreakNothing_data();
    void newWordsBreakNothing();
    void newErrorsAreKeptWithTheMessage_data();
    void newErrorsAreKeptWithTheMessage();

private:
    //! Opens the first account through the proxy, in a profile of its own.
    void open(Chat &chat, const FrameProxy &proxy)
    {
        chat.open(proxy.url(), QString::fromLatin1(m_scene.accounts().constFirst().token),
                  m_scene.users().constFirst());
    }
    void sayAsOther(RoomId room, const QString &text) { QVERIFY(m_other->say(room, text)); }
    void setTopicAsOther(RoomId room, const QString &topic)
    {
        QVERIFY(m_other->call("/api/room.set_topic", protocol::SetTopic{room, topic}));
    }
    QStringList textsOf(RoomId room) const
    {
        QStringList texts;
        const auto logs = storedLogs(m_scene.salond().dataFolder());
        for (const LogEntry &entry : logs ? logs->value(room) : QList<LogEntry>()) {
            if (entry.n > 0)
                texts.append(entry.text);
        }
        return texts;
    }
    static QStringList shown(const client::Timeline &timeline)
    {
        QStringList texts;
        for (const client::TimelineEntry &entry : timeline.entries())
            texts.append(entry.state == client::SendState::Sent ? entry.message.text
                                                                : u"(unsent)"_s);
        return texts;
    }

    mutable FaultScene m_scene;
    std::unique_ptr<HttpClient> m_other;
    qsizetype m_nextRoom = 0;
};

void TestNeighbourVersions::initTestCase()
{
    const auto begun = m_scene.begin(2, 9);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    m_other = std::make_unique<HttpClient>(m_scene.salond().port());
    m_other->setToken(m_scene.accounts().constLast().token);
}

void TestNeighbourVersions::rangesMeetOrAreTold_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<bool>("meets");
    QTest::newRow("a client that knows one more") << QByteArray(R"({"min":1,"max":2})") << true;
    QTest::newRow("a client that still knows one before")
        << QByteArray(R"({"min":0,"max":1})") << true;
    QTest::newRow("a client that needs the next") << QByteArray(R"({"min":2,"max":3})") << false;
    QTest::newRow("a client that is too old") << QByteArray(R"({"min":0,"max":0})") << false;
}

void TestNeighbourVersions::rangesMeetOrAreTold()
{
    QFETCH(QByteArray, range);
    QFETCH(bool, meets);
    FrameProxy proxy(m_scene.salond().url());
    QByteArray said;
    proxy.toServer = [&](const QByteArray &frame) {
        said = frame;
        return replacing({{kOurRange, R"("protocol":)" + range}})(frame);
    };
    const QTemporaryDir profile;
    Chat chat(profile.path());
    open(chat, proxy);
    if (meets) {
        QTRY_COMPARE(chat.connection().state(), ConnectionState::Online);
        QCOMPARE(chat.connection().facts()->protocol, 1); // the one that both know
        return;
    }
    QTRY_COMPARE(chat.connection().lastFailure().connection, ConnectionFailure::ProtocolVersion);
    QVERIFY2(said.contains(kOurRange), said.constData()); // it is the range that was refused
    QCOMPARE(chat.connection().state(), ConnectionState::Waiting); // the server may be updated
}

void TestNeighbourVersions::newWordsBreakNothing_data()
{
    QTest::addColumn<Replacements>("toServer");
    QTest::addColumn<Replacements>("toClient");
    const Replacements none;
    QTest::newRow("none") << none << none;
    QTest::newRow("new members from a newer server") << none << kNewMembers;
    QTest::newRow("new members from a newer client") << kNewMembers << none;
    QTest::newRow("a new kind of event")
        << none
        << Replacements{{R"("type":"room.topic_set")", R"("type":"room.painted")"},
                        {R"("data":{"topic":"t"})", R"("data":{"colour":{"red":1}})"}};
    QTest::newRow("a new role and a new kind of room")
        << none
        << Replacements{{R"("role":"owner")", R"("role":"keeper")"},
                        {R"("kind":"public")", R"("kind":"stage")"}};
    QTest::newRow("a server that does not know session.sync")
        << Replacements{{R"("type":"session.sync")", R"("type":"session.sync_by_head")"}} << none;
    QTest::newRow("a server that does not know room.read and session.digest")
        << Replacements{{R"("type":"room.read")", R"("type":"room.read_to")"},
                        {R"("type":"session.digest")", R"("type":"session.compare")"}}
        << none;
}

//! Everybody keeps their place in the log, and is shown what can be shown.
void TestNeighbourVersions::newWordsBreakNothing()
{
    QFETCH(Replacements, toServer);
    QFETCH(Replacements, toClient);
    const RoomId room = m_scene.rooms()[m_nextRoom++];
    FrameProxy proxy(m_scene.salond().url());
    proxy.toServer = replacing(toServer);
    proxy.toClient = [&](const QByteArray &frame) {
        // And now and then a push of a kind that is new.
        return replacing(toClient)(frame)
            + QList<QByteArray>{R"({"type":"room.lit_up","data":{"room":"1","how":[]}})"};
    };
    const QTemporaryDir profile;
    Chat chat(profile.path());
    open(chat, proxy);
    QTRY_COMPARE(chat.connection().state(), ConnectionState::Online);
    client::Timeline *timeline = chat.openRoom(room);
    QTRY_VERIFY(timeline->isLoaded());
    chat.post(room, u"one"_s);
    QTRY_COMPARE(timeline->deliveredCount(), 1);
    setTopicAsOther(room, u"t"_s);
    sayAsOther(room, u"two"_s);
    chat.post(room, u"three"_s);
    QTRY_COMPARE(timeline->deliveredCount(), 3);

    proxy.cut();
    QTRY_VERIFY(chat.connection().state() != ConnectionState::Online);
    setTopicAsOther(room, u"u"_s);
    setTopicAsOther(room, u"t"_s);
    sayAsOther(room, u"four"_s);
    chat.post(room, u"five"_s);
    QTRY_COMPARE_WITH_TIMEOUT(timeline->deliveredCount(), 5, 15'000);
    QCOMPARE(shown(*timeline), textsOf(room));
    const protocol::Room *row = chat.rooms().find(room);
    QVERIFY(row);
    QCOMPARE(timeline->known(), row->head);
    chat.markRead(room, row->head);
    QCOMPARE(row->unread, 0);
    sayAsOther(room, u"six"_s);
    QTRY_COMPARE(timeline->deliveredCount(), 6);
    QCOMPARE(chat.rooms().find(room)->unread, 1);
    QCOMPARE(shown(*timeline), textsOf(room));
    QVERIFY2(proxy.asked("session.sync") <= 4, "it asks again and again");
    QVERIFY(proxy.asked("session.hello") <= 2);
    tellTried(u"neighbour_versions: "_s + QString::fromUtf8(QTest::currentDataTag()),
              {{u"messages"_s, timeline->deliveredCount()}}, true);
}

void TestNeighbourVersions::newErrorsAreKeptWithTheMessage_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("a new code") << QByteArray(
        R"({"code":"too_sleepy","message":"come back tomorrow","trace":"t1"})");
    QTest::newRow("a new reason") << QByteArray(
        R"({"code":"forbidden","reason":"full_moon","message":"no","trace":"t1"})");
}

//! The message is not lost, not sent again and again, and can be sent once the person wants it.
void TestNeighbourVersions::newErrorsAreKeptWithTheMessage()
{
    QFETCH(QByteArray, error);
    const RoomId room = m_scene.rooms()[m_nextRoom++];
    FrameProxy proxy(m_scene.salond().url());
    bool isRefusing = true;
    proxy.toServer = [&](const QByteArray &frame) {
        const bool isPost = frame.contains(R"("type":"message.post")");
        return isPost && isRefusing ? replacing({{R"("text":"hello")", R"("text":" ")"}})(frame)
                                    : QList{frame};
    };
    proxy.toClient = [&](const QByteArray &frame) {
        const auto from = frame.indexOf(R"("error":)");
        return from < 0 ? QList{frame} : QList{frame.first(from) + R"("error":)" + error + '}'};
    };
    const QTemporaryDir profile;
    Chat chat(profile.path());
    open(chat, proxy);
    QTRY_COMPARE(chat.connection().state(), ConnectionState::Online);
    client::Timeline *timeline = chat.openRoom(room);
    QTRY_VERIFY(timeline->isLoaded());
    chat.post(room, u"hello"_s);
    QTRY_COMPARE(timeline->entries().size(), 1);
    QTRY_COMPARE(timeline->entries().constFirst().state, client::SendState::Failed);
    const client::TimelineEntry entry = timeline->entries().constFirst();
    QCOMPARE(entry.message.text, u"hello"_s);
    QCOMPARE(entry.failure.trace, u"t1"_s); // so that the operator can find it
    QCOMPARE(proxy.asked("message.post"), 1);
    QCOMPARE(chat.connection().state(), ConnectionState::Online);
    isRefusing = false;
    chat.retry(room, entry.message.key);
    QTRY_COMPARE(timeline->deliveredCount(), 1);
    QCOMPARE(textsOf(room), QStringList{u"hello"_s});
}

QTEST_GUILESS_MAIN(TestNeighbourVersions)
#include "tst_neighbour_versions.moc"
