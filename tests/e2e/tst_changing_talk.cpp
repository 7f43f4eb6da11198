// SPDX-License-Identifier: MIT
#include "client/state/chat.h"
#include "server/store/database.h"
#include "tests/e2e/conversations.h"
#include "tests/e2e/room_views.h"
#include "tests/support/cut_line.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::protocol;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
const QStringList kPeople{u"ada"_s, u"grace"_s, u"linus"_s, u"margaret"_s, u"barbara"_s};
const QStringList kEmoji{u"👍"_s, u"❤️"_s, u"🎉"_s, u"😀"_s};
constexpr qsizetype kMostLines = 1'000;
constexpr int kPatienceMs = 60'000;

bool isAnswer(const Line &line)
{
    return line.replyTo >= 0;
}

//! Who is called where and by whom.
QStringList mentionsIn(server::Database &database)
{
    server::Query query =
        database.prepare("SELECT user_id, room_id, seq, by_user FROM mentions ORDER BY 1, 2, 3, 4");
    QStringList mentions;
    if (!query.run())
        return mentions;
    for (auto more = query.next(); more && *more; more = query.next()) {
        QStringList row;
        for (int column = 0; column < 4; ++column)
            row.append(QString::number(query.integer(column)));
        mentions.append(row.join(u' '));
    }
    return mentions;
}

} // namespace

//! Real conversations with their answers, in which people edit, delete, react, pin and call each
//! other. Clients that came to it in different ways end with the same, byte for byte.
class TestChangingTalk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everybodyEndsWithTheSame();
    void logMakesTheSame();

private:
    struct Person {
        LoginReply login;
        std::unique_ptr<HttpClient> http;
    };
    struct Posted {
        Seq seq = 0;
        size_t person = 0;
    };
    //! Our client on somebody's computer.
    struct Device {
        QByteArray name;
        size_t person = 0;
        QTemporaryDir profile = {};
        std::unique_ptr<Chat> chat = {};
    };

    void chooseLines(const Conversations &talk);
    void talk(qsizetype from, qsizetype to);
    void say(const Line &line);
    void change();
    void start(Device &device, const QUrl &server);
    void compare(Device &device, const View &expected, const View &pins, const QStringList &lines);

    std::unique_ptr<SalondProcess> m_salond;
    std::vector<Person> m_people;
    RoomId m_room;
    std::mt19937 m_random;
    QList<Line> m_lines;
    bool m_hasAnswers = false;
    QHash<QString, size_t> m_personOf; //!< by author
    QHash<std::pair<QString, qint64>, Seq> m_seqOf; //!< by room and line
    std::vector<Posted> m_posted;
    qsizetype m_answers = 0;
    int m_changes = 0;
};

void TestChangingTalk::initTestCase()
{
    const QString file = qEnvironmentVariable("SALON_CONVERSATIONS", QStringLiteral(SALON_SAMPLE));
    const auto talk = Conversations::read(file);
    QVERIFY2(talk, talk ? "" : qPrintable(talk.error().toString()));
    chooseLines(*talk);
    const auto seed = qEnvironmentVariableIsSet("SALON_SEED")
        ? qEnvironmentVariable("SALON_SEED").toUInt()
        : std::random_device()();
    qInfo("seed %u, %lld lines", seed, static_cast<long long>(m_lines.size()));
    m_random.seed(seed);
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits);
    QVERIFY(m_salond->start());
    for (const QString &name : kPeople) {
        QVERIFY(m_salond->addUser(name, kPassword));
        auto http = std::make_unique<HttpClient>(m_salond->port());
        const auto login = http->login(name, kPassword);
        QVERIFY(login);
        http->setToken(login->token.toLatin1());
        m_people.push_back({*login, std::move(http)});
    }
    const auto room = m_people[0].http->call("/api/room.create", CreateRoom{u"talk"_s, {}});
    QVERIFY(room);
    m_room = room->room.id;
    for (size_t i = 1; i < m_people.size(); ++i)
        QVERIFY(m_people[i].http->call("/api/room.join", JoinRoom{m_room}));
}

