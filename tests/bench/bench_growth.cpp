// SPDX-License-Identifier: MIT
// The same thing where little has been said and where a lot has: what a room, a page, a hello, a
// start and a message cost as the log grows. Prints JSON lines; judges nothing.
#include "shared/protocol/catalogue.h"
#include "tests/bench/archive.h"
#include "tests/bench/figure.h"
#include "tests/support/process_meter.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>
#include <algorithm>
#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(7, 1);
const qint64 kManyMessages =
    sized<qint64>(10'000'000, 20'000); // SALON_BENCH_MESSAGES makes it another
constexpr qint64 kFewMessages = 10'000;
const int kPages = sized(200, 10); // of a run
const int kCrowd = sized(10'000, 100);
const qint64 kCrowdMessages = sized<qint64>(1'000'000, 1'000);
const int kJoins = sized(50, 5); // of a run
constexpr std::array kOwnRooms{1, 10, 100, 500, 1'000};
constexpr int kAimedOwnRooms = 500;
const int kHellos = sized(20, 2); // of a run
constexpr std::array kEmptyRooms{100, 1'000, 10'000};
constexpr int kLedgerRooms = 50;
const qint64 kLedgerMessages = sized<qint64>(200'000, 5'000);
constexpr int kSettleMs = 1000;
const QString kMessagesAxis = u"messages in the database"_s;

//! Of the archives that are held against the small one, each ten times the one before.
std::vector<qint64> manyMessages()
{
    const qint64 wanted = qEnvironmentVariableIntValue("SALON_BENCH_MESSAGES");
    const qint64 most = wanted > 0 ? std::max(wanted, kFewMessages) : kManyMessages;
    std::vector<qint64> all;
    for (qint64 messages = 10 * kFewMessages; messages < most; messages *= 10)
        all.push_back(messages);
    all.push_back(most);
    return all;
}

QJsonObject conditionsOf(std::initializer_list<std::pair<QString, QJsonValue>> more)
{
    QJsonObject conditions = machine();
    double load[1] = {0};
    if (::getloadavg(load, 1) == 1)
        conditions.insert(u"load_average"_s, load[0]);
    conditions.insert(u"text_bytes"_s, LogFill::kTextBytes);
    for (const auto &[key, value] : more)
        conditions.insert(key, value);
    return conditions;
}

Figure figureOf(const QString &name, const QString &unit, double aim, const QString &yardstick = {})
{
    return {.bench = u"growth"_s,
            .name = name,
            .unit = unit,
            .ours = {},
            .yardstick = yardstick,
            .theirs = {},
            .aim = aim};
}

struct Crowded {
    FilledServer server;
    RoomId big, empty;
};

Result<> fillCrowded(Crowded &all, LogFill &fill)
{
    std::vector<UserId> users;
    for (int i = 0; i < kCrowd; ++i) {
        TRY_ASSIGN(const auto user, fill.addUser(u"member%1"_s.arg(i)));
        users.push_back(user);
    }
    TRY_ASSIGN(all.big, fill.addRoom(u"Everybody"_s, users.front()));
    TRY_ASSIGN(all.empty, fill.addRoom(u"Nobody yet"_s, users.front()));
    for (size_t i = 1; i < users.size(); ++i)
        TRY(fill.join(all.big, users[i]));
    for (qint64 i = 0; i < kCrowdMessages; ++i)
        TRY(fill.post(all.big, users[size_t(i * 7919) % users.size()]));
    return {};
}

Result<Cost> joinCost(TimedClient &client, const FilledServer &server, RoomId room)
{
    std::vector<double> times;
    const qint64 before = settledCpu(server);
    for (int i = 0; i < kJoins; ++i) {
        TRY_ASSIGN(const double took, client.ask(protocol::JoinRoom{room}));
        times.push_back(took);
        TRY(client.ask(protocol::LeaveRoom{room}));
    }
    return Cost{median(std::move(times)), double(settledCpu(server) - before) / 1e3 / kJoins};
}

Result<> compareJoins()
{
    Crowded all;
    TRY(all.server.make([&](LogFill &fill) { return fillCrowded(all, fill); }));
    TRY(all.server.start());
    TimedClient client;
    TRY(all.server.open(client));
    Figure time = figureOf(u"joining a big room"_s, u"ms"_s, 2, u"the same with an empty room"_s);
    Figure cpu = figureOf(u"CPU to join and leave a big room"_s, u"µs"_s, 2, time.yardstick);
    TRY(joinCost(client, all.server, all.big)); // warm
    for (int run = 0; run < kRuns; ++run) {
        TRY_ASSIGN(const auto empty, joinCost(client, all.server, all.empty));
        TRY_ASSIGN(const auto big, joinCost(client, all.server, all.big));
        time.ours.push_back(big.ms);
        time.theirs.push_back(empty.ms);
        cpu.ours.push_back(big.cpu);
        cpu.theirs.push_back(empty.cpu);
        tell(u"growth, joining, run %1 of %2: %3 ms, empty %4 ms"_s.arg(run + 1)
                 .arg(kRuns)
                 .arg(big.ms, 0, 'f', 2)
                 .arg(empty.ms, 0, 'f', 2));
    }
    const QJsonObject conditions = conditionsOf({{u"members"_s, kCrowd},
                                                 {u"messages"_s, kCrowdMessages},
                                                 {u"joins_of_a_run"_s, kJoins},
                                                 {u"members_connected"_s, 0}});
    print(time, conditions);
    print(cpu, conditions);
    return all.server.stop();
}

Result<> fillOwnRooms(const FilledServer &server, LogFill &fill, int rooms)
{
    TRY_ASSIGN(const auto author, fill.addUser(u"grace"_s));
    for (int i = 0; i < rooms; ++i) {
        TRY_ASSIGN(const auto room, fill.addRoom(u"Room %1"_s.arg(i), author));
        TRY(fill.join(room, server.account()));
        TRY(fill.post(room, author));
    }
    return {};
}

Result<Cost> helloCost(FilledServer &server)
{
    std::vector<std::unique_ptr<TimedClient>> clients;
    for (int i = 0; i < kHellos; ++i) {
        clients.push_back(std::make_unique<TimedClient>());
        TRY(server.connect(*clients.back()));
    }
    std::vector<double> times;
    const qint64 before = settledCpu(server);
    for (const auto &client : clients) {
        TRY_ASSIGN(const double took, client->hello());
        times.push_back(took);
    }
    return Cost{median(std::move(times)), double(settledCpu(server) - before) / 1e3 / kHellos};
}

Result<> measureHello(int rooms)
{
    FilledServer server;
    TRY(server.make([&](LogFill &fill) { return fillOwnRooms(server, fill, rooms); }));
    TRY(server.start());
    Figure cpu = figureOf(u"CPU of a hello in %L1 rooms"_s.arg(rooms), u"ms"_s,
                          rooms == kAimedOwnRooms ? 5 : 0);
    Figure time = figureOf(u"hello in %L1 rooms"_s.arg(rooms), u"ms"_s, 0);
    TRY(helloCost(server)); // warm
    for (int run = 0; run < kRuns; ++run) {
        TRY_ASSIGN(const auto cost, helloCost(server));
        cpu.ours.push_back(cost.cpu / 1e3);
        time.ours.push_back(cost.ms);
    }
    const QJsonObject conditions =
        conditionsOf({{u"hellos_of_a_run"_s, kHellos}, {u"at_once"_s, 1}});
    print(cpu, onCurve(conditions, u"CPU of a hello in so many rooms"_s, u"rooms"_s, rooms));
    print(time, conditions);
    return server.stop();
}

//! Page by page in turns, so that what slows the machine slows both.
Result<> readPages(ArchiveReader &many, ArchiveReader &few)
{
    many.begin();
    few.begin();
    for (int i = 0; i < kPages; ++i) {
        TRY(few.read());
        TRY(many.read());
    }
    return {};
}

Result<> comparePages(Archive &large, Archive &small, const QJsonObject &conditions)
{
    TRY(small.server.start());
    ArchiveReader many(large), few(small);
    TRY(many.open());
    TRY(few.open());
    Figure time = figureOf(u"history page among %L1 messages"_s.arg(large.messages()), u"ms"_s, 2,
                           u"the same among %L1 messages"_s.arg(kFewMessages));
    Figure cpu = figureOf(u"CPU of a history page among %L1 messages"_s.arg(large.messages()),
                          u"µs"_s, 2, time.yardstick);
    TRY(readPages(many, few)); // warm
    for (int run = 0; run < kRuns; ++run) {
        TRY(readPages(many, few));
        const Cost much = many.end(), little = few.end();
        time.ours.push_back(much.ms);
        time.theirs.push_back(little.ms);
        cpu.ours.push_back(much.cpu);
        cpu.theirs.push_back(little.cpu);
    }
    print(time,
          onCurve(conditions, u"a page of the history"_s, kMessagesAxis, double(large.messages())));
    print(cpu, conditions);
    return small.server.stop();
}

Result<> measureStart(Archive &many, const QJsonObject &conditions)
{
    Figure start =
        figureOf(u"start until it serves, warm, %L1 messages"_s.arg(many.messages()), u"s"_s, 1);
    TRY(many.server.start());
    for (int run = 0; run < kRuns; ++run) {
        TRY(many.server.stop());
        QElapsedTimer timer;
        timer.start();
        TRY(many.server.start());
        start.ours.push_back(double(timer.elapsed()) / 1e3);
    }
    print(start,
          onCurve(conditions, u"start until it serves"_s, kMessagesAxis, double(many.messages())));
    return {};
}

Result<> compareArchives()
{
    Archive few;
    TRY(few.make(kFewMessages, LogFill::KeyIndex::Grows));
    for (const qint64 messages : manyMessages()) {
        tell(u"growth: filling a database with %L1 messages"_s.arg(messages));
        Archive many;
        TRY(many.make(messages, LogFill::KeyIndex::MadeAtEnd));
        const QJsonObject conditions =
            conditionsOf({{u"rooms"_s, Archive::kRooms},
                          {u"members_per_room"_s, Archive::kMembers},
                          {u"messages_of_a_page"_s, protocol::kDefaultPage},
                          {u"pages_of_a_run"_s, kPages},
                          {u"database_bytes"_s, many.server.bytesOnDisk()},
                          {u"fill_seconds"_s, many.server.fillSeconds()}});
        TRY(measureStart(many, conditions));
        TRY(comparePages(many, few, conditions));
        TRY(many.server.stop());
    }
    return {};
}

// By turns in all rooms, as messages come: the pages of the file are filled less well than room
// after room.
Result<> fillLedger(LogFill &fill)
{
    std::vector<std::pair<RoomId, UserId>> places;
    for (int i = 0; i < kLedgerRooms; ++i) {
        TRY_ASSIGN(const auto owner, fill.addUser(u"owner%1"_s.arg(i)));
        TRY_ASSIGN(const auto room, fill.addRoom(u"Room %1"_s.arg(i), owner));
        places.emplace_back(room, owner);
    }
    for (qint64 i = 0; i < kLedgerMessages; ++i) {
        const auto &[room, owner] = places[size_t(i) % places.size()];
        TRY(fill.post(room, owner));
    }
    return {};
}

Result<> measureBytes()
{
    FilledServer server;
    qsizetype frameBytes = 0;
    const auto fillAndAsk = [&](LogFill &fill) {
        auto filled = fillLedger(fill);
        frameBytes = fill.frameBytes();
        return filled;
    };
    TRY(server.make(fillAndAsk));
    Figure bytes = figureOf(u"bytes on disk of a message"_s, u"B"_s, 2.2, u"its JSON, as sent"_s);
    bytes.ours.push_back(double(server.bytesOnDisk()) / double(kLedgerMessages));
    bytes.theirs.push_back(double(frameBytes));
    print(bytes,
          conditionsOf({{u"messages"_s, kLedgerMessages},
                        {u"rooms_by_turns"_s, kLedgerRooms},
                        {u"one_run"_s, u"nothing in it is left to chance"_s}}));
    return {};
}

Result<> leaveRooms(const FilledServer &server, LogFill &fill, int rooms)
{
    for (int i = 0; i < rooms; ++i) {
        TRY_ASSIGN(const auto room, fill.addRoom(u"Room %1"_s.arg(i), server.account()));
        TRY(fill.leave(room, server.account()));
    }
    return {};
}

Result<Figure> memoryAtRest(const QString &name, int emptyRooms)
{
    FilledServer server;
    TRY(server.make([&](LogFill &fill) { return leaveRooms(server, fill, emptyRooms); }));
    Figure memory = figureOf(name, u"MiB"_s, 0);
    for (int run = 0; run < kRuns; ++run) {
        TRY(server.start());
        QThread::msleep(kSettleMs);
        memory.ours.push_back(double(test::residentBytes(server.pid())) / 1024 / 1024);
        TRY(server.stop());
    }
    return memory;
}

Result<> measureMemory()
{
    const QJsonObject conditions = conditionsOf({{u"settled_ms"_s, kSettleMs}});
    TRY_ASSIGN(Figure alone, memoryAtRest(u"memory at rest"_s, 0));
    alone.aim = 25;
    print(alone, conditions);
    for (const int rooms : points(kEmptyRooms)) {
        TRY_ASSIGN(
            const Figure memory,
            memoryAtRest(u"memory at rest, %L1 rooms that nobody is in"_s.arg(rooms), rooms));
        print(memory, onCurve(conditions, u"memory at rest, nobody in them"_s, u"rooms"_s, rooms));
    }
    return {};
}

Result<> run()
{
    TRY(measureMemory());
    TRY(measureBytes());
    for (const int rooms : points(kOwnRooms))
        TRY(measureHello(rooms));
    TRY(compareJoins());
    return compareArchives();
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_growth"_s, salon::bench::run());
}
