// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/slow_answers.h"
#include "tests/support/test_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;

//! HTTP requests that these lines of `salond timings --watch --json` count.
qint64 answeredIn(const QByteArray &lines)
{
    qint64 sum = 0;
    for (const QByteArray &line : lines.split('\n')) {
        for (const auto &stage : QJsonDocument::fromJson(line).object()[u"stages"_s].toArray()) {
            if (stage.toObject()[u"stage"_s] == u"http"_s)
                sum += stage.toObject()[u"count"_s].toInteger();
        }
    }
    return sum;
}

} // namespace

//! Looking into a salond while it runs: slow requests, intervals, and its log.
class TestOperating : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void slowOnesAreInTheLog();
    void nothingIsSlow();
    void watchIsSaneWithoutATerminal();
    void logLevelsAtRunTime();
    void journalPriorities_data();
    void journalPriorities();
};

void TestOperating::slowOnesAreInTheLog()
{
    SalondProcess salond(kCheapPasswords);
    salond.setEnvironment(u"SALOND_SLOW_THRESHOLD_MS"_s, u"0"_s);
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    const auto ada = HttpClient(salond.port()).login(u"ada"_s, kPassword);
    QVERIFY(ada);
    TestClient client(salond.url());
    const auto hello = client.open(ada->token);
    QVERIFY(hello);
    QTest::qWait(1'100); // only so many lines a second are written
    const QString secret = u"nobody's business"_s;
    QVERIFY(client.ask(protocol::PostMessage{
        hello->rooms.first().id, u"5a10a000-0000-4000-8000-000000000001"_s, secret, {}}));
    QJsonObject post;
    QTRY_VERIFY(std::ranges::any_of(slowRequests(salond), [&post](const auto &request) {
        post = request.toObject();
        return post[u"kind"_s] == u"message.post"_s;
    }));
    const QByteArray trace = post[u"trace"_s].toString().toLatin1();
    QVERIFY(std::ranges::any_of(client.frames, [&trace](const QByteArray &frame) {
        return frame.contains("\"trace\":\"" + trace + '"');
    }));
    QJsonObject line;
    QTRY_VERIFY(std::ranges::any_of(salond.log().split('\n'), [&](const QByteArray &each) {
        if (each.contains("slow request") && each.contains(trace))
            line = QJsonDocument::fromJson(each).object();
        return !line.isEmpty();
    }));
    QCOMPARE(line[u"module"_s].toString(), u"operation"_s);
    QCOMPARE(line[u"kind"_s].toString(), u"message.post"_s);
    for (const auto &stage :
         {u"frame "_s, u"decode "_s, u"preconditions "_s, u"queue "_s, u"rule "_s, u"sql "_s,
          u"commit "_s, u"encode "_s, u"answer_queue "_s, u"fan_out "_s, u"flush "_s, u"socket "_s})
        QVERIFY2(line[u"stages_ms"_s].toString().contains(stage),
                 qPrintable(stage + u" in "_s + line[u"stages_ms"_s].toString()));
    QVERIFY(line[u"stages_ms"_s].toString().startsWith(line[u"slowest"_s].toString() + u' '));
    QVERIFY(!salond.log().contains(secret.toUtf8()));
    qint64 sum = 0;
    for (const auto &stage : post[u"stages"_s].toArray())
        sum += stage.toObject()[u"took_ns"_s].toInteger();
    QVERIFY2(sum <= post[u"total_ns"_s].toInteger() * 101 / 100, "no moment counts twice");

    const CommandResult text = salond.command({u"slow"_s, u"--count"_s, u"1"_s});
    QCOMPARE(text.exitCode, 0);
    QCOMPARE(text.output.count("trace "), 1);
    QVERIFY2(text.output.contains("MODULE"), text.output);
}

void TestOperating::nothingIsSlow()
{
    SalondProcess salond("[slow]\nthreshold_ms = 600000\nkinds = []\nsample_one_in = 0\n");
    QVERIFY(salond.start());
    QCOMPARE(salond.command({u"slow"_s}).output, QByteArray("no request was slow\n"));
    QVERIFY(slowRequests(salond, {u"--samples"_s}).isEmpty());
    for (const auto &count : {u"0"_s, u"257"_s, u"many"_s}) {
        const CommandResult result = salond.command({u"slow"_s, u"--count"_s, count});
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.errors.contains("from 1 to 256"), result.errors);
    }
}

