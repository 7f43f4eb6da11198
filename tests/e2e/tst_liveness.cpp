// SPDX-License-Identifier: MIT
#include "tests/support/device.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 30'000;
constexpr int kMinuteMs = 60'000;
constexpr int kSlowMs = 3'000; // what a busy machine may add to a deadline

//! Of the default configuration, as salond prints it.
int defaultOf(const QByteArray &key)
{
    const QString printed = QString::fromUtf8(runSalond({u"print-config"_s}).output);
    const QRegularExpression line(u"^%1 = (\\d+)"_s.arg(QString::fromLatin1(key)),
                                  QRegularExpression::MultilineOption);
    return line.match(printed).captured(1).toInt();
}

} // namespace

//! A line that is dead without saying so is found at both ends, and what was missed comes.
class TestLiveness : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup();
    void usualLimitsAreWithinAMinute();
    void usualLimitsFindADeadPeer();
    void clientFindsADeadLine();
    void serverFindsADeadLine();
    void otherNetworkIsProvedAtOnce();
    void networkComesBack();
    void slowReaderComesBackWithAll();

private:
    void begin(const QByteArray &net, int silenceLimitMs = 0);
    void graceSays(const QString &text);
    const Connection &connection() { return m_ada->user.chat().connection(); }
    double signedIn() const { return m_salond->metric("salon_signed_in_connections"); }

    std::unique_ptr<SalondProcess> m_salond;
    std::unique_ptr<Device> m_ada;
    std::unique_ptr<HttpClient> m_grace;
};

void TestLiveness::begin(const QByteArray &net, int silenceLimitMs)
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords + kRaisedLimits + net);
    QVERIFY(m_salond->start());
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    QVERIFY(m_salond->addUser(u"grace"_s, kPassword));
    m_grace = std::make_unique<HttpClient>(m_salond->port());
    const auto login = m_grace->login(u"grace"_s, kPassword);
    QVERIFY(login);
    m_grace->setToken(login->token.toLatin1());
    m_ada = std::make_unique<Device>(m_salond->port());
    if (silenceLimitMs > 0)
        QSettings(m_ada->user.profile() + u"/salon.ini"_s, QSettings::IniFormat)
            .setValue(u"net/silence_limit_ms"_s, silenceLimitMs);
    m_ada->start(u"ada"_s, kPassword);
    QTRY_VERIFY(m_ada->user.isSignedIn());
    QTRY_COMPARE(m_ada->user.openedRoom(), u"general"_s);
    QCOMPARE(signedIn(), 1.0);
}

void TestLiveness::cleanup()
{
    m_ada.reset();
    m_salond.reset();
}

void TestLiveness::graceSays(const QString &text)
{
    const QByteArray key = QUuid::createUuid().toString(QUuid::WithoutBraces).toLatin1();
    const auto reply =
        m_grace->post("/api/rooms/general/messages",
                      R"({"key":")" + key + R"(","text":")" + text.toUtf8() + R"("})");
    QCOMPARE(reply.status, 201);
}

//! Nothing is set: what a fresh profile and an empty configuration come to.
void TestLiveness::usualLimitsAreWithinAMinute()
{
    begin("");
    const int pingAfter = defaultOf("ping_after_ms");
    const int server = defaultOf("silence_limit_ms");
    QVERIFY2(pingAfter > 0 && pingAfter < server, qPrintable(QString::number(pingAfter)));
    QVERIFY2(server <= kMinuteMs - kSlowMs, qPrintable(QString::number(server)));
    const int client = connection().longestSilenceMs();
    QVERIFY2(client > 0 && client <= kMinuteMs - kSlowMs, qPrintable(QString::number(client)));
}

//! The same in real time, from the last byte on: each end by itself, the other one's end of the
//! line does not reach it.
void TestLiveness::usualLimitsFindADeadPeer()
{
    begin("");
    QElapsedTimer since;
    since.start();
    for (const Direction direction : {Direction::ToServer, Direction::ToClient})
        m_ada->line.stall(direction, true);
    m_ada->line.refuse(true); // no new connection is to be counted for it
    std::optional<qint64> clientMs;
    std::optional<qint64> serverMs;
    QDeadlineTimer nextLook(0); // the server need not be asked at each turn
    const auto areFound = [&] {
        if (!clientMs && connection().lastFailure().connection == ConnectionFailure::FellSilent)
            clientMs = since.elapsed();
        if (!serverMs && nextLook.hasExpired()) {
            nextLook.setRemainingTime(250);
            if (signedIn() == 0)
                serverMs = since.elapsed();
        }
        return clientMs && serverMs;
    };
    QVERIFY(QTest::qWaitFor(areFound, kMinuteMs + kPatienceMs));
    const QString took = u"client %1 ms, server %2 ms"_s.arg(*clientMs).arg(*serverMs);
    qInfo("%s", qPrintable(took));
    QVERIFY2(*clientMs <= kMinuteMs && *serverMs <= kMinuteMs, qPrintable(took));
}

