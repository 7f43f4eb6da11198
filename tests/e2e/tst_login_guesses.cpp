// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::ErrorCode;
using salon::Reason;
namespace protocol = salon::protocol;
namespace wire = salon::wire;

namespace {

const QString kPassword = u"correct horse 7"_s;
const QByteArray kTrusting = "[net]\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\n";

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qsizetype(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

QByteArray loginBody(const QString &user, const QString &password)
{
    return wire::encoded(protocol::Login{user, password, u"test"_s});
}

//! The body of a refusal without what differs from one to the next by design.
QByteArray withoutTrace(const HttpReply &reply)
{
    QJsonObject error = QJsonDocument::fromJson(reply.body).object().value(u"error"_s).toObject();
    error.remove(u"trace"_s);
    return QJsonDocument(error).toJson(QJsonDocument::Compact);
}

} // namespace

//! What somebody learns who guesses names and passwords, and how long that takes.
class TestLoginGuesses : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unknownNameAnswersAsAWrongPassword();
    void unknownNameTakesAsLong();
    void blockedWithoutHashing();
    void waitsGrowAndEnd();
    void windowForgets();
    void successForgivesTheName();
    void changeOfPasswordCounts();
    void networkIsBlocked_data();
    void networkIsBlocked();
    void trustedProxyTellsTheAddress();
    void headerOfAStrangerIsIgnored();

private:
    void startSalond(const QByteArray &configuration);
    HttpReply login(const QString &user, const QString &password,
                    const QByteArray &forwardedFor = {}) const;
    qint64 hashesDone() const; //!< as `salond timings` counts them

    std::unique_ptr<SalondProcess> m_salond;
};

void TestLoginGuesses::startSalond(const QByteArray &configuration)
{
    m_salond = std::make_unique<SalondProcess>(configuration);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, kPassword));
}

HttpReply TestLoginGuesses::login(const QString &user, const QString &password,
                                  const QByteArray &forwardedFor) const
{
    HttpHeaders more;
    if (!forwardedFor.isEmpty())
        more.append({"X-Forwarded-For", forwardedFor});
    return HttpClient(m_salond->port())
        .request("POST", "/api/login", loginBody(user, password), more);
}

qint64 TestLoginGuesses::hashesDone() const
{
    const CommandResult result = m_salond->command({u"timings"_s, u"--json"_s});
    const QJsonArray stages =
        QJsonDocument::fromJson(result.output).object().value(u"stages"_s).toArray();
    for (const QJsonValue &stage : stages) {
        if (stage.toObject().value(u"stage"_s) == "hash"_L1)
            return stage.toObject().value(u"count"_s).toInteger();
    }
    return -1;
}

void TestLoginGuesses::unknownNameAnswersAsAWrongPassword()
{
    startSalond(kCheapPasswords);
    const HttpReply wrong = login(u"ada"_s, u"wrong horse 7"_s);
    QCOMPARE(wrong.status, 401);
    for (const QString &name : {u"nobody"_s, u"\u0430da"_s, u"a\u202Eda"_s, QString(256, u'n')}) {
        const HttpReply unknown = login(name, u"wrong horse 7"_s);
        QCOMPARE(unknown.status, wrong.status);
        QCOMPARE(withoutTrace(unknown), withoutTrace(wrong));
        QCOMPARE(unknown.body.size(), wrong.body.size());
        QCOMPARE(QSet<QByteArray>(unknown.headers.keyBegin(), unknown.headers.keyEnd()),
                 QSet<QByteArray>(wrong.headers.keyBegin(), wrong.headers.keyEnd()));
    }
}