void TestOperating::watchIsSaneWithoutATerminal()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    const QStringList where{u"--data"_s, salond.dataFolder()};
    QProcess json;
    json.start(QStringLiteral(SALOND_PATH),
               QStringList{u"timings"_s, u"--watch"_s, u"--json"_s} + where);
    QProcess table;
    table.start(QStringLiteral(SALOND_PATH), QStringList{u"timings"_s, u"--watch"_s} + where);
    QByteArray lines;
    const auto answered = [&] { // in all intervals until now
        lines += json.readAllStandardOutput();
        return answeredIn(lines);
    };
    QTRY_VERIFY_WITH_TIMEOUT((answered(), lines.contains('\n')), 15'000); // it counts
    const qint64 before = answered();
    for (int i = 0; i < 7; ++i)
        QCOMPARE(HttpClient(salond.port()).get("/healthz").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(answered(), before + 7, 15'000); // of the intervals, not of the start
    QByteArray text;
    QTRY_VERIFY_WITH_TIMEOUT((text += table.readAllStandardOutput()).contains("http"), 15'000);
    QVERIFY(!text.contains('\x1b'));
    QVERIFY2(text.contains("UTC, the last 2 s"), text);
    salond.kill();
    QVERIFY(json.waitForFinished(15'000));
    QCOMPARE(json.exitCode(), 1);
    table.kill();
    table.waitForFinished();
}

void TestOperating::logLevelsAtRunTime()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    const HttpClient http(salond.port());
    const auto refusals = [&salond] { return salond.log().count("request refused"); };
    QCOMPARE(salond.command({u"log-level"_s}).output, QByteArray("info\n"));
    QCOMPARE(http.get("/api/sessions").status, 401);
    QTRY_COMPARE(refusals(), 1);
    QCOMPARE(salond.command({u"log-level"_s, u"net=error,info,app=debug"_s}).output,
             QByteArray("info,app=debug,net=error\n"));
    QCOMPARE(http.get("/api/sessions").status, 401);
    QCOMPARE(salond.command({u"log-level"_s, u"--json"_s}).output,
             QByteArray("{\"levels\":\"info,app=debug,net=error\"}\n"));
    QCOMPARE(refusals(), 1);
    const CommandResult wrong = salond.command({u"log-level"_s, u"loud"_s});
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY2(wrong.errors.contains("loud"), wrong.errors);
    QCOMPARE(salond.command({u"log-level"_s, u"info"_s}).exitCode, 0);
    QCOMPARE(http.get("/api/sessions").status, 401);
    QTRY_COMPARE(refusals(), 2);
}

void TestOperating::journalPriorities_data()
{
    QTest::addColumn<bool>("isJournal");
    QTest::newRow("the journal") << true;
    QTest::newRow("another file than it was") << false;
}

void TestOperating::journalPriorities()
{
    QFETCH(bool, isJournal);
    SalondProcess salond(kCheapPasswords);
    const auto stream = salond.logStream();
    if (!stream)
        QSKIP("no journal on this platform");
    salond.setEnvironment(u"JOURNAL_STREAM"_s, isJournal ? *stream : *stream + u'1');
    salond.setEnvironment(u"SALOND_SLOW_THRESHOLD_MS"_s, u"0"_s); // each request is a warning
    QVERIFY(salond.start());
    QCOMPARE(HttpClient(salond.port()).get("/api/sessions").status, 401);
    const QMap<QByteArray, QByteArray> priorities{{"info", "<6>"}, {"warning", "<4>"}};
    for (auto it = priorities.cbegin(); it != priorities.cend(); ++it) {
        const QByteArray mark = "\"level\":\"" + it.key() + '"';
        QTRY_VERIFY2(salond.log().contains(mark), it.key().constData());
        for (const QByteArray &line : salond.log().split('\n')) {
            if (line.contains(mark))
                QVERIFY2(line.startsWith(isJournal ? *it + '{' : QByteArray("{")), line);
        }
    }
}

QTEST_GUILESS_MAIN(TestOperating)
#include "tst_operating.moc"
