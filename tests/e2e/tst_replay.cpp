// SPDX-License-Identifier: MIT
#include "client/ui/room_pane.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/e2e/conversations.h"
#include "tests/e2e/replay.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/window_user.h"
#include <QDir>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSet>
#include <QTest>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

// What a busy public channel needs beyond the defaults; the test prints it.
constexpr auto kConfiguration = R"(
[passwords]
passes = 1
memory_bytes = 8192
[limits]
messages_per_second = 100000
message_burst = 100000
requests_per_second = 100000
rooms_per_hour = 1000
)";

const auto kPassword = u"correct horse battery"_s;
const QStringList kWatchers{u"watcher-one"_s, u"watcher-two"_s};

QString keyOf(size_t posting)
{
    return u"5a10a000-0000-4000-8000-%1"_s.arg(posting, 12, 16, QChar(u'0'));
}

} // namespace

//! Real conversations through real sockets to a real salond, killed in the middle.
class TestReplay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void accounts();
    void rooms();
    void everybodyConnects();
    void firstHalfUntilKilled();
    void secondHalfAfterRestart();
    void watchersSawEachOnceInOrder();
    void historyGivesTheSameTexts();
    void largestRoomInAWindow();
    void salondStopsInTime();

private:
    QHash<QString, QString> addAccounts(const QStringList &names);
    void preparePostings();
    void compareWithConversation(RoomId room, const std::vector<Seen> &seen);

    Conversations m_talk;
    bool m_isSample = true;
    std::unique_ptr<SalondProcess> m_salond;
    QHash<QString, QString> m_accountOf; //!< by author
    std::vector<Person> m_people;
    QHash<QString, size_t> m_personOf; //!< by account
    QHash<QString, RoomId> m_roomIds;
    std::vector<Posting> m_postings;
    std::unique_ptr<Replay> m_replay;
    QElapsedTimer m_time;
};

void TestReplay::initTestCase()
{
    m_time.start();
    QString file = qEnvironmentVariable("SALON_CONVERSATIONS");
    m_isSample = file.isEmpty();
    if (m_isSample)
        file = QStringLiteral(SALON_SAMPLE);
    const auto talk = Conversations::read(file);
    QVERIFY2(talk, talk ? "" : qPrintable(talk.error().toString()));
    m_talk = *talk;
    qInfo() << m_talk.lines.size() << "messages," << m_talk.authors.size() << "authors,"
            << m_talk.rooms.size() << "rooms";
    qInfo() << "configuration of this test:" << kConfiguration;
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
}

//! Adds them in one go; answers with the error code of those that were refused.
QHash<QString, QString> TestReplay::addAccounts(const QStringList &names)
{
    QByteArray list;
    for (const QString &name : names)
        list += name.toUtf8() + '\t' + kPassword.toUtf8() + '\n';
    const CommandResult result =
        m_salond->command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, list);
    QHash<QString, QString> refused;
    for (const QByteArray &line : result.errors.split('\n')) {
        const auto words = QString::fromUtf8(line).split(u": "_s);
        const qsizetype number = words.first().section(u' ', 1).toLongLong();
        if (words.size() >= 4 && number > 0 && number <= names.size())
            refused.insert(names[number - 1], words[2]);
        else if (!line.isEmpty())
            qWarning() << line;
    }
    return refused;
}

void TestReplay::accounts()
{
    auto refused = addAccounts(m_talk.authors + kWatchers);
    QSet<QString> folded;
    qsizetype alike = 0;
    qsizetype spaced = 0;
    for (const QString &author : std::as_const(m_talk.authors)) {
        spaced += author != author.trimmed();
        alike += folded.contains(author.toCaseFolded());
        folded.insert(author.toCaseFolded());
    }
    // The sample has two more, alike in their looks only.
    QCOMPARE(refused.values().count(u"conflict"_s), alike + (m_isSample ? 2 : 0));
    QCOMPARE(refused.values().count(u"bad_request"_s), spaced);
    QCOMPARE(refused.size(), alike + spaced + (m_isSample ? 2 : 0));

    QStringList again;
    int suffix = 1;
    for (const QString &author : std::as_const(m_talk.authors)) {
        QString account = author.trimmed();
        if (refused.value(author) == "conflict"_L1)
            account += u"_%1"_s.arg(++suffix);
        if (refused.contains(author))
            again.append(account);
        m_accountOf.insert(author, account);
    }
    const auto stillRefused = addAccounts(again);
    QVERIFY2(stillRefused.isEmpty(), qPrintable(stillRefused.keys().join(u' ')));
}

