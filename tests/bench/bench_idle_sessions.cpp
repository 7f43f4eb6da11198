// SPDX-License-Identifier: MIT
// What a person costs the server who is signed in, in 20 rooms, and silent: in plain, and over TLS.
#include "tests/bench/figure.h"
#include "tests/bench/sign_in.h"
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/salond_process.h"
#include "tests/support/silent_crowd.h"
#include "tests/support/test_certificates.h"
#include <QCoreApplication>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const int kFirst = sized(100, 50); // not counted: they fill what the server keeps once for all
const int kPeople = sized(2400, 50);
constexpr int kRooms = 20;
constexpr int kSettleMs = 3000; // what is free is given back meanwhile
constexpr int kStopMs = 30'000;
constexpr double kPlainAim = 9, kTlsAim = 25; // KiB
const QString kPassword = u"correct horse 7"_s;

struct Sample {
    double memory = 0; //!< KiB each
    double descriptors = 0; //!< each
};

//! Each new account is in all of the rooms.
QByteArray configuration(const TestCertificate *identity)
{
    QByteArray rooms;
    for (int i = 0; i < kRooms; ++i)
        rooms += (i ? ", \"room " : "\"room ") + QByteArray::number(i) + '"';
    QByteArray text =
        "[server]\nlog = \"warning\"\ndefault_rooms = [" + rooms + "]\n" + kCheapPasswords;
    if (identity)
        text += "[net]\ntls_cert = \"" + identity->certificateFile.toUtf8() + "\"\ntls_key = \""
            + identity->keyFile.toUtf8() + "\"\n";
    return text;
}

//! A salond with its people, and what they sign in with.
class House {
public:
    explicit House(const TestCertificate *identity)
        : m_salond(configuration(identity)), m_isEncrypted(identity)
    {
    }

    Result<> fill();
    //! In a process that has held nobody before: freed memory would hide what the next one needs.
    Result<Sample> measure();

private:
    Result<> addAccounts(int from, int to) const;

    SalondProcess m_salond;
    bool m_isEncrypted;
    QList<QByteArray> m_tokens;
};

Result<> House::addAccounts(int from, int to) const
{
    QByteArray list;
    for (int i = from; i < to; ++i)
        list += "person" + QByteArray::number(i) + '\t' + kPassword.toUtf8() + '\n';
    const auto added = m_salond.command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, list);
    if (added.exitCode == 0)
        return {};
    return Error::internal(u"accounts: "_s + QString::fromUtf8(added.errors));
}

Result<> House::fill()
{
    constexpr int kAtOnce = 50; // a command has its time
    for (int i = 0; i < kFirst + kPeople; i += kAtOnce)
        TRY(addAccounts(i, i + kAtOnce));
    TRY(m_salond.start());
    for (int i = 0; i < kFirst + kPeople; ++i) {
        TRY_ASSIGN(const auto login,
                   HttpClient(m_salond.url()).login(u"person%1"_s.arg(i), kPassword));
        m_tokens.append(login.token.toLatin1());
    }
    if (m_salond.stop(kStopMs) != 0)
        return Error::internal(u"salond did not stop well"_s);
    return {};
}

Result<Sample> House::measure()
{
    TRY(m_salond.start());
    const qint64 pid = m_salond.pid();
    SocketSwarm first, swarm;
    if (m_isEncrypted) {
        first.useTls();
        swarm.useTls();
    }
    TRY(signIn(first, m_salond.port(), m_tokens.first(kFirst)));
    QThread::msleep(kSettleMs);
    const qint64 before = residentBytes(pid);
    const int descriptors = descriptorCount(pid);
    TRY(signIn(swarm, m_salond.port(), m_tokens.sliced(kFirst)));
    QThread::msleep(kSettleMs);
    const Sample sample{double(residentBytes(pid) - before) / 1024 / kPeople,
                        double(descriptorCount(pid) - descriptors) / kPeople};
    first.clear();
    swarm.clear();
    if (m_salond.stop(kStopMs) != 0)
        return Error::internal(u"salond did not stop well"_s);
    return sample;
}

void printFigure(const QString &name, const QString &unit, double Sample::*member,
                 const std::vector<Sample> &samples, double aim)
{
    std::vector<double> values;
    for (const Sample &sample : samples)
        values.push_back(sample.*member);
    QJsonObject conditions = machine();
    conditions.insert(u"people"_s, kPeople);
    conditions.insert(u"people_before"_s, kFirst);
    conditions.insert(u"rooms_each"_s, kRooms);
    print({.bench = u"idle sessions"_s, .name = name, .unit = unit, .ours = values, .aim = aim},
          conditions);
}

Result<> measureKind(const QString &kind, const TestCertificate *identity, double aim)
{
    House house(identity);
    TRY(house.fill());
    std::vector<Sample> samples;
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const Sample sample, house.measure());
        samples.push_back(sample);
        tell(u"idle sessions %1, run %2 of %3: %4 KiB each"_s.arg(kind).arg(i + 1).arg(kRuns).arg(
            sample.memory, 0, 'f', 1));
    }
    printFigure(u"memory of a silent session, "_s + kind, u"KiB"_s, &Sample::memory, samples, aim);
    printFigure(u"descriptors of a silent session, "_s + kind, u""_s, &Sample::descriptors, samples,
                1);
    return {};
}

Result<> run()
{
    if (raiseDescriptorLimit() < 2 * (kFirst + kPeople))
        return Error::internal(u"the limit of open files is too low"_s);
    TestAuthority authority;
    if (!authority.problem().isEmpty())
        return Error::internal(authority.problem());
    authority.installHere();
    const TestCertificate identity = authority.issue();
    TRY(measureKind(u"plain"_s, nullptr, kPlainAim));
    return measureKind(u"over TLS"_s, &identity, kTlsAim);
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_idle_sessions"_s, salon::bench::run());
}
