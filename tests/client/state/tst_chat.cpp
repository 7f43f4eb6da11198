// SPDX-License-Identifier: MIT
#include "client/state/chat.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr int kReconnectMs = 20'000;

//! Two people, their clients, and a real salond that is killed in between.
class TestChat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void bothSeeWhatIsSaid();
    void textsArriveExactly_data();
    void textsArriveExactly();
    void missedMessagesComeOnceAfterAKill();
    void sentDuringAKillIsThereOnce();
    void pagesBackToTheFirst();
    void longAbsenceIsAGap();
    void leftOnAnotherDevice();
    void roomsOfOthersAreFoundAndJoined();

private:
    struct Person {
        protocol::LoginReply login;
        QTemporaryDir folder;
        std::unique_ptr<Chat> chat;
        Timeline *timeline = nullptr;
    };
    std::unique_ptr<Person> arrive(const QString &name)
    {
        auto person = std::make_unique<Person>();
        const auto login = HttpClient(m_salond->port()).login(name, u"correct horse 7"_s);
        if (!login)
            return nullptr;
        person->login = *login;
        start(*person);
        return person->timeline ? std::move(person) : nullptr;
    }
    void start(Person &person)
    {
        person.timeline = nullptr;
        person.chat = std::make_unique<Chat>(person.folder.path());
        QSignalSpy ready(person.chat.get(), &Chat::ready);
        person.chat->open(m_salond->url(), person.login.token, person.login.user.id);
        if (!QTest::qWaitFor([&] { return ready.count() > 0; }, kReconnectMs))
            return;
        m_room = person.chat->rooms().all().first().id;
        person.timeline = person.chat->openRoom(m_room);
        (void)QTest::qWaitFor([&] { return person.timeline->isLoaded(); });
    }
    static QStringList texts(const Timeline &timeline)
    {
        QStringList list;
        for (const TimelineEntry &entry : timeline.entries()) {
            const bool isSent = entry.state == SendState::Sent;
            list.append(isSent ? entry.message.text : u"not sent: "_s + entry.message.text);
        }
        return list;
    }
    //! As the token's owner, over HTTP: `count` messages "after 1" and so on.
    QStringList say(const Person &person, int count)
    {
        HttpClient http(m_salond->port());
        http.setToken(person.login.token.toUtf8());
        QStringList list;
        for (int i = 1; i <= count; ++i) {
            const QString text = u"after %1"_s.arg(i);
            const protocol::PostMessage post{
                m_room, u"00000000-0000-4000-8000-%1"_s.arg(i, 12, 10, QChar(u'0')), text, {}};
            if (http.call("/api/message.post", post))
                list.append(text);
        }
        return list;
    }

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<Person> m_ada;
    std::unique_ptr<Person> m_grace;
    RoomId m_room;
};

void TestChat::init()
{
    m_salond = std::make_unique<SalondProcess>(
        kCheapPasswords
        + "[limits]\nmessages_per_second = 100000\nmessage_burst = 100000\n"
          "requests_per_second = 100000\n");
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    for (const auto &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, u"correct horse 7"_s));
    m_ada = arrive(u"ada"_s);
    m_grace = arrive(u"grace"_s);
    QVERIFY(m_ada && m_grace);
}

void TestChat::cleanup()
{
    m_ada.reset();
    m_grace.reset();
    m_salond.reset();
}

void TestChat::bothSeeWhatIsSaid()
{
    m_ada->chat->post(m_room, u"hello"_s);
    QTRY_COMPARE(texts(*m_grace->timeline), QStringList{u"hello"_s});
    m_grace->chat->post(m_room, u"hello yourself"_s);
    const QStringList both{u"hello"_s, u"hello yourself"_s};
    QTRY_COMPARE(texts(*m_ada->timeline), both);
    QTRY_COMPARE(texts(*m_grace->timeline), both);
    QTRY_COMPARE(m_ada->chat->nameOf(m_grace->login.user.id), m_grace->login.user.displayName);
    QCOMPARE(m_ada->chat->rooms().find(m_room)->unread, 1);
}

void TestChat::textsArriveExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("byte order mark first") << QChar(0xFEFF) + u"hi"_s;
    QTest::newRow("outer spaces") << u"  hi \n"_s;
    QTest::newRow("control character") << u"a\u0008b"_s;
    QTest::newRow("emoji and right to left") << u"🦉 שלום"_s;
    QTest::newRow("quotes") << u"\"\\ '; DROP TABLE unsent; --"_s;
}

void TestChat::textsArriveExactly()
{
    QFETCH(QString, text);
    m_ada->chat->post(m_room, text);
    QTRY_COMPARE(texts(*m_grace->timeline), QStringList{text});
    QTRY_COMPARE(texts(*m_ada->timeline), QStringList{text});
}

void TestChat::missedMessagesComeOnceAfterAKill()
{
    m_ada->chat->post(m_room, u"before"_s);
    QTRY_COMPARE(texts(*m_grace->timeline), QStringList{u"before"_s});
    m_salond->kill();
    QTRY_VERIFY(m_grace->chat->connection().state() != ConnectionState::Online);
    // Whoever is back first speaks while the others are still away.
    m_grace->chat->connection().close();
    QVERIFY(m_salond->start());
    const QStringList expected = QStringList{u"before"_s} + say(*m_ada, 40);
    QCOMPARE(expected.size(), 41);
    m_grace->chat->open(m_salond->url(), m_grace->login.token, m_grace->login.user.id);
    QTRY_COMPARE_WITH_TIMEOUT(texts(*m_grace->timeline), expected, kReconnectMs);
    QTRY_COMPARE_WITH_TIMEOUT(texts(*m_ada->timeline), expected, kReconnectMs);
}

