// SPDX-License-Identifier: MIT
// How long a message takes to the last member of its room at 50 messages a second, against one
// commit to the same disk; and while people log in, a history is read, and a backup is made.
// Prints JSON lines; judges nothing.
#include "server/service/durable_file.h"
#include "shared/protocol/catalogue.h"
#include "tests/bench/figure.h"
#include "tests/bench/log_fill.h"
#include "tests/bench/paced_load.h"
#include "tests/bench/rooms_scene.h"
#include "tests/bench/timed_client.h"
#include "tests/support/login_storm.h"
#include "tests/support/silent_crowd.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(5, 1);
const RoomsScene::Size kSize{.rooms = sized(50, 2)}; // of 20
constexpr int kPerSecond = 50;
const int kRunMs = sized(10'000, 1'000);
const int kCommits = sized(150, 5);
constexpr int kPauseMs = 1000 / kPerSecond; // between commits, as between messages
const qint64 kLongHistory = sized<qint64>(300'000, 1'000);
constexpr int kLoginsAtOnce = 8; // enough to keep the hasher busy
const int kPeople = sized(50, 5);
constexpr int kCommandMs = 120'000;
const QString kPassword = u"correct horse battery"_s;

// Hashing at its default cost; all from one address, which is let in.
constexpr auto kConfiguration = R"(
[server]
default_rooms = []
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
requests_per_second = 1000000
[net]
unauthenticated_per_address = 1000
)";

//! Does something again and again in a thread of its own, for as long as it lives.
class Repeated {
public:
    explicit Repeated(std::function<Result<>()> step)
        : m_thread([this, step = std::move(step)] {
              while (!m_isOver && !m_hasFailed) {
                  m_hasFailed = !step();
                  ++m_times;
              }
          })
    {
    }
    ~Repeated() { join(); }
    Q_DISABLE_COPY_MOVE(Repeated)

    //! Waits for what is under way; how often it was done, or an error when it failed.
    Result<int> end()
    {
        join();
        return m_hasFailed ? Result<int>(Error::internal(u"what ran beside it failed"_s))
                           : Result<int>(m_times);
    }

private:
    void join()
    {
        m_isOver = true;
        if (m_thread.joinable())
            m_thread.join();
    }

    std::atomic<bool> m_isOver = false, m_hasFailed = false;
    std::atomic<int> m_times = 0;
    std::thread m_thread;
};

//! The server with its people, a room with a long history, and everybody connected.
class House {
public:
    Result<> open();
    Result<std::vector<double>> commits();
    Result<double> quiet();
    Result<double> duringLogins();
    Result<double> duringReading();
    Result<double> duringBackup();
    double lastMedian() const { return m_lastMedian; }
    qint64 databaseBytes() const { return QFileInfo(database()).size(); }

    std::vector<double> logins, pages, backups; //!< beside each run, a second
    int failedLogins = 0;

private:
    QString database() const { return m_folder + u"/salon.db"_s; }
    Result<> addPeople();
    Result<> fillHistory();
    Result<double> duringRepeated(std::function<Result<>()> step, std::vector<double> &rate);

    RoomsScene m_scene{kSize};
    QString m_folder;
    QStringList m_names;
    RoomId m_longRoom;
    Seq m_head = 0;
    QTemporaryDir m_beside;
    server::Database m_commitDatabase;
    std::unique_ptr<PacedLoad> m_load;
    double m_lastMedian = 0;
};

Result<> House::open()
{
    TRY(m_scene.fill());
    test::SalondProcess &salond = m_scene.process();
    m_folder = salond.dataFolder();
    if (salond.stop() != 0)
        return Error::internal(u"salond did not stop well"_s);
    TRY(addPeople());
    TRY(fillHistory());
    QFile configuration(salond.configurationFile());
    if (!configuration.open(QIODevice::WriteOnly) || configuration.write(kConfiguration) < 0)
        return Error::internal(u"the configuration cannot be written"_s);
    configuration.close();
    TRY(salond.start());
    TRY(m_commitDatabase.open(m_beside.filePath(u"commits.db"_s),
                              server::Database::Access::ReadWrite));
    TRY(m_commitDatabase.execute(u"CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)"_s));
    m_load = std::make_unique<PacedLoad>(salond.port(), m_scene.members(), kSize.textBytes);
    return m_load->connect();
}