//! Of all rooms: so many answers, evenly, with what they answer; without any, what was said first.
void TestChangingTalk::chooseLines(const Conversations &talk)
{
    const auto answers = std::ranges::count_if(talk.lines, &isAnswer);
    m_hasAnswers = answers > 0;
    if (!m_hasAnswers) {
        m_lines = talk.lines.first(std::min(talk.lines.size(), kMostLines));
        return;
    }
    const qsizetype each = std::max<qsizetype>(1, 2 * answers / kMostLines);
    QSet<std::pair<QString, qint64>> chosen;
    qsizetype number = 0;
    for (const Line &line : talk.lines) {
        if (isAnswer(line) && number++ % each == 0)
            chosen << std::pair(line.room, line.number) << std::pair(line.room, line.replyTo);
    }
    for (const Line &line : talk.lines) {
        if (chosen.contains({line.room, line.number}))
            m_lines.append(line);
    }
}

//! As it was said, by fewer people; in between they change what was said.
void TestChangingTalk::talk(qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i) {
        say(m_lines[i]);
        if (QTest::currentTestFailed())
            return;
        QCoreApplication::processEvents(); // who is there follows
        while (std::uniform_int_distribution(0, 2)(m_random) > 0)
            change();
    }
}

void TestChangingTalk::say(const Line &line)
{
    if (!m_personOf.contains(line.by))
        m_personOf.insert(line.by, size_t(m_personOf.size()) % m_people.size());
    const size_t person = m_personOf.value(line.by);
    std::optional<Seq> replyTo;
    if (const Seq answered = m_seqOf.value({line.room, line.replyTo}); answered > 0)
        replyTo = answered;
    else if (!m_hasAnswers && m_posted.size() > 3)
        replyTo = m_posted[m_posted.size() - 3].seq;
    const auto posted = m_people[person].http->say(m_room, line.text, replyTo);
    QVERIFY2(posted, posted ? "" : qPrintable(posted.error().toString()));
    m_answers += replyTo ? 1 : 0;
    m_seqOf.insert({line.room, line.number}, posted->seq);
    m_posted.push_back({posted->seq, person});
}

void TestChangingTalk::change()
{
    const auto upTo = [this](size_t most) {
        return std::uniform_int_distribution<size_t>(0, most)(m_random);
    };
    // What was just said changes more often than what is long past.
    const size_t back = std::min(m_posted.size() - 1, upTo(5) * upTo(40));
    const Posted &chosen = m_posted[m_posted.size() - 1 - back];
    const HttpClient &author = *m_people[chosen.person].http;
    const HttpClient &somebody = *m_people[upTo(m_people.size() - 1)].http;
    const QString emoji = kEmoji[qsizetype(upTo(3))];
    ++m_changes;
    switch (upTo(12)) { // what was deleted since refuses, which is as it should be
    case 0:
    case 1:
        (void)author.call(
            "/api/message.edit",
            EditMessage{m_room, chosen.seq, u"once more, @%1"_s.arg(kPeople[qsizetype(upTo(4))])});
        break;
    case 2:
        if (upTo(3) == 0)
            QVERIFY(author.call("/api/message.delete", DeleteMessage{m_room, chosen.seq}));
        break;
    case 3:
    case 4:
        QVERIFY(somebody.call("/api/reaction.remove", RemoveReaction{m_room, chosen.seq, emoji}));
        break;
    case 5:
    case 6: // or the room has as many pins as it can
        (void)somebody.call("/api/message.pin", PinMessage{m_room, chosen.seq});
        break;
    case 7:
        QVERIFY(somebody.call("/api/message.unpin", UnpinMessage{m_room, chosen.seq}));
        break;
    default:
        (void)somebody.call("/api/reaction.add", AddReaction{m_room, chosen.seq, emoji});
    }
}

void TestChangingTalk::start(Device &device, const QUrl &server)
{
    device.chat = std::make_unique<Chat>(device.profile.path());
    QSignalSpy caughtUp(device.chat.get(), &Chat::caughtUp);
    const LoginReply &login = m_people[device.person].login;
    device.chat->open(server, login.token, login.user.id);
    QTRY_COMPARE_WITH_TIMEOUT(caughtUp.count(), 1, kPatienceMs);
    device.chat->openRoom(m_room);
    device.chat->pins().open(m_room);
}

void TestChangingTalk::compare(Device &device, const View &expected, const View &pins,
                               const QStringList &lines)
{
    QTRY_VERIFY2_WITH_TIMEOUT(shown(*device.chat, m_room) == expected, device.name, kPatienceMs);
    QTRY_VERIFY2(shownPins(*device.chat) == pins, device.name);
    QTRY_VERIFY2(shownPinLines(*device.chat, m_room) == lines, device.name);
}

