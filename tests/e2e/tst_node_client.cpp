// SPDX-License-Identifier: MIT
#include "tests/support/cut_line.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon::test;
using namespace salon::protocol;

namespace {

const QString kPassword = u"nine brown teapots"_s;
const QByteArray kCheap =
    kCheapPasswords + "[limits]\nmessages_per_second = 1000\nmessage_burst = 1000\n";
const QString kModules = u"" SALON_NODE_FOLDER "/node_modules"_s;
constexpr int kPatienceMs = 30'000;

} // namespace

//! The client of docs/examples, which was written from the description alone, with a real server:
//! it prints what is said once and in order, whatever happens to its connection.
class TestNodeClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void followsOverACut();
    void followsOverARestart();
    void readsOnAfterMoreThanAPage();
    void talksToOnePerson();
    void changesWhatWasSaid();
    void pinsWhatWasSaid();
    void saysThatThePasswordIsWrong();

private:
    void startNode(const QString &password = kPassword, const QString &room = u"tea"_s);
    void post(const QString &text);
    void postMany(int count);
    //! What the log of the room says must have been printed.
    QStringList said();
    QStringList printed() const
    {
        QFile file(m_output);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<CutLine> m_line;
    std::unique_ptr<QProcess> m_node;
    QTemporaryDir m_folder;
    QString m_output;
    QString m_script;
    QString m_grace; //!< token
    salon::RoomId m_room;
    int m_count = 0;
};

void TestNodeClient::initTestCase()
{
    if (QStringLiteral(SALON_NODE).isEmpty())
        QSKIP("there is no node here");
    if (!QFileInfo::exists(kModules + u"/ws"_s))
        QSKIP("the module ws is not installed; ./dev test does it when it reaches a registry");
    // Beside the modules that it imports, as somebody has it who ran npm install.
    m_script = m_folder.filePath(u"client.mjs"_s);
    QVERIFY(QFile::copy(u"" SALON_SOURCE_DIR "/docs/examples/node-client/client.mjs"_s, m_script));
    QVERIFY(QFile::link(kModules, m_folder.filePath(u"node_modules"_s)));
    m_salond = std::make_unique<SalondProcess>(kCheap);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
    m_line = std::make_unique<CutLine>(m_salond->port());
    const HttpClient http(m_salond->port());
    m_grace = http.login(u"grace"_s, kPassword)->token;
    startNode();
    // It makes the room, which grace then finds.
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    const auto find = [&] {
        const auto list = grace.call("/api/room.list", ListRooms{});
        for (const Room &room : list->rooms) {
            if (room.name == "tea"_L1)
                m_room = room.id;
        }
        return m_room.isValid();
    };
    QTRY_VERIFY_WITH_TIMEOUT(find(), kPatienceMs);
    QVERIFY(grace.call("/api/room.join", JoinRoom{m_room}));
}

void TestNodeClient::startNode(const QString &password, const QString &room)
{
    m_node = std::make_unique<QProcess>();
    m_output = m_folder.filePath(u"printed-%1"_s.arg(QUuid::createUuid().toString(QUuid::Id128)));
    m_node->setStandardOutputFile(m_output);
    m_node->setStandardErrorFile(m_folder.filePath(u"errors"_s), QIODevice::Append);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SALON_PASSWORD"_s, password);
    m_node->setProcessEnvironment(environment);
    m_node->start(QStringLiteral(SALON_NODE),
                  {m_script, u"http://127.0.0.1:%1"_s.arg(m_line->port()), u"ada"_s, room});
    QVERIFY(m_node->waitForStarted());
}

void TestNodeClient::post(const QString &text)
{
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    const auto posted = grace.say(m_room, text);
    QVERIFY2(posted, qPrintable(posted ? QString() : posted.error().toString()));
}

void TestNodeClient::postMany(int count)
{
    while (count-- > 0)
        post(u"number %1"_s.arg(++m_count));
}

QStringList TestNodeClient::said()
{
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    QStringList lines;
    ListMessages page{.room = m_room, .after = 0, .limit = kMaxPage};
    for (bool isMore = true; isMore;) {
        const auto answer = grace.call("/api/room.messages", page);
        if (!answer)
            return {answer.error().toString()};
        QHash<qint64, QString> names;
        for (const User &user : answer->users)
            names.insert(user.id.value, user.name);
        for (const Message &message : answer->messages)
            lines.append(names.value(message.by.value) + u": "_s + message.text);
        page.after = answer->to;
        isMore = answer->hasAfter;
    }
    return lines;
}

void TestNodeClient::followsOverACut()
{
    postMany(5);
    m_node->write("from the keyboard\n");
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), 6, kPatienceMs);
    m_line->cut();
    QTRY_COMPARE(m_line->connections(), 0);
    postMany(20);
    m_node->write("typed while away\n");
    QCOMPARE(printed().size(), 6);
    m_line->mend();
    postMany(5);
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), 6 + 20 + 1 + 5, kPatienceMs);
    QCOMPARE(printed(), said());
    QCOMPARE(printed().count(u"ada: typed while away"_s), 1);
}