void TestReplay::rooms()
{
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(Result<>(started).error().toString()));
    for (const QString &account : m_accountOf.values() + kWatchers) {
        const auto login = HttpClient(m_salond->port()).login(account, kPassword);
        QVERIFY2(login, login ? "" : qPrintable(login.error().toString()));
        m_personOf.insert(account, m_people.size());
        m_people.push_back(
            {account, login->user.id, login->token.toUtf8(), kWatchers.contains(account)});
    }
    QSet<std::pair<QString, QString>> joined;
    const auto enter = [&](const QString &account, const QString &room) {
        if (joined.contains({account, room}))
            return true;
        joined.insert({account, room});
        HttpClient http(m_salond->port());
        http.setToken(m_people[m_personOf.value(account)].token);
        if (m_roomIds.contains(room))
            return bool(http.call("/api/room.join", protocol::JoinRoom{m_roomIds.value(room)}));
        const auto made = http.call("/api/rooms", protocol::CreateRoom{.name = room, .topic = {}});
        if (made)
            m_roomIds.insert(room, made->room.id);
        return made.has_value();
    };
    for (const Line &line : std::as_const(m_talk.lines))
        QVERIFY2(enter(m_accountOf.value(line.by), line.room), qPrintable(line.room));
    for (const QString &room : std::as_const(m_talk.rooms)) {
        for (const QString &watcher : kWatchers)
            QVERIFY(enter(watcher, room));
    }
    preparePostings();
    qInfo() << "accounts and rooms after" << m_time.elapsed() << "ms";
}

//! With the answers to what the data knows to be answered.
void TestReplay::preparePostings()
{
    QHash<std::pair<QString, qint64>, size_t> placeOf; // by room and line
    qsizetype answers = 0;
    for (size_t i = 0; i < size_t(m_talk.lines.size()); ++i) {
        const Line &line = m_talk.lines[qsizetype(i)];
        Posting posting{m_roomIds.value(line.room), m_personOf.value(m_accountOf.value(line.by)),
                        keyOf(i), line.text};
        const auto answered = placeOf.constFind({line.room, line.replyTo});
        if (line.replyTo >= 0 && answered != placeOf.constEnd())
            posting.answers = *answered;
        answers += posting.answers ? 1 : 0;
        placeOf.insert({line.room, line.number}, i);
        m_postings.push_back(std::move(posting));
    }
    qInfo() << m_postings.size() << "messages to be sent," << answers << "of them answers";
}

void TestReplay::everybodyConnects()
{
    m_replay = std::make_unique<Replay>(m_salond->port(), m_people);
    QVERIFY2(m_replay->connectAll(), qPrintable(m_replay->faults.join(u'\n')));
    qInfo() << m_people.size() << "connected after" << m_time.elapsed() << "ms";
}

void TestReplay::firstHalfUntilKilled()
{
    const size_t half = m_postings.size() / 2;
    const bool sent = m_replay->send(m_postings, [&] { return m_replay->answered() >= half; });
    m_salond->kill();
    m_replay->disconnectAll();
    QVERIFY2(sent, qPrintable(m_replay->faults.join(u'\n')));
    qInfo() << m_replay->answered() << "acknowledged, then killed after" << m_time.elapsed()
            << "ms";
}

void TestReplay::secondHalfAfterRestart()
{
    const auto started = m_salond->start();
    QVERIFY2(started, started ? "" : qPrintable(Result<>(started).error().toString()));
    QVERIFY2(m_replay->connectAll(), qPrintable(m_replay->faults.join(u'\n')));
    // What was under way is sent again with the same key.
    const bool sent = m_replay->send(m_postings, [] { return false; }) && m_replay->settle();
    QVERIFY2(sent, qPrintable(m_replay->faults.join(u'\n')));
    qInfo() << "all sent," << m_replay->deliveries() << "deliveries checked, after"
            << m_time.elapsed() << "ms";
}

