// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_certificates.h"
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
constexpr char kNoPromtool[] =
    "promtool is not here; ./dev test fetches it where the system has a package of it";

//! The value of a line that begins with this name and these labels; -1 when there is none.
double valueOf(const QByteArray &page, const QByteArray &series)
{
    for (const QByteArray &line : page.split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return -1;
}

QByteArray pageOfTheGuide(const QString &name)
{
    QFile file(qEnvironmentVariable("SALON_SOURCE_DIR") + u"/docs/administrator/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

//! A series that is asked for: its name, and a label with what that may be.
struct Wanted {
    QString name;
    QString label;
    QStringList values;
};

//! Those of ours and of the process, e.g. `salon_requests_total{outcome=~"internal|unavailable"}`.
QList<Wanted> seriesIn(const QByteArray &text)
{
    static const QRegularExpression series(
        u"\\b((?:salon|process)_\\w+)\\b(?:\\{(\\w+)=~?\"([^\"]+)\"\\})?"_s);
    QList<Wanted> wanted;
    auto found = series.globalMatch(QString::fromUtf8(text));
    while (found.hasNext()) {
        const auto match = found.next();
        wanted.append({match.captured(1), match.captured(2), match.captured(3).split(u'|')});
    }
    return wanted;
}

//! What promtool complained about; nothing when it is content.
QByteArray complaintOf(const QString &promtool, const QStringList &arguments,
                       const QByteArray &input = {})
{
    QProcess check;
    check.start(promtool, arguments);
    check.write(input);
    check.closeWriteChannel();
    if (!check.waitForFinished() || check.exitCode() != 0)
        return check.readAllStandardError() + check.readAllStandardOutput() + "promtool failed";
    return check.readAllStandardError();
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
    void alertsAreRules();
    void guideNamesWhatThereIs_data();
    void guideNamesWhatThereIs();

private:
    static QString promtool() { return qEnvironmentVariable("SALON_PROMTOOL"); }
    QByteArray page() const { return m_salond.command({u"metrics"_s}).output; }
    QByteArray token() const
    {
        QFile file(m_salond.dataFolder() + u"/metrics.token"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }
    static QByteArray configuration(const TestCertificate &identity)
    {
        return kCheapPasswords + "[net]\ntls_cert = \"" + identity.certificateFile.toUtf8()
            + "\"\ntls_key = \"" + identity.keyFile.toUtf8() + "\"\n";
    }

    TestAuthority m_authority;
    SalondProcess m_salond{configuration(m_authority.issue())};
};

void TestMetrics::initTestCase()
{
    QVERIFY2(m_authority.problem().isEmpty(), qPrintable(m_authority.problem()));
    m_authority.installHere();
    QVERIFY2(m_salond.start(), m_salond.log().constData());
    QVERIFY(m_salond.addUser(u"ada"_s, kPassword));
}

void TestMetrics::wantsItsOwnToken()
{
    HttpClient http(m_salond.url());
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
    const auto login = HttpClient(m_salond.url()).login(u"ada"_s, kPassword);
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
    QCOMPARE(grown("salon_sessions"), 1.0);
    QCOMPARE(valueOf(after, "salon_rooms"), 1.0);
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
    if (!QFile::exists(promtool()))
        QSKIP(kNoPromtool);
    const QByteArray complaint = complaintOf(promtool(), {u"check"_s, u"metrics"_s}, page());
    QVERIFY2(complaint.isEmpty(), complaint.constData());
    QVERIFY(!complaintOf(promtool(), {u"check"_s, u"metrics"_s}, "a-b 1\n").isEmpty());
}

void TestMetrics::alertsAreRules()
{
    if (!QFile::exists(promtool()))
        QSKIP(kNoPromtool);
    const QString rules =
        qEnvironmentVariable("SALON_SOURCE_DIR") + u"/docs/administrator/alerts.yml"_s;
    const QByteArray complaint = complaintOf(promtool(), {u"check"_s, u"rules"_s, rules});
    QVERIFY2(complaint.isEmpty(), complaint.constData());
}

void TestMetrics::guideNamesWhatThereIs_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("least");
    QTest::newRow("alerts") << u"alerts.yml"_s << 7;
    QTest::newRow("page") << u"monitoring.md"_s << 15;
}

//! An alert on a misspelt series never comes.
void TestMetrics::guideNamesWhatThereIs()
{
    QFETCH(const QString, file);
    QFETCH(const int, least);
    const QList<Wanted> wanted = seriesIn(pageOfTheGuide(file));
    QVERIFY2(wanted.size() >= least, qPrintable(file));
    const QString now = QString::fromUtf8(page());
    for (const auto &[name, label, values] : wanted) {
        QVERIFY2(now.contains(QRegularExpression(u"^%1(_bucket)?[ {]"_s.arg(name),
                                                 QRegularExpression::MultilineOption)),
                 qPrintable(name));
        for (const QString &value : values) {
            const QRegularExpression line(u"^%1\\{.*%2=\"%3\""_s.arg(name, label, value),
                                          QRegularExpression::MultilineOption);
            QVERIFY2(label.isEmpty() || now.contains(line), qPrintable(name + u' ' + value));
        }
    }
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