//! Interleaved, so that what slows the machine for a while slows both; three measurements at most,
//! since the machine may be busy with other things.
void TestLoginGuesses::unknownNameTakesAsLong()
{
    startSalond("[passwords]\npasses = 2\nmemory_bytes = 2097152\n"
                "[throttle]\nname_attempts = 1000000\nnetwork_attempts = 1000000\n");
    constexpr int kTries = 200;
    constexpr int kMeasurements = 3;
    const auto timed = [this](const QString &name) {
        QElapsedTimer timer;
        timer.start();
        const HttpReply reply = login(name, u"wrong horse 7"_s);
        const auto took = double(timer.nsecsElapsed());
        return reply.status == 401 ? took : -1;
    };
    double ratio = 0;
    for (int measurement = 1; measurement <= kMeasurements; ++measurement) {
        std::vector<double> known;
        std::vector<double> unknown;
        for (int i = 0; i < kTries; ++i) {
            const bool knownFirst = i % 2 == 0;
            const double first = timed(knownFirst ? u"ada"_s : u"nobody"_s);
            const double second = timed(knownFirst ? u"nobody"_s : u"ada"_s);
            QVERIFY(first > 0 && second > 0);
            known.push_back(knownFirst ? first : second);
            unknown.push_back(knownFirst ? second : first);
        }
        ratio = median(unknown) / median(known);
        qInfo("unknown name %.2f ms, wrong password %.2f ms, ratio of medians over %d: %.3f",
              median(unknown) / 1e6, median(known) / 1e6, kTries, ratio);
        if (ratio >= 0.9 && ratio <= 1.1)
            return;
    }
    QVERIFY2(false, qPrintable(u"the time tells which names exist: ratio %1"_s.arg(ratio)));
}

void TestLoginGuesses::blockedWithoutHashing()
{
    startSalond(kCheapPasswords);
    for (const QString &name : {u"ada"_s, u"nobody"_s}) {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(login(name, u"wrong horse 7"_s).status, 401);
        const qint64 before = hashesDone();
        QVERIFY(before >= 5);
        for (int i = 0; i < 10; ++i) {
            const HttpReply refused = login(name, kPassword);
            QCOMPARE(refused.error().code, ErrorCode::RateLimited);
            const qint64 wait = refused.error().retryAfterMs.value_or(0);
            QVERIFY2(wait > 10'000 && wait <= 30'000, qPrintable(QString::number(wait)));
            QCOMPARE(refused.headers.value("retry-after").toLongLong(), (wait + 999) / 1000);
        }
        QCOMPARE(hashesDone(), before);
    }
    QCOMPARE(login(u"grace"_s, kPassword).status, 200);
}

void TestLoginGuesses::waitsGrowAndEnd()
{
    startSalond(kCheapPasswords
                + "[throttle]\nname_attempts = 2\nfirst_wait_ms = 1000\nlongest_wait_ms = 3000\n");
    QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s).status, 401);
    for (const qint64 longest : {1000, 2000, 3000, 3000}) {
        // One try is let in when a wait is over; it is wrong, and the next wait is longer.
        QVERIFY(QTest::qWaitFor(
            [this] { return login(u"ada"_s, u"wrong horse 7"_s).status == 401; }, 10'000));
        const HttpReply refused = login(u"ada"_s, kPassword);
        QCOMPARE(refused.status, 429);
        const qint64 wait = refused.error().retryAfterMs.value_or(0);
        QVERIFY2(wait > longest - 900 && wait <= longest, qPrintable(QString::number(wait)));
    }
    QTRY_COMPARE(login(u"ada"_s, kPassword).status, 200);
    QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s).status, 401); // counted from the beginning
    QCOMPARE(login(u"ada"_s, kPassword).status, 200);
}

void TestLoginGuesses::windowForgets()
{
    startSalond(kCheapPasswords + "[throttle]\nname_attempts = 3\nname_window_ms = 1500\n");
    // Wrong ones that come slowly are borne: each try waits until the one before is forgotten.
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s).status, 401);
    QTRY_VERIFY(timer.elapsed() > 1600);
    for (int i = 0; i < 2; ++i)
        QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s).status, 401);
    QCOMPARE(login(u"ada"_s, kPassword).status, 200);
}

void TestLoginGuesses::successForgivesTheName()
{
    startSalond(kCheapPasswords + "[throttle]\nnetwork_attempts = 12\n");
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 4; ++i)
            QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s).status, 401);
        QCOMPARE(login(u"ada"_s, kPassword).status, 200);
    }
    // But not the network: one's own right password says nothing about the guesses beside it.
    for (int i = 0; i < 4; ++i)
        QCOMPARE(login(u"nobody"_s, u"wrong horse 7"_s).status, 401);
    QCOMPARE(login(u"ada"_s, kPassword).status, 429);
}

