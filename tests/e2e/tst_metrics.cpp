// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
namespace protocol = salon::protocol;

namespace {

const QString kPassword = u"correct horse 7"_s;

//! The value of a line that begins with this name and these labels; -1 when there is none.
double valueOf(const QByteArray &page, const QByteArray &series)
{
    for (const QByteArray &line : page.split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return -1;
}

} // namespace

//! What a monitoring system reads of a real salond.
class TestMetrics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void wantsItsOwnToken();
    void tokenFileIsPrivate();
    void countsWhatHappened();
    void bucketsRise();
    void promtoolFindsNothing();

private:
    QByteArray page() const { return m_salond.command({u"metrics"_s}).output; }
    QByteArray token() const
    {
        QFile file(m_salond.dataFolder() + u"/metrics.token"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    SalondProcess m_salond{"[passwords]\npasses = 1\nmemory_bytes = 8192\n"};
};

void TestMetrics::initTestCase()
{
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
}

void TestMetrics::wantsItsOwnToken()
{
    HttpClient http(m_salond.port());
    QCOMPARE(http.get("/metrics").status, 401);
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    http.setToken(login->token.toLatin1());
    QCOMPARE(http.get("/metrics").status, 401); // a person's token is none for this
    http.setToken(token() + 'x');
    QCOMPARE(http.get("/metrics").status, 401);
    http.setToken(token());
    const auto reply = http.get("/metrics");
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.headers.value("content-type").startsWith("text/plain; version=0.0.4"));
    QVERIFY(reply.body.contains("# TYPE salon_stage_seconds histogram"));
    QVERIFY(!reply.body.contains(token()));
}

void TestMetrics::tokenFileIsPrivate()
{
    const QString path = m_salond.dataFolder() + u"/metrics.token"_s;
    QCOMPARE(QFile::permissions(path)
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(token().size() >= 64);
    const QByteArray before = token();
    QCOMPARE(m_salond.stop(), 0);
    QVERIFY(QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadOther));
    const auto refused = m_salond.start();
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"can be read by others"),
             qPrintable(refused.error().message));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(m_salond.start());
    QCOMPARE(token(), before);
}

void TestMetrics::countsWhatHappened()
{
    const QByteArray before = page();
    const auto login = HttpClient(m_salond.port()).login(u"ada"_s, kPassword);
    QVERIFY(login);
    TestClient client(m_salond.url());
    const auto hello = client.open(login->token);
    QVERIFY(hello);
    const auto room = hello->rooms.first().id;
    QVERIFY(client.ask(
        protocol::PostMessage{room, u"f81d4fae-7dec-11d0-a765-00a0c91e6bf6"_s, u"hello"_s}));
    QVERIFY(!client.ask(protocol::JoinRoom{{999}}));
    QTRY_COMPARE(client.events.size(), 1);

    const QByteArray after = page();
    const auto grown = [&](const QByteArray &series) {
        return valueOf(after, series) - valueOf(before, series);
    };
    QVERIFY(grown(R"(salon_requests_total{outcome="ok"})") >= 2); // login, post
    QCOMPARE(grown(R"(salon_requests_total{outcome="not_found"})"), 1.0);
    QCOMPARE(grown("salon_messages"), 1.0);
    QCOMPARE(valueOf(after, "salon_signed_in_connections"), 1.0);
    QVERIFY(valueOf(after, R"(salon_stage_seconds_count{module="store",stage="commit"})") >= 1);
    QVERIFY(valueOf(after, "salon_database_bytes") > 4096);
    QCOMPARE(valueOf(after, R"(salon_queue_length{queue="write"})"), 0.0);
#ifdef Q_OS_LINUX
    QVERIFY(valueOf(after, "process_resident_memory_bytes") > 1e6);
    QVERIFY(valueOf(after, "process_open_fds") > 3);
#endif
}

void TestMetrics::bucketsRise()
{
    static const QRegularExpression bucket(
        u"^salon_stage_seconds_bucket\\{module=\"store\",stage=\"commit\",le=\"([^\"]+)\"\\} (\\d+)$"_s,
        QRegularExpression::MultilineOption);
    const QByteArray now = page();
    auto found = bucket.globalMatch(QString::fromUtf8(now));
    qint64 last = -1;
    int edges = 0;
    while (found.hasNext()) {
        const qint64 count = found.next().captured(2).toLongLong();
        QVERIFY(count >= last);
        last = count;
        ++edges;
    }
    QCOMPARE(edges, 13);
    QCOMPARE(double(last),
             valueOf(now, R"(salon_stage_seconds_count{module="store",stage="commit"})"));
}

void TestMetrics::promtoolFindsNothing()
{
    const QString promtool = qEnvironmentVariable("SALON_PROMTOOL");
    if (promtool.isEmpty() || !QFile::exists(promtool))
        QSKIP("promtool is not here; ./dev test fetches it where the system has a package of it");
    QProcess check;
    check.start(promtool, {u"check"_s, u"metrics"_s});
    QVERIFY(check.waitForStarted());
    check.write(page());
    check.closeWriteChannel();
    QVERIFY(check.waitForFinished());
    const QByteArray said = check.readAllStandardError() + check.readAllStandardOutput();
    QVERIFY2(check.exitCode() == 0 && said.isEmpty(), said.constData());
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