void TestLiveness::clientFindsADeadLine()
{
    begin("", 900);
    const int longestMs = connection().longestSilenceMs();
    QVERIFY(longestMs > 900 && longestMs < 1'500);
    m_ada->line.stall(Direction::ToClient, true);
    QElapsedTimer since;
    since.start();
    graceSays(u"unheard"_s);
    QTRY_COMPARE_WITH_TIMEOUT(connection().lastFailure().connection, ConnectionFailure::FellSilent,
                              kPatienceMs);
    QVERIFY2(since.elapsed() <= longestMs + kSlowMs, qPrintable(QString::number(since.elapsed())));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->user.isOnline(), kPatienceMs); // a new line is not concerned
    QTRY_COMPARE(m_ada->user.latest(), u"unheard"_s);
}

void TestLiveness::serverFindsADeadLine()
{
    begin("[net]\nping_after_ms = 300\nsilence_limit_ms = 900\n");
    m_ada->line.stall(Direction::ToServer, true);
    QTRY_COMPARE_WITH_TIMEOUT(signedIn(), 0.0, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->user.isOnline() && signedIn() == 1.0, kPatienceMs);
    m_ada->user.say(u"heard"_s);
    QTRY_VERIFY(m_ada->user.isShown(u"heard"_s, Delivery::Delivered));
}

void TestLiveness::otherNetworkIsProvedAtOnce()
{
    constexpr int kLimitMs = 27'000;
    begin("", kLimitMs);
    m_ada->user.chat().connection().networkChanged();
    QTest::qWait(200);
    QVERIFY(m_ada->user.isOnline()); // it was proved
    m_ada->line.stall(Direction::ToClient, true);
    QElapsedTimer since;
    since.start();
    m_ada->user.chat().connection().networkChanged();
    QTRY_COMPARE_WITH_TIMEOUT(connection().lastFailure().connection, ConnectionFailure::FellSilent,
                              kPatienceMs);
    QVERIFY2(since.elapsed() < kLimitMs - 3'000, qPrintable(QString::number(since.elapsed())));
}

void TestLiveness::networkComesBack()
{
    begin("");
    m_ada->goOffline();
    // Until the pause between two tries is a long one.
    QTRY_VERIFY_WITH_TIMEOUT(connection().retryInMs() > 1'500, kPatienceMs);
    m_ada->line.refuse(false);
    m_ada->user.chat().connection().networkChanged();
    QCOMPARE(connection().state(), ConnectionState::Connecting);
    QTRY_VERIFY(m_ada->user.isOnline());
}

void TestLiveness::slowReaderComesBackWithAll()
{
    begin("[net]\noutbox_bytes = 65536\n");
    const QString notice = m_ada->user.notice();
    graceSays(u"before"_s);
    QTRY_COMPARE(m_ada->user.latest(), u"before"_s);
    m_ada->line.stall(Direction::ToClient, true);
    const QString large(15'000, u'x');
    int said = 0;
    const QDeadlineTimer deadline(kPatienceMs);
    while (m_salond->metric("salon_slow_consumers_total") < 1 && !deadline.hasExpired()) {
        for (int i = 0; i < 20; ++i)
            graceSays(large + QString::number(++said));
    }
    QCOMPARE(m_salond->metric("salon_slow_consumers_total"), 1.0);
    graceSays(u"the last"_s);
    m_ada->line.stall(Direction::ToClient, false);
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->line.accepted() >= 3 && m_ada->user.isOnline(), kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->user.latest(), u"the last"_s, kPatienceMs);
    QCOMPARE(m_ada->user.notice(), notice);
    // Of what is shown, none is missing and none doubled.
    QStringList shown = m_ada->user.texts();
    shown.removeOne(u"before"_s);
    shown.removeLast();
    const int first = said - int(shown.size()) + 1;
    QVERIFY(!shown.isEmpty());
    for (int i = 0; i < shown.size(); ++i)
        QCOMPARE(shown[i].mid(large.size()), QString::number(first + i));
}

QTEST_MAIN(TestLiveness)
#include "tst_liveness.moc"