void TestChangingTalk::everybodyEndsWithTheSame()
{
    const qsizetype count = m_lines.size();
    const QUrl server = m_salond->url();
    CutLine line(m_salond->port());
    QUrl throughLine = server;
    throughLine.setPort(line.port());
    Device live{"live all along", 1};
    Device cut{"offline and back", 3};
    Device restarted{"restarted in the middle", 2};
    Device fresh{"fresh", 4};
    start(live, server);
    start(cut, throughLine);
    start(restarted, server);
    const auto head = [this](const Device &device) {
        const auto *room = device.chat->rooms().find(m_room);
        return room ? room->head : 0;
    };
    talk(0, count / 3);
    QTRY_VERIFY_WITH_TIMEOUT(head(restarted) >= m_posted.back().seq, kPatienceMs);
    line.cut();
    restarted.chat.reset();
    talk(count / 3, 2 * count / 3);
    QVERIFY(head(cut) < m_posted.back().seq);
    line.mend();
    start(restarted, server);
    talk(2 * count / 3, count);
    if (QTest::currentTestFailed())
        return;
    qInfo("%zu messages, %lld of them answers, %d changes tried", m_posted.size(),
          static_cast<long long>(m_answers), m_changes);
    start(fresh, server);
    const View expected = history(*m_people[0].http, m_room);
    QCOMPARE(expected.size(), m_posted.size());
    const View pins = pinned(*m_people[4].http, m_room);
    QVERIFY(!pins.empty());
    QVERIFY(pins == pinnedOf(expected));
    QHash<UserId, QString> names;
    for (const Person &person : m_people)
        names.insert(person.login.user.id, person.login.user.name);
    const QStringList lines = pinLines(server, m_people[3].login.token, m_room, names);
    QCOMPARE(lines.size(), qsizetype(pins.size()));
    for (Device *device : {&live, &cut, &restarted, &fresh}) {
        compare(*device, expected, pins, lines);
        if (QTest::currentTestFailed())
            return;
        device->chat.reset();
    }
    // And from the disk, without a server.
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    for (Device *device : {&live, &cut, &restarted, &fresh}) {
        device->chat = std::make_unique<Chat>(device->profile.path());
        QSignalSpy restored(device->chat.get(), &Chat::restored);
        const LoginReply &login = m_people[device->person].login;
        device->chat->open(device == &cut ? throughLine : server, login.token, login.user.id);
        QTRY_COMPARE(restored.count(), 1);
        device->chat->openRoom(m_room);
        device->chat->pins().open(m_room);
        QTRY_VERIFY(device->chat->pins().source() == RoomPins::Source::Cache);
        compare(*device, expected, pins, lines);
        if (QTest::currentTestFailed())
            return;
        device->chat.reset();
    }
}

//! The server's views are those that its log makes: checked, and built anew.
void TestChangingTalk::logMakesTheSame()
{
    const auto checked = m_salond->command({u"check"_s});
    QVERIFY2(checked.exitCode == 0, checked.output + checked.errors);
    QVERIFY(m_salond->start());
    const HttpClient &http = *m_people[0].http;
    const View before = history(http, m_room);
    QVERIFY(!before.empty());
    const View pins = pinned(http, m_room);
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    QStringList mentions;
    {
        server::Database database;
        QVERIFY(database.open(m_salond->dataFolder() + u"/salon.db"_s,
                              server::Database::Access::ReadWrite));
        mentions = mentionsIn(database);
        QVERIFY(database.execute(u"DELETE FROM messages"_s));
        QVERIFY(database.execute(u"DELETE FROM mentions"_s));
    }
    QVERIFY(!mentions.isEmpty());
    const auto repaired = m_salond->command({u"check"_s, u"--repair"_s});
    QVERIFY2(repaired.exitCode == 0, repaired.output + repaired.errors);
    {
        server::Database database;
        QVERIFY(database.open(m_salond->dataFolder() + u"/salon.db"_s,
                              server::Database::Access::ReadOnly));
        QCOMPARE(mentionsIn(database), mentions);
    }
    QVERIFY(m_salond->start());
    QVERIFY(history(http, m_room) == before);
    QVERIFY(pinned(http, m_room) == pins);
}

QTEST_GUILESS_MAIN(TestChangingTalk)
#include "tst_changing_talk.moc"