//! Who holds a token may not guess the password with it either.
void TestLoginGuesses::changeOfPasswordCounts()
{
    startSalond(kCheapPasswords);
    HttpClient http(m_salond->port());
    http.setToken(http.login(u"ada"_s, kPassword)->token.toLatin1());
    const auto change = [&] {
        return http
            .call("/api/password", protocol::ChangePassword{u"wrong horse 7"_s, u"new horse 8"_s})
            .error();
    };
    for (int i = 0; i < 5; ++i)
        QCOMPARE(change().reason, Reason::WrongPassword);
    QCOMPARE(change().code, ErrorCode::RateLimited);
    QCOMPARE(login(u"ada"_s, kPassword).status, 429);
}

void TestLoginGuesses::networkIsBlocked_data()
{
    QTest::addColumn<QString>("address"); // of the guesses, %1 is a number from 1
    QTest::addColumn<QByteArray>("neighbour");
    QTest::addColumn<QByteArray>("elsewhere");
    QTest::newRow("IPv4, /24") << u"203.0.113.%1"_s << QByteArray("203.0.113.250")
                               << QByteArray("203.0.114.1");
    QTest::newRow("IPv6, /64") << u"2001:db8:0:1::%1"_s << QByteArray("2001:db8:0:1:f::1")
                               << QByteArray("2001:db8:0:2::1");
}

//! A hundred wrong passwords from a network, each for another name and from another address.
void TestLoginGuesses::networkIsBlocked()
{
    QFETCH(QString, address);
    QFETCH(QByteArray, neighbour);
    QFETCH(QByteArray, elsewhere);
    startSalond(kTrusting + kCheapPasswords);
    for (int i = 1; i <= 100; ++i) {
        const HttpReply reply =
            login(u"nobody%1"_s.arg(i), u"wrong horse 7"_s, address.arg(i).toLatin1());
        QVERIFY2(reply.status == 401, qPrintable(u"try %1: %2"_s.arg(i).arg(reply.status)));
    }
    const HttpReply refused = login(u"ada"_s, kPassword, neighbour);
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    const qint64 wait = refused.error().retryAfterMs.value_or(0);
    QVERIFY2(wait > 30'000 && wait <= 60'000, qPrintable(QString::number(wait)));
    QCOMPARE(login(u"ada"_s, kPassword, elsewhere).status, 200);
}

void TestLoginGuesses::trustedProxyTellsTheAddress()
{
    startSalond(kTrusting + kCheapPasswords);
    // The rightmost address that is not trusted counts, whatever stands left of it.
    const QByteArrayList forms{"198.51.100.7", "203.0.113.1, 198.51.100.7",
                               "203.0.113.2, 198.51.100.7, 10.1.2.3", "198.51.100.7,10.0.0.9",
                               "nonsense, 198.51.100.7"};
    for (const QByteArray &form : forms)
        QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s, form).status, 401);
    QCOMPARE(login(u"ada"_s, kPassword, "198.51.100.7").status, 429);
    QCOMPARE(login(u"ada"_s, kPassword, "203.0.113.1, 198.51.100.7").status, 429);
    QCOMPARE(login(u"ada"_s, kPassword, "198.51.100.8").status, 200);
    QCOMPARE(login(u"ada"_s, kPassword).status, 200); // the proxy itself
}

void TestLoginGuesses::headerOfAStrangerIsIgnored()
{
    startSalond(kCheapPasswords);
    for (int i = 1; i <= 5; ++i)
        QCOMPARE(login(u"ada"_s, u"wrong horse 7"_s, "198.51.100." + QByteArray::number(i)).status,
                 401);
    QCOMPARE(login(u"ada"_s, kPassword, "198.51.100.6").status, 429);
    QCOMPARE(login(u"ada"_s, kPassword).status, 429);
}

QTEST_GUILESS_MAIN(TestLoginGuesses)
#include "tst_login_guesses.moc"
