// SPDX-License-Identifier: MIT
#include "client/model/room_timeline_model.h"
#include "client/state/chat.h"
#include "server/store/database.h"
#include "tests/e2e/conversations.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QSignalSpy>
#include <QTest>
#include <QUuid>
#include <map>
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
constexpr qsizetype kMostLines = 500;
constexpr int kPatienceMs = 60'000;

using View = std::map<Seq, QByteArray>; //!< each message in its present form, as it is encoded

View viewOf(const std::map<Seq, Message> &messages)
{
    View view;
    for (const auto &[seq, message] : messages)
        view[seq] = wire::encoded(message);
    return view;
}

//! Those of the messages that say that they are pinned.
View pinnedOf(View view)
{
    std::erase_if(view, [](const auto &each) { return !each.second.contains(R"("pinned":true)"); });
    return view;
}

//! Who knows the room by its events alone.
struct Fold {
    std::map<Seq, Message> messages;
    Seq known = 0;

    void take(const RoomEvent &event)
    {
        if (event.seq <= known)
            return;
        QCOMPARE(event.seq, known + 1);
        known = event.seq;
        if (const auto message = event.message())
            messages[message->seq] = *message;
        const auto changed = messages.find(event.changes());
        if (changed != messages.end())
            event.change(changed->second);
    }
};

} // namespace

//! A real conversation with its answers, in which people edit, delete, react, pin and call each
//! other.
//! Clients that came to it in different ways end with the same, byte for byte.
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

    void chooseLines(const Conversations &talk);
    void talk(qsizetype from, qsizetype to);
    void say(const Line &line);
    void change();
    View history(size_t person);
    View pinned(size_t person);
    View ofChat();
    View pinnedInChat();
    QStringList pinLines();
    QStringList expectedPinLines();
    void openChat();
    void arrive(TestClient &client, Fold &fold);

    std::unique_ptr<SalondProcess> m_salond;
    std::vector<Person> m_people;
    RoomId m_room;
    std::mt19937 m_random;
    QList<Line> m_lines;
    bool m_hasAnswers = false;
    QHash<QString, size_t> m_personOf; //!< by author
    QHash<qsizetype, Seq> m_seqOf; //!< by line
    std::vector<Posted> m_posted;
    QTemporaryDir m_profile;
    std::unique_ptr<Chat> m_chat;
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