void TestReplay::compareWithConversation(RoomId room, const std::vector<Seen> &seen)
{
    size_t place = 0;
    for (const Posting &posting : m_postings) {
        if (posting.room != room)
            continue;
        QVERIFY2(place < seen.size(), "messages are missing");
        const Seen expected{qint64(place + 1), m_people[posting.person].id, posting.key,
                            posting.text};
        QVERIFY(posting.answer);
        QCOMPARE(posting.answer->n, expected.n);
        QCOMPARE(seen[place].n, expected.n);
        QCOMPARE(seen[place].key, expected.key);
        QCOMPARE(seen[place].by, expected.by);
        QCOMPARE(seen[place].text.toUtf8(), expected.text.toUtf8());
        const bool isAnswer = posting.answers.has_value();
        QCOMPARE(seen[place].replyTo.value_or(0),
                 isAnswer ? m_postings[*posting.answers].answer->seq : 0);
        ++place;
    }
    QCOMPARE(seen.size(), place);
}

void TestReplay::watchersSawEachOnceInOrder()
{
    for (const QString &watcher : kWatchers) {
        for (const RoomId room : std::as_const(m_roomIds)) {
            compareWithConversation(room, m_replay->view(m_personOf.value(watcher), room).messages);
            if (QTest::currentTestFailed())
                return;
        }
    }
}

void TestReplay::historyGivesTheSameTexts()
{
    HttpClient http(m_salond->port());
    http.setToken(m_people[m_personOf.value(kWatchers.first())].token);
    for (const RoomId room : std::as_const(m_roomIds)) {
        std::vector<Seen> seen;
        QByteArray before;
        while (true) {
            const auto page = HttpClient::decodedBody<protocol::MessagePage>(http.get(
                "/api/rooms/" + room.toString().toLatin1() + "/messages?limit=100" + before));
            QVERIFY2(page, page ? "" : qPrintable(page.error().toString()));
            std::vector<Seen> older;
            for (const protocol::Message &message : page->messages)
                older.push_back(
                    {message.n, message.by, message.key, message.text, message.replyTo});
            seen.insert(seen.begin(), older.begin(), older.end());
            if (!page->hasBefore)
                break;
            QVERIFY(page->from > 1);
            before = "&before=" + QByteArray::number(page->from);
        }
        compareWithConversation(room, seen);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo() << "history compared after" << m_time.elapsed() << "ms";
}

//! The room with the most messages, paged back in a real window to its first one.
void TestReplay::largestRoomInAWindow()
{
    QStringList expected;
    QString largest;
    for (const QString &room : std::as_const(m_talk.rooms)) {
        QStringList texts;
        for (const Line &line : std::as_const(m_talk.lines)) {
            if (line.room == room)
                texts.append(line.text);
        }
        if (texts.size() > expected.size()) {
            expected = texts;
            largest = room;
        }
    }
    WindowUser person;
    person.start({m_salond->url(), kWatchers.first(), kPassword});
    QTRY_VERIFY(person.isSignedIn());
    person.openRoom(largest);
    QTRY_VERIFY(!person.latest().isEmpty());
    client::TimelineView *timeline = person.window().pane()->timeline();
    timeline->jumpToEnd(); // from the first that was not read yet
    QTRY_COMPARE(person.latest(), expected.last());
    QTRY_VERIFY(timeline->geometry().isAtEnd());
    // Only so many rows are in memory at once: what was there on the way is what was shown.
    std::map<Seq, QString> seen;
    const auto pageToTheFirst = [&] {
        for (int row = 0; row < timeline->model()->rowCount(); ++row)
            seen[timeline->model()->row(row).seq] = timeline->model()->row(row).text;
        timeline->verticalScrollBar()->setValue(0);
        return !timeline->model()->hasOlder();
    };
    QTRY_VERIFY_WITH_TIMEOUT(pageToTheFirst() && pageToTheFirst(), 60'000);
    QStringList texts;
    for (const auto &[seq, text] : seen)
        texts.append(text);
    QCOMPARE(texts, expected);
    const auto seesTheFirst = [&] {
        timeline->verticalScrollBar()->setValue(0);
        return !timeline->rowRect(0).isEmpty();
    };
    QTRY_VERIFY(seesTheFirst());
    const QDir pictures(QStringLiteral(SALON_PICTURES));
    QVERIFY(pictures.mkpath(u"."_s));
    QVERIFY(person.window().grab().save(pictures.filePath(u"largest_room.png"_s)));
    qInfo() << largest << "with" << expected.size() << "messages paged to its first after"
            << m_time.elapsed() << "ms; the picture is" << pictures.filePath(u"largest_room.png"_s);
}

void TestReplay::salondStopsInTime()
{
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
}

QTEST_MAIN(TestReplay)
#include "tst_replay.moc"