void TestChat::sentDuringAKillIsThereOnce()
{
    QStringList expected;
    for (int i = 0; i < 60; ++i) {
        expected.append(u"message %1"_s.arg(i));
        m_ada->chat->post(m_room, expected.last());
    }
    QTRY_VERIFY(texts(*m_grace->timeline).size() > 3); // in the middle of it
    m_salond->kill();
    QTRY_VERIFY(m_ada->chat->connection().state() != ConnectionState::Online);
    // And the client crashed, too; when it starts there is no server yet.
    m_ada->chat = std::make_unique<Chat>(m_ada->folder.path());
    m_ada->chat->open(m_salond->url(), m_ada->login.token, m_ada->login.user.id);
    QTRY_COMPARE(m_ada->chat->connection().state(), ConnectionState::Waiting);
    QVERIFY(m_salond->start());
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->chat->rooms().find(m_room), kReconnectMs);
    m_ada->timeline = m_ada->chat->openRoom(m_room);
    const auto newest = [&](const Timeline &timeline) {
        return texts(timeline).last(qMin<qsizetype>(texts(timeline).size(), 30));
    };
    QTRY_COMPARE_WITH_TIMEOUT(newest(*m_ada->timeline), expected.last(30), kReconnectMs);
    QTRY_COMPARE_WITH_TIMEOUT(texts(*m_grace->timeline), expected, kReconnectMs);
}

void TestChat::pagesBackToTheFirst()
{
    const QStringList said = say(*m_ada, 250);
    QTRY_COMPARE(texts(*m_grace->timeline), said);
    m_grace->chat->markRead(m_room, m_grace->timeline->known()); // else it opens where she stopped
    QTRY_COMPARE(m_grace->chat->rooms().find(m_room)->unread, 0);
    start(*m_grace);
    QVERIFY(m_grace->timeline);
    QCOMPARE(texts(*m_grace->timeline), said.last(30));
    while (m_grace->timeline->hasOlder()) {
        const auto before = m_grace->timeline->entries().size();
        m_grace->chat->loadOlder(m_room);
        m_grace->chat->loadOlder(m_room); // a second question is not asked meanwhile
        QTRY_VERIFY(m_grace->timeline->entries().size() > before || !m_grace->timeline->hasOlder());
    }
    QCOMPARE(texts(*m_grace->timeline), said);
}

void TestChat::longAbsenceIsAGap()
{
    m_ada->chat->post(m_room, u"before"_s);
    QTRY_COMPARE(texts(*m_grace->timeline), QStringList{u"before"_s});
    m_grace->chat->connection().close();
    const QStringList said = say(*m_ada, 520); // more than a sync hands out one by one
    m_grace->chat->open(m_salond->url(), m_grace->login.token, m_grace->login.user.id);
    QTRY_COMPARE(texts(*m_grace->timeline), said.last(30));
    QVERIFY(m_grace->timeline->hasOlder());
    m_ada->chat->post(m_room, u"live again"_s);
    QTRY_COMPARE(texts(*m_grace->timeline).last(), u"live again"_s);
}

void TestChat::leftOnAnotherDevice()
{
    HttpClient phone(m_salond->port());
    const auto login = phone.login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(login);
    phone.setToken(login->token.toUtf8());
    QVERIFY(phone.call("/api/room.leave", protocol::LeaveRoom{m_room}));
    QTRY_VERIFY(!m_ada->chat->rooms().find(m_room));
    QVERIFY(phone.call("/api/room.join", protocol::JoinRoom{m_room}));
    QTRY_VERIFY(m_ada->chat->rooms().find(m_room));
}

void TestChat::roomsOfOthersAreFoundAndJoined()
{
    std::optional<RoomId> made;
    m_ada->chat->createRoom({u"greenhouse"_s, u"plants"_s},
                            [&](const Result<protocol::RoomReply> &reply) {
                                QVERIFY(reply);
                                made = reply->room.id;
                            });
    QTRY_VERIFY(made);
    QVERIFY(m_ada->chat->rooms().find(*made));
    QVERIFY(!m_grace->chat->rooms().find(*made));
    QStringList names;
    m_grace->chat->listPublicRooms([&](const Result<protocol::RoomListReply> &list) {
        for (const protocol::Room &room : list->rooms)
            names.append(room.name);
    });
    QTRY_VERIFY(names.contains(u"greenhouse"_s));
    m_grace->chat->joinRoom(*made,
                            [](const Result<protocol::RoomReply> &reply) { QVERIFY(reply); });
    QTRY_VERIFY(m_grace->chat->rooms().find(*made));
    QCOMPARE(m_grace->chat->rooms().find(*made)->topic, u"plants"_s);
    qsizetype members = 0;
    m_grace->chat->listMembers(
        *made, [&](const Result<protocol::MemberPage> &page) { members = page->members.size(); });
    QTRY_COMPARE(members, 2);
}

QTEST_GUILESS_MAIN(TestChat)
#include "tst_chat.moc"