//! Those who log in: their passwords are hashed at the default cost.
Result<> House::addPeople()
{
    QByteArray list;
    for (int i = 0; i < kPeople; ++i) {
        m_names.append(u"person%1"_s.arg(i));
        list += m_names.last().toUtf8() + '\t' + kPassword.toUtf8() + '\n';
    }
    const auto added = test::runSalond(
        {u"user"_s, u"add"_s, u"--from"_s, u"-"_s, u"--data"_s, m_folder}, list, kCommandMs);
    if (added.exitCode == 0)
        return {};
    return Error::internal(u"accounts: "_s + QString::fromUtf8(added.errors));
}

Result<> House::fillHistory()
{
    LogFill fill;
    TRY(fill.open(database()));
    TRY_ASSIGN(const auto author, fill.addUser(u"chronicler"_s));
    TRY_ASSIGN(m_longRoom, fill.addRoom(u"A long history"_s, author));
    for (qint64 i = 0; i < kLongHistory; ++i)
        TRY(fill.post(m_longRoom, author));
    m_head = kLongHistory + 1;
    TRY(fill.finish());
    return server::syncFile(database()); // else the first checkpoint would wait for all of it
}

Result<std::vector<double>> House::commits()
{
    const QString text(kSize.textBytes, u'x');
    std::vector<double> times;
    for (int i = 0; i < kCommits; ++i) {
        QElapsedTimer timer;
        timer.start();
        TRY(m_commitDatabase.begin());
        TRY(m_commitDatabase.prepare("INSERT INTO texts (text) VALUES (?)").run(text));
        TRY(m_commitDatabase.commit());
        times.push_back(double(timer.nsecsElapsed()) / 1e6);
        QThread::msleep(kPauseMs);
    }
    return times;
}

Result<double> House::quiet()
{
    TRY_ASSIGN(const auto times, m_load->run(kPerSecond, kRunMs));
    m_lastMedian = median(times);
    return percentile99(times);
}

Result<double> House::duringLogins()
{
    test::LoginStorm storm(m_scene.process().port(), m_names, kPassword, 1'000'000, kLoginsAtOnce);
    const auto p99 = quiet();
    logins.push_back(storm.accepted() * 1e3 / kRunMs);
    failedLogins += storm.failed();
    if (storm.accepted() == 0)
        return Error::internal(u"logins failed: "_s + storm.firstFailure());
    return p99;
}

Result<double> House::duringRepeated(std::function<Result<>()> step, std::vector<double> &rate)
{
    QElapsedTimer timer;
    timer.start();
    Repeated beside(std::move(step));
    const auto p99 = quiet();
    TRY_ASSIGN(const int times, beside.end());
    rate.push_back(times * 1e3 / double(timer.elapsed()));
    return p99;
}

Result<double> House::duringReading()
{
    auto client = std::make_shared<TimedClient>();
    TRY(client->open(m_scene.process().port(), m_scene.members().front().token));
    // From the newest to the oldest, and again.
    return duringRepeated(
        [this, client, before = m_head]() mutable -> Result<> {
            TRY(client->ask(protocol::ListMessages{
                .room = m_longRoom, .before = before, .limit = protocol::kMaxPage}));
            before = before > protocol::kMaxPage ? before - protocol::kMaxPage : m_head;
            return {};
        },
        pages);
}

Result<double> House::duringBackup()
{
    const QStringList arguments{u"backup"_s, m_beside.filePath(u"backup.db"_s), u"--force"_s,
                                u"--data"_s, m_folder};
    return duringRepeated(
        [arguments]() -> Result<> {
            const auto done = test::runSalond(arguments, {}, kCommandMs);
            if (done.exitCode == 0)
                return {};
            tell(QString::fromUtf8(done.errors));
            return Error::internal(u"no backup was made"_s);
        },
        backups);
}

struct Series {
    std::vector<double> commit, commit99, bound, quiet99, quietMedian, logins, reading, backup;
};

