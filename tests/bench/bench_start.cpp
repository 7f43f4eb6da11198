// SPDX-License-Identifier: MIT
// From the start of the client to the first room on the screen: against a bare Qt window, and with
// a large cache against a small one, without a server. All in an X server of the benchmark's own.
// Prints JSON lines; judges nothing.
#include "shared/protocol/catalogue.h"
#include "tests/bench/cache_fill.h"
#include "tests/bench/figure.h"
#include "tests/bench/start_watch.h"
#include "tests/support/http_client.h"
#include "tests/support/private_display.h"
#include "tests/support/salond_process.h"
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::bench;

namespace {

const int kRuns = sized(11, 1);
constexpr int kMessages = 200;
constexpr int kCachedRooms = 100;
constexpr qint64 kSmallCache = 1'000;
const qint64 kLargeCache = sized<qint64>(1'000'000, 2'000);
const auto kUser = u"ada"_s;
const auto kPassword = u"correct horse battery"_s;

class StartBench {
public:
    Result<> prepare();
    Result<> againstBareWindow();
    Result<> largeCacheAgainstSmall();

private:
    Result<> fillRoom();
    QString profile(const QString &name) const { return m_watch->folder() + u'/' + name; }
    //! A profile with the session of the first one, and a cache of that size.
    QString profileWithCache(const QString &name, qint64 messages);
    QJsonObject conditions() const;

    test::SalondProcess m_salond{"[limits]\nmessages_per_second = 100000\n"
                                 "message_burst = 100000\nrequests_per_second = 100000\n"};
    test::PrivateDisplay m_display;
    std::optional<StartWatch> m_watch;
    client::StoreAccount m_account;
    RoomId m_room;
    const QString m_client = QStringLiteral(SALON_CLIENT_PATH);
    const QString m_bare = QStringLiteral(SALON_BARE_WINDOW);
};

Result<> StartBench::fillRoom()
{
    test::HttpClient http(m_salond.port());
    TRY_ASSIGN(const auto login, http.login(kUser, kPassword));
    http.setToken(login.token.toUtf8());
    TRY_ASSIGN(const auto rooms, http.call("/api/room.list", protocol::ListRooms{}));
    m_room = rooms.rooms.first().id;
    m_account = {m_salond.url().toString(), login.user.id};
    for (int i = 0; i < kMessages; ++i) {
        const protocol::PostMessage message{
            .room = m_room,
            .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
            .text =
                u"Message %1: the last build is green again, so we can look at the rest."_s.arg(i),
            .replyTo = {}};
        TRY(http.call("/api/message.post", message));
    }
    return {};
}

Result<> StartBench::prepare()
{
    TRY(m_salond.start());
    TRY(m_salond.addUser(kUser, kPassword));
    TRY(fillRoom());
    TRY(m_display.start());
    m_watch.emplace(m_display.name());
    // Signs in and leaves the session in the profile; fills the system's caches too.
    TRY(m_watch->time(m_client,
                      {u"--profile"_s, profile(u"first"_s), u"--server"_s,
                       m_salond.url().toString(), u"--user"_s, kUser, u"--password-stdin"_s},
                      kPassword.toUtf8() + '\n'));
    TRY(m_watch->time(m_bare, {m_watch->report()}));
    return {};
}

QJsonObject StartBench::conditions() const
{
    QJsonObject conditions = machine();
    conditions.insert(u"display"_s, u"Xvfb 1280x800, no window manager"_s);
    conditions.insert(u"session"_s, u"in a file of the profile, no keychain"_s);
    conditions.insert(u"caches"_s, u"warm"_s);
    return conditions;
}

Result<> StartBench::againstBareWindow()
{
    Figure figure{.bench = u"start"_s,
                  .name = u"first room painted, session remembered"_s,
                  .unit = u"ms"_s,
                  .ours = {},
                  .yardstick = u"empty QWidget of the same size"_s,
                  .theirs = {},
                  .aim = 2.5,
                  .aimNow = 4};
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const double theirs, m_watch->time(m_bare, {m_watch->report()}));
        TRY_ASSIGN(const double ours,
                   m_watch->time(m_client, {u"--profile"_s, profile(u"first"_s)}));
        figure.theirs.push_back(theirs);
        figure.ours.push_back(ours);
        tell(u"start, run %1 of %2: salon %3 ms, bare window %4 ms"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(ours, 0, 'f', 0)
                 .arg(theirs, 0, 'f', 0));
    }
    QJsonObject with = conditions();
    with.insert(u"server"_s, u"salond on this machine, room of %1 messages"_s.arg(kMessages));
    print(figure, with);
    return {};
}

QString StartBench::profileWithCache(const QString &name, qint64 messages)
{
    const QDir first(profile(u"first"_s));
    QDir().mkpath(profile(name));
    for (const QString &file : first.entryList(QDir::Files)) {
        if (!file.startsWith(u"cache.db"_s))
            QFile::copy(first.filePath(file), profile(name) + u'/' + file);
    }
    QList<protocol::Room> rooms;
    for (qint64 i = 0; i < kCachedRooms; ++i) {
        protocol::Room room;
        room.id = {m_room.value + i};
        room.name = u"room %1"_s.arg(i, 3, 10, QChar(u'0'));
        room.kind = u"public"_s;
        room.role = u"member"_s;
        rooms.append(room);
    }
    fillCache(profile(name), m_account, rooms, messages);
    return profile(name);
}

Result<> StartBench::largeCacheAgainstSmall()
{
    const QString small = profileWithCache(u"small"_s, kSmallCache);
    const QString large = profileWithCache(u"large"_s, kLargeCache);
    m_salond.stop(); // it knows none of these rooms
    Figure figure{.bench = u"start"_s,
                  .name = u"first room painted, 1,000,000 messages cached, no server"_s,
                  .unit = u"ms"_s,
                  .ours = {},
                  .yardstick = u"the same with 1,000 messages"_s,
                  .theirs = {},
                  .aim = 1.2};
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const double theirs, m_watch->time(m_client, {u"--profile"_s, small}));
        TRY_ASSIGN(const double ours, m_watch->time(m_client, {u"--profile"_s, large}));
        figure.theirs.push_back(theirs);
        figure.ours.push_back(ours);
        tell(u"start, run %1 of %2: %3 ms with a large cache, %4 ms with a small one"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(ours, 0, 'f', 0)
                 .arg(theirs, 0, 'f', 0));
    }
    QJsonObject with = conditions();
    with.insert(u"rooms"_s, kCachedRooms);
    with.insert(u"cache_mib"_s, double(QFileInfo(large + u"/cache.db"_s).size()) / (1 << 20));
    print(figure, with);
    return {};
}

Result<> run()
{
    StartBench bench;
    TRY(bench.prepare());
    TRY(bench.againstBareWindow());
    return bench.largeCacheAgainstSmall();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return exitCode(u"bench_start"_s, run());
}
