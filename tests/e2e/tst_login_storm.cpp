// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/login_storm.h"
#include "tests/support/salond_process.h"
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

constexpr int kLogins = 60;
constexpr int kPostsBefore = 150;
constexpr int kLoginsAlone = 5;
const QString kPassword = u"correct horse 7"_s;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qsizetype(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

//! While many log in at once, messages do not wait for their passwords.
class TestLoginStorm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void messagesGoOn();
    void tooManyAreTurnedAway();
};

void TestLoginStorm::messagesGoOn()
{
    SalondProcess salond("[passwords]\nwaiting = 1000\nper_address = 1000\n"
                         "[throttle]\nname_attempts = 1000\nnetwork_attempts = 1000\n"
                         "[limits]\nmessages_per_second = 100000\nmessage_burst = 100000\n");
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    const auto login = HttpClient(salond.port()).login(u"ada"_s, kPassword);
    QVERIFY(login);
    PostingClient client(salond.port(), login->token.toLatin1());
    QVERIFY(client.open());
    std::vector<double> before;
    std::vector<double> during;
    for (int i = 0; i < kPostsBefore; ++i)
        before.push_back(client.post("1").value());
    std::vector<double> alone;
    for (int i = 0; i < kLoginsAlone; ++i) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(HttpClient(salond.port()).login(u"ada"_s, kPassword));
        alone.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    {
        LoginStorm storm(salond.port(), {u"ada"_s}, kPassword, kLogins, 16);
        while (!storm.isOver())
            during.push_back(client.post("1").value());
        QCOMPARE(storm.firstFailure(), QString());
        QCOMPARE(storm.accepted(), kLogins);
    }
    QVERIFY(during.size() >= 20);
    qInfo(
        "durable post: median %.2f ms before, %.2f ms during %d logins of %.1f ms each (%d posts)",
        median(before), median(during), kLogins, median(alone), int(during.size()));
    // Behind those that wait it would take sixteen times as long; bench_login_storm measures.
    QVERIFY(median(during) < median(alone));
}

//! What does not fit into the hashers' queue is told so at once, and may come again.
void TestLoginStorm::tooManyAreTurnedAway()
{
    SalondProcess salond("[passwords]\nthreads = 1\nwaiting = 2\nper_address = 2\n"
                         "[throttle]\nname_attempts = 1000\nnetwork_attempts = 1000\n");
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    LoginStorm storm(salond.port(), {u"ada"_s}, kPassword, 60, 12);
    QTRY_VERIFY_WITH_TIMEOUT(storm.isOver(), 20'000);
    QCOMPARE(storm.firstFailure(), QString());
    QVERIFY(storm.busy() > 0);
    QVERIFY(storm.accepted() > 0);
}

QTEST_GUILESS_MAIN(TestLoginStorm)
#include "tst_login_storm.moc"
