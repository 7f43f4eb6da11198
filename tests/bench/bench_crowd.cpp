// SPDX-License-Identifier: MIT
// What a message costs while ever more people are signed in and silent, and in rooms of ever more
// members. Prints JSON lines, those of a curve with the axis that they lie on; judges nothing.
#include "shared/protocol/catalogue.h"
#include "tests/bench/figure.h"
#include "tests/bench/rooms_sample.h"
#include "tests/bench/rooms_scene.h"
#include "tests/bench/sign_in.h"
#include "tests/support/http_client.h"
#include "tests/support/process_meter.h"
#include "tests/support/silent_crowd.h"
#include <QCoreApplication>
#include <QThread>
#include <array>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
constexpr int kInFlight = 8;
constexpr int kTextBytes = 200;
constexpr int kSettleMs = 3000; // what is free is given back meanwhile
// The last is what one process may have open here, but for a few.
constexpr std::array kSilent{100, 1'000, 10'000, 19'000};
constexpr std::array kMembers{10, 30, 100, 300, 1'000};
constexpr double kAimAtTenThousand = 1.2; // of what it costs with a hundred
const QString kPassword = u"correct horse 7"_s;

const QByteArray kConfiguration = "[server]\nlog = \"warning\"\n[net]\n"
                                  "unauthenticated_per_address = 0\n"
    + kCheapPasswords + kRaisedLimits + "sockets_per_user = 100000\n";

Figure pointOf(const QString &name, const QString &unit)
{
    return {.bench = u"crowd"_s, .name = name, .unit = unit, .ours = {}};
}

//! One who talks in a room of his own, and a crowd of silent sessions of somebody else.
class Hall {
public:
    Hall() : m_salond(kConfiguration) { }

    Result<> open();
    //! So many more are signed in.
    Result<> admit(int count);
    Result<Sample> talk();
    qint64 memory() const { return residentBytes(m_salond.pid()); }

private:
    SalondProcess m_salond;
    QByteArray m_crowdToken;
    std::unique_ptr<RoomLoad> m_load;
    std::vector<std::unique_ptr<SocketSwarm>> m_crowd;
};

Result<> Hall::open()
{
    TRY(m_salond.start());
    for (const auto &name : {u"ada"_s, u"grace"_s})
        TRY(m_salond.addUser(name, kPassword));
    HttpClient http(m_salond.port());
    TRY_ASSIGN(const auto crowd, http.login(u"grace"_s, kPassword));
    TRY_ASSIGN(const auto ada, http.login(u"ada"_s, kPassword));
    m_crowdToken = crowd.token.toLatin1();
    http.setToken(ada.token.toLatin1());
    TRY_ASSIGN(const auto room, http.call("/api/rooms", protocol::CreateRoom{u"Engines"_s, {}}));
    const std::vector<LoadMember> alone{{room.room.id, ada.token.toLatin1(), true}};
    m_load = std::make_unique<RoomLoad>(m_salond.port(), alone, kTextBytes);
    return m_load->connect();
}

Result<> Hall::admit(int count)
{
    m_crowd.push_back(std::make_unique<SocketSwarm>());
    TRY(signIn(*m_crowd.back(), m_salond.port(), QList<QByteArray>(count, m_crowdToken)));
    QThread::msleep(kSettleMs);
    return {};
}

Result<Sample> Hall::talk()
{
    for (const auto &swarm : m_crowd)
        swarm->turn(0); // answers pings
    return measure(*m_load, m_salond.pid(), kInFlight);
}

Result<> measureSilent(const QJsonObject &machine)
{
    Hall hall;
    TRY(hall.open());
    std::vector<double> withFewest;
    int present = 0;
    for (const int silent : points(kSilent)) {
        QThread::msleep(kSettleMs);
        const qint64 before = hall.memory();
        TRY(hall.admit(silent - present));
        const double memoryOfEach = double(hall.memory() - before) / 1024 / (silent - present);
        Figure cpu = pointOf(u"CPU per message beside %L1 silent sessions"_s.arg(silent), u"µs"_s);
        for (int run = 0; run < kRuns; ++run) {
            TRY_ASSIGN(const auto sample, hall.talk());
            cpu.ours.push_back(sample.cpuPerMessage);
        }
        if (present > 0) {
            cpu.yardstick = u"the same beside %1"_s.arg(kSilent.front());
            cpu.theirs = withFewest;
            cpu.aim = kAimAtTenThousand;
        } else {
            withFewest = cpu.ours;
        }
        tell(u"crowd, %L1 silent sessions: %2 µs a message"_s.arg(silent).arg(median(cpu.ours), 0,
                                                                              'f', 1));
        QJsonObject conditions = machine;
        conditions.insert(u"in_flight"_s, kInFlight);
        const QString axis = u"silent sessions"_s;
        print(cpu, onCurve(conditions, u"CPU per message"_s, axis, silent));
        if (present > 0) { // the first of all find memory that is there already
            Figure memory =
                pointOf(u"memory of each further session, up to %L1"_s.arg(silent), u"KiB"_s);
            memory.ours.push_back(memoryOfEach);
            print(memory, onCurve(conditions, u"memory of each further session"_s, axis, silent));
        }
        present = silent;
    }
    return {};
}

Result<> measureMembers(const QJsonObject &machine, int members)
{
    const RoomsScene::Size size{.rooms = 1, .members = members, .senders = 1};
    RoomsScene scene(size);
    TRY(scene.open());
    Figure cpu = pointOf(u"CPU per delivery in a room of %L1"_s.arg(members), u"µs"_s);
    cpu.yardstick = u"bare epoll loop, same rows and frames, gathered"_s;
    for (int run = 0; run < kRuns; ++run) {
        TRY_ASSIGN(const auto bare, measure(scene.bare(), scene.barePid(), kInFlight));
        TRY_ASSIGN(const auto salond, measure(scene.salond(), scene.salondPid(), kInFlight));
        cpu.ours.push_back(salond.cpuPerDelivery);
        cpu.theirs.push_back(bare.cpuPerDelivery);
    }
    tell(u"crowd, room of %L1: %2 µs a delivery, bare %3"_s.arg(members)
             .arg(median(cpu.ours), 0, 'f', 2)
             .arg(median(cpu.theirs), 0, 'f', 2));
    print(cpu,
          onCurve(conditionsOf(machine, size, kInFlight), u"CPU per delivery"_s,
                  u"members of a room"_s, members, true));
    return {};
}

Result<> run()
{
    constexpr int kReserve = 200;
    if (raiseDescriptorLimit() < points(kSilent).back() + kReserve)
        return Error::internal(u"the limit of open files is too low"_s);
    const QJsonObject conditions = machine(); // asked before this process is bound to one core
    TRY(measureSilent(conditions));
    for (const int members : points(kMembers))
        TRY(measureMembers(conditions, members));
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_crowd"_s, salon::bench::run());
}