void TestNodeClient::followsOverARestart()
{
    const qsizetype before = printed().size();
    postMany(3);
    m_salond->kill();
    const auto again = m_salond->start();
    QVERIFY2(again, qPrintable(again ? QString() : again.error().message));
    postMany(10);
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), before + 13, kPatienceMs);
    QCOMPARE(printed(), said());
}

//! Away for more than an answer holds: what is new is printed from the page on, in order and once.
void TestNodeClient::readsOnAfterMoreThanAPage()
{
    const qsizetype before = printed().size();
    m_line->cut();
    QTRY_COMPARE(m_line->connections(), 0);
    postMany(510);
    m_line->mend();
    post(u"the last one"_s);
    QTRY_COMPARE_WITH_TIMEOUT(printed().value(printed().size() - 1), u"grace: the last one"_s,
                              kPatienceMs);
    const QStringList all = said();
    const QStringList fresh = printed().sliced(before);
    QVERIFY(fresh.size() >= kDefaultPage);
    QCOMPARE(fresh, all.sliced(all.size() - fresh.size()));
}

void TestNodeClient::talksToOnePerson()
{
    startNode(kPassword, u"@grace"_s);
    m_node->write("psst\n");
    QTRY_COMPARE_WITH_TIMEOUT(printed(), QStringList{u"ada: psst"_s}, kPatienceMs);
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    const auto ada = grace.call("/api/users.list", ListUsers{u"ada"_s, {}});
    QVERIFY(ada);
    const auto direct = grace.call("/api/direct.open", OpenDirect{{ada->users.first().id}});
    QVERIFY(direct);
    m_room = direct->room.id;
    post(u"Yes?"_s);
    QTRY_COMPARE_WITH_TIMEOUT(printed(), (QStringList{u"ada: psst"_s, u"grace: Yes?"_s}),
                              kPatienceMs);
    QCOMPARE(printed(), said());
}

void TestNodeClient::changesWhatWasSaid()
{
    const qsizetype before = printed().size();
    m_node->write("a first try\n");
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), before + 1, kPatienceMs);
    m_node->write("/edit a second try\n/react \xF0\x9F\x91\x8D\n");
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    const auto last = [&] {
        return grace.call("/api/room.messages", ListMessages{.room = m_room, .limit = 1})
            ->messages.first();
    };
    QTRY_COMPARE_WITH_TIMEOUT(last().text, u"a second try"_s, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(last().reactions, kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), before + 3, kPatienceMs);
    const QString number = QString::number(last().seq);
    QCOMPARE(printed()[before + 1], u"ada says in %1 now: a second try"_s.arg(number));
    QCOMPARE(printed()[before + 2], u"ada reacts to %1 with \U0001F44D"_s.arg(number));
    QVERIFY(grace.call("/api/reaction.add", AddReaction{m_room, last().seq, u"\U0001F389"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(printed().last(), u"grace reacts to %1 with \U0001F389"_s.arg(number),
                              kPatienceMs);
}

void TestNodeClient::pinsWhatWasSaid()
{
    const qsizetype before = printed().size();
    post(u"the plan"_s);
    QTRY_COMPARE_WITH_TIMEOUT(printed().size(), before + 1, kPatienceMs);
    HttpClient grace(m_salond->port());
    grace.setToken(m_grace.toLatin1());
    const auto pins = [&] { return grace.call("/api/room.pins", ListPins{m_room})->messages; };
    m_node->write("/pin\n");
    QTRY_COMPARE_WITH_TIMEOUT(pins().size(), 1, kPatienceMs);
    const QString number = QString::number(pins().first().seq);
    QTRY_COMPARE_WITH_TIMEOUT(printed().last(), u"ada pins %1"_s.arg(number), kPatienceMs);
    m_node->write("/pins\n");
    QTRY_COMPARE_WITH_TIMEOUT(printed().last(), u"pinned by ada: %1, grace: the plan"_s.arg(number),
                              kPatienceMs);
    QVERIFY(grace.call("/api/message.unpin", UnpinMessage{m_room, pins().first().seq}));
    QTRY_COMPARE_WITH_TIMEOUT(printed().last(), u"grace unpins %1"_s.arg(number), kPatienceMs);
    m_node->write("/pin\n/unpin\n");
    QTRY_COMPARE_WITH_TIMEOUT(printed().last(), u"ada unpins %1"_s.arg(number), kPatienceMs);
}

void TestNodeClient::saysThatThePasswordIsWrong()
{
    startNode(u"ten green teapots"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_node->state(), QProcess::NotRunning, kPatienceMs);
    QCOMPARE(m_node->exitCode(), 1);
    QVERIFY(printed().isEmpty());
}

QTEST_GUILESS_MAIN(TestNodeClient)
#include "tst_node_client.moc"