Result<> measureOnce(House &house, Series &all)
{
    TRY_ASSIGN(const auto commits, house.commits());
    all.commit.push_back(median(commits));
    all.commit99.push_back(percentile99(commits));
    all.bound.push_back(2 * median(commits) + 2);
    TRY_ASSIGN(const double quiet, house.quiet());
    all.quiet99.push_back(quiet);
    all.quietMedian.push_back(house.lastMedian());
    TRY_ASSIGN(const double logins, house.duringLogins());
    all.logins.push_back(logins);
    TRY_ASSIGN(const double reading, house.duringReading());
    all.reading.push_back(reading);
    TRY_ASSIGN(const double backup, house.duringBackup());
    all.backup.push_back(backup);
    tell(u"latency, run %1 of %2: p99 %3 ms, logins %4, reading %5, backup %6; one commit %7 ms"_s
             .arg(all.commit.size())
             .arg(kRuns)
             .arg(quiet, 0, 'f', 1)
             .arg(logins, 0, 'f', 1)
             .arg(reading, 0, 'f', 1)
             .arg(backup, 0, 'f', 1)
             .arg(all.commit.back(), 0, 'f', 1));
    return {};
}

Figure figureOf(const QString &name, const std::vector<double> &ours, const QString &yardstick = {},
                const std::vector<double> &theirs = {}, double aim = 0)
{
    return {.bench = u"latency"_s,
            .name = name,
            .unit = u"ms"_s,
            .ours = ours,
            .yardstick = yardstick,
            .theirs = theirs,
            .aim = aim};
}

void printAll(const House &house, const Series &all, QJsonObject conditions)
{
    conditions.insert(u"rooms"_s, kSize.rooms);
    conditions.insert(u"members_per_room"_s, kSize.members);
    conditions.insert(u"messages_per_second"_s, kPerSecond);
    conditions.insert(u"messages_of_a_run"_s, kPerSecond * kRunMs / 1000);
    conditions.insert(u"text_bytes"_s, kSize.textBytes);
    conditions.insert(u"placement"_s, u"server, load and what disturbs share all cores"_s);
    conditions.insert(u"database_bytes"_s, house.databaseBytes());
    conditions.insert(u"logins_at_once"_s, kLoginsAtOnce);
    conditions.insert(u"logins_failed"_s, house.failedLogins);
    print(figureOf(u"to the last receiver, p99"_s, all.quiet99,
                   u"twice one commit (median) + 2 ms"_s, all.bound, 1),
          conditions);
    print(figureOf(u"to the last receiver, median"_s, all.quietMedian, u"one commit, median"_s,
                   all.commit),
          conditions);
    print(figureOf(u"one commit, p99"_s, all.commit99), conditions);
    const auto disturbed = [&](const QString &name, const std::vector<double> &values,
                               const QString &rateName, const std::vector<double> &rate) {
        QJsonObject mine = conditions;
        mine.insert(rateName, median(rate));
        print(figureOf(u"p99 during "_s + name, values, u"p99 when it is quiet"_s, all.quiet99, 2),
              mine);
    };
    disturbed(u"a login storm"_s, all.logins, u"logins_per_second"_s, house.logins);
    disturbed(u"the reading of a long history"_s, all.reading, u"pages_per_second"_s, house.pages);
    disturbed(u"a backup"_s, all.backup, u"backups_per_second"_s, house.backups);
}

Result<> run()
{
    QJsonObject conditions = machine();
    double load[1] = {0};
    if (::getloadavg(load, 1) == 1)
        conditions.insert(u"load_average"_s, load[0]);
    if (test::raiseDescriptorLimit() < kSize.rooms * kSize.members + 200)
        return Error::internal(u"the limit of open files is too low"_s);
    tell(u"latency: making %1 accounts"_s.arg(kSize.rooms * kSize.members));
    House house;
    TRY(house.open());
    Series all;
    for (int run = 0; run < kRuns; ++run)
        TRY(measureOnce(house, all));
    printAll(house, all, conditions);
    return {};
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_latency"_s, salon::bench::run());
}
