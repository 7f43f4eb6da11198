// SPDX-License-Identifier: MIT
// From the start of the client to the first room on the screen, against a bare Qt window: both in
// an X server of the benchmark's own. Prints JSON lines; judges nothing.
#include "shared/protocol/catalogue.h"
#include "tests/bench/figure.h"
#include "tests/bench/private_display.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>
#include <QUuid>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::bench;

namespace {

constexpr int kRuns = 11;
constexpr int kMessages = 200;
constexpr int kPatienceMs = 20'000;
const auto kUser = u"ada"_s;
const auto kPassword = u"correct horse battery"_s;

qint64 steadyNanoseconds()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

//! Starts programs that write the time of their first picture to a file, one after the other.
class Stopwatch {
public:
    explicit Stopwatch(const QString &display)
        : m_environment(QProcessEnvironment::systemEnvironment())
    {
        m_environment.insert(u"DISPLAY"_s, display);
        m_environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        m_environment.insert(u"SALON_START_REPORT"_s, report());
        // There is none on this display, and a search for one is not to be measured.
        m_environment.insert(u"SALON_KEYCHAIN"_s, u"off"_s);
        m_environment.remove(u"WAYLAND_DISPLAY"_s);
        m_environment.remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
    }

    QString report() const { return m_folder.filePath(u"report"_s); }
    QString profile() const { return m_folder.filePath(u"profile"_s); }

    //! Milliseconds until the picture.
    Result<double> time(const QString &program, const QStringList &arguments,
                        const QByteArray &input = {})
    {
        QFile::remove(report());
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        const qint64 begun = steadyNanoseconds();
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        const QDeadlineTimer deadline(kPatienceMs);
        while (!QFile::exists(report()) && !deadline.hasExpired() && !process.waitForFinished(5)) {
        }
        QFile file(report());
        const bool isPainted = file.open(QIODevice::ReadOnly);
        const qint64 painted = file.readAll().toLongLong();
        process.terminate();
        if (!process.waitForFinished(5'000))
            process.kill();
        process.waitForFinished();
        if (!isPainted)
            return Error::internal(u"%1 did not show its window in time"_s.arg(program));
        return double(painted - begun) / 1e6;
    }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

Result<> fillRoom(const test::SalondProcess &salond)
{
    test::HttpClient http(salond.port());
    TRY_ASSIGN(const auto login, http.login(kUser, kPassword));
    http.setToken(login.token.toUtf8());
    TRY_ASSIGN(const auto rooms, http.call("/api/room.list", protocol::ListRooms{}));
    for (int i = 0; i < kMessages; ++i) {
        const protocol::PostMessage message{
            .room = rooms.rooms.first().id,
            .key = QUuid::createUuid().toString(QUuid::WithoutBraces),
            .text =
                u"Message %1: the last build is green again, so we can look at the rest."_s.arg(i),
            .replyTo = {}};
        TRY(http.call("/api/message.post", message));
    }
    return {};
}

Result<> run()
{
    test::SalondProcess salond("[limits]\nmessages_per_second = 100000\nmessage_burst = 100000\n"
                               "requests_per_second = 100000\n");
    TRY(salond.start());
    TRY(salond.addUser(kUser, kPassword));
    TRY(fillRoom(salond));
    PrivateDisplay display;
    TRY(display.start());
    Stopwatch watch(display.name());
    const QString client = QStringLiteral(SALON_CLIENT_PATH),
                  bare = QStringLiteral(SALON_BARE_WINDOW);
    const QStringList again{u"--profile"_s, watch.profile()};
    // Signs in and leaves the session in the profile; fills the system's caches too.
    TRY(watch.time(client,
                   again
                       + QStringList{u"--server"_s, salond.url().toString(), u"--user"_s, kUser,
                                     u"--password-stdin"_s},
                   kPassword.toUtf8() + '\n'));
    TRY(watch.time(bare, {watch.report()}));
    Figure figure{.bench = u"start"_s,
                  .name = u"first room painted, session remembered"_s,
                  .unit = u"ms"_s,
                  .ours = {},
                  .yardstick = u"empty QWidget of the same size"_s,
                  .theirs = {},
                  .aim = 2.5,
                  .aimNow = 4};
    for (int i = 0; i < kRuns; ++i) {
        TRY_ASSIGN(const double theirs, watch.time(bare, {watch.report()}));
        TRY_ASSIGN(const double ours, watch.time(client, again));
        figure.theirs.push_back(theirs);
        figure.ours.push_back(ours);
        tell(u"start, run %1 of %2: salon %3 ms, bare window %4 ms"_s.arg(i + 1)
                 .arg(kRuns)
                 .arg(ours, 0, 'f', 0)
                 .arg(theirs, 0, 'f', 0));
    }
    QJsonObject conditions = machine();
    conditions.insert(u"display"_s, u"Xvfb 1280x800, no window manager"_s);
    conditions.insert(u"session"_s, u"in a file of the profile, no keychain"_s);
    conditions.insert(u"server"_s, u"salond on this machine, room of %1 messages"_s.arg(kMessages));
    conditions.insert(u"caches"_s, u"warm"_s);
    print(figure, conditions);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto done = run();
    if (!done)
        tell(u"bench_start: "_s + done.error().toString());
    return done ? 0 : 1;
}
