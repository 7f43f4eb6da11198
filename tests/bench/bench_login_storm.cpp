// SPDX-License-Identifier: MIT
// How long a message takes to be stored while a thousand people log in, against the same before.
#include "tests/bench/figure.h"
#include "tests/support/http_client.h"
#include "tests/support/login_storm.h"
#include "tests/support/salond_process.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const int kLogins = sized(1000, 20);
constexpr int kAtOnce = 32;
const int kPeople = sized(50, 5);
const int kPostsBefore = sized(500, 20);
constexpr int kPauseMs = 5;
const QString kPassword = u"correct horse battery"_s;

// Hashing at its default cost; all from one address, which is let in.
constexpr auto kConfiguration = R"(
[server]
log = "warning"
[passwords]
waiting = 2000
per_address = 2000
[throttle]
name_attempts = 1000000
network_attempts = 1000000
[limits]
messages_per_second = 1000000
message_burst = 1000000
)";

struct Run {
    double before = 0; //!< median of a durable post, ms
    double during = 0;
    double loginsPerSecond = 0;
};

Result<double> postMedian(PostingClient &client, const std::function<bool(size_t)> &more)
{
    std::vector<double> times;
    while (more(times.size())) {
        const auto took = client.post("1");
        if (!took)
            return Error::internal(u"a message was refused"_s);
        times.push_back(*took);
        QThread::msleep(kPauseMs); // a person at a time, not a core's worth of messages
    }
    return median(std::move(times));
}

Result<Run> measure(quint16 port, PostingClient &client, const QStringList &names)
{
    Run run;
    TRY_ASSIGN(run.before, postMedian(client, [](size_t n) { return n < size_t(kPostsBefore); }));
    QElapsedTimer timer;
    timer.start();
    LoginStorm storm(port, names, kPassword, kLogins, kAtOnce);
    TRY_ASSIGN(run.during, postMedian(client, [&](size_t) { return !storm.isOver(); }));
    run.loginsPerSecond = kLogins / (double(timer.elapsed()) / 1e3);
    if (storm.accepted() != kLogins)
        return Error::internal(u"only %1 of %2 logins succeeded; %3"_s.arg(storm.accepted())
                                   .arg(kLogins)
                                   .arg(storm.firstFailure()));
    return run;
}

Result<> run()
{
    SalondProcess salond(kConfiguration);
    QStringList names;
    QByteArray list;
    for (int i = 0; i < kPeople; ++i) {
        names.append(u"person%1"_s.arg(i));
        list += names.last().toUtf8() + '\t' + kPassword.toUtf8() + '\n';
    }
    if (salond.command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, list).exitCode != 0)
        return Error::internal(u"the accounts could not be made"_s);
    TRY(salond.start());
    TRY_ASSIGN(const auto login, HttpClient(salond.port()).login(names.first(), kPassword));
    PostingClient client(salond.port(), login.token.toLatin1());
    if (!client.open())
        return Error::internal(u"the client was refused"_s);
    Figure latency{.bench = u"login storm"_s,
                   .name = u"durable post, median"_s,
                   .unit = u"ms"_s,
                   .ours = {},
                   .yardstick = u"the same before the storm"_s,
                   .theirs = {},
                   .aim = 2};
    Figure rate{.bench = u"login storm"_s, .name = u"logins"_s, .unit = u"1/s"_s, .ours = {}};
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const auto measured, measure(salond.port(), client, names));
        latency.ours.push_back(measured.during);
        latency.theirs.push_back(measured.before);
        rate.ours.push_back(measured.loginsPerSecond);
        tell(u"login storm, run %1 of %2: %3 ms before, %4 ms during"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(measured.before, 0, 'f', 2)
                 .arg(measured.during, 0, 'f', 2));
    }
    QJsonObject conditions = machine();
    conditions.insert(u"logins"_s, kLogins);
    conditions.insert(u"at_once"_s, kAtOnce);
    conditions.insert(u"pause_ms"_s, kPauseMs);
    conditions.insert(u"argon2id"_s, u"2 passes, 19 MiB"_s);
    print(latency, conditions);
    print(rate, conditions);
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_login_storm"_s, salon::bench::run());
}
