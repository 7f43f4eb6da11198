// SPDX-License-Identifier: MIT
// What the real client takes while nobody does anything: memory, processor time and wake-ups; with
// a real server, in an X server of the benchmark's own. Prints JSON lines; judges nothing.
#include "shared/protocol/catalogue.h"
#include "tests/bench/figure.h"
#include "tests/bench/running_client.h"
#include "tests/support/http_client.h"
#include "tests/support/private_display.h"
#include "tests/support/process_meter.h"
#include "tests/support/salond_process.h"
#include <QCoreApplication>
#include <QDir>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QUuid>
#include <array>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::bench;

namespace {

const int kRuns = sized(5, 1);
const int kIdleSeconds = sized(30, 1);
const int kCursorBlinksMs = sized(12'000, 100); // after a key or click, and then stands still
constexpr int kMessages = 200;
const int kLongRoom = sized(10'000, 500);
constexpr int kKeysAtOnce = 25;
constexpr int kMostKeys = 4'000;
constexpr double kNothing = 0.05; // of a percentage, which says 0.0
constexpr QPoint kTimeline(600, 300); // in the window of 1120 x 720
constexpr QPoint kTextField(600, 690);
constexpr double kMegabyte = 1'000'000;
const auto kUser = u"ada"_s;
const auto kPassword = u"correct horse battery"_s;

Figure figureOf(const QString &name, const QString &unit, double aim)
{
    return {.bench = u"client"_s, .name = name, .unit = unit, .ours = {}, .aim = aim};
}

class ClientBench {
public:
    Result<> prepare();
    Result<> memory();
    Result<> idle();

private:
    Result<> fillTo(int messages);
    Result<> signIn();
    //! The arguments for a new profile with the session of the first, and nothing cached.
    QStringList device(const QString &name) const;
    Result<> scrolled(Figure &figure, int run);
    //! Half a minute of doing nothing, of both at once, time and again.
    Result<> rest(RunningClient &one, const QString &what, RunningClient &other,
                  const QString &otherWhat);
    QJsonObject conditions() const;

    test::SalondProcess m_salond{"[limits]\nmessages_per_second = 100000\n"
                                 "message_burst = 100000\nrequests_per_second = 100000\n"};
    test::PrivateDisplay m_display;
    QTemporaryDir m_folder;
    test::HttpClient m_http{m_salond.port()};
    RoomId m_room;
    int m_filled = 0;
};

Result<> ClientBench::prepare()
{
    TRY(m_salond.start());
    TRY(m_salond.addUser(kUser, kPassword));
    TRY_ASSIGN(const auto login, m_http.login(kUser, kPassword));
    m_http.setToken(login.token.toUtf8());
    TRY_ASSIGN(const auto rooms, m_http.call("/api/room.list", protocol::ListRooms{}));
    m_room = rooms.rooms.first().id;
    TRY(fillTo(kMessages));
    TRY(m_display.start());
    return signIn();
}

Result<> ClientBench::fillTo(int messages)
{
    for (; m_filled < messages; ++m_filled) {
        TRY(m_http.call(
            "/api/message.post",
            protocol::PostMessage{
                .room = m_room,
                .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
                .text =
                    u"Message %1: the last build is green again, so we can look at the rest."_s.arg(
                        m_filled),
                .replyTo = {}}));
    }
    return {};
}

Result<> ClientBench::signIn()
{
    RunningClient client(m_display.name());
    return client.start({u"--profile"_s, m_folder.filePath(u"first"_s), u"--server"_s,
                         m_salond.url().toString(), u"--user"_s, kUser, u"--password-stdin"_s},
                        kPassword.toUtf8() + '\n');
}

QStringList ClientBench::device(const QString &name) const
{
    const QString folder = m_folder.filePath(name);
    QDir().mkpath(folder);
    for (const auto &file : {u"/session.json"_s, u"/salon.ini"_s})
        QFile::copy(m_folder.filePath(u"first"_s) + file, folder + file);
    return {u"--profile"_s, folder};
}

QJsonObject ClientBench::conditions() const
{
    QJsonObject conditions = machine();
    conditions.insert(u"display"_s, u"Xvfb 1280x800, no window manager"_s);
    conditions.insert(u"server"_s, u"salond on this machine"_s);
    return conditions;
}

Result<> ClientBench::memory()
{
    Figure login = figureOf(u"memory, login window"_s, u"MB"_s, 35);
    Figure room = figureOf(u"memory, a room of 200 messages"_s, u"MB"_s, 55);
    Figure scroll = figureOf(u"memory, after 10,000 messages scrolled"_s, u"MB"_s, 70);
    for (int i = 0; i < kRuns; ++i) {
        const QTemporaryDir empty;
        RunningClient fresh(m_display.name());
        TRY(fresh.start({u"--profile"_s, empty.path()}));
        login.ours.push_back(double(fresh.memory()) / kMegabyte);
        fresh.stop();
        RunningClient client(m_display.name());
        TRY(client.start(device(u"room"_s)));
        room.ours.push_back(double(client.memory()) / kMegabyte);
        tell(u"memory, run %1 of %2: login %3 MB, a room %4 MB"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(login.ours.back(), 0, 'f', 1)
                 .arg(room.ours.back(), 0, 'f', 1));
    }
    TRY(fillTo(kLongRoom));
    for (int i = 0; i < kRuns; ++i)
        TRY(scrolled(scroll, i));
    QJsonObject with = conditions();
    with.insert(u"memory"_s, u"proportional (Pss), once at rest"_s);
    for (const Figure &figure : {login, room, scroll})
        print(figure, with);
    return {};
}

//! Each page that was scrolled to came into the cache.
qint64 cachedMessages(const QString &profile)
{
    const auto name = u"count"_s;
    qint64 count = 0;
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        database.setDatabaseName(profile + u"/cache.db"_s);
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        if (query.exec(u"SELECT count(*) FROM message"_s) && query.next())
            count = query.value(0).toLongLong();
    }
    QSqlDatabase::removeDatabase(name);
    return count;
}

Result<> ClientBench::scrolled(Figure &figure, int run)
{
    const QStringList arguments = device(u"scrolled %1"_s.arg(run));
    RunningClient client(m_display.name());
    TRY(client.start(arguments));
    TRY(client.click(kTimeline));
    qint64 seen = 0;
    for (int keys = 0; seen < kLongRoom && keys < kMostKeys; keys += kKeysAtOnce) {
        TRY(client.press(u"Prior"_s, kKeysAtOnce));
        seen = cachedMessages(arguments.last());
    }
    if (seen < kLongRoom)
        return Error::internal(u"only %1 messages were scrolled"_s.arg(seen));
    TRY(client.rest());
    figure.ours.push_back(double(client.memory()) / kMegabyte);
    tell(u"memory, run %1 of %2: %3 messages scrolled, %4 MB"_s.arg(run + 1)
             .arg(kRuns)
             .arg(seen)
             .arg(figure.ours.back(), 0, 'f', 1));
    return {};
}

Result<> ClientBench::rest(RunningClient &one, const QString &what, RunningClient &other,
                           const QString &otherWhat)
{
    struct Side {
        RunningClient &client;
        QString what;
        Figure cpu = figureOf(u"processor, idle, "_s + what, u"%"_s, kNothing);
        Figure wakeUps = figureOf(u"wake-ups a second, idle, "_s + what, u"/s"_s, 5);
        qint64 cpuBefore = 0;
        qint64 wakeUpsBefore = 0;
    };
    std::array<Side, 2> sides{Side{one, what}, Side{other, otherWhat}};
    for (int i = 0; i < kRuns; ++i) {
        for (Side &side : sides) {
            side.cpuBefore = test::cpuNanoseconds(side.client.pid());
            side.wakeUpsBefore = side.client.wakeUps();
        }
        TRY(one.letBe(kIdleSeconds * 1000));
        for (Side &side : sides) {
            const qint64 worked = test::cpuNanoseconds(side.client.pid()) - side.cpuBefore;
            side.cpu.ours.push_back(double(worked) / (kIdleSeconds * 1e7));
            side.wakeUps.ours.push_back(double(side.client.wakeUps() - side.wakeUpsBefore)
                                        / kIdleSeconds);
            tell(u"idle, run %1 of %2: %3 % and %4 wake-ups a second, %5"_s.arg(i + 1)
                     .arg(kRuns)
                     .arg(side.cpu.ours.back(), 0, 'f', 3)
                     .arg(side.wakeUps.ours.back(), 0, 'f', 1)
                     .arg(side.what));
        }
    }
    QJsonObject with = conditions();
    with.insert(u"seconds"_s, kIdleSeconds);
    with.insert(u"since_last_click_ms"_s, kCursorBlinksMs);
    for (const Side &side : sides) {
        print(side.cpu, with);
        print(side.wakeUps, with);
    }
    return {};
}

Result<> ClientBench::idle()
{
    RunningClient shown(m_display.name());
    TRY(shown.start(device(u"shown"_s)));
    RunningClient hidden(m_display.name());
    TRY(hidden.start(device(u"hidden"_s)));
    TRY(hidden.hideWindow());
    TRY(shown.click(kTextField));
    TRY(shown.letBe(kCursorBlinksMs));
    TRY(rest(shown, u"a room shown"_s, hidden, u"window hidden"_s));
    hidden.stop();
    m_salond.kill();
    RunningClient offline(m_display.name());
    TRY(offline.start(device(u"hidden"_s)));
    return rest(shown, u"connection lost, banner shown"_s, offline, u"started without a server"_s);
}

Result<> run()
{
    ClientBench bench;
    TRY(bench.prepare());
    TRY(bench.memory());
    return bench.idle();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return exitCode(u"bench_client_idle"_s, run());
}
