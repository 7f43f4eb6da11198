// SPDX-License-Identifier: MIT
// What connections cost that do nothing: strangers who never say a word, and people who are signed
// in and silent; against QWebSocketServer on Qt's own sockets.
#include "tests/bench/figure.h"
#include "tests/bench/sign_in.h"
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/salond_process.h"
#include "tests/support/silent_crowd.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const int kStrangers = sized(2000, 100);
const int kFewest = kStrangers / 2; // on a machine that is busy otherwise
constexpr int kPerAddress = 250;
const int kPeople = sized(2000, 100);
constexpr int kSettleMs = 3000; // what is free is given back meanwhile
constexpr int kAcceptMs = 4500; // before a deadline ends the first
const int kIdleMs = sized(5000, 500);
constexpr int kPatienceMs = 60'000;
const QString kPassword = u"correct horse 7"_s;

// Everybody is read, from whatever address, and one account may have all the connections.
constexpr auto kConfiguration = R"(
[server]
log = "warning"
[net]
unauthenticated_per_address = 0
[limits]
sockets_per_user = 100000
[passwords]
passes = 1
memory_bytes = 8192
)";

struct Sample {
    double strangerMemory = 0; //!< KiB each
    double strangerCpu = 0; //!< µs each, from the first connection to the end of the last
    double personMemory = 0; //!< KiB each
    double idleCpu = 0; //!< ms of all people together, a second
};

Result<> crowd(quint16 port, qint64 pid, Sample &sample)
{
    QThread::msleep(kSettleMs);
    const qint64 before = residentBytes(pid);
    const qint64 cpuBefore = cpuNanoseconds(pid);
    SilentCrowd crowd;
    const int descriptors = descriptorCount(pid);
    const QDeadlineTimer accepting(kAcceptMs);
    if (!crowd.connectTo(port, kStrangers, kPerAddress))
        return Error::internal(u"a connection was refused"_s);
    while (descriptorCount(pid) < descriptors + kStrangers && !accepting.hasExpired())
        QThread::msleep(10);
    const int held = descriptorCount(pid) - descriptors;
    if (held < kFewest)
        return Error::internal(u"only %1 strangers were there at once"_s.arg(held));
    sample.strangerMemory = double(residentBytes(pid) - before) / 1024 / held;
    const QDeadlineTimer deadline(kPatienceMs);
    while (crowd.openCount() > 0 && !deadline.hasExpired())
        crowd.turn(100);
    if (crowd.openCount() > 0)
        return Error::internal(u"silent connections were not ended"_s);
    sample.strangerCpu = double(cpuNanoseconds(pid) - cpuBefore) / 1e3 / kStrangers;
    return {};
}

Result<> openPlainly(SocketSwarm &swarm, quint16 port)
{
    const QDeadlineTimer deadline(kPatienceMs);
    for (int i = 0; i < kPeople; ++i) {
        const auto client = swarm.connectTo(port, {});
        while (client && !swarm.isUpgraded(*client) && !deadline.hasExpired())
            swarm.turn(10);
        if (!client || !swarm.isUpgraded(*client))
            return Error::internal(u"a connection was refused"_s);
    }
    return {};
}

//! With a token they say hello, and are answered.
Result<> people(quint16 port, qint64 pid, const QByteArray &token, Sample &sample)
{
    QThread::msleep(kSettleMs);
    const qint64 before = residentBytes(pid);
    SocketSwarm swarm;
    TRY(token.isEmpty() ? openPlainly(swarm, port)
                        : signIn(swarm, port, QList<QByteArray>(kPeople, token)));
    QThread::msleep(kSettleMs);
    sample.personMemory = double(residentBytes(pid) - before) / 1024 / kPeople;
    const qint64 cpuBefore = cpuNanoseconds(pid);
    for (const QDeadlineTimer idle(kIdleMs); !idle.hasExpired();)
        swarm.turn(100);
    sample.idleCpu = double(cpuNanoseconds(pid) - cpuBefore) / 1e6 / (kIdleMs / 1e3);
    return {};
}

//! Each in a process that has held nobody before: freed memory would hide what the next one needs.
Result<Sample> measureSalond()
{
    Sample sample;
    for (const bool signedIn : {false, true}) {
        SalondProcess salond(kConfiguration);
        TRY(salond.start());
        TRY(salond.addUser(u"ada"_s, kPassword));
        TRY_ASSIGN(const auto login, HttpClient(salond.port()).login(u"ada"_s, kPassword));
        TRY(signedIn ? people(salond.port(), salond.pid(), login.token.toLatin1(), sample)
                     : crowd(salond.port(), salond.pid(), sample));
    }
    return sample;
}

Result<Sample> measurePlain()
{
    Sample sample;
    for (const bool signedIn : {false, true}) {
        const quint16 port = freePort();
        QProcess server;
        server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        server.start(QStringLiteral(SALON_PLAIN_SERVER), {QString::number(port)});
        for (const QDeadlineTimer deadline(kPatienceMs); !deadline.hasExpired();) {
            if (SilentCrowd().connectTo(port, 1, 1))
                break;
            QThread::msleep(10);
        }
        const auto done = signedIn ? people(port, server.processId(), {}, sample)
                                   : crowd(port, server.processId(), sample);
        server.kill();
        server.waitForFinished();
        TRY(done);
    }
    return sample;
}

void printFigure(const QString &name, const QString &unit, double Sample::*member,
                 const std::vector<Sample> &ours, const std::vector<Sample> &theirs)
{
    const auto values = [member](const std::vector<Sample> &samples) {
        std::vector<double> all;
        for (const Sample &sample : samples)
            all.push_back(sample.*member);
        return all;
    };
    QJsonObject conditions = machine();
    conditions.insert(u"strangers"_s, kStrangers);
    conditions.insert(u"people"_s, kPeople);
    const bool hasYardstick = !theirs.empty();
    print({.bench = u"idle silent"_s,
           .name = name,
           .unit = unit,
           .ours = values(ours),
           .yardstick = hasYardstick ? u"QWebSocketServer on Qt's sockets"_s : QString(),
           .theirs = values(theirs)},
          conditions);
}

Result<> run()
{
    if (raiseDescriptorLimit() < 3 * kStrangers)
        return Error::internal(u"the limit of open files is too low"_s);
    std::vector<Sample> ours, theirs;
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const Sample salond, measureSalond());
        TRY_ASSIGN(const Sample plain, measurePlain());
        ours.push_back(salond);
        theirs.push_back(plain);
        tell(u"idle silent, run %1 of %2: %3 KiB a stranger, %4 KiB a person"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(salond.strangerMemory, 0, 'f', 1)
                 .arg(salond.personMemory, 0, 'f', 1));
    }
    printFigure(u"memory of a silent stranger"_s, u"KiB"_s, &Sample::strangerMemory, ours, theirs);
    printFigure(u"CPU of a stranger, to the deadline"_s, u"µs"_s, &Sample::strangerCpu, ours,
                theirs);
    printFigure(u"memory of a silent session"_s, u"KiB"_s, &Sample::personMemory, ours, theirs);
    // The other one looks after nobody, which costs it nothing.
    printFigure(u"CPU of all silent sessions"_s, u"ms/s"_s, &Sample::idleCpu, ours, {});
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_idle_silent"_s, salon::bench::run());
}