//! Of one room, from where it is known who answered what.
void TestChangingTalk::chooseLines(const Conversations &talk)
{
    const auto answer =
        std::ranges::find_if(talk.lines, [](const Line &line) { return line.replyTo >= 0; });
    m_hasAnswers = answer != talk.lines.end();
    const Line &first = m_hasAnswers ? *answer : talk.lines.first();
    for (const Line &line : talk.lines) {
        const bool isOf = line.room == first.room || !m_hasAnswers;
        if (isOf && line.number >= first.number && m_lines.size() < kMostLines)
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
    if (const Seq answered = m_seqOf.value(line.replyTo); answered > 0)
        replyTo = answered;
    else if (!m_hasAnswers && m_posted.size() > 3)
        replyTo = m_posted[m_posted.size() - 3].seq;
    const auto posted = m_people[person].http->call(
        "/api/message.post",
        PostMessage{m_room, QUuid::createUuid().toString(QUuid::WithoutBraces), line.text,
                    replyTo});
    QVERIFY2(posted, posted ? "" : qPrintable(posted.error().toString()));
    m_seqOf.insert(line.number, posted->seq);
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

View TestChangingTalk::history(size_t person)
{
    std::map<Seq, Message> all;
    std::optional<Seq> before;
    for (;;) {
        const auto page = m_people[person].http->call(
            "/api/room.messages",
            ListMessages{.room = m_room, .before = before, .after = {}, .around = {}, .limit = 50});
        if (!page)
            return {};
        for (const Message &message : page->messages)
            all[message.seq] = message;
        if (!page->hasBefore)
            return viewOf(all);
        before = page->from;
    }
}

View TestChangingTalk::pinned(size_t person)
{
    std::map<Seq, Message> all;
    ListPins ask{m_room};
    do {
        const auto page = m_people[person].http->call("/api/room.pins", ask);
        if (!page)
            return {};
        for (const Message &message : page->messages)
            all[message.seq] = message;
        ask.after = page->after;
    } while (ask.after);
    return viewOf(all);
}

View TestChangingTalk::pinnedInChat()
{
    View view;
    for (const Message &message : m_chat->pins().messages())
        view[message.seq] = wire::encoded(message);
    return view;
}

//! "message: pinned by at" of each line between the messages that its timeline has.
QStringList TestChangingTalk::pinLines()
{
    const RoomTimelineModel model(*m_chat, m_chat->openRoom(m_room),
                                  [](const Error &error) { return error.message; });
    QStringList lines;
    for (int i = 0; i < model.rowCount(); ++i) {
        for (const RowPinLine &line : model.row(i).pinLines)
            lines.append(u"%1: %2 %3 %4"_s.arg(model.row(i).seq)
                             .arg(line.message)
                             .arg(line.by)
                             .arg(line.at));
    }
    return lines;
}

//! The same from the log, whose order nothing but the numbers decides.
QStringList TestChangingTalk::expectedPinLines()
{
    TestClient reader(m_salond->url());
    if (!reader.open(m_people[3].login.token))
        return {};
    std::map<Seq, std::pair<Seq, QString>> pins; // by message: its event, and the line
    Seq known = 0;
    Seq last = 0; // the last message before
    for (;;) {
        const auto events = reader.ask(ListEvents{m_room, known, kMaxEvents});
        if (!events || events->events.isEmpty())
            break;
        for (const RoomEvent &event : events->events) {
            known = event.seq;
            if (event.message())
                last = event.seq;
            const bool isPin = std::holds_alternative<MessagePinned>(event.data);
            if (isPin)
                pins[event.changes()] = {event.seq,
                                         u"%1: %2 %3 %4"_s.arg(last)
                                             .arg(event.changes())
                                             .arg(m_chat->nameOf(event.by))
                                             .arg(event.at)};
            else if (std::holds_alternative<MessageUnpinned>(event.data)
                     || std::holds_alternative<MessageDeleted>(event.data))
                pins.erase(event.changes());
        }
    }
    std::map<Seq, QString> inOrder;
    for (const auto &[message, pin] : pins)
        inOrder[pin.first] = pin.second;
    QStringList lines;
    for (const auto &[seq, line] : inOrder)
        lines.append(line);
    return lines;
}

void TestChangingTalk::openChat()
{
    m_chat = std::make_unique<Chat>(m_profile.path());
    QSignalSpy caughtUp(m_chat.get(), &Chat::caughtUp);
    m_chat->open(m_salond->url(), m_people[2].login.token, m_people[2].login.user.id);
    QTRY_COMPARE_WITH_TIMEOUT(caughtUp.count(), 1, kPatienceMs);
}

//! All that its timeline has, paged back to the first.
View TestChangingTalk::ofChat()
{
    Timeline *timeline = m_chat->openRoom(m_room);
    const auto whole = [&] {
        if (timeline->isLoaded() && timeline->hasOlder())
            m_chat->loadOlder(m_room);
        if (timeline->isLoaded() && timeline->hasNewer())
            m_chat->loadNewer(m_room);
        return timeline->isLoaded() && !timeline->hasOlder() && !timeline->hasNewer();
    };
    if (!QTest::qWaitFor(whole, kPatienceMs))
        return {};
    View view;
    for (const TimelineEntry &entry : timeline->entries())
        view[entry.message.seq] = wire::encoded(entry.message);
    return view;
}

//! Says hello and asks for what was missed, as often as the server says that there is more.
void TestChangingTalk::arrive(TestClient &client, Fold &fold)
{
    QVERIFY(client.open(m_people[3].login.token));
    for (bool isWhole = false; !isWhole;) {
        const auto missed = client.ask(ListEvents{m_room, fold.known, kMaxEvents});
        QVERIFY(missed);
        for (const RoomEvent &event : missed->events)
            fold.take(event);
        isWhole = missed->events.isEmpty();
    }
}

void TestChangingTalk::everybodyEndsWithTheSame()
{
    const qsizetype lines = m_lines.size();
    Fold live;
    Fold away;
    TestClient watcher(m_salond->url());
    QVERIFY(watcher.open(m_people[1].login.token));
    const auto before = watcher.ask(ListEvents{m_room, 0, kMaxEvents});
    QVERIFY(before);
    for (const RoomEvent &event : before->events)
        live.take(event);
    {
        TestClient early(m_salond->url());
        arrive(early, away);
        openChat();
        m_chat->openRoom(m_room);
        m_chat->pins().open(m_room);
        talk(0, lines / 3);
        for (const RoomEvent &event : std::as_const(early.events))
            away.take(event);
        const auto known = [&] { return m_chat->rooms().find(m_room)->head >= away.known; };
        QTRY_VERIFY_WITH_TIMEOUT(known(), kPatienceMs);
    }
    m_chat.reset(); // restarted in the middle, and missed a third
    talk(lines / 3, 2 * lines / 3);
    openChat();
    m_chat->pins().open(m_room);
    talk(2 * lines / 3, lines);
    if (QTest::currentTestFailed())
        return;
    qInfo("%zu messages, %d changes tried", m_posted.size(), m_changes);
    TestClient back(m_salond->url());
    arrive(back, away);
    const View expected = history(0); // fresh
    QCOMPARE(expected.size(), m_posted.size());
    const auto seen = [&] {
        for (const RoomEvent &event : std::exchange(watcher.events, {}))
            live.take(event);
        return live.known >= away.known;
    };
    QTRY_VERIFY_WITH_TIMEOUT(seen(), kPatienceMs);
    QVERIFY(viewOf(live.messages) == expected);
    QVERIFY(viewOf(away.messages) == expected);
    QTRY_VERIFY_WITH_TIMEOUT(m_chat->rooms().find(m_room)->head >= away.known, kPatienceMs);
    QVERIFY(ofChat() == expected);
    const View pins = pinned(4);
    QVERIFY(!pins.empty());
    QVERIFY(pins == pinnedOf(expected));
    QVERIFY(pinnedInChat() == pins);
    const QStringList shown = expectedPinLines();
    QCOMPARE(shown.size(), qsizetype(pins.size()));
    QCOMPARE(pinLines(), shown);
    // And from the disk, without a server.
    m_chat.reset();
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    m_chat = std::make_unique<Chat>(m_profile.path());
    QSignalSpy restored(m_chat.get(), &Chat::restored);
    m_chat->open(m_salond->url(), m_people[2].login.token, m_people[2].login.user.id);
    QTRY_COMPARE(restored.count(), 1);
    QVERIFY(ofChat() == expected);
    m_chat->pins().open(m_room);
    QTRY_VERIFY(m_chat->pins().source() == RoomPins::Source::Cache);
    QVERIFY(pinnedInChat() == pins);
    QCOMPARE(pinLines(), shown);
    m_chat.reset();
}

//! The server's views are those that its log makes: checked, and built anew.
void TestChangingTalk::logMakesTheSame()
{
    const auto checked = m_salond->command({u"check"_s});
    QVERIFY2(checked.exitCode == 0, checked.output + checked.errors);
    QVERIFY(m_salond->start());
    const View before = history(0);
    QVERIFY(!before.empty());
    const View pins = pinned(0);
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    {
        server::Database database;
        QVERIFY(database.open(m_salond->dataFolder() + u"/salon.db"_s,
                              server::Database::Access::ReadWrite));
        QVERIFY(database.execute(u"DELETE FROM messages"_s));
    }
    const auto repaired = m_salond->command({u"check"_s, u"--repair"_s});
    QVERIFY2(repaired.exitCode == 0, repaired.output + repaired.errors);
    QVERIFY(m_salond->start());
    QVERIFY(history(0) == before);
    QVERIFY(pinned(0) == pins);
}

QTEST_GUILESS_MAIN(TestChangingTalk)
#include "tst_changing_talk.moc"
